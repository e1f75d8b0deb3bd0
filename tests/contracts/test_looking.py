"""After a message of which it is not known whether it arrived, a platform that can look finds it: in this process and
in another one, whatever came since, and nothing else is taken for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from adapters.delivery import Looks
from adapters.slack.client import Client
from adapters.slack.platform import SlackPlatform
from adapters.slack.quiet import quiet
from adapters.teams.platform import TeamsPlatform
from adapters.unlocking import Unlocking
from adapters.web_chat.hub import Hub
from adapters.web_chat.platform import WebPlatform
from bot.messages import Button, Card, Gather, Place, Post, Revise, Text
from storage.transcript import SqlTranscript
from tests import databases
from tests.adapters.slack.fake import NOW, FakeDoor, FakeSlack
from tests.conftest import player_for
from tests.world import TestClock

ASK, EARLIER = "ask:0b8a:7:51fc", "ask:0b8a:6:51fc"
QUESTION, THANKS = Card((Text("How was it?"),), (Button("Answer", "answer"),)), Card((Text("Thank you."),))
Pair = tuple[Unlocking, Unlocking]


@asynccontextmanager
async def slack(tmp_path: Path) -> AsyncIterator[Pair]:
    fake = FakeSlack()
    await fake.server.start_server()
    async with aiohttp.ClientSession() as session:
        client = Client("xoxb-test", fake.url, session, quiet())
        one, other = (Unlocking(SlackPlatform(client, FakeDoor(), now=lambda: NOW), str) for _ in range(2))
        yield one, other
    await fake.server.close()


@asynccontextmanager
async def web_chat(tmp_path: Path, kind: str = "sqlite") -> AsyncIterator[Pair]:
    engine, clock = databases.fresh(kind, tmp_path), TestClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    one, other = (Unlocking(WebPlatform(FakeDoor(), SqlTranscript(engine), Hub(), clock), str) for _ in range(2))
    yield one, other
    engine.dispose()


@pytest.fixture(params=["slack", *(f"web-{kind}" for kind in databases.KINDS)])
async def platforms(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Pair, list[Place]]]:
    """One installation's way out in two processes, and the places of a private and of a common conversation."""
    name, _, kind = request.param.partition("-")
    player = player_for(name)
    async with slack(tmp_path) if name == "slack" else web_chat(tmp_path, kind) as pair:
        yield pair, [player.home("ana"), player.channel()]


async def test_what_arrived_is_found_and_can_be_changed_there(platforms: tuple[Pair, list[Place]]) -> None:
    (one, other), places = platforms
    for to in places:
        assert isinstance(one, Looks)
        reference = await one.deliver(Post(ASK, to, QUESTION))
        await one.deliver(Post("help:9", to, THANKS))
        assert [await each.look(Post(ASK, to, QUESTION)) for each in (one, other)] == [reference, reference]
        assert await other.deliver(Revise("thanks:9", to, reference, THANKS)) == reference
        assert await other.look(Post(ASK, to, QUESTION)) == reference, "a changed message still stands"


async def test_nothing_else_is_taken_for_it(platforms: tuple[Pair, list[Place]]) -> None:
    (one, other), places = platforms
    for to in places:
        await one.deliver(Post(f"{EARLIER}{to.address}", to, QUESTION))
        assert await other.look(Post(ASK, to, QUESTION)) is None
    await one.deliver(Post(ASK, places[0], QUESTION))
    assert await other.look(Post(ASK, places[1], QUESTION)) is None


async def test_what_may_be_done_twice_is_simply_done_again(platforms: tuple[Pair, list[Place]]) -> None:
    (one, other), places = platforms
    reference = await one.deliver(Post(ASK, places[1], QUESTION))
    for harmless in (Revise("r", places[1], reference, THANKS), Gather("g", places[1])):
        await one.deliver(harmless)
        assert await other.look(harmless) is None
        await other.deliver(harmless)
    assert await one.look(Post(ASK, places[1], QUESTION)) == reference


def test_teams_has_no_eyes() -> None:
    assert not hasattr(TeamsPlatform, "look"), "Microsoft gives a bot no way to read back: see docs/teams.md"
