"""Lanes as the courier keeps them: its pace, and what it leaves alone when a platform asks for patience."""

from __future__ import annotations

from datetime import timedelta

from adapters.courier import Courier
from adapters.delivery import AT_WILL, Pace, TryAgain
from adapters.lanes import FIRST_PAUSE, LONGEST_PAUSE
from bot.messages import Place, Stored
from storage.sql import SqlStore
from tests.contracts.mail import NOW, post, put, rows
from tests.world import TestClock

CLOSED = "SELECT name, whole, why FROM lane"


class Workspaces:
    """A platform with workspaces. `refusing` is what it says to those of one; `asking` to those of a conversation."""

    def __init__(self, conversation: Pace = AT_WILL, workspace: Pace = AT_WILL) -> None:
        self.conversation_pace, self.workspace_pace = conversation, workspace
        self.said: list[str] = []
        self.tried: list[str] = []
        self.refusing: dict[str, TryAgain] = {}
        self.asking: dict[str, TryAgain] = {}

    def workspace(self, to: Place) -> str:
        return to.address.partition("/")[0] + "/"

    async def deliver(self, reply: Stored) -> str:
        address = reply.to.address  # type: ignore[union-attr]
        self.tried.append(reply.key)
        for refused in (self.refusing.get(address.partition("/")[0]), self.asking.get(address)):
            if refused:
                raise refused
        self.said.append(reply.key)
        return "ref"


def courier(store: SqlStore, platform: Workspaces) -> tuple[Courier, TestClock]:
    clock = TestClock(NOW)
    return Courier(store.mailroom, {"slack": platform}, clock), clock


async def test_a_conversation_is_written_to_at_its_pace_and_others_do_not_wait(store: SqlStore) -> None:
    platform = Workspaces(Pace(2, 1.0))
    carries, clock = courier(store, platform)
    put(store, "a:1", "a:2", "a:3", "a:4")
    put(store, "b:1", to="T1/ben")
    await carries.round()
    assert sorted(platform.said) == ["a:1", "a:2", "b:1"]
    assert rows(store, CLOSED) == [("T1/ana", False, "paced")]
    for expected in ("a:3", "a:4"):
        clock.time += timedelta(seconds=1)
        await carries.round()
        assert platform.said[-1] == expected
    clock.time += timedelta(seconds=60)
    put(store, "a:5", "a:6")
    await carries.round()
    assert platform.said[-2:] == ["a:5", "a:6"], "who was quiet has a burst again"


async def test_a_whole_workspace_is_written_to_at_its_pace_and_another_does_not_wait(store: SqlStore) -> None:
    platform = Workspaces(workspace=Pace(3, 0.1))
    carries, clock = courier(store, platform)
    for person in range(6):
        put(store, f"a:{person}", to=f"T1/p{person}")
    put(store, "b:1", to="T2/ben")
    await carries.round()
    assert (len(platform.said), "b:1" in platform.said) == (4, True)
    clock.time += timedelta(seconds=0.3)
    await carries.round()
    assert sorted(platform.said) == ["a:0", "a:1", "a:2", "a:3", "a:4", "a:5", "b:1"]


async def test_a_workspace_whose_token_has_expired_is_tried_ever_more_seldom_not_once_a_parcel(store: SqlStore) -> None:
    platform = Workspaces()
    carries, clock = courier(store, platform)
    platform.refusing["T1"] = TryAgain("token_expired", whole_workspace=True)
    with store.unit() as unit:
        unit.outbox.put([post(f"a:{person}", f"T1/p{person}") for person in range(300)], NOW, "t1")
    put(store, "b:1", to="T2/ben")
    for hour in range(24):
        clock.time = NOW + timedelta(hours=hour)
        await carries.round()
    assert len(platform.tried) - 1 <= 24 + 49, "what was on its way at first, and then one in each pause"
    assert platform.said == ["b:1"]
    del platform.refusing["T1"]
    clock.time += timedelta(seconds=LONGEST_PAUSE * 1.3)
    await carries.round()
    assert len(platform.said) == 301, "nothing was given up"


async def test_the_pauses_of_a_workspace_grow(store: SqlStore) -> None:
    platform = Workspaces()
    carries, clock = courier(store, platform)
    platform.refusing["T1"] = TryAgain("invalid_auth", whole_workspace=True)
    put(store, "a:1")
    await carries.round()
    clock.time += timedelta(seconds=FIRST_PAUSE * 0.7)
    await carries.round()
    assert len(platform.tried) == 1
    clock.time += timedelta(seconds=FIRST_PAUSE * 0.6)
    await carries.round()
    clock.time += timedelta(seconds=FIRST_PAUSE * 1.3)
    await carries.round()
    assert len(platform.tried) == 2, "the second pause is longer than the first"


async def test_when_several_conversations_ask_for_patience_it_is_their_workspace_that_asks(store: SqlStore) -> None:
    platform = Workspaces()
    carries, clock = courier(store, platform)
    for person in ("ana", "ben", "cai"):
        platform.asking[f"T1/{person}"] = TryAgain("ratelimited", 30)
        put(store, f"{person}:1", to=f"T1/{person}")
    await carries.round()
    put(store, "dee:1", to="T1/dee")
    put(store, "other:1", to="T2/eve")
    await carries.round()
    assert platform.said == ["other:1"]
    platform.asking.clear()
    clock.time += timedelta(seconds=31)
    await carries.round()
    assert sorted(platform.said) == ["ana:1", "ben:1", "cai:1", "dee:1", "other:1"]


async def test_another_courier_obeys_what_one_was_told(store: SqlStore) -> None:
    platform = Workspaces()
    carries, clock = courier(store, platform)
    platform.refusing["T1"] = TryAgain("ratelimited", 30, whole_workspace=True)
    put(store, "a:1")
    await carries.round()
    put(store, "b:1", to="T1/ben")
    other = Courier(store.mailroom, {"slack": platform}, clock)
    assert await other.round() == 0
    assert platform.tried == ["a:1"]
