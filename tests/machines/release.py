"""The release before this one, as it was written down: its tables, and what it says to them."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from storage.database import connect
from tests import databases
from tests.machines.tape import Tape, build

[FILE] = Path(__file__).parent.glob("release-*.json.xz")  # one: the release before this one, and no older


@dataclass(frozen=True)
class Release:
    """What a release does on one kind of database."""

    kind: str
    schema: list[str]
    tape: Tape

    def database(self, folder: Path) -> Engine:
        """A new database with the release's tables, as its own migrations left them, and nothing in them."""
        engine = connect(databases.empty_url(self.kind, folder))
        build(engine, self.schema)
        return engine


def before(kind: str) -> Release:
    """The release before this one."""
    kept = json.loads(lzma.decompress(FILE.read_bytes()))[kind]
    return Release(kind, kept["schema"], Tape(kept["statements"], kept["lines"]))
