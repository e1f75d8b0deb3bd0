"""What a platform keeps for every process. Runs on each kind of database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from storage.keys import KeyFile
from storage.safe import SqlSafe

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "keys.json")


@pytest.fixture
def safe(database: Engine, keys: KeyFile) -> SqlSafe:
    return SqlSafe(database, keys)


@pytest.fixture
def other(database: Engine, tmp_path: Path) -> SqlSafe:
    """Another process, with the same key file."""
    return SqlSafe(database, KeyFile(tmp_path / "keys.json"))


def test_what_one_process_keeps_every_process_has(safe: SqlSafe, other: SqlSafe) -> None:
    assert other.read("slack:T1") is None
    safe.keep("slack:T1", "xoxb-first")
    safe.keep("slack:T2", "xoxb-elsewhere")
    assert other.read("slack:T1") == "xoxb-first"
    other.keep("slack:T1", "xoxb-second")
    assert safe.read("slack:T1") == "xoxb-second"
    other.drop("slack:T1", "xoxb-first")
    assert safe.read("slack:T1") == "xoxb-second", "it is another one by now"
    other.drop("slack:T1", "xoxb-second")
    other.drop("slack:T1", "xoxb-second")
    assert safe.read("slack:T1") is None
    assert safe.read("slack:T2") == "xoxb-elsewhere"


def test_the_database_alone_does_not_tell_it(safe: SqlSafe, database: Engine) -> None:
    safe.keep("slack:T1", "xoxb-first")
    with database.begin() as connection:
        rows = connection.execute(text("SELECT * FROM kept")).all()
    assert len(rows) == 1
    assert "xoxb" not in repr([bytes(each) if isinstance(each, memoryview) else each for each in rows[0]])


def test_without_its_key_there_is_nothing(safe: SqlSafe, keys: KeyFile) -> None:
    safe.keep("slack:T1", "xoxb-first")
    keys.destroy("tokens")
    assert safe.read("slack:T1") is None


def test_a_new_seal_for_words_locks_nobody_out(safe: SqlSafe, keys: KeyFile) -> None:
    safe.keep("slack:T1", "xoxb-first")
    keys.change_seal()
    keys.change_seal()
    assert safe.read("slack:T1") == "xoxb-first"


def test_a_ticket_is_good_once_in_whichever_process(safe: SqlSafe, other: SqlSafe) -> None:
    ticket = safe.ticket(NOW)
    assert other.redeem(ticket, NOW + timedelta(minutes=9))
    assert not safe.redeem(ticket, NOW + timedelta(minutes=9))
    assert not other.redeem(ticket, NOW)


def test_another_spelling_of_a_ticket_is_the_same_ticket(safe: SqlSafe) -> None:
    ticket = safe.ticket(NOW)
    assert safe.redeem(ticket, NOW)
    for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        assert not safe.redeem(ticket[:-1] + other, NOW), other
    assert not safe.redeem(f"{ticket}==", NOW)


def test_what_is_no_ticket(safe: SqlSafe, database: Engine) -> None:
    ticket = safe.ticket(NOW)
    assert not safe.redeem(ticket, NOW + timedelta(minutes=11)), "too late"
    assert not safe.redeem(ticket, NOW - timedelta(minutes=2)), "not yet"
    safe.keep("slack:T1", "xoxb-first")
    with database.begin() as connection:
        locked = bytes(connection.execute(text("SELECT locked FROM kept")).scalar_one()).decode()
    for made_up in ("", "a", "é", "ticket", ticket[:-4], ticket + "A", ticket.swapcase(), locked):
        assert not safe.redeem(made_up, datetime.now(UTC)), made_up


def test_tickets_are_not_kept_for_ever(safe: SqlSafe, database: Engine) -> None:
    for minute in range(0, 60, 5):
        now = NOW + timedelta(minutes=minute)
        assert safe.redeem(safe.ticket(now), now)
    with database.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM kept")).scalar_one() <= 5


def test_asking_for_tickets_fills_nothing(safe: SqlSafe, database: Engine) -> None:
    for _ in range(10):
        safe.ticket(NOW)
    with database.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM kept")).scalar_one() == 0
