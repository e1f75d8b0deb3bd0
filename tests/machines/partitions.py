"""PostgreSQL's tables, spread over partitions with the statement that docs/scaling.md shows."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Engine, inspect, text

DOCS = Path(__file__).parents[2] / "docs" / "scaling.md"
[STATEMENT] = re.findall(r"```sql\n(DO .*?)```", DOCS.read_text(), re.DOTALL)
LARGE: dict[str, list[str]] = {
    name: key.split(", ") for name, key in re.findall(r"\('(\w{3,})', '([\w, ]+)'\)", STATEMENT.partition("(VALUES")[2])
}
"""Table -> the columns it is spread by."""


def spread(engine: Engine) -> None:
    """Spread every large table; the rows stay."""
    with engine.begin() as connection:
        connection.execute(text(STATEMENT.replace(":=", r"\:=").replace("::", r"\:\:")))


def keys(engine: Engine, table: str) -> list[list[str]]:
    """The columns of every key of a table: what must be unique in it."""
    look = inspect(engine)
    unique = [each["column_names"] for each in look.get_unique_constraints(table)]
    return [look.get_pk_constraint(table)["constrained_columns"], *unique]


def parts_in(plan: str) -> dict[str, set[str]]:
    """Which partitions a plan looks into, by table."""
    found: dict[str, set[str]] = {}
    for table, part in re.findall(rf"\bon ({'|'.join(LARGE)})_([0-3])\b", plan):
        found.setdefault(table, set()).add(part)
    return found
