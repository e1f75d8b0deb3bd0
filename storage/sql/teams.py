"""Teams and their weeks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.domain import Member, Round, Team
from bot.messages import Person, Place
from storage.sql.people import MEMBER, MEMBERS, TEAM, member_of
from storage.sql.prepared import Prepared
from storage.sql.upsert import insert_or_replace
from storage.tables import RoundRow

ROUND = RoundRow.__table__  # type: ignore[attr-defined]

_GET = Prepared(select(TEAM).where(TEAM.c.id == bindparam("t")))
_AT = Prepared(
    select(TEAM).where(TEAM.c.channel == bindparam("a"), TEAM.c.platform == bindparam("p"), TEAM.c.status != "ended")
)
_BY_CODE = Prepared(select(TEAM).where(TEAM.c.code == bindparam("c")))
_DUE = Prepared(select(TEAM.c.id).where(TEAM.c.due_at <= bindparam("now")).order_by(TEAM.c.due_at))
_EVER = (
    MEMBERS.add_columns(*(column.label(f"of_{column.name}") for column in TEAM.c))
    .join(TEAM, TEAM.c.id == MEMBER.c.team_id)
    .where(MEMBER.c.platform == bindparam("p"), MEMBER.c.person == bindparam("i"))
    .order_by(TEAM.c.name)
)
_WITH = _EVER.where(TEAM.c.status.in_(("active", "paused")))
_OF = _WITH.where(MEMBER.c.state.in_(("invited", "in")))
_DECLINED = _WITH.where(MEMBER.c.state == "declined")
_SAVE = Prepared({dialect: insert_or_replace(dialect, TEAM) for dialect in ("sqlite", "postgresql")})

_ROUND = Prepared(select(ROUND).where(ROUND.c.team_id == bindparam("t"), ROUND.c.week == bindparam("w")))
_ASKED = Prepared(
    select(ROUND.c.week, ROUND.c.question, ROUND.c.phase).where(ROUND.c.team_id == bindparam("t")).order_by("week")
)
_SAVE_ROUND = Prepared({dialect: insert_or_replace(dialect, ROUND) for dialect in ("sqlite", "postgresql")})


def _team(row: Any, prefix: str = "") -> Team:
    def at(name: str) -> Any:
        return getattr(row, prefix + name)

    return Team(
        id=at("id"), name=at("name"), channel=Place(at("platform"), at("channel")), code=at("code"),
        status=at("status"), zone=at("zone"), weekday=at("weekday"), minute=at("minute"), phase=at("phase"),
        colluders=at("colluders"), power=at("power"), trust=at("trust"), week=at("week"), step=at("step"),
        due=at("due_at"), language=at("language"), pinned=at("pinned"), skipped=_skipped(at("skipped")),
        two_circles=at("two_circles"), topics=tuple(at("topics").splitlines()),
        left_out=tuple(at("left_out").splitlines()),
    )  # fmt: skip


def _skipped(held: str) -> tuple[tuple[int, str], ...]:
    pairs = (each.partition(":") for each in held.split())
    return tuple((int(week), question) for week, _, question in pairs)


class SqlTeams:
    """bot.ports.Teams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, team: str) -> Team | None:
        row = _GET.first(self._connection, {"t": team})
        return _team(row) if row else None

    def at(self, channel: Place) -> Team | None:
        row = _AT.first(self._connection, {"a": channel.address, "p": channel.platform})
        return _team(row) if row else None

    def all(self) -> list[Team]:
        found = select(TEAM).where(TEAM.c.status != "draft").order_by(TEAM.c.name, TEAM.c.id)
        return [_team(row) for row in self._connection.execute(found)]

    def by_code(self, code: str) -> Team | None:
        row = _BY_CODE.first(self._connection, {"c": code})
        return _team(row) if row else None

    def of(self, person: Person) -> list[tuple[Team, Member]]:
        rows = self._connection.execute(_OF, {"p": person.platform, "i": person.id})
        return [(_team(row, "of_"), member_of(row)) for row in rows]

    def declined(self, person: Person) -> list[Team]:
        rows = self._connection.execute(_DECLINED, {"p": person.platform, "i": person.id})
        return [_team(row, "of_") for row in rows]

    def ever(self, person: Person) -> list[tuple[Team, Member]]:
        rows = self._connection.execute(_EVER, {"p": person.platform, "i": person.id})
        return [(_team(row, "of_"), member_of(row)) for row in rows]

    def save(self, team: Team) -> None:
        values = {
            "id": team.id, "name": team.name, "platform": team.channel.platform, "channel": team.channel.address,
            "code": team.code, "status": team.status, "zone": team.zone, "weekday": team.weekday,
            "minute": team.minute, "phase": team.phase, "colluders": team.colluders, "power": team.power,
            "trust": team.trust, "week": team.week, "step": team.step, "due_at": team.due,
            "language": team.language, "pinned": team.pinned,
            "skipped": " ".join(f"{week}:{question}" for week, question in team.skipped),
            "two_circles": team.two_circles, "topics": "\n".join(team.topics),
            "left_out": "\n".join(team.left_out),
        }  # fmt: skip
        _SAVE.run(self._connection, values)

    def due(self, now: datetime) -> list[str]:
        return [row.id for row in _DUE.rows(self._connection, {"now": now})]


class SqlRounds:
    """bot.ports.Rounds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, team: str, week: int) -> Round | None:
        row = _ROUND.first(self._connection, {"t": team, "w": week})
        if row is None:
            return None
        return Round(
            row.team_id, row.week, row.phase, row.question, row.opens_at, row.reminds_at, row.closes_at, row.closed
        )

    def save(self, round_: Round) -> None:
        values = {
            "team_id": round_.team, "week": round_.week, "phase": round_.phase, "question": round_.question,
            "opens_at": round_.opens, "reminds_at": round_.reminds, "closes_at": round_.closes, "closed": round_.closed,
        }  # fmt: skip
        _SAVE_ROUND.run(self._connection, values)

    def asked(self, team: str) -> list[tuple[int, str]]:
        return [(row.week, row.question) for row in _ASKED.rows(self._connection, {"t": team})]

    def phases(self, team: str) -> list[tuple[int, str]]:
        return [(row.week, row.phase) for row in _ASKED.rows(self._connection, {"t": team})]
