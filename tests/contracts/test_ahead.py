"""What is read at once for many events is what each would have found for itself, also after one of them changed it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.domain import Member, Round
from bot.mailroom import Failed
from bot.messages import Person
from bot.ports import StoreTrouble
from storage.database import connect
from storage.sql import SqlStore
from tests import databases
from tests.contracts.mail import rows
from tests.contracts.test_store import ANA, BEN, HOME, NOW, TEAM, claim, post

MEMBER = Member("m1", "t1", ANA, "in")
WEEK = Round("t1", 3, "start", "initiating.1", NOW, NOW + timedelta(days=3), NOW + timedelta(days=4))


@pytest.fixture
def team(store: SqlStore) -> SqlStore:
    with store.unit() as unit:
        unit.teams.save(replace(TEAM, week=3))
        unit.members.save(MEMBER)
        unit.rounds.save(WEEK)
        unit.circles.save("t1", "power", {"latest": {"k": 3}})
    return store


def test_everything_is_as_it_would_be_found_alone(team: SqlStore) -> None:
    with team.unit() as unit:
        unit.expect([ANA, BEN])
        assert unit.teams.get("t1") == replace(TEAM, week=3)
        assert unit.members.get("t1", ANA) == MEMBER
        assert unit.members.get("t1", BEN) is None
        assert unit.rounds.get("t1", 3) == WEEK
        assert unit.rounds.get("t1", 2) is None
        assert unit.circles.states("t1") == {"power": {"latest": {"k": 3}}}
        assert unit.people.meet(replace(ANA, name=""), HOME, "t1") == ("", "")
        assert not unit.thoughts.some("t1")


def test_what_one_event_changes_the_next_one_finds(team: SqlStore) -> None:
    with team.unit() as unit:
        unit.expect([ANA])
        unit.people.meet(replace(ANA, name="Ana Lopez"))
        assert unit.members.get("t1", ANA) == replace(MEMBER, person=replace(ANA, name="Ana Lopez"))
        unit.members.save(replace(MEMBER, state="left"))
        assert unit.members.get("t1", ANA) == replace(MEMBER, state="left")
        unit.expect([ANA])
        unit.teams.save(replace(TEAM, phase="shape"))
        assert unit.teams.get("t1") == replace(TEAM, phase="shape")
        unit.expect([ANA])
        unit.rounds.save(replace(WEEK, closed=True))
        assert unit.rounds.get("t1", 3) == replace(WEEK, closed=True)
        unit.expect([ANA])
        unit.circles.save("t1", "power", {"latest": {}})
        assert unit.circles.states("t1") == {"power": {"latest": {}}}
        unit.expect([ANA])
        unit.thoughts.keep("t1", 3, "k", b"words")
        assert unit.thoughts.some("t1")
        unit.expect([ANA])
        unit.people.speak(ANA, "sv")
        assert unit.people.meet(ANA, HOME, "t1") == ("sv", "")


def test_a_later_event_takes_back_what_an_earlier_one_put_in(team: SqlStore) -> None:
    with team.unit() as unit:
        unit.expect([ANA])
        unit.outbox.cancel("t1", "later:t1:3:m1")
        unit.outbox.put([post("later:t1:3:m1:e1")], NOW)
        unit.outbox.cancel("t1", "later:t1:3:m1")
        unit.outbox.put([post("re:e2")], NOW)
    with team.unit() as unit:
        unit.outbox.put([post("later:t1:3:m2:e3")], NOW)
    with team.unit() as unit:
        unit.expect([ANA])
        unit.outbox.cancel("t1", "later:t1:3:m2")
    assert claim(team) == ["re:e2"]


def test_what_could_not_be_sent_is_taken_back_too(team: SqlStore) -> None:
    with team.unit() as unit:
        unit.outbox.put([post("ask:t1:3:m1")], NOW)
    [parcel] = team.mailroom.claim(["web"], NOW, NOW + timedelta(minutes=1), 9)
    team.mailroom.mark([Failed(parcel.id, "user_not_found")])
    with team.unit() as unit:
        unit.expect([ANA])
        unit.outbox.cancel("t1", "ask:t1:3:m1")
    assert rows(team, "SELECT key FROM outbox WHERE payload <> ''") == []


def test_an_answer_that_waits_to_be_written_is_found_at_once(team: SqlStore) -> None:
    with team.unit() as unit:
        unit.expect([ANA])
        unit.ballots.record("t1", 3, {"power": ("k", 4)})
        unit.ballots.record("t1", 3, {"power": ("k", 5)})
        assert unit.ballots.own("t1", 3, {"power": "k"}) == {"power": 5}


def test_a_step_that_is_undone_takes_what_waits_with_it(team: SqlStore) -> None:
    with team.unit() as unit:
        unit.ballots.record("t1", 3, {"power": ("before", 1)})
        with suppress(RuntimeError), unit.step():
            unit.ballots.record("t1", 3, {"power": ("undone", 2)})
            raise RuntimeError
    with team.unit() as unit:
        assert unit.ballots.of_week("t1", 3) == {"power": {"before": 1}}


def test_of_events_that_are_expected_together_each_is_first_once(store: SqlStore) -> None:
    day = date(2026, 3, 2)
    with store.unit() as unit:
        assert unit.seen.first("old", day)
    with store.unit() as unit:
        unit.seen.expect(["old", "new", "new"], day)
        assert not unit.seen.first("old", day)
        assert unit.seen.first("new", day)
        assert not unit.seen.first("new", day)
        assert unit.seen.first("another", day)
    with store.unit() as unit:
        assert not unit.seen.first("new", day)


def test_nobody_ends_a_week_while_its_answers_are_being_kept(tmp_path: Path) -> None:
    url = databases.fresh_url("postgresql", tmp_path)
    impatient = make_url(url).update_query_dict({"options": "-c lock_timeout=100ms"})
    one, other = SqlStore(connect(url)), SqlStore(connect(impatient.render_as_string(hide_password=False)))
    with one.unit() as unit:
        unit.teams.save(TEAM)
        unit.members.save(MEMBER)
    with one.unit() as answering:
        answering.expect([Person("web", "ana")])
        with pytest.raises(StoreTrouble, match="in use"), other.unit() as closing:
            closing.teams.hold("t1")
        with other.unit() as also_answering:
            also_answering.expect([ANA])
    with other.unit() as closing:
        assert closing.teams.hold("t1") == TEAM
    one.dispose()
    other.dispose()
