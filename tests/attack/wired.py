"""A world whose people reach the bot over HTTP, through each platform's own listener, and are reached by the courier
through its own way out. The platforms themselves are stand-ins on this machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType
from typing import Any, Final

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Engine as Database

from adapters import serving
from adapters.courier import Courier
from adapters.door import EngineDoor
from adapters.health import add_health
from adapters.ticker import Ticker
from adapters.unlocking import Unlocking
from bot.messages import Event, Gather, OpenForm, Revise, Stored
from bot.ports import Door, Platform
from tests.attack.leaks import CHOSEN, PEOPLE, WRITTEN, no_id_stands_beside_a_value, person_keys
from tests.attack.streets import STREETS, Json
from tests.scenarios.steps import answer, team
from tests.world import Shown, World

Browser = TestClient[web.Request, web.Application]


PACKAGES = {"slack": "adapters.slack", "teams": "adapters.teams", "web": "adapters.web_chat"}

PAIRS: Final = pytest.mark.parametrize(
    ("player", "database"), [("web", "sqlite"), ("slack", "postgresql"), ("teams", "sqlite")], indirect=True
)
"""Each platform and each database once, where every platform on each would tell nothing new."""


class Served(TestServer):
    """A server as the program starts it."""

    async def _make_runner(self, **_how: Any) -> web.AppRunner:
        return serving.runner(self.app)


@dataclass
class Answer:
    """What an HTTP request was answered with."""

    status: int
    body: str
    headers: str


@dataclass
class Wired(World):
    """`answers` holds every HTTP answer, `payloads` what was last sent from each platform's hand."""

    database: Database = field(kw_only=True)
    patch: pytest.MonkeyPatch = field(kw_only=True)
    answers: list[Answer] = field(default_factory=list)
    payloads: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runner = asyncio.Runner()
        self.street = STREETS[self.player.name](self.patch)
        self.inbound = module(self.player.name, "inbound")
        read = self.inbound.read

        def overheard(payload: Any, *rest: Any) -> Any:
            self.payloads.append(payload)
            return read(payload, *rest)

        self.patch.setattr(self.inbound, "read", overheard)
        self.runner.run(self._open())

    def unlock(self, locked: str) -> str:
        return self.keys.unseal(locked.encode())

    async def _open(self) -> None:
        site = serving.site()
        add_health(site, self.store)
        self.door = EngineDoor(self.engine)
        platform = await self.street.open(site, _Heard(self.door, self), self)
        if self.player.name != "web":
            platform = Unlocking(platform, self.unlock)
        self.courier = Courier(self.store.mailroom, {self.player.name: _Seen(platform, self)}, self.clock)  # type: ignore[attr-defined]
        self.client: Browser = TestClient(Served(site))
        await self.client.start_server()

    def close(self) -> None:
        """End as the program does: what is on its way is waited for."""
        self.runner.run(self.client.close())
        self.runner.run(self.street.close())
        self.door.close()
        self.runner.close()

    # ---- acting over HTTP ---------------------------------------------------------------------------------------

    def does(self, who: str, event: Event) -> list[str]:
        """As World's, but the payload behind `event` is posted, and what came of it is seen."""
        payload = self.payloads[-1]  # before the player is asked for anything else
        before = len(self._home(who))
        self.forms.pop(who, None)
        self.opened.pop(who, None)
        self.acting = who
        self.posts(payload)
        if who in self.opened:
            self.forms[who] = self.player.form(self.opened[who].form, self.opened[who].message)
        self.deliver()
        new = [self.player.words(shown.rendered) for shown in self._home(who)[before:]]
        return [*new, *([self.player.words(self.forms[who])] if who in self.forms else [])]

    def posts(self, payload: Json, *, genuine: bool = True) -> Answer:
        """Send `payload` as its platform does, or as a stranger does."""
        origin = str(self.client.make_url("/")).rstrip("/")
        path, body, headers = self.street.request(payload, origin, genuine=genuine)
        return self.asks("POST", path, data=body, headers=headers)

    def asks(self, method: str, path: str, **how: Any) -> Answer:
        """Any request; its answer is kept."""

        async def ask() -> Answer:
            async with self.client.request(method, path, **how) as got:
                return Answer(got.status, (await got.read()).decode("latin-1"), str(got.headers))

        self.answers.append(self.runs(ask()))
        return self.answers[-1]

    def runs(self, work: Awaitable[Any]) -> Any:
        """Run something where the site lives, and let what it began go on for a moment."""

        async def run() -> Any:
            done = await work
            for _ in range(20):
                await asyncio.sleep(0)
            return done

        return self.runner.run(run())

    def deliver(self) -> list[Shown]:
        """One round of the real courier."""
        while self.runs(self.courier.round()):
            pass
        return []

    def carries(self) -> None:
        """The courier at work as in the program, until there is nothing to do."""
        courier = self.courier

        class Once(Courier):
            async def _rest(self) -> None:
                self.stop()

        self.runs(Once(courier._desk._mailroom, courier._platforms, courier._clock).run())

    def knocks(self) -> None:
        """One tick as in the program: knocked by the scheduler."""

        async def knock() -> None:
            knocked = asyncio.Event()

            async def tick() -> int:
                try:
                    return await self.door.tick()
                finally:
                    knocked.set()

            ticker = Ticker(tick, 3600)
            for job in ticker._scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
            await knocked.wait()
            await ticker.stop()

        self.runs(knock())


class _Heard:
    """The door, and what it opened for whom."""

    def __init__(self, door: Door, world: Wired) -> None:
        self._door, self._world = door, world

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        forms = await self._door.handle(event)
        for form in forms:
            self._world.opened[self._world.acting] = form
        return forms


class _Seen:
    """A platform, and what it shows."""

    def __init__(self, platform: Platform, world: Wired) -> None:
        self._platform, self._world = platform, world

    async def deliver(self, reply: Stored) -> str:
        ref = await self._platform.deliver(reply)
        if isinstance(reply, Gather):
            return ref
        world = self._world
        place, rendered = world.player.settled(reply.to), world.player.message(reply.card)
        if isinstance(reply, Revise):
            for shown in world.places[place]:
                if shown.ref == reply.message:
                    shown.rendered = rendered
        else:
            world.places[place].append(Shown(ref, place, rendered))
        return ref


def live(world: Wired, weeks: int) -> list[str]:
    """A team answers and writes through some weeks; returns the keys of the last answer rows."""
    keys: list[str] = []
    team(world, *PEOPLE)
    for week in range(weeks):
        world.until(f"2026-03-{2 + 7 * week:02}T12:00+00:00")
        for who in PEOPLE:
            answer(world, who, power=CHOSEN, trust=CHOSEN, words=f"{WRITTEN} {who}")
        no_id_stands_beside_a_value(world.database)
        keys = person_keys(world.database)
        world.until(f"2026-03-{6 + 7 * week:02}T12:00+00:00")
    return keys


def module(platform: str, name: str) -> ModuleType:
    return import_module(f"{PACKAGES[platform]}.{name}")
