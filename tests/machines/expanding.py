"""What a database's tables have lost, or demand, that the release before this one still needs or cannot give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, inspect

from tests.machines.release import Release


def broken(release: Release, old: Engine, new: Engine) -> list[str]:
    """Why the release could not go on with the tables of `new`; nothing where they are its own, expanded.

    What it has stopped naming may go: that is the contracting half of expand-then-contract, a release later.
    """
    return [why for table in inspect(old).get_table_names() for why in _table(release, old, new, table)]


def _table(release: Release, old: Engine, new: Engine, table: str) -> Iterator[str]:
    if table not in inspect(new).get_table_names():
        if release.tape.names(table):
            yield f"{table} is gone"
        return
    before, after = _columns(old, table), _columns(new, table)
    for name, column in before.items():
        if name not in after:
            if release.tape.names(table, name):
                yield f"{table}.{name} is gone"
        elif str(after[name]["type"]) != str(column["type"]):
            yield f"{table}.{name} has another type: prepared statements break"
        elif column["nullable"] and not after[name]["nullable"]:
            yield f"{table}.{name} may no longer be empty"
    for name in after.keys() - before.keys():
        column = after[name]
        # The numbers that a database gives by itself have no default that could be read everywhere.
        if not column["nullable"] and column["default"] is None and column.get("autoincrement") is not True:
            yield f"{table}.{name} is new and must be given"
    known = _keys(old, table)
    for key in _keys(new, table):
        if not any(each <= key for each in known):
            yield f"{table}: {', '.join(sorted(key))} must be unique now"


def _columns(engine: Engine, table: str) -> dict[str, Any]:
    return {column["name"]: column for column in inspect(engine).get_columns(table)}


def _keys(engine: Engine, table: str) -> list[set[str]]:
    """Every set of columns that must be unique."""
    look = inspect(engine)
    found = [look.get_pk_constraint(table)["constrained_columns"]]
    found += [each["column_names"] for each in look.get_unique_constraints(table)]
    found += [[str(name) for name in each["column_names"]] for each in look.get_indexes(table) if each["unique"]]
    return [set(key) for key in found]
