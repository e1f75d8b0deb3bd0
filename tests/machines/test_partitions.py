"""The same program, unchanged, on tables that are spread by team; and what stays within one part of them."""

from __future__ import annotations

import inspect as functions
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from storage.database import connect
from storage.migrate import migrate
from storage.sql import SqlStore
from storage.tables import metadata
from storage.transcript import SqlTranscript
from tests import databases
from tests.contracts import test_store, test_thoughts
from tests.machines import cycle
from tests.machines.partitions import LARGE, keys, parts_in, spread
from tests.machines.tape import Tape, read, record

WHOLE = {"team", "lane", "transcript", "kept"}
"""Small: one row for twenty members; one for each conversation that Slack or Teams has closed; the web chat is for
trying things out."""

PROMISES = {
    f"{module.__name__.rpartition('.')[2]}.{name}": promise
    for module in (test_store, test_thoughts)
    for name, promise in functions.getmembers(module, functions.isfunction)
    if name.startswith("test_") and [*functions.signature(promise).parameters] == ["store"]
}

EVERYWHERE = (
    "WHERE member.platform =",  # in which teams somebody is; at every press, by an index in each part
    "member.gone <",  # once a day
    "DELETE FROM words WHERE EXISTS",  # once a day
    "UPDATE outbox SET due_at=",  # what is due, whoever it is for
    "DELETE FROM outbox WHERE outbox.platform =",  # forget me
    "DELETE FROM member WHERE member.platform =",
    "UPDATE outbox SET payload=",
    "DELETE FROM outbox WHERE (outbox.state",  # once a day
)
"""Statements that look into every part, by words of theirs: they ask about a person, or about a moment."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(databases.fresh_url("postgresql", tmp_path))
    spread(engine)
    yield engine
    engine.dispose()


def test_every_table_is_spread_or_small_and_every_key_holds_what_it_is_spread_by(tmp_path: Path) -> None:
    engine = connect(databases.fresh_url("postgresql", tmp_path))
    assert set(metadata.tables) - WHOLE == set(LARGE)
    for table, columns in LARGE.items():
        for key in keys(engine, table):
            assert set(columns) <= set(key), f"{table}: the key {key} could not be kept unique over several parts"
    engine.dispose()


@pytest.mark.parametrize("promise", PROMISES)
def test_every_promise_of_the_store_holds_on_spread_tables(promise: str, database: Engine) -> None:
    kept: Callable[[SqlStore], None] = PROMISES[promise]
    kept(SqlStore(database))


def test_a_whole_cycle_stays_within_one_part_where_it_is_about_one_team(database: Engine) -> None:
    tape = Tape()
    record(database, tape)
    database.dispose()  # what was connected before is not written down
    world = cycle.world_on(database)
    cycle.until_asked(world)
    cycle.until_next_week(world, SqlTranscript(database))
    plans = dict(_plans(database, tape))
    cycle.until_the_end(world)
    wide = {
        statement: {
            table: parts for table, parts in parts_in(plan).items() if LARGE[table] == ["team_id"] and len(parts) > 1
        }
        for statement, plan in plans.items()
        if not any(words in statement for words in EVERYWHERE)
    }
    assert {statement: parts for statement, parts in wide.items() if parts} == {}
    assert [words for words in EVERYWHERE if not any(words in statement for statement in plans)] == []
    narrow = [statement for statement, plan in plans.items() if any(len(p) == 1 for p in parts_in(plan).values())]
    assert len(narrow) > 20, "most are about one team, and the plans were read"


def test_rows_and_numbers_and_migrations_survive_the_spreading(tmp_path: Path) -> None:
    engine = connect(databases.fresh_url("postgresql", tmp_path))
    world = cycle.world_on(engine)
    cycle.until_asked(world)
    spread(engine)
    cycle.until_next_week(world, SqlTranscript(engine))
    assert "River Street: week 1" in world.channel()[-1]
    migrate(engine)
    with engine.connect() as connection:
        left = connection.execute(text("SELECT count(*) FROM pg_class WHERE relname = 'spread'")).scalar_one()
        parts = connection.execute(text("SELECT count(DISTINCT tableoid) FROM identity")).scalar_one()
    assert left == 0
    assert parts > 1, "people are in different parts"
    engine.dispose()


def _plans(database: Engine, tape: Tape) -> Iterator[tuple[str, str]]:
    """(statement, its plan with the values it was said with last), for each statement that was said."""
    said: dict[int, Any] = {line[0]: line[1] for line in tape.lines if not isinstance(line, str)}
    with database.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))  # as with many rows
        for number, values in said.items():
            rows = connection.connection.cursor().execute(f"EXPLAIN {tape.statements[number]}", read(values)).fetchall()
            yield " ".join(tape.statements[number].split()), "\n".join(str(row[0]) for row in rows)
