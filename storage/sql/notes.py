"""Notes of change: what a team reads in its next summary."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Integer, bindparam, delete, insert, select

from storage.sql.line import Line
from storage.sql.prepared import Prepared
from storage.tables import NoteRow

NOTE = NoteRow.__table__  # type: ignore[attr-defined]

# By their random ids, so that the order does not tell who was first.
_WAITING = Prepared(
    select(NOTE.c.id, NOTE.c.text)
    .where(NOTE.c.team_id == bindparam("t"))
    .order_by(NOTE.c.id)
    .limit(bindparam("most", type_=Integer))
)


class SqlNotes:
    """bot.ports.Notes."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def add(self, team: str, text: str) -> None:
        self._line.execute(insert(NOTE).values(team_id=team, id=str(uuid4()), text=text))

    def take(self, team: str, most: int) -> list[str]:
        rows = _WAITING.rows(self._line, {"t": team, "most": most})
        if rows:  # in most weeks of most teams nobody noted anything
            ids = [row.id for row in rows]
            self._line.execute(delete(NOTE).where(NOTE.c.team_id == team, NOTE.c.id.in_(ids)))
        return [row.text for row in rows]
