"""Several processes start at the same moment; and one that is older than the tables it finds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.ports import StoreTrouble
from coreflect import read_settings, speak
from doctor import checks
from storage.database import connect
from storage.migrate import configuration
from storage.ready import newest, ready
from storage.sql import SqlStore
from tests import databases

START = "import sys; from storage.ready import ready; ready(sys.argv[1]).dispose()"


@pytest.mark.parametrize("kind", databases.KINDS)
def test_processes_that_start_at_once_on_an_empty_database_all_come_up(kind: str, tmp_path: Path) -> None:
    url = databases.empty_url(kind, tmp_path)
    starting = [
        subprocess.Popen([sys.executable, "-c", START, url], cwd=Path(__file__).parents[2], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [process.communicate(timeout=60)[1].decode() for process in starting]
    assert [process.returncode for process in starting] == [0, 0, 0], "\n".join(told)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_an_older_program_starts_on_newer_tables_that_have_all_it_needs(kind: str, tmp_path: Path) -> None:
    url = _of_a_newer_version(kind, tmp_path, "ALTER TABLE team ADD COLUMN mood VARCHAR")
    store = SqlStore(ready(url))
    with store.unit() as unit:
        assert unit.teams.all() == []
    store.dispose()


@pytest.mark.parametrize("kind", databases.KINDS)
def test_an_older_program_says_what_to_do_when_the_tables_lack_something(kind: str, tmp_path: Path) -> None:
    url = _of_a_newer_version(kind, tmp_path, "ALTER TABLE member DROP COLUMN gone")
    with pytest.raises(StoreTrouble, match=r"needs \(member\.gone\)\. Start the newer version\."):
        ready(url)


@pytest.mark.parametrize("kind", ["postgresql"])  # a SQLite writer waits for the file, not for a table
def test_a_migration_gives_up_on_a_table_in_use_rather_than_hold_everybody_up(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.migrate.PATIENCE_MS", 100)
    engine = connect(url := databases.fresh_url(kind, tmp_path))
    config = configuration()
    with engine.begin() as other:
        config.attributes["connection"] = other
        command.downgrade(config, "0007")
    with engine.begin() as other:
        other.execute(text("LOCK TABLE alembic_version IN ACCESS SHARE MODE"))
        other.execute(text("SELECT * FROM alembic_version FOR UPDATE"))
        with pytest.raises(StoreTrouble, match="in use"):
            ready(url)
    ready(url).dispose()
    engine.dispose()


def test_a_server_that_cannot_be_reached_is_told() -> None:
    with pytest.raises(StoreTrouble, match=r"The database server cannot be reached\. Check that it runs"):
        ready("postgresql+psycopg://nobody@127.0.0.1:1/nothing")


def test_doctor_tells_how_many_processes_use_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = databases.fresh_url("postgresql", tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("COREFLECT_KEYS", str(tmp_path / "keys.json"))
    look = checks(read_settings(), speak)["database"]
    assert look() == "postgresql, tables are up to date; processes that use it now: 0"
    waiting = "import sys; from storage.ready import ready; ready(sys.argv[1]).connect(); print(1, flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", waiting, url],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.readline()
    assert look() == "postgresql, tables are up to date; processes that use it now: 1"
    process.communicate()


def _of_a_newer_version(kind: str, folder: Path, change: str) -> str:
    engine = connect(url := databases.fresh_url(kind, folder))
    with engine.begin() as connection:
        connection.execute(text(change))
        connection.execute(text("UPDATE alembic_version SET version_num = 'of next year'"))
    engine.dispose()
    return url


def test_a_start_that_finds_everything_up_to_date_leaves_the_migrations_alone(tmp_path: Path) -> None:
    url = databases.fresh_url("sqlite", tmp_path)
    order = f"{START}; assert not any(name.startswith('alembic') for name in sys.modules), 'it looked at migrations'"
    subprocess.run([sys.executable, "-c", order, url], cwd=Path(__file__).parents[2], check=True)
    assert newest() == ScriptDirectory.from_config(configuration()).get_current_head()
