"""The database locked, full, read-only or gone: a clear message, and no half-written week."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain import Member, Round, Team
from bot.engine import Engine
from bot.library import Library
from bot.messages import Person, Place, Said
from bot.ports import StoreTrouble
from storage import database
from storage.database import connect
from storage.migrate import migrate
from storage.sql import SqlStore
from tests import databases
from tests.world import TestClock, TestKeys

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def said(number: int) -> Said:
    who = Person("web", "ana", "Ana", "home:ana")
    return Said(id=f"e{number}", who=who, where=Place("web", "channel:team"), text="setup")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(databases.fresh_url("sqlite", tmp_path).removeprefix("sqlite:///"))


def engine(path: Path, library: Library) -> Engine:
    return Engine(SqlStore(connect(f"sqlite:///{path}")), library, TestClock(NOW), TestKeys())


def test_a_locked_database_says_what_to_do_and_the_event_can_come_again(
    path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 10)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tells = engine(path, library)
    with pytest.raises(StoreTrouble, match=r"busy with another program\. Close other programs .* Nothing was half"):
        tells.handle(said(1))
    other.execute("ROLLBACK")
    assert tells.handle(said(1))[0].form.name == "setup", "the retry is not taken for a repeat"


def test_a_full_disk_says_so_and_leaves_no_half_written_week(path: Path, library: Library) -> None:
    store = SqlStore(connect(f"sqlite:///{path}"))
    with store.unit() as unit:
        pages = unit._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        unit._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    full = Engine(store, library, TestClock(NOW), TestKeys())
    with pytest.raises(StoreTrouble, match=r"The disk is full\. Make room"):
        _until_full(full)
    with SqlStore(connect(f"sqlite:///{path}")).unit() as unit:
        teams = unit._connection.exec_driver_sql("SELECT count(*) FROM team").scalar_one()
        members = unit._connection.exec_driver_sql("SELECT count(*) FROM member").scalar_one()
        assert teams == members, "a draft and its coordinator are there together or not at all"


def _until_full(full: Engine) -> None:
    for number in range(2000):
        full.handle(said(number))


def test_a_database_that_cannot_be_written_says_so(path: Path, library: Library) -> None:
    url = f"sqlite:///file:{path}?mode=ro&uri=true"
    readonly = Engine(SqlStore(connect(url)), library, TestClock(NOW), TestKeys())
    with pytest.raises(StoreTrouble, match=r"cannot be written\. Check that this program may write"):
        readonly.handle(said(1))


def test_a_folder_that_is_a_file_and_a_file_that_is_no_database_are_told(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreTrouble, match=r"not a database\. Check DATABASE_URL"):
        migrate(connect(f"sqlite:///{garbage}"))


def test_one_teams_trouble_does_not_keep_the_others_waiting(store: SqlStore, library: Library) -> None:
    good = Team(
        "good", "Good", Place("web", "c1"), "CODE1", status="active", power="sig.power.3", trust="sig.trust.1", due=NOW
    )
    with store.unit() as unit:
        unit.teams.save(Team("bad", "Bad", Place("web", "c2"), "CODE2", status="active", zone="No/Where", due=NOW))
        unit.teams.save(good)
    Engine(store, library, TestClock(NOW), TestKeys()).tick()
    with store.unit() as unit:
        assert unit.teams.due(NOW) == ["bad"]


def test_a_team_that_fails_half_way_leaves_nothing_and_the_others_of_its_commit_are_asked_once(
    store: SqlStore, library: Library
) -> None:
    with store.unit() as unit:
        for number in range(20):
            id = f"t{number:02}"
            place, statements = Place("web", f"c{number}"), ("sig.power.3" if number != 5 else "gone", "sig.trust.1")
            unit.teams.save(
                Team(id, id, place, f"CODE{id}", "active", power=statements[0], trust=statements[1], due=NOW)
            )
            unit.members.save(
                Member(f"m{number}", id, Person("web", f"p{number}", "", f"home:{number}"), "in", "other")
            )
    engine = Engine(store, library, TestClock(NOW), TestKeys())
    assert list(engine.ticking()) == [16, 4]
    assert engine.tick() == 1, "only the one that failed is still due"
    with store.unit() as unit:
        assert unit.teams.due(NOW) == ["t05"]
        assert unit.rounds.asked("t05") == []
        assert all(len(unit.rounds.asked(f"t{number:02}")) == 1 for number in range(20) if number != 5)
    parcels = store.mailroom.claim(["web"], NOW, NOW, 100)
    assert sorted(parcel.reply.key for parcel in parcels) == [f"ask:t{n:02}:1:m{n}" for n in range(20) if n != 5]


def test_while_people_come_few_teams_share_a_commit_so_that_nobody_waits_for_many(
    store: SqlStore, library: Library
) -> None:
    with store.unit() as unit:
        for number in range(26):
            unit.teams.save(Team(f"t{number}", "", Place("web", f"c{number}"), f"CODE{number}", "active", due=NOW))
    come = iter([False, True, True, False])
    engine = Engine(store, library, TestClock(NOW), TestKeys())
    assert list(engine.ticking(lambda: next(come))) == [16, 2, 2, 6]


def test_what_could_not_be_tidied_up_is_tidied_up_after_the_next_tick(
    store: SqlStore, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied: list[str] = []

    def tidies() -> None:
        tidied.append("tried")
        if len(tidied) == 1:
            raise StoreTrouble("The database is locked.")

    monkeypatch.setattr(store, "tidy", tidies)
    with store.unit() as unit:
        place, statements = Place("web", "c"), ("sig.power.3", "sig.trust.1")
        unit.teams.save(
            Team(
                "t",
                "T",
                place,
                "CODE",
                "active",
                power=statements[0],
                trust=statements[1],
                due=NOW,
                step="close",
                week=1,
            )
        )
        unit.rounds.save(Round("t", 1, "start", "initiating.1", NOW - timedelta(days=4), NOW, NOW))
    engine = Engine(store, library, TestClock(NOW), TestKeys())
    for _ in range(3):
        engine.tick()
    assert tidied == ["tried", "tried"]
