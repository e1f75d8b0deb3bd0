"""This week's answers, the state of each series, and what was published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, select

from bot.domain import Reading
from storage.sql.ahead import Ahead
from storage.sql.line import Line
from storage.sql.prepared import Prepared
from storage.sql.upsert import insert_or_replace
from storage.tables import AnswerRow, CircleRow, ReadingRow

ANSWER = AnswerRow.__table__  # type: ignore[attr-defined]
CIRCLE, READING = CircleRow.__table__, ReadingRow.__table__  # type: ignore[attr-defined]

_RECORD = Prepared({dialect: insert_or_replace(dialect, ANSWER) for dialect in ("sqlite", "postgresql")})
_WITHDRAW = delete(ANSWER).where(
    ANSWER.c.team_id == bindparam("t"), ANSWER.c.week == bindparam("w"),
    ANSWER.c.measure == bindparam("m"), ANSWER.c.person_key == bindparam("k"),
)  # fmt: skip
_OWN = select(ANSWER.c.measure, ANSWER.c.person_key, ANSWER.c.value).where(
    ANSWER.c.team_id == bindparam("t"),
    ANSWER.c.week == bindparam("w"),
    ANSWER.c.person_key.in_(bindparam("keys", expanding=True)),
)
_GIVEN = _OWN.limit(1)
_OF_WEEK = Prepared(
    select(ANSWER.c.person_key, ANSWER.c.value).where(
        ANSWER.c.team_id == bindparam("t"), ANSWER.c.week == bindparam("w"), ANSWER.c.measure == bindparam("m")
    )
)
_CLEAR = Prepared(delete(ANSWER).where(ANSWER.c.team_id == bindparam("t"), ANSWER.c.week == bindparam("w")))
_STATES = Prepared(select(CIRCLE.c.measure, CIRCLE.c.state).where(CIRCLE.c.team_id == bindparam("t")))
_SAVE_STATE = Prepared({dialect: insert_or_replace(dialect, CIRCLE) for dialect in ("sqlite", "postgresql")})
_READINGS = Prepared(
    select(READING).where(READING.c.team_id == bindparam("t")).order_by(READING.c.week, READING.c.measure)
)
_PUBLISH = Prepared({dialect: insert_or_replace(dialect, READING) for dialect in ("sqlite", "postgresql")})


class SqlBallots:
    """bot.ports.Ballots."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def record(self, team: str, week: int, values: Mapping[str, tuple[str, int]]) -> None:
        rows = [
            {"team_id": team, "week": week, "measure": measure, "person_key": key, "value": value}
            for measure, (key, value) in values.items()
        ]
        self._line.later(_RECORD, *rows)

    def withdraw(self, team: str, week: int, keys: Mapping[str, str]) -> None:
        rows = [{"t": team, "w": week, "m": measure, "k": key} for measure, key in keys.items()]
        self._line.execute(_WITHDRAW, rows)

    def given(self, team: str, week: int, keys: Mapping[str, str]) -> bool:
        found = self._line.execute(_GIVEN, {"t": team, "w": week, "keys": list(keys.values())})
        return found.first() is not None

    def own(self, team: str, week: int, keys: Mapping[str, str]) -> dict[str, int]:
        found = self._line.execute(_OWN, {"t": team, "w": week, "keys": list(keys.values())})
        return {row.measure: row.value for row in found if keys.get(row.measure) == row.person_key}

    def of_week(self, team: str, week: int, series: str) -> dict[str, int]:
        rows = _OF_WEEK.rows(self._line, {"t": team, "w": week, "m": series})
        return {row.person_key: row.value for row in rows}

    def clear(self, team: str, week: int) -> None:
        _CLEAR.run(self._line, {"t": team, "w": week})


class SqlCircles:
    """bot.ports.Circles."""

    def __init__(self, line: Line, ahead: Ahead) -> None:
        self._line, self._ahead = line, ahead

    def states(self, team: str) -> dict[str, dict[str, Any]]:
        held = self._ahead.states(team)
        if held is None:
            held = {row.measure: row.state for row in _STATES.rows(self._line, {"t": team})}
        return {series: state for series, text in held.items() if (state := orjson.loads(text))}

    def save(self, team: str, series: str, state: Mapping[str, Any]) -> None:
        self._ahead.forget()
        values = {"team_id": team, "measure": series, "state": orjson.dumps(state).decode()}
        _SAVE_STATE.run(self._line, values)

    def readings(self, team: str) -> list[Reading]:
        rows = _READINGS.rows(self._line, {"t": team})
        return [Reading(r.team_id, r.week, r.measure, r.status, r.label, r.labels, r.size, r.phase) for r in rows]

    def publish(self, reading: Reading) -> None:
        values = {
            "team_id": reading.team, "week": reading.week, "measure": reading.measure, "status": reading.status,
            "label": reading.label, "labels": reading.labels, "size": reading.size, "phase": reading.phase,
        }  # fmt: skip
        _PUBLISH.run(self._line, values)
