"""The release before goes on beside this one, on the tables of this one; and everything it left is read here.

What the release before says to its database was written down when it was the newest (`tests/machines/record.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from storage.migrate import migrate
from tests import databases
from tests.machines import cycle
from tests.machines.record import ENDED, UPGRADED, WENT_ON
from tests.machines.release import Release, before
from tests.machines.tape import replay, said
from tests.scenarios import steps
from tests.world import World

NEXT_WEEK = datetime(2026, 3, 9, 9, 10, tzinfo=UTC)


@pytest.fixture(params=databases.KINDS)
def release(request: pytest.FixtureRequest) -> Release:
    return before(request.param)


@pytest.fixture
def database(release: Release, tmp_path: Path) -> Iterator[Engine]:
    """The old tables, in the middle of a week that the old program opened."""
    engine = release.database(tmp_path)
    with engine.begin() as connection:
        begun = release.tape.lines[: release.tape.lines.index(UPGRADED)]
        assert replay(connection, release.tape, begun) == []
    yield engine
    engine.dispose()


def goes_on(world: World) -> World:
    """The same people on the new program: what they see was sent by the old one."""
    world.roster.extend(cycle.PEOPLE)
    world.player._ids = count(1000)  # type: ignore[attr-defined]
    return world


def test_the_old_program_goes_on_across_the_migration_and_finds_what_it_would_have_found(
    release: Release, database: Engine
) -> None:
    connection = database.connect()  # from before the migration: its prepared statements must live on
    rest = release.tape.part(UPGRADED, WENT_ON)
    with connection.begin():
        half = len(rest) // 2
        assert replay(connection, release.tape, rest[:half]) == []
    migrate(database)
    with connection.begin():
        assert replay(connection, release.tape, rest[half:]) == []
        assert replay(connection, release.tape, release.tape.part(WENT_ON, ENDED)) == []
    connection.close()


def test_the_new_program_takes_over_a_week_that_the_old_one_opened(release: Release, database: Engine) -> None:
    migrate(database)
    with database.begin() as connection:
        assert replay(connection, release.tape, release.tape.part(UPGRADED, WENT_ON)) == []
    world = goes_on(cycle.world_on(database, NEXT_WEEK))
    assert "you have answered this week" in world.says("ana", "status")[-1]
    assert "you have not answered this week" in world.says("ben", "status")[-1]
    world.presses("ben", "Answer")
    assert "Thank you" in world.sends("ben", {steps.POWER: "Agree", steps.TRUST: "Agree"})[-1]
    reminded = [place for place, _ in world.until("2026-03-12T10:00+00:00")]
    assert sorted(reminded, key=str) == [world.player.home(who) for who in ("ana", "ben", "dee")], "cai is forgotten"
    world.until("2026-03-13T10:00+00:00")
    assert "River Street: week 2" in world.channel()[-1]


def test_the_old_program_reads_and_sends_what_the_new_one_began(release: Release, database: Engine) -> None:
    """The way back: the new program is taken away again, and nobody changes the tables back."""
    migrate(database)
    with database.begin() as connection:
        assert replay(connection, release.tape, release.tape.part(UPGRADED, WENT_ON)) == []
    new = goes_on(cycle.world_on(database, NEXT_WEEK))
    new.engine.handle(new.player.says("ben", "help"))  # stored by the new program, and not sent yet
    with database.begin() as connection:
        [[number, _, platform, address, payload, attempts]] = old_program(
            release, connection, "UPDATE outbox", "RETURN"
        )
        assert (platform, address, attempts) == ("web", new.player.home("ben").address, 1)
        assert "status" in payload
        old_program(release, connection, "UPDATE outbox SET payload", given={"row": number})
        [team] = old_program(release, connection, "SELECT team.id, team.name", "team.id =")
        assert team[1] == "River Street"
    new.clock.time += timedelta(minutes=2)
    assert new.tick() == [], "what the old program sent and marked is not sent again"


def old_program(release: Release, connection: Connection, *words: str, given: dict[str, Any] | None = None) -> Any:
    """What the last statement with these words finds now; with values of its own where they are `given`."""
    number, values, _ = next(
        line for line in reversed(release.tape.part(WENT_ON, ENDED))
        if all(word in release.tape.statements[line[0]] for word in words)
    )  # fmt: skip
    if given and isinstance(values, dict):
        values = values | given
    elif given:
        values = [*values[: -len(given)], *given.values()]  # what a statement is about stands at its end
    return said(connection, release.tape.statements[number], values)
