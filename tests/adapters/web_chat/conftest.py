"""A page's doors with nothing behind them but a door that remembers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters import serving
from adapters.web_chat import WebPlatform, WebSettings, connect
from adapters.web_chat.transcript import MemoryTranscript
from bot.messages import Event, OpenForm


class FakeDoor:
    """Takes everything in. `opens` is what it answers with; `broken` makes it fail before anything is stored."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.opens: list[OpenForm] = []
        self.broken = False

    async def handle(self, event: Event) -> list[OpenForm]:
        if self.broken:
            raise RuntimeError("ana said something secret")
        self.events.append(event)
        return self.opens


class StillClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 30, 8, 0, 42, tzinfo=UTC)


class Server(TestServer):
    """Serves as the program does: who asked may go, and what they asked for goes on."""

    async def _make_runner(self, **_kwargs):
        return serving.runner(self.app)


class Site:
    """One running web chat, and a browser's view of it."""

    def __init__(self, settings: WebSettings, demonstrate=None, transcript=None) -> None:
        self.settings, self.demonstrate = settings, demonstrate
        self.door, self.transcript = FakeDoor(), transcript or MemoryTranscript()
        self.app = web.Application()
        self.platform: WebPlatform
        self.client: TestClient

    async def start(self) -> Site:
        self.platform = await connect(
            self.app, self.settings, self.door, self.transcript, StillClock(), self.demonstrate
        )
        self.client = TestClient(Server(self.app))
        await self.client.start_server()
        return self

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    async def post(self, path="/web/events", headers=None, **body):
        return await self.client.post(path, json=body, headers={"Origin": self.origin, **(headers or {})})

    async def says(self, text, where="home:ana", **more):
        return await self.post(id="e1", who="Ana", where=where, kind="said", text=text, **more)


class Page:
    """One open page: reads its stream event by event."""

    def __init__(self, response):
        self.response = response

    async def next(self):
        event = None
        while True:
            line = (await self.response.content.readline()).decode().rstrip("\n")
            if line.startswith("event: "):
                event = line[7:]
            elif line.startswith("data: "):
                return event, json.loads(line[6:])

    async def words(self):
        _, data = await self.next()
        return data["payload"]["words"]


async def page(site, *places):
    query = [pair for place, after in places for pair in (("place", place), ("after", str(after)))]
    response = await site.client.get("/web/stream", params=query)
    assert response.status == 200
    return Page(response)


@pytest.fixture
async def open_site() -> AsyncIterator[Callable[..., Site]]:
    sites: list[Site] = []

    async def start(secret="", demonstrate=None, transcript=None) -> Site:
        sites.append(await Site(WebSettings(secret=secret), demonstrate, transcript).start())
        return sites[-1]

    yield start
    for each in sites:
        await each.client.close()


@pytest.fixture
async def site(open_site) -> Site:
    return await open_site()
