"""Two processes in Socket Mode on one database: each event is answered once, and a lost connection loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from adapters.courier import Courier
from adapters.door import EngineDoor
from adapters.slack import SlackPlatform, SlackSettings, connect
from bot.engine import Engine
from bot.library import Library
from bot.messages import Event, OpenForm
from storage.sql import SqlStore
from tests.adapters.slack.sockets import SocketSlack
from tests.conftest import BEGIN
from tests.players.slack import payload
from tests.world import TestClock, TestKeys


class Process:
    """One of several copies of the program. `held` keeps it from saying that it has stored something."""

    def __init__(self, store: SqlStore, library: Library, keys: TestKeys) -> None:
        self.clock = TestClock(BEGIN)
        self.door = EngineDoor(Engine(store, library, self.clock, keys))
        self.platforms: dict[str, SlackPlatform] = {}
        self.courier = Courier(store.mailroom, self.platforms, self.clock)
        self.stored, self.held = asyncio.Event(), asyncio.Event()
        self.held.set()

    async def start(self, slack: SocketSlack) -> web.AppRunner:
        site = web.Application()
        settings = SlackSettings("xoxb-test", app_token="xapp-test", api_url=slack.url)
        self.platforms["slack"] = await connect(site, settings, self)
        runner = web.AppRunner(site)
        await runner.setup()
        return runner

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        opened = await self.door.handle(event)
        self.stored.set()
        await self.held.wait()
        return opened


Two = tuple[Process, Process]


@pytest.fixture
async def slack() -> AsyncIterator[SocketSlack]:
    fake = SocketSlack()
    await fake.server.start_server()
    yield fake
    await fake.server.close()


@pytest.fixture
async def two(slack: SocketSlack, store: SqlStore, library: Library) -> AsyncIterator[Two]:
    keys = TestKeys()
    one, other = Process(store, library, keys), Process(store, library, keys)
    async with AsyncExitStack() as stack:
        for number, process in enumerate((one, other), 1):
            stack.push_async_callback((await process.start(slack)).cleanup)
            await slack.connected(number, number)
        yield one, other
    for process in (one, other):
        process.door.close()


def asks(number: int) -> Any:
    """Somebody asks for help in private: the `number`-th thing that happens."""
    return payload("message_im") | {"event_id": f"Ev{number:08d}"}


async def answers(slack: SocketSlack, two: Two) -> int:
    """How many answers stand there once both have sent what is to be sent."""
    for process in two:
        while await process.courier.round():
            process.clock.time += timedelta(seconds=1)  # one conversation is written to at a pace
    return sum(len(said) for said in slack.said.values())


async def test_each_event_goes_down_one_connection_and_is_answered_once(slack: SocketSlack, two: Two) -> None:
    sent = [await slack.sends(asks(number), down=number % 2) for number in range(10)]
    for envelope in sent:
        await slack.takes(envelope)
    assert await answers(slack, two) == 10


async def test_what_is_sent_again_down_another_connection_is_answered_once(slack: SocketSlack, two: Two) -> None:
    envelope = await slack.sends(asks(1), down=0)
    await slack.takes(envelope)
    await slack.sends(asks(1), down=1, envelope=envelope)
    await slack.takes(envelope, times=2)
    assert await answers(slack, two) == 1


async def test_a_connection_cut_before_it_could_say_so_loses_and_doubles_nothing(slack: SocketSlack, two: Two) -> None:
    one, _ = two
    one.held.clear()
    envelope = await slack.sends(asks(1), down=0)
    await one.stored.wait()
    await slack.cuts(0)
    one.held.set()
    await slack.sends(asks(1), down=0, envelope=envelope)
    await slack.takes(envelope)
    assert await answers(slack, two) == 1


async def test_after_slack_asked_it_to_reconnect_it_hears_everything_again(slack: SocketSlack, two: Two) -> None:
    await slack.asks_to_reconnect(0)
    await slack.connected(2, met=3)
    for number in (0, 1):
        await slack.takes(await slack.sends(asks(number), down=number))
    assert await answers(slack, two) == 2


async def test_what_could_not_be_stored_is_not_taken(
    slack: SocketSlack, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = two

    async def broken(event: Event) -> Sequence[OpenForm]:
        one.stored.set()
        raise OSError

    monkeypatch.setattr(one.door, "handle", broken)
    monkeypatch.setattr(one, "handle", broken)
    first = await slack.sends(asks(1), down=0)
    await one.stored.wait()
    await slack.takes(await slack.sends(asks(2), down=1))
    assert first not in slack.taken
    await slack.sends(asks(1), down=1, envelope=first)
    await slack.takes(first)
    assert await answers(slack, two) == 2
