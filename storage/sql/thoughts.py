"""What people wrote, locked; and the quotes that wait for their time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, delete, insert, select

from storage.sql.ahead import Ahead
from storage.sql.line import Line
from storage.sql.prepared import Prepared
from storage.sql.upsert import insert_or_replace
from storage.tables import QuoteRow, RoundRow, WordsRow

WORDS, QUOTE = WordsRow.__table__, QuoteRow.__table__  # type: ignore[attr-defined]
ROUND = RoundRow.__table__  # type: ignore[attr-defined]

_KEEP = {dialect: insert_or_replace(dialect, WORDS) for dialect in ("sqlite", "postgresql")}
_SOME = Prepared(select(WORDS.c.week).where(WORDS.c.team_id == bindparam("t")).limit(1))
_OF = Prepared(
    select(WORDS.c.week, WORDS.c.sealed)
    .where(WORDS.c.team_id == bindparam("t"), WORDS.c.person_key == bindparam("k"))
    .order_by(WORDS.c.week)
)
_EVERYTHING = Prepared(
    select(WORDS.c.person_key, WORDS.c.sealed).where(WORDS.c.team_id == bindparam("t")).order_by(WORDS.c.week)
)
_END = Prepared(delete(WORDS).where(WORDS.c.team_id == bindparam("t")))
_LET_GO = Prepared(
    delete(WORDS).where(
        select(ROUND.c.week)
        .where(ROUND.c.team_id == WORDS.c.team_id, ROUND.c.week == WORDS.c.week)
        .where(ROUND.c.closes_at < bindparam("before"))
        .exists()
    )
)
# By their random ids: the order tells nothing.
_WAITED = Prepared(
    select(QUOTE.c.sealed)
    .where(QUOTE.c.team_id == bindparam("t"), QUOTE.c.window <= bindparam("w"))
    .order_by(QUOTE.c.id)
)


class SqlThoughts:
    """bot.ports.Thoughts."""

    def __init__(self, line: Line, ahead: Ahead) -> None:
        self._line, self._ahead = line, ahead

    def some(self, team: str) -> bool:
        if team in self._ahead.wrote:
            return self._ahead.wrote[team]
        return bool(_SOME.rows(self._line, {"t": team}))

    def keep(self, team: str, week: int, key: str, sealed: bytes) -> None:
        self._ahead.forget()
        values = {"team_id": team, "week": week, "person_key": key, "sealed": sealed}
        self._line.execute(_KEEP[self._line.dialect.name], values)

    def of(self, team: str, key: str) -> list[tuple[int, bytes]]:
        return [(row.week, row.sealed) for row in _OF.rows(self._line, {"t": team, "k": key})]

    def everything(self, team: str) -> list[tuple[str, bytes]]:
        return [(row.person_key, row.sealed) for row in _EVERYTHING.rows(self._line, {"t": team})]

    def drop(self, team: str, key: str, week: int | None = None) -> None:
        statement = delete(WORDS).where(WORDS.c.team_id == team, WORDS.c.person_key == key)
        self._line.execute(statement if week is None else statement.where(WORDS.c.week == week))

    def end(self, team: str) -> None:
        _END.run(self._line, {"t": team})

    def let_go(self, before: datetime) -> None:
        _LET_GO.run(self._line, {"before": before})


class SqlQuotes:
    """bot.ports.Quotes."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def put(self, team: str, window: int, sealed: Sequence[bytes]) -> None:
        rows = [{"team_id": team, "id": str(uuid4()), "window": window, "sealed": one} for one in sealed]
        if rows:
            self._line.execute(insert(QUOTE), rows)

    def take(self, team: str, window: int) -> list[bytes]:
        found = _WAITED.rows(self._line, {"t": team, "w": window})
        if found:
            self._line.execute(delete(QUOTE).where(QUOTE.c.team_id == team, QUOTE.c.window <= window))
        return [row.sealed for row in found]

    def end(self, team: str) -> None:
        self._line.execute(delete(QUOTE).where(QUOTE.c.team_id == team))
