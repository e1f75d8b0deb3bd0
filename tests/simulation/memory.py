"""One database in memory for each process, new for each installation: nothing is compiled or connected twice.

A crash is the end of a transaction that was not committed. What a file adds (its log, its syncs to the disk) is tried
with real processes elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from sqlite3 import Connection
from sqlite3 import connect as connect_to_memory
from typing import Any

from sqlalchemy import Engine

from storage.database import connect
from storage.migrate import migrate


@dataclass(frozen=True)
class Memory:
    """`engine` is the product's; `connection` is the one that it has, for looking past every fault."""

    engine: Engine
    connection: Connection
    empty: Connection


@cache
def _made() -> Memory:
    engine = connect("sqlite:///:memory:")
    migrate(engine)
    raw: Any = engine.raw_connection().driver_connection
    empty = connect_to_memory(":memory:")
    raw.backup(empty)
    return Memory(engine, raw, empty)


def emptied() -> Memory:
    """The database with its tables, and nothing in them."""
    memory = _made()
    memory.empty.backup(memory.connection)
    return memory
