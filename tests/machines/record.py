"""`python -m tests.machines.record`: keeps what the program as it is now says to its databases, as the next release's
test needs it. Run it once for each release, before the first migration that comes after it."""

from __future__ import annotations

import json
import lzma
import sys
import tempfile
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.schema import CreateIndex, CreateTable

from storage.database import connect
from storage.migrate import configuration
from storage.tables import metadata
from storage.transcript import SqlTranscript
from tests import databases
from tests.machines import cycle
from tests.machines.tape import Tape, record

HERE = Path(__file__).parent
UPGRADED, WENT_ON, ENDED = "upgraded", "went on", "ended"
"""Marks on the tape: the migration happens here; the next week is open; the team has ended."""


def path(revision: str) -> Path:
    """Where the recording of the release whose newest migration is `revision` lies."""
    return HERE / f"release-{revision}.json.xz"


def head() -> str:
    """The newest migration."""
    found = ScriptDirectory.from_config(configuration()).get_current_head()
    assert found is not None
    return found


def recorded(kind: str, folder: Path) -> dict[str, Any]:
    """A whole cycle on a new database of this kind, and the tables it was lived in."""
    engine, tape = connect(databases.fresh_url(kind, folder)), Tape()
    record(engine, tape)
    world = cycle.world_on(engine)
    cycle.until_asked(world)
    tape.mark(UPGRADED)
    cycle.until_next_week(world, SqlTranscript(engine))
    tape.mark(WENT_ON)
    cycle.until_the_end(world)
    tape.mark(ENDED)
    engine.dispose()
    return {"schema": schema(engine), "statements": tape.statements, "lines": tape.lines}


def schema(engine: Engine) -> list[str]:
    """The statements that make the tables as they are now, and say which migration that is."""
    made = [str(CreateTable(table).compile(engine)) for table in metadata.sorted_tables]
    made += [str(CreateIndex(index).compile(engine)) for table in metadata.sorted_tables for index in table.indexes]
    version = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    return [*sorted(made), version, f"INSERT INTO alembic_version VALUES ('{head()}')"]


def main() -> int:
    """Write the file, and say where."""
    with tempfile.TemporaryDirectory(prefix="coreflect-record-") as folder:
        kept = {kind: recorded(kind, Path(folder)) for kind in databases.KINDS}
    path(head()).write_bytes(lzma.compress(json.dumps(kept, separators=(",", ":")).encode()))
    print(path(head()).name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
