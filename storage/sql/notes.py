"""Notes of change: what a team reads in its next summary."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import Select, delete, insert, select

from storage.sql.among import Among, of_many
from storage.sql.line import Line
from storage.sql.together import Shelf, Together
from storage.tables import NoteRow

NOTE = NoteRow.__table__  # type: ignore[attr-defined]


def _waiting(among: Among) -> Select[Any]:
    # By their random ids, so that the order does not tell who was first.
    return select(NOTE.c.team_id, NOTE.c.id, NOTE.c.text).where(among(NOTE.c.team_id, "teams")).order_by(NOTE.c.id)


_WAITING = of_many(_waiting)


class SqlNotes:
    """bot.ports.Notes."""

    def __init__(self, line: Line, together: Together) -> None:
        self._line = line
        self._waiting = Shelf(together, _WAITING)

    def add(self, team: str, text: str) -> None:
        self._waiting.changed(team)
        self._line.execute(insert(NOTE).values(team_id=team, id=str(uuid4()), text=text))

    def take(self, team: str, most: int) -> list[str]:
        rows = self._waiting.of(team)[:most]
        if rows:  # in most weeks of most teams nobody noted anything
            self._waiting.changed(team)
            ids = [id for _, id, _ in rows]
            self._line.execute(delete(NOTE).where(NOTE.c.team_id == team, NOTE.c.id.in_(ids)))
        return [text for _, _, text in rows]
