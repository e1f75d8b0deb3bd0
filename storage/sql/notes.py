"""Notes of change: what a team reads in its next summary."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import delete, insert, select

from storage.sql.line import Line
from storage.tables import NoteRow

NOTE = NoteRow.__table__  # type: ignore[attr-defined]


class SqlNotes:
    """bot.ports.Notes."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def add(self, team: str, text: str) -> None:
        self._line.execute(insert(NOTE).values(team_id=team, id=str(uuid4()), text=text))

    def take(self, team: str, most: int) -> list[str]:
        # By their random ids, so that the order does not tell who was first.
        found = select(NOTE.c.id, NOTE.c.text).where(NOTE.c.team_id == team).order_by(NOTE.c.id).limit(most)
        rows = self._line.execute(found).all()
        self._line.execute(delete(NOTE).where(NOTE.c.team_id == team, NOTE.c.id.in_([row.id for row in rows])))
        return [row.text for row in rows]
