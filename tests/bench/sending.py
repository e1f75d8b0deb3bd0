"""A week's questions sent to everybody, each kept and marked, against a bare loop around Slack's own client."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine as Database
from sqlalchemy import func, select

from adapters.clocks import SystemClock
from adapters.courier import AT_ONCE, Courier
from adapters.door import EngineDoor
from adapters.slack import SlackSettings, connect, render
from bot.domain import VOICES
from bot.engine import Engine
from bot.library import Library
from bot.messages import Card
from bot.ports import Platform
from bot.wording.week import question_card
from storage.database import connect as connect_database
from storage.keys import KeyFile
from storage.sql import SqlStore
from storage.tables import OutboxRow
from tests.bench import crowd, stub_slack
from tests.bench.processes import CLIENT, SERVER, beside, pin
from tests.bench.table import Pairs, Row, paired
from tests.databases import fresh_url

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]


GOALS = {0.0: 0.85, 0.05: 0.97}
"""Seconds that Slack takes for an answer -> the part of the bare loop's speed that is to be reached."""


def run(rounds: int, questions: int, library: Library, folder: Path) -> list[Row]:
    """`questions` people are asked in each round, by a Slack that answers at once and by one that takes its time."""
    people = crowd.seats(-(-questions // crowd.EACH), library, crowd.now())[:questions]
    rows = []
    for delay, goal in GOALS.items():
        pairs = compare(stub_slack.serve, (_Bare, Ours), people, library, folder, rounds, delay)
        what = (
            f"{questions:,} questions sent and marked, Slack takes {delay * 1000:.0f} ms, against a bare slack_sdk loop"
        )
        rows.append(pairs.at_least(goal, what, "messages/s"))
    return rows


def compare(
    stub: Callable[[Connection], None], sides: tuple[type[Bare], type[Ours]], people: Sequence[crowd.Seat],
    library: Library, folder: Path, rounds: int, delay: float,
) -> Pairs:  # fmt: skip
    """Messages a second of both sides. Everybody is written to once before: conversations are opened once in a
    program's life, and neither side shall pay for that."""
    database = connect_database(fresh_url("sqlite", folder))
    pin(SERVER)
    with ExitStack() as stack:
        far = stack.enter_context(beside(CLIENT, stub))
        loop = stack.enter_context(asyncio.Runner())
        url = f"http://127.0.0.1:{far.recv()}"
        bare = sides[0](url, people, library)
        ours = sides[1](url, SqlStore(database), people, library, folder / "keys.json")
        crowd.fill(database, ours.people)
        floor, figure = (_timed(loop, far, each.send, people, delay) for each in (bare, ours))
        loop.run(bare.open())
        loop.run(ours.open())
        floor(), figure()
        pairs = paired(rounds, floor, figure)
        loop.run(ours.close())
        loop.run(bare.close())
    _check(database, len(people) * (rounds + 1))
    database.dispose()
    return pairs


def _timed(
    loop: asyncio.Runner, stub: Connection, prepare: Callable[[], Callable[[], Awaitable[None]]],
    people: Sequence[crowd.Seat], delay: float,
) -> Callable[[], float]:  # fmt: skip
    """Messages a second of one sending to everybody; what is prepared is not counted, what arrived is."""

    async def send(sending: Callable[[], Awaitable[None]]) -> float:
        started = time.perf_counter()
        await sending()
        return time.perf_counter() - started

    def measure() -> float:
        sending = prepare()
        stub.send(delay)
        stub.recv()
        gc.collect()
        gc.freeze()  # what this bench holds itself, thousands of messages, is nothing for the collector to look through
        seconds = loop.run(send(sending))
        stub.send(delay)
        if (arrived := stub.recv()) != (len(people), len(people)):
            raise RuntimeError(f"{arrived} messages and conversations instead of {len(people)}")
        return len(people) / seconds

    return measure


def cards_of(people: Sequence[crowd.Seat], library: Library, week: int) -> dict[tuple[str, str], Card]:
    """(team, voice) -> the week's question."""
    asked = {seat.team.id: seat for seat in people}
    return {
        (team, voice): question_card(library, seat.team, replace(seat.round, week=week), voice)
        for team, seat in asked.items()
        for voice in VOICES
    }


class Bare(Protocol):
    """The floor: a loop that sends the same messages, made beforehand."""

    def __init__(self, url: str, people: Sequence[crowd.Seat], library: Library) -> None: ...
    async def open(self) -> None: ...
    def send(self) -> Callable[[], Awaitable[None]]: ...
    async def close(self) -> None: ...


class _Bare:
    """One client, one session, as many at once as the courier."""

    def __init__(self, url: str, people: Sequence[crowd.Seat], library: Library) -> None:
        self._api = f"{url}/api/"
        cards = cards_of(people, library, crowd.WEEK)
        self._messages = [
            {"channel": f"D{seat.user[1:]}", **render.message(cards[seat.team.id, seat.member.voice])}
            for seat in people
        ]

    async def open(self) -> None:
        logger = logging.getLogger("bare")
        logger.setLevel(logging.ERROR)
        self._session = aiohttp.ClientSession()
        self._client = AsyncWebClient("xoxb", self._api, session=self._session, retry_handlers=[], logger=logger)

    def send(self) -> Callable[[], Awaitable[None]]:
        waiting = iter(self._messages)

        async def line() -> None:
            for message in waiting:
                await self._client.chat_postMessage(mrkdwn=False, unfurl_links=False, unfurl_media=False, **message)

        async def all_() -> None:
            await asyncio.gather(*(line() for _ in range(AT_ONCE)))

        return all_

    async def close(self) -> None:
        await self._session.close()


class Ours:
    """The figure: the outbox, the courier and the platform, wired as the program wires them."""

    def __init__(self, url: str, store: SqlStore, people: Sequence[crowd.Seat], library: Library, keys: Path) -> None:
        self.people, self._url, self._store, self._library = self.moved(url, people), url, store, library
        self._door = EngineDoor(Engine(store, library, SystemClock(), KeyFile(keys)))
        self._weeks = count(crowd.WEEK)

    def moved(self, url: str, people: Sequence[crowd.Seat]) -> list[crowd.Seat]:
        """The people, on the platform that is measured."""
        return list(people)

    async def platform(self, site: web.Application, door: EngineDoor) -> Platform:
        """The platform that is measured, wired to the stub."""
        return await connect(site, SlackSettings("xoxb", signing_secret="-", api_url=f"{self._url}/api/"), door)

    async def open(self) -> None:
        self._runner = web.AppRunner(site := web.Application())
        platform = await self.platform(site, self._door)
        self._courier = Courier(self._store.mailroom, {self.people[0].member.person.platform: platform}, SystemClock())
        await self._runner.setup()

    def send(self) -> Callable[[], Awaitable[None]]:
        """Put another week's questions into the outbox; returns what sends them."""
        week, clock = next(self._weeks), SystemClock()
        cards = cards_of(self.people, self._library, week)
        with self._store.unit() as unit:
            for team in dict.fromkeys(team for team, _ in cards):
                unit.outbox.put_for_members(
                    team, f"ask:{team}:{week}", {("en", voice): cards[team, voice] for voice in VOICES}, clock.now()
                )

        async def carry() -> None:
            while await self._courier.round():
                pass

        return carry

    async def close(self) -> None:
        await self._runner.cleanup()
        self._door.close()


def _check(database: Database, sent: int) -> None:
    """Every question is marked as sent, with Slack's reference to it."""
    marked = select(func.count()).where(OUTBOX.c.state == "sent", OUTBOX.c.ref != "")
    with database.begin() as connection:
        found = connection.execute(marked).scalar_one()
    if found != sent:
        raise RuntimeError(f"{found} questions are marked as sent instead of {sent}")
