"""The courier: what is promised of everything that leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from adapters.courier import FEW_AT_ONCE, GIVES_UP_AFTER, LONGEST_WAIT, MOST, Courier
from adapters.delivery import TryAgain, Unreachable
from adapters.desk import LEASE
from bot.mailroom import Failed, Later, Mailroom, Parcel, Sent
from bot.messages import Card, Place, Post, Revise, Text
from bot.messages import Gather as GatherReply
from bot.ports import StoreTrouble
from storage.sql import SqlStore
from tests.world import TestClock

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakePlatform:
    """Takes everything, or does what its script says for an address."""

    def __init__(self) -> None:
        self.delivered: list[str] = []
        self.script: dict[str, list[Exception]] = {}

    async def deliver(self, reply: Post | Revise | GatherReply) -> str:
        assert isinstance(reply, Post)
        if self.script.get(reply.to.address):
            raise self.script[reply.to.address].pop(0)
        self.delivered.append(reply.key)
        return f"ref-{reply.key}"


def put(store: SqlStore, *keys: str, to: str = "ana", platform: str = "web") -> None:
    with store.unit() as unit:
        unit.outbox.put([Post(key, Place(platform, to), Card((Text(key),))) for key in keys], NOW)


def courier(store: SqlStore) -> tuple[Courier, FakePlatform, TestClock]:
    platform, clock = FakePlatform(), TestClock(NOW)
    return Courier(store.mailroom, {"web": platform}, clock), platform, clock


async def test_one_conversation_gets_its_messages_in_order(store: SqlStore) -> None:
    carries, platform, _ = courier(store)
    put(store, "a:1", "a:2", "a:3")
    assert await carries.round() == 3
    assert platform.delivered == ["a:1", "a:2", "a:3"]
    assert await carries.round() == 0


async def test_order_holds_from_one_load_to_the_next(store: SqlStore) -> None:
    carries, platform, _ = courier(store)
    keys = [f"a:{number}" for number in range(2 * MOST + 7)]
    put(store, *keys)
    assert await carries.round() == len(keys)
    assert platform.delivered == keys


class LockedOnce:
    """A mailroom whose database is locked when the first outcomes are to be marked."""

    def __init__(self, mailroom: Mailroom) -> None:
        self.claim, self.renew = mailroom.claim, mailroom.renew
        self._mailroom, self._locked = mailroom, True

    def mark(self, outcomes: Sequence[Sent | Later | Failed]) -> None:
        if self._locked:
            self._locked = False
            raise StoreTrouble("The database is locked.")
        self._mailroom.mark(outcomes)


@pytest.mark.parametrize("many", [3, MOST + 3])
async def test_a_database_that_is_locked_for_a_moment_makes_nothing_go_twice(store: SqlStore, many: int) -> None:
    platform, clock = FakePlatform(), TestClock(NOW)
    carries = Courier(LockedOnce(store.mailroom), {"web": platform}, clock)
    put(store, *(f"a:{number}" for number in range(many)))
    await carries.round()
    for _ in range(2):
        clock.time += 2 * LEASE
        await carries.round()
    assert len(platform.delivered) == len(set(platform.delivered)) == many


class BrokenLater:
    """A mailroom that breaks, in a way nobody foresaw, when more is claimed."""

    def __init__(self, mailroom: Mailroom) -> None:
        self.mark, self.renew, self._claim, self._loads = mailroom.mark, mailroom.renew, mailroom.claim, 0

    def claim(self, platforms: Sequence[str], now: datetime, until: datetime, most: int) -> list[Parcel]:
        self._loads += 1
        if self._loads > 1:
            raise RuntimeError
        return self._claim(platforms, now, until, most)


async def test_what_nobody_foresaw_ends_the_round_after_what_is_there_is_delivered(store: SqlStore) -> None:
    platform = FakePlatform()
    carries = Courier(BrokenLater(store.mailroom), {"web": platform}, TestClock(NOW))
    put(store, *(f"a:{number}" for number in range(MOST)))
    put(store, *(f"b:{number}" for number in range(3)), to="ben")
    async with asyncio.timeout(20):
        with pytest.raises(RuntimeError):
            await carries.round()
    assert len(platform.delivered) == MOST


async def test_a_platform_that_asks_for_patience_gets_it_and_order_is_kept(store: SqlStore) -> None:
    carries, platform, clock = courier(store)
    put(store, "a:1", "a:2")
    put(store, "b:1", to="ben")
    platform.script["ana"] = [TryAgain("ratelimited", 30)]
    await carries.round()
    assert platform.delivered == ["b:1"]
    clock.time += timedelta(seconds=29)
    assert await carries.round() == 0
    clock.time += timedelta(seconds=2)
    await carries.round()
    assert platform.delivered == ["b:1", "a:1", "a:2"]


async def test_who_cannot_be_reached_is_not_tried_again(store: SqlStore) -> None:
    carries, platform, clock = courier(store)
    put(store, "ask:t1:1:m1")
    platform.script["ana"] = [Unreachable("user_not_found")]
    await carries.round()
    clock.time += timedelta(days=1)
    assert await carries.round() == 0
    with store.unit() as unit:
        assert unit.outbox.failed("t1", "ask:t1:1") == 1


async def test_an_unknown_error_is_tried_again_ever_more_slowly_and_given_up_at_last(store: SqlStore) -> None:
    carries, platform, clock = courier(store)
    put(store, "a:1")
    platform.script["ana"] = [RuntimeError("boom") for _ in range(GIVES_UP_AFTER)]
    began = clock.time
    assert await carries.round() == 1
    for wait in (2, 4, 8, 16):
        clock.time += timedelta(seconds=wait * 0.74)
        assert await carries.round() == 0, "not before its time"
        clock.time += timedelta(seconds=wait * 0.52)
        assert await carries.round() == 1
    for _ in range(5, GIVES_UP_AFTER):
        clock.time += timedelta(seconds=LONGEST_WAIT * 1.26)
        assert await carries.round() == 1
    assert clock.time - began > timedelta(hours=20), "an outage of a night loses nothing"
    clock.time += timedelta(days=2)
    assert await carries.round() == 0
    assert platform.delivered == []


async def test_a_platform_that_is_off_keeps_its_messages_until_it_is_on(store: SqlStore) -> None:
    platform, clock = FakePlatform(), TestClock(NOW)
    off = Courier(store.mailroom, {}, clock)
    put(store, "a:1")
    assert await off.round() == 0
    assert await Courier(store.mailroom, {"web": platform}, clock).round() == 1


class SlowPlatform(FakePlatform):
    """Is asked to stop while a message is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self.on_its_way, self.arrives, self.begun = asyncio.Event(), asyncio.Event(), 0

    async def deliver(self, reply: Post | Revise | GatherReply) -> str:
        self.begun += 1
        self.on_its_way.set()
        await self.arrives.wait()
        return await super().deliver(reply)


