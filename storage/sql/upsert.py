"""INSERT that gives way or takes over when the key is there: the same words in both dialects, from two modules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_once(dialect: str, table: Table) -> Any:
    """INSERT … ON CONFLICT DO NOTHING."""
    return INSERTS[dialect](table).on_conflict_do_nothing()


def insert_or_replace(dialect: str, table: Table, keep: Sequence[str] = ()) -> Any:
    """INSERT … ON CONFLICT (primary key) DO UPDATE of every other column but those in `keep`."""
    statement = INSERTS[dialect](table)
    keys = [column.name for column in table.primary_key]
    changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in (*keys, *keep)}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)
