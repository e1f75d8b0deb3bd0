"""Processes of one Coreflect that can be installed in several workspaces, and somebody's browser in front of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.slack import SlackSettings, connect
from bot.messages import Card, Place, Post, Text
from bot.ports import Platform
from storage.keys import KeyFile
from storage.safe import SqlSafe
from tests import databases
from tests.adapters.slack.fake import FakeDoor, FakeSlack
from tests.adapters.slack.site import SECRET, Bot
from tests.players.slack import payload

RIVER, MEADOW = "T01TEST", "T02MEADOW"
BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HELLO = Card((Text("Hello"),))


@dataclass
class Passed:
    """The time since it began."""

    minutes: float = 0

    def now(self) -> datetime:
        return BEGAN + timedelta(minutes=self.minutes)


@dataclass
class Running:
    """One process, and somebody's browser in front of it, with its cookies."""

    bot: Bot
    platform: Platform
    door: FakeDoor
    safe: SqlSafe
    cookies: dict[str, str]
    passed: Passed

    async def begin(self) -> str:
        """Open the page on which one installs; returns the state that goes to Slack."""
        asked = await self.bot.client.get("/slack/install", allow_redirects=False)
        assert asked.status == 302
        self.cookies.update({name: cookie.value for name, cookie in asked.cookies.items()})
        return parse_qs(urlsplit(asked.headers["Location"]).query)["state"][0]

    async def come_back(self, **query: str) -> ClientResponse:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        return await self.bot.client.get("/slack/oauth_redirect", params=query, headers=sent)

    async def install(self, team: str) -> str:
        """What somebody reads in the end."""
        answer = await self.come_back(state=await self.begin(), code=team)
        return await answer.text()

    async def told(self, team: str) -> int:
        """Somebody writes to the bot in that workspace."""
        return (await self.bot.event(payload("message_im") | {"team_id": team, "authorizations": []})).status

    async def says(self, team: str, key: str = "ask:1") -> str:
        return await self.platform.deliver(Post(key, Place("slack", f"{team}/U01ALICE"), HELLO))


Start = Callable[[], Awaitable[Running]]


@asynccontextmanager
async def starting(slack: FakeSlack, folder: Path) -> AsyncIterator[Start]:
    """What starts a process; all of them share a database and a key file, and the browser its cookies."""
    slack.workspaces[f"xoxb-{MEADOW}"] = MEADOW
    database = databases.fresh("sqlite", folder)
    settings = SlackSettings(signing_secret=SECRET, api_url=slack.url, client_id="1.2", client_secret="hush")
    cookies: dict[str, str] = {}
    async with AsyncExitStack() as stack:

        async def begun() -> Running:
            site, door, safe = web.Application(), FakeDoor(), SqlSafe(database, KeyFile(folder / "keys.json"))
            passed = Passed()
            platform = await connect(site, settings, door, safe, passed.now)
            client = await stack.enter_async_context(TestClient(TestServer(site)))
            return Running(Bot(client), platform, door, safe, cookies, passed)

        yield begun
    database.dispose()
