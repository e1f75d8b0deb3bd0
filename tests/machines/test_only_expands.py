"""Every migration since the release before this one only expands; what it contracts, that release had let go of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from storage.database import connect
from storage.migrate import migrate
from tests import databases
from tests.machines.expanding import broken
from tests.machines.release import Release, before


@pytest.fixture
def release() -> Release:
    return before("postgresql")


@pytest.fixture
def old(release: Release, tmp_path: Path) -> Iterator[Engine]:
    engine = release.database(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def new(release: Release, tmp_path: Path) -> Iterator[Engine]:
    engine = release.database(tmp_path)
    migrate(engine)
    yield engine
    engine.dispose()


def test_the_release_before_can_go_on_with_the_tables_of_this_one(release: Release, old: Engine, new: Engine) -> None:
    assert broken(release, old, new) == []


@pytest.mark.parametrize("kind", databases.KINDS)
def test_the_tables_written_down_are_those_that_the_migrations_made(kind: str, tmp_path: Path) -> None:
    """Nobody changed a migration that has been released, and an upgrade from there comes out at the same tables."""
    upgraded, fresh = before(kind).database(tmp_path), connect(databases.empty_url(kind, tmp_path))
    for engine in (upgraded, fresh):
        migrate(engine)
    for one, other in ((upgraded, fresh), (fresh, upgraded)):
        assert broken(before(kind), one, other) == []
        one.dispose()


CHANGES = {
    "ALTER TABLE team ADD COLUMN mood VARCHAR": "",
    "ALTER TABLE team ADD COLUMN mood VARCHAR NOT NULL DEFAULT ''": "",
    "CREATE TABLE mood (id VARCHAR PRIMARY KEY)": "",
    "CREATE INDEX ix_mood ON member (voice)": "",
    "DROP INDEX uq_outbox_occasion; ALTER TABLE outbox ADD UNIQUE (team_id, key, id)": "",
    "ALTER TABLE team ADD COLUMN mood VARCHAR NOT NULL": "team.mood is new and must be given",
    "ALTER TABLE member ALTER COLUMN gone SET NOT NULL": "member.gone may no longer be empty",
    "ALTER TABLE member DROP COLUMN gone": "member.gone is gone",
    "ALTER TABLE member RENAME COLUMN voice TO speaks": "member.voice is gone",
    "DROP TABLE note": "note is gone",
    "ALTER TABLE round ALTER COLUMN week TYPE BIGINT": "round.week has another type: prepared statements break",
    "ALTER TABLE member ADD UNIQUE (platform, person)": "member: person, platform must be unique now",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_counts_as_expanding(change: str, release: Release, old: Engine, new: Engine) -> None:
    with new.begin() as connection:
        connection.execute(text(change))
    found, expected = broken(release, old, new), CHANGES[change]
    assert expected in found if expected else found == []


def test_what_the_release_before_has_stopped_naming_may_go(release: Release, old: Engine, new: Engine) -> None:
    with old.begin() as connection:
        connection.execute(text("ALTER TABLE team ADD COLUMN long_forgotten VARCHAR"))
    assert broken(release, old, new) == []
