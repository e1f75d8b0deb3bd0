"""Lanes as rows: what is closed to everybody, and what must not be overtaken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, bindparam, delete, exists, func, literal_column, or_

from bot.mailroom import Later
from storage.sql.prepared import Prepared
from storage.sql.upsert import INSERTS
from storage.tables import LaneRow

LANE = LaneRow.__table__  # type: ignore[attr-defined]
KEPT = timedelta(days=1)
"""How long the row of a lane that is open again may lie there."""

WAITS: ColumnElement[str] = literal_column("'waiting'")
"""Written into the statement: with a value that comes later the databases would not use the indexes of what waits."""
SENT: ColumnElement[str] = literal_column("'sent'")
"""The same, for the index of what a team is still to get, or could not be sent."""
NONE: ColumnElement[int] = literal_column("0")
"""The same, for the index of what was claimed and still waits."""

_CLEAR = Prepared(delete(LANE).where(LANE.c.next_at < bindparam("before")))


def _close(dialect: str) -> Any:
    """Close a lane, or move the moment when it opens ahead; never back."""
    statement = INSERTS[dialect](LANE)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["platform", "name"],
        set_={"next_at": new.next_at, "why": new.why, "whole": new.whole},
        where=LANE.c.next_at < new.next_at,
    )


_CLOSE = Prepared({dialect: _close(dialect) for dialect in INSERTS})


def close(connection: Connection, outcomes: Sequence[Later]) -> None:
    """Close the lanes that these outcomes name, until they are due."""
    rows = [
        {"platform": it.closes.platform, "name": it.closes.name, "whole": it.closes.whole, "next_at": it.due,
         "why": it.why}
        for it in outcomes
        if it.closes
    ]  # fmt: skip
    if rows:
        _CLOSE.run(connection, *rows)
        _CLEAR.run(connection, {"before": min(it.due for it in outcomes) - KEPT})


def closed(row: Any, dialect: str) -> ColumnElement[bool]:
    """Whether the conversation of a row of the outbox, or its workspace, is closed at the moment `now`."""
    shut = LANE.c.next_at > bindparam("now")
    conversation = exists().where(LANE.c.platform == row.c.platform, LANE.c.name == row.c.address, shut)
    other = LANE.alias("workspace")
    found_in = func.instr if dialect == "sqlite" else func.strpos
    workspace = exists().where(
        other.c.whole, other.c.platform == row.c.platform, other.c.next_at > bindparam("now"),
        found_in(row.c.address, other.c.name) > 0,
    )  # fmt: skip
    return or_(conversation, workspace)


def behind(row: Any, table: FromClause) -> ColumnElement[bool]:
    """Whether an earlier parcel of the same conversation is on its way, waits for its next try, or is claimed only
    after this one.

    Each of those was claimed before: what nobody has claimed yet is due in the order in which it was put in. So the
    index that is looked at holds the few that were, and a burst of questions does not write to it all over.
    """
    first = table.alias("first")
    # Said so that the index of the conversation is used, and none of what is due: `coalesce` hides that from SQLite.
    earlier = (first.c.since <= row.c.since) & or_(first.c.since < row.c.since, first.c.id < row.c.id)
    due = func.coalesce(first.c.due_at, row.c.due_at)
    comes_later = or_(due > row.c.due_at, (due == row.c.due_at) & (first.c.id > row.c.id))
    in_time = or_(first.c.until.is_(None), first.c.until > bindparam("now"))
    return exists().where(
        first.c.state == WAITS, first.c.attempts > NONE, first.c.address == row.c.address,
        first.c.platform == row.c.platform, earlier, comes_later, in_time,
    )  # fmt: skip
