"""This week's answers, the state of each series, and what was published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Select, Text, bindparam, cast, delete, func, select

from bot.domain import Reading
from storage.sql.ahead import STATES, Ahead
from storage.sql.among import Among, in_json, of_many
from storage.sql.line import Line
from storage.sql.prepared import Prepared
from storage.sql.together import Shelf, Together
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
_CLEAR = Prepared(delete(ANSWER).where(ANSWER.c.team_id == bindparam("t"), ANSWER.c.week == bindparam("w")))
_SAVE_STATE = Prepared({dialect: insert_or_replace(dialect, CIRCLE) for dialect in ("sqlite", "postgresql")})
_PUBLISH = Prepared({dialect: insert_or_replace(dialect, READING) for dialect in ("sqlite", "postgresql")})


def _answers(among: Among) -> Select[Any]:
    """Those of one series in one row, as JSON: a row for each would take twice as long to read."""
    series = (ANSWER.c.team_id, ANSWER.c.week, ANSWER.c.measure)
    together = func.json_group_object if among is in_json else func.json_object_agg
    answers = cast(together(ANSWER.c.person_key, ANSWER.c.value), Text)
    return select(*series, answers.label("answers")).where(among(ANSWER.c.team_id, "teams")).group_by(*series)


def _readings(among: Among) -> Select[Any]:
    columns = (READING.c[name] for name in ("team_id", "week", "measure", "status", "label", "labels", "size", "phase"))
    return select(*columns).where(among(READING.c.team_id, "teams")).order_by(READING.c.week, READING.c.measure)


_ANSWERS, _READINGS = of_many(_answers), of_many(_readings)


class SqlBallots:
    """bot.ports.Ballots."""

    def __init__(self, line: Line, together: Together) -> None:
        self._line = line
        self._answers = Shelf(together, _ANSWERS)

    def record(self, team: str, week: int, values: Mapping[str, tuple[str, int]]) -> None:
        rows = [
            {"team_id": team, "week": week, "measure": measure, "person_key": key, "value": value}
            for measure, (key, value) in values.items()
        ]
        self._answers.changed(team)
        self._line.later(_RECORD, *rows)

    def withdraw(self, team: str, week: int, keys: Mapping[str, str]) -> None:
        rows = [{"t": team, "w": week, "m": measure, "k": key} for measure, key in keys.items()]
        self._answers.changed(team)
        self._line.execute(_WITHDRAW, rows)

    def given(self, team: str, week: int, keys: Mapping[str, str]) -> bool:
        found = self._line.execute(_GIVEN, {"t": team, "w": week, "keys": list(keys.values())})
        return found.first() is not None

    def own(self, team: str, week: int, keys: Mapping[str, str]) -> dict[str, int]:
        found = self._line.execute(_OWN, {"t": team, "w": week, "keys": list(keys.values())})
        return {row.measure: row.value for row in found if keys.get(row.measure) == row.person_key}

    def of_week(self, team: str, week: int) -> dict[str, dict[str, int]]:
        return {series: orjson.loads(answers) for _, at, series, answers in self._answers.of(team) if at == week}

    def clear(self, team: str, week: int) -> None:
        self._answers.changed(team)
        self._line.later(_CLEAR, {"t": team, "w": week})


class SqlCircles:
    """bot.ports.Circles."""

    def __init__(self, line: Line, ahead: Ahead, together: Together) -> None:
        self._line, self._ahead = line, ahead
        self._states, self._readings = Shelf(together, STATES), Shelf(together, _READINGS)

    def states(self, team: str) -> dict[str, dict[str, Any]]:
        held = self._ahead.states(team)
        if held is None:
            held = {series: state for _, series, state in self._states.of(team)}
        return {series: state for series, text in held.items() if (state := orjson.loads(text))}

    def save(self, team: str, series: str, state: Mapping[str, Any]) -> None:
        self._ahead.forget()
        self._states.changed(team)
        values = {"team_id": team, "measure": series, "state": orjson.dumps(state).decode()}
        self._line.later(_SAVE_STATE, values)

    def readings(self, team: str) -> list[Reading]:
        return [Reading(*row) for row in self._readings.of(team)]

    def publish(self, reading: Reading) -> None:
        values = {
            "team_id": reading.team, "week": reading.week, "measure": reading.measure, "status": reading.status,
            "label": reading.label, "labels": reading.labels, "size": reading.size, "phase": reading.phase,
        }  # fmt: skip
        self._readings.changed(reading.team)
        self._line.later(_PUBLISH, values)
