"""Two processes, one team, the same moment: what one reads and then changes, the other does not change in between.

On PostgreSQL alone: SQLite lets one writer in at a time, so that there is no in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from bot import ballot, handlers, occasions
from bot.domain import Member
from bot.engine import Engine
from bot.library import Library
from bot.messages import Said
from bot.moment import Moment
from bot.ports import Conflict
from storage.database import connect
from storage.sql import SqlStore
from tests import databases
from tests.contracts.test_store import BEN, TEAM
from tests.scenarios import steps
from tests.world import TestClock, TestKeys, World

SOON = 10.0
"""Seconds after which something that should have happened has not."""


@pytest.fixture
def world(library: Library, tmp_path: Path) -> Iterator[World]:
    from tests.conftest import BEGIN, player_for

    store, clock, keys = SqlStore(connect(databases.fresh_url("postgresql", tmp_path))), TestClock(BEGIN), TestKeys()
    yield World(player_for("web"), store, library, clock, Engine(store, library, clock, keys), keys)
    store.dispose()


@pytest.fixture
def other() -> Iterator[ThreadPoolExecutor]:
    """The other process, as far as the database can tell: a thread with a connection of its own."""
    with ThreadPoolExecutor(1) as thread:
        yield thread


def test_who_ticks_at_the_same_moment_leaves_the_team_to_who_was_first(
    world: World, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.team(world, "ana", "ben")
    world.clock.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    taken, happen = list[str](), occasions.happen
    second = Engine(world.store, world.library, world.clock, world.keys)

    def both(moment: Moment, team: object) -> None:
        taken.append("step")
        if len(taken) == 1:  # the other one ticks while this one is in the middle of it
            other.submit(second.tick).result(SOON)
        happen(moment, team)  # type: ignore[arg-type]

    monkeypatch.setattr(occasions, "happen", both)
    world.engine.tick()
    assert taken == ["step"]
    assert second.tick() == 0


def test_an_answer_on_its_way_is_counted_by_the_close_that_it_kept_waiting(
    world: World, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.team(world, "ana", "ben")
    world.until("2026-03-06T08:59+00:00")
    world.presses("ana", "Answer")
    second = Engine(world.store, world.library, world.clock, world.keys)
    record, counted = ballot.record, list[int]()

    def slowly(moment: Moment, team: object, *rest: object) -> None:
        world.clock.time = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
        other.submit(second.tick).result(SOON)
        record(moment, team, *rest)  # type: ignore[arg-type]

    def counting(moment: Moment, team: object, round_: object, members: object) -> None:
        counted.append(len(moment.unit.ballots.of_week(team.id, team.week)["power"]))  # type: ignore[attr-defined]

    monkeypatch.setattr(ballot, "record", slowly)
    assert "Thank you" in world.sends("ana", {steps.POWER: "Agree", steps.TRUST: "Agree"})[-1]
    monkeypatch.setattr(ballot, "close", counting)
    second.tick()
    assert counted == [1]


def test_who_reads_a_team_that_is_being_changed_waits_and_reads_the_change(
    world: World, other: ThreadPoolExecutor
) -> None:
    def read() -> int:
        with world.store.unit() as unit:
            team = unit.teams.get("t1")
            return team.week if team else -1

    with world.store.unit() as unit:
        unit.teams.save(TEAM)
    with world.store.unit() as unit:
        assert unit.teams.hold("t1") == TEAM
        week = other.submit(read)
        while not week.done() and not _somebody_waits(world):
            pass
        unit.teams.save(replace(TEAM, week=7))
    assert week.result(SOON) == 7


def _somebody_waits(world: World) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with world.store._engine.connect() as connection:  # type: ignore[attr-defined]
        return connection.execute(text(waiting)).scalar_one() > 0


def test_two_changes_that_wait_for_each_other_are_both_done(
    world: World, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.store.unit() as unit:
        unit.teams.save(TEAM)
    both = [Event(), Event()]

    def renames(moment: Moment, event: Said) -> list[object]:
        """A change of what was read, with the other one in the same place."""
        team = moment.unit.teams.get("t1")
        assert team is not None
        mine = both[event.who.id == "ben"]
        if not mine.is_set():
            mine.set()
            assert both[event.who.id != "ben"].wait(SOON)
        moment.unit.teams.save(replace(team, name=f"{team.name}, {event.who.id}"))
        return []

    monkeypatch.setattr(handlers, "handle", renames)
    first, second = (world.player.says(who, "hello") for who in ("ana", "ben"))
    going = other.submit(Engine(world.store, world.library, world.clock, world.keys).handle, second)
    world.engine.handle(first)
    going.result(SOON)
    with world.store.unit() as unit:
        team = unit.teams.get("t1")
        assert team is not None
        assert sorted(team.name.split(", ")[1:]) == ["ana", "ben"], "neither undid the other"


def test_two_changes_of_one_member_are_both_done(
    world: World, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.store.unit() as unit:
        unit.teams.save(TEAM)
        unit.members.save(Member("m1", "t1", BEN, "in"))
    both = [Event(), Event()]

    def changes(moment: Moment, event: Said) -> list[object]:
        """Ben leaves, and is made a coordinator: each has read him before the other writes."""
        member = moment.unit.members.get("t1", BEN)
        assert member is not None
        mine = both[event.who.id == "ben"]
        if not mine.is_set():
            mine.set()
            assert both[event.who.id != "ben"].wait(SOON)
        leaves = event.who.id == "ben"
        moment.unit.members.save(replace(member, state="left") if leaves else replace(member, coordinator=True))
        return []

    monkeypatch.setattr(handlers, "handle", changes)
    first, second = (world.player.says(who, "hello") for who in ("ana", "ben"))
    going = other.submit(Engine(world.store, world.library, world.clock, world.keys).handle, second)
    world.engine.handle(first)
    going.result(SOON)
    with world.store.unit() as unit:
        member = unit.members.get("t1", BEN)
        assert member is not None
        assert (member.state, member.coordinator) == ("left", True), "neither undid the other"


def test_what_gives_way_too_often_is_left_to_the_platform(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = list[int]()

    def never(*_: object) -> list[object]:
        tries.append(1)
        raise Conflict("busy")

    monkeypatch.setattr(handlers, "handle", never)
    with pytest.raises(Conflict):
        world.engine.handle(world.player.says("ana", "hello"))
    assert len(tries) == 4
