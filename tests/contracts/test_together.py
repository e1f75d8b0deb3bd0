"""What is read at once for several teams is what each would have found alone, also after it was changed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import Member, Reading, Round, Standing
from bot.messages import Place
from storage.sql import SqlStore
from tests.contracts.test_store import ANA, BEN, NOW, TEAM, claim, post, put

WEEK = Round("t1", 3, "start", "power.1", NOW, NOW + timedelta(days=3), NOW + timedelta(days=4))
READING = Reading("t1", 2, "power", "new", 2, 5, "7+", "start")
OTHER = replace(TEAM, id="t2", code="B", channel=Place("web", "channel:2"), week=3, due=NOW)
FIRST = replace(TEAM, week=3, due=NOW - timedelta(hours=1))


@pytest.fixture
def teams(store: SqlStore) -> SqlStore:
    with store.unit() as unit:
        for team, who in ((FIRST, ANA), (OTHER, BEN)):
            unit.teams.save(team)
            unit.members.save(Member("m1", team.id, who, "in", "lived"))
            unit.rounds.save(replace(WEEK, team=team.id))
            unit.rounds.save(replace(WEEK, team=team.id, week=2, closed=True))
            unit.circles.save(team.id, "power", {"latest": {team.id: 3}})
            unit.circles.publish(replace(READING, team=team.id))
            unit.ballots.record(team.id, 3, {"power": (team.id, 4)})
            unit.notes.add(team.id, f"of {team.id}")
    return store


def test_each_team_finds_what_is_its_own(teams: SqlStore) -> None:
    with teams.unit() as unit:
        assert unit.teams.hold_free(["t2", "t1", "gone"]) == [FIRST, OTHER], "what has been due longest first"
        for team, who in (("t1", ANA), ("t2", BEN)):
            assert unit.rounds.get(team, 3) == replace(WEEK, team=team)
            assert unit.rounds.get(team, 2) == replace(WEEK, team=team, week=2, closed=True)
            assert unit.rounds.get(team, 1) is None
            assert unit.rounds.asked(team) == [(2, "power.1"), (3, "power.1")]
            assert unit.members.roll(team) == [Standing(who.platform, who.id, "in", "lived", None)]
            assert unit.members.speaking(team) == [("", "lived")]
            assert unit.circles.states(team) == {"power": {"latest": {team: 3}}}
            assert unit.circles.readings(team) == [replace(READING, team=team)]
            assert unit.ballots.of_week(team, 3) == {"power": {team: 4}}
            assert unit.ballots.of_week(team, 2) == {}
            assert unit.notes.take(team, 9) == [f"of {team}"]
            assert unit.notes.take(team, 9) == []


def test_what_a_step_changes_it_finds_changed(teams: SqlStore) -> None:
    with teams.unit() as unit:
        unit.teams.hold_free(["t1", "t2"])
        for team in ("t1", "t2"):
            _ = unit.rounds.get(team, 3), unit.rounds.asked(team), unit.members.roll(team), unit.members.speaking(team)
            _ = unit.circles.states(team), unit.circles.readings(team), unit.ballots.of_week(team, 3)
            unit.rounds.save(replace(WEEK, team=team, closed=True, question="trust.1"))
            unit.members.save(Member("m1", team, ANA, "in", "professional"))
            unit.circles.save(team, "power", {"latest": {}})
            unit.circles.publish(replace(READING, team=team, week=3))
            unit.ballots.clear(team, 3)
            assert unit.rounds.get(team, 3) == replace(WEEK, team=team, closed=True, question="trust.1")
            assert unit.rounds.asked(team) == [(2, "power.1"), (3, "trust.1")]
            assert [member.voice for member in unit.members.roll(team)] == ["professional"]
            assert unit.members.speaking(team) == [("", "professional")]
            assert unit.circles.states(team) == {"power": {"latest": {}}}
            assert [reading.week for reading in unit.circles.readings(team)] == [2, 3]
            assert unit.ballots.of_week(team, 3) == {}


def test_what_one_team_takes_back_another_keeps(teams: SqlStore) -> None:
    put(teams, post("ask:t1:3:m1"), post("later:t1:3:m1:e"), post("ask:t2:3:m1"), post("later:t2:2:m1"))
    with teams.unit() as unit:
        unit.teams.hold_free(["t1", "t2"])
        unit.outbox.cancel("t1", "ask:t1:3", "later:t1:3")
        unit.outbox.cancel("t2", "ask:t2:2", "later:t2:2")
        unit.outbox.put([post("ask:t2:4:m1")], NOW, "t2")
        unit.outbox.cancel("t2", "ask:t2:4")
    assert claim(teams) == ["ask:t2:3:m1"]


def test_writes_to_one_table_keep_their_order(teams: SqlStore) -> None:
    with teams.unit() as unit:
        unit.teams.hold_free(["t1", "t2"])
        unit.ballots.clear("t2", 3)
        unit.ballots.record("t1", 3, {"power": ("k", 1)})
        unit.ballots.clear("t1", 3)
        unit.ballots.record("t1", 3, {"trust": ("k", 2)})
    with teams.unit() as unit:
        assert unit.ballots.of_week("t1", 3) == {"trust": {"k": 2}}
        assert unit.ballots.of_week("t2", 3) == {}


def test_a_step_that_fails_leaves_its_team_as_it_was(teams: SqlStore) -> None:
    with suppress(RuntimeError), teams.unit() as unit:
        held = unit.teams.hold_free(["t1", "t2"])
        unit.teams.save(replace(held[0], week=4))
        unit.ballots.clear("t1", 3)
        raise RuntimeError
    with teams.unit() as unit:
        assert unit.teams.hold("t1") == FIRST
        assert unit.ballots.of_week("t1", 3) == {"power": {"t1": 4}}


def test_moving_a_team_on_changes_only_what_a_tick_does(teams: SqlStore) -> None:
    on = replace(FIRST, week=4, step="remind", due=NOW + timedelta(days=2), pinned="trust.1")
    with teams.unit() as unit:
        unit.teams.move_on(replace(on, name="Another", channel=Place("web", "elsewhere"), code="Z", status="ended"))
        assert unit.teams.get("t1") == on
        assert unit.teams.get("t2") == OTHER
    with teams.unit() as unit:
        unit.teams.move_on(replace(on, due=None))
        unit.teams.move_on(replace(on, id="gone"))
    with teams.unit() as unit:
        assert unit.teams.get("t1") == replace(on, due=None)
        assert unit.teams.get("gone") is None
        assert unit.teams.due(NOW + timedelta(days=9)) == ["t2"]


def test_closing_a_week_changes_nothing_else_and_no_other_week(teams: SqlStore) -> None:
    earlier = replace(WEEK, week=1)
    with teams.unit() as unit:
        unit.rounds.save(earlier)
        unit.teams.hold_free(["t1", "t2"])
        assert unit.rounds.get("t1", 3) == WEEK
        unit.rounds.close("t1", 3)
        assert unit.rounds.get("t1", 3) == replace(WEEK, closed=True)
    with teams.unit() as unit:
        assert unit.rounds.get("t1", 3) == replace(WEEK, closed=True)
        assert unit.rounds.get("t1", 1) == earlier
        assert unit.rounds.get("t2", 3) == replace(WEEK, team="t2")