class ArrivalPlatform(FakePlatform):
    """Tells when so many messages are here."""

    def __init__(self, expected: int) -> None:
        super().__init__()
        self.all_here, self.expected = asyncio.Event(), expected

    async def deliver(self, reply: Post | Revise | GatherReply) -> str:
        message = await super().deliver(reply)
        if len(self.delivered) == self.expected:
            self.all_here.set()
        return message


async def test_while_people_wait_few_are_written_to_at_a_time_and_everybody_gets_theirs_all_the_same(
    store: SqlStore,
) -> None:
    slow = SlowPlatform()
    carries = Courier(store.mailroom, {"web": slow}, TestClock(NOW))
    for number in range(20):
        put(store, f"a:{number}", to=f"person {number}")
    carries.give_way()
    carrying = asyncio.create_task(carries.round())
    await slow.on_its_way.wait()
    for _ in range(50):
        await asyncio.sleep(0)
    assert slow.begun == FEW_AT_ONCE
    slow.arrives.set()
    assert await carrying == len(slow.delivered) == 20


async def test_while_people_wait_those_who_can_be_reached_do_not_wait_for_those_who_cannot(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.courier.PATIENCE", 0.001)
    slow, prompt = SlowPlatform(), ArrivalPlatform(18)
    carries = Courier(store.mailroom, {"teams": slow, "web": prompt}, TestClock(NOW))
    for number in range(FEW_AT_ONCE):
        put(store, f"a:{number}", to=f"person {number}", platform="teams")
    for number in range(18):
        put(store, f"b:{number}", to=f"person {number}")
    carries.give_way()
    carrying = asyncio.create_task(carries.round())
    async with asyncio.timeout(0.4):  # people wait for longer
        await prompt.all_here.wait()
    assert slow.delivered == []
    slow.arrives.set()
    assert await carrying == 20


async def test_a_courier_that_is_stopped_waits_for_what_is_on_its_way_and_hands_back_the_rest(store: SqlStore) -> None:
    slow, clock = SlowPlatform(), TestClock(NOW)
    carries = Courier(store.mailroom, {"web": slow}, clock)
    put(store, "a:1", "a:2")
    running = asyncio.create_task(carries.run())
    await slow.on_its_way.wait()
    carries.stop()
    slow.arrives.set()
    await running
    assert slow.delivered == ["a:1"]
    other, platform, _ = courier(store)
    assert await other.round() == 1, "at once, without waiting for a lease to end"
    assert platform.delivered == ["a:2"]
