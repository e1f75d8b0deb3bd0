"""“One of those in a list”, in both dialects: one statement for one and for many."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ARRAY, Dialect, String, Text, bindparam, func, select

from storage.sql.prepared import Prepared

Among = Callable[[Any, str], Any]
"""(column, name of a list) -> the condition that the column is one of the list."""


def of_many(make: Callable[[Among], Any]) -> Prepared:
    """`make(among)` in both dialects."""
    return Prepared({"sqlite": make(in_json), "postgresql": make(_in_array)})


def listed(values: Iterable[str], dialect: Dialect) -> Any:
    """A list as a statement of `of_many` takes it."""
    ordered = sorted(values)
    return json.dumps(ordered) if dialect.name == "sqlite" else ordered


def in_json(column: Any, name: str) -> Any:
    """As SQLite has it."""
    return column.in_(select(func.json_each(bindparam(name, type_=String)).table_valued("value").c.value))


def _in_array(column: Any, name: str) -> Any:
    return column == func.any(bindparam(name, type_=ARRAY(Text)))
