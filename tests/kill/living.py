"""One courier's life: it begins with a full outbox, dies at a point, and another takes over after its lease."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, event, text

from adapters.courier import Courier
from bot.domain import Member
from bot.messages import Card, Person, Place, Post, Text
from storage.database import connect
from storage.sql import SqlStore
from tests.kill.points import CountingLoop, Fate
from tests.kill.street import PLATFORMS, Street
from tests.world import TestClock

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AFTER = timedelta(seconds=61)
CARD = Card((Text("Hello"),))
PEOPLE = ("ana", "ben", "cai")
OCCASIONS = {"question": "ask:t1:1", "reminder": "remind:t1:1"}
MARKED = text("SELECT key FROM outbox WHERE state = 'sent'")
KINDS = ("question", "reminder", "summary", "answer")


def fill(engine: Engine, kind: str) -> list[str]:
    """Put in what is to be sent; returns the keys, of one conversation in their order."""
    with SqlStore(engine).unit() as unit:
        if kind in OCCASIONS:
            for who in PEOPLE:
                unit.members.save(Member(who, "t1", Person("slack", who, who, f"T1/{who}"), "in"))
            until = NOW + timedelta(days=4)
            unit.outbox.put_for_members("t1", OCCASIONS[kind], {("en", "unsaid"): CARD}, NOW, "en", until)
            return [f"{OCCASIONS[kind]}:{who}" for who in PEOPLE]
        keys = ["summary:t1:1", "quotes:t1:1"] if kind == "summary" else [f"re:slack:Ev{each}" for each in range(3)]
        place = Place("slack", "T1/C1" if kind == "summary" else "T1/ana")
        unit.outbox.put([Post(key, place, CARD) for key in keys], NOW, "t1" if kind == "summary" else "")
        return keys


def live(url: str, street: Street, platform: str, at: datetime, fate: Fate) -> None:
    """Carry until nothing is left."""
    engine = connect(url)
    event.listen(engine, "commit", lambda _: fate.point("before a commit"))
    with asyncio.Runner(loop_factory=lambda: CountingLoop(fate)) as runner:
        courier = Courier(SqlStore(engine).mailroom, {"slack": PLATFORMS[platform](street, fate)}, TestClock(at))
        runner.run(courier.round())
    engine.dispose()


@dataclass(frozen=True)
class End:
    """What people saw when it was over. `at_risk`: what stood there at the death, and was not marked."""

    lost: int
    doubled: list[str]
    at_risk: set[str]
    in_order: bool
    most: int


def die(url: str, folder: Path, platform: str, keys: list[str], dies_at: int) -> End:
    """Live until that point, and let another take over."""
    street = Street(folder / "street")
    killed = _apart(lambda: live(url, street, platform, NOW, Fate(dies_at)))
    if killed != 9:
        raise RuntimeError(f"ended with {killed} instead of being killed at {dies_at}")
    engine = connect(url)
    with engine.begin() as connection:
        marked = set(connection.execute(MARKED).scalars())
    at_risk = set(street.stands()) - marked
    engine.dispose()
    live(url, street, platform, NOW + AFTER, Fate())
    stands = street.stands()
    times = Counter(stands)
    first = list(dict.fromkeys(stands))
    same = first == keys or not keys[0].startswith(("re:", "summary:"))  # the others go to a conversation each
    doubled = [key for key, count in times.items() if count > 1]
    return End(len(set(keys) - set(stands)), doubled, at_risk, same, max(times.values()))


def points(url: str, folder: Path, platform: str) -> list[str]:
    """The points that a whole life passes."""
    fate = Fate()
    live(url, Street(folder / "street"), platform, NOW, fate)
    return fate.passed


def _apart(act: Callable[[], None]) -> int:
    """In a process of its own; returns the signal that ended it, 0 for none."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) * -1
