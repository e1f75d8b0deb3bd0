"""A database of an earlier version: its rows stay, and the earlier program can go on beside the new one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from bot.messages import Person
from storage.database import connect
from storage.migrate import configuration, migrate
from storage.sql import SqlStore
from storage.tables import metadata
from tests import databases

OLD_TEAM = """
    INSERT INTO team (id, name, platform, channel, code, status, zone, weekday, minute, phase, colluders, power, trust,
                      week, step)
    VALUES (:id, 'River Street', 'web', :channel, :code, 'active', 'UTC', 0, 540, 'phase.start', 2, 'p', 't', 3, 'ask')
"""
OLD = {"channel": "c"}
OLD_PERSON = "INSERT INTO identity (platform, person, name, home) VALUES ('web', 'ana', 'Ana', 'home:ana')"


@pytest.fixture(params=databases.KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = connect(databases.empty_url(request.param, tmp_path))
    yield engine
    engine.dispose()


def test_rows_of_the_first_version_stay_and_have_no_language_and_no_wish(empty: Engine) -> None:
    config = configuration()
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(OLD_TEAM), OLD | {"id": "t1", "code": "one"})
        connection.execute(text(OLD_PERSON))
    migrate(empty)
    with empty.begin() as connection:
        connection.execute(
            text(OLD_TEAM), OLD | {"id": "t2", "code": "two"}
        )  # the program of the version before, still running
    with SqlStore(empty).unit() as unit:
        teams = [unit.teams.get(team) for team in ("t1", "t2")]
        assert [(team.name, team.week, team.language) for team in teams if team] == [("River Street", 3, "")] * 2
        assert [(team.pinned, team.skipped) for team in teams if team] == [("", ())] * 2
        assert unit.people.meet(Person("web", "ana")) == ("", "")


def test_the_migrations_make_the_tables_that_the_program_uses(empty: Engine) -> None:
    migrate(empty)
    with empty.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("kind", databases.KINDS)
def test_several_databases_at_once_each_in_a_thread_of_its_own(kind: str, tmp_path: Path) -> None:
    """As when two people start the demonstration in the same second."""
    engines = [connect(databases.empty_url(kind, tmp_path)) for _ in range(4)]
    with ThreadPoolExecutor(len(engines)) as threads:
        list(threads.map(migrate, engines))
    for engine in engines:
        with engine.begin() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        engine.dispose()


def test_the_way_back(empty: Engine) -> None:
    migrate(empty)
    config = configuration()
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        connection.execute(text(OLD_TEAM), OLD | {"id": "t1", "code": "one"})
    migrate(empty)


OLD_ROW = """
    INSERT INTO outbox (key, team_id, platform, payload, address, state, due_at, attempts, ref, problem)
    VALUES (:key, 't1', 'web', '', 'home:ana', 'sent', '2026-03-02', 1, '', '')
"""


def test_the_outbox_goes_on_counting_where_it_was(empty: Engine) -> None:
    config = configuration()
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
        connection.execute(text(OLD_ROW), [{"key": f"ask:t1:{week}:m1"} for week in (1, 2, 3)])
        connection.execute(text("DELETE FROM outbox WHERE key = 'ask:t1:3:m1'"))
    for way, version in ((command.upgrade, "head"), (command.downgrade, "0011"), (command.upgrade, "head")):
        with empty.begin() as connection:
            config.attributes["connection"] = connection
            way(config, version)
    with empty.begin() as connection:
        connection.execute(text(OLD_ROW), {"key": "re:web:e1"})
        numbers = connection.execute(text("SELECT id, key FROM outbox ORDER BY id")).all()
    assert [tuple(row) for row in numbers] == [(1, "ask:t1:1:m1"), (2, "ask:t1:2:m1"), (4, "re:web:e1")]
