"""What the courier does when it is not known whether something arrived, or whether it still holds it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.courier import Courier
from adapters.delivery import TryAgain
from adapters.desk import LEASE
from bot.mailroom import Mailroom, Ticket
from bot.messages import Stored
from storage.sql import SqlStore
from tests.contracts.mail import NOW, claim, keys, put, rows
from tests.world import TestClock


class Blind:
    """A platform on which one cannot look. Does what its script says for a key, once; `broken` arrives all the same."""

    def __init__(self) -> None:
        self.stands: list[str] = []
        self.script: dict[str, Exception] = {}

    async def deliver(self, reply: Stored) -> str:
        trouble = self.script.pop(reply.key, None)
        if trouble is None or getattr(trouble, "perhaps_sent", False):
            self.stands.append(reply.key)
        if trouble:
            raise trouble
        return f"ref:{reply.key}"


class Seeing(Blind):
    """One on which one can."""

    def __init__(self) -> None:
        super().__init__()
        self.looked: list[str] = []
        self.foggy = False

    async def look(self, reply: Stored) -> str | None:
        self.looked.append(reply.key)
        if self.foggy:
            raise TryAgain("ratelimited", 5)
        return f"ref:{reply.key}" if reply.key in self.stands else None


def courier(store: SqlStore, platform: Blind) -> tuple[Courier, TestClock]:
    clock = TestClock(NOW)
    return Courier(store.mailroom, {"slack": platform}, clock), clock


async def test_what_timed_out_and_arrived_is_found_and_not_said_twice(store: SqlStore) -> None:
    platform = Seeing()
    carries, clock = courier(store, platform)
    put(store, "ask:1")
    platform.script["ask:1"] = TryAgain("TimeoutError", perhaps_sent=True)
    await carries.round()
    clock.time += timedelta(seconds=10)
    await carries.round()
    assert (platform.stands, platform.looked) == (["ask:1"], ["ask:1"])
    assert rows(store, "SELECT state, ref FROM outbox") == [("sent", "ref:ask:1")]


async def test_what_a_courier_died_with_is_looked_for_first(store: SqlStore) -> None:
    platform = Seeing()
    carries, clock = courier(store, platform)
    put(store, "ask:1")
    put(store, "ask:2", to="T1/ben")
    claim(store)  # by one that dies
    platform.stands.append("ask:1")
    clock.time += 2 * LEASE
    await carries.round()
    assert platform.stands == ["ask:1", "ask:2"]
    assert sorted(platform.looked) == ["ask:1", "ask:2"]


async def test_where_looking_fails_for_now_nothing_is_said_until_it_works(store: SqlStore) -> None:
    platform = Seeing()
    carries, clock = courier(store, platform)
    put(store, "ask:1")
    claim(store)
    platform.stands.append("ask:1")
    platform.foggy = True
    for _ in range(3):
        clock.time += 2 * LEASE
        await carries.round()
    assert platform.stands == ["ask:1"]
    platform.foggy = False
    clock.time += 2 * LEASE
    await carries.round()
    assert platform.stands == ["ask:1"]
    assert rows(store, "SELECT state FROM outbox") == [("sent",)]


async def test_what_certainly_did_not_arrive_is_not_looked_for(store: SqlStore) -> None:
    platform = Seeing()
    carries, clock = courier(store, platform)
    put(store, "ask:1")
    platform.script["ask:1"] = TryAgain("ratelimited", 5)
    await carries.round()
    clock.time += timedelta(seconds=6)
    await carries.round()
    assert (platform.stands, platform.looked) == (["ask:1"], [])


async def test_where_nobody_can_look_it_is_said_again(store: SqlStore) -> None:
    platform = Blind()
    carries, clock = courier(store, platform)
    put(store, "ask:1")
    platform.script["ask:1"] = TryAgain("TimeoutError", perhaps_sent=True)
    await carries.round()
    clock.time += timedelta(seconds=10)
    await carries.round()
    assert platform.stands == ["ask:1", "ask:1"]


class Slow(Blind):
    """Time passes while it is written to for the first time; then another courier comes to look for work."""

    def __init__(self, store: SqlStore, takes: timedelta) -> None:
        super().__init__()
        self._store, self._takes = store, takes
        self.clock = TestClock(NOW)
        self.others: list[str] = []
        self._began = False
        self.renewed = asyncio.Event()

    async def deliver(self, reply: Stored) -> str:
        if not self._began:
            self._began = True
            for _ in range(2):
                self.clock.time += self._takes
                self.renewed.clear()
                if self._takes < LEASE:
                    await self.renewed.wait()
            self.others = keys(claim(self._store, self.clock.time))
        return await super().deliver(reply)


class Noticed:
    """A mailroom that tells when leases are renewed."""

    def __init__(self, mailroom: Mailroom, platform: Slow) -> None:
        self.claim, self.mark = mailroom.claim, mailroom.mark
        self._mailroom, self._platform = mailroom, platform

    def renew(self, parcels: Sequence[Ticket], until: datetime) -> set[Ticket]:
        held = self._mailroom.renew(parcels, until)
        self._loop.call_soon_threadsafe(self._platform.renewed.set)
        return held

    async def round(self) -> None:
        """One round of a courier of this mailroom."""
        self._loop = asyncio.get_running_loop()
        await Courier(self, {"slack": self._platform}, self._platform.clock).round()


async def test_a_slow_platform_lets_no_other_courier_begin_with_what_is_held(store: SqlStore) -> None:
    platform = Slow(store, takes=timedelta(seconds=50))
    put(store, "a:1", "a:2")
    put(store, "b:1", to="T1/ben")
    async with asyncio.timeout(20):
        await Noticed(store.mailroom, platform).round()
    assert platform.others == []
    assert sorted(platform.stands) == ["a:1", "a:2", "b:1"]


async def test_what_was_held_too_long_is_left_to_whoever_comes_next(store: SqlStore) -> None:
    platform = Slow(store, takes=LEASE)  # the whole process stood still, say
    put(store, "a:1", "a:2")
    await Noticed(store.mailroom, platform).round()
    assert platform.others == ["a:1", "a:2"], "another courier has begun with both"
    assert platform.stands == ["a:1"], "and this one does not go on"
