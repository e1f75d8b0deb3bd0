from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.slack import SlackSettings, connect
from adapters.slack.client import Client
from adapters.slack.platform import SlackPlatform
from adapters.slack.quiet import quiet
from bot.messages import Picture
from tests.adapters.slack.fake import NOW, FakeDoor, FakeSlack
from tests.adapters.slack.installed import Running, Start, starting
from tests.adapters.slack.site import SECRET, Bot


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    await fake.server.start_server()
    yield fake
    await fake.server.close()


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
def pauses() -> list[float]:
    """How long the platform would have slept."""
    return []


@asynccontextmanager
async def reaching(slack: FakeSlack, door: FakeDoor, pauses: list[float]) -> AsyncIterator[SlackPlatform]:
    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    def draw(picture: Picture) -> bytes:
        return b"PNG " + picture.title.encode()

    async with aiohttp.ClientSession() as session:
        client = Client("xoxb-test", slack.url, session, quiet())
        yield SlackPlatform(client, door, draw=draw, pause=pause, now=lambda: NOW)


@pytest.fixture
async def platform(slack: FakeSlack, door: FakeDoor, pauses: list[float]) -> AsyncIterator[SlackPlatform]:
    async with reaching(slack, door, pauses) as platform:
        yield platform


@pytest.fixture
async def other(slack: FakeSlack, door: FakeDoor, pauses: list[float]) -> AsyncIterator[SlackPlatform]:
    """The same workspace, reached by another process."""
    async with reaching(slack, door, pauses) as platform:
        yield platform


@pytest.fixture
async def bot(slack: FakeSlack, door: FakeDoor) -> AsyncIterator[Bot]:
    site = web.Application()
    await connect(site, SlackSettings("xoxb-test", SECRET, api_url=slack.url), door)
    async with TestClient(TestServer(site)) as client:
        yield Bot(client)


@pytest.fixture
async def start(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Start]:
    """Starts a process of a Coreflect that can be installed in several workspaces."""
    async with starting(slack, tmp_path) as begun:
        yield begun


@pytest.fixture
async def here(start: Start) -> Running:
    """The only process."""
    return await start()
