"""Teams and their weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from bot.domain import Member, Round, Team
from bot.messages import Person, Place
from storage.sql.ahead import Ahead
from storage.sql.among import Among, listed, of_many
from storage.sql.line import Line
from storage.sql.people import MEMBER, MEMBERS, TEAM
from storage.sql.prepared import Prepared
from storage.sql.rows import member_of, round_of, team_of
from storage.sql.together import Shelf, Together
from storage.sql.upsert import insert_or_replace
from storage.tables import RoundRow

ROUND = RoundRow.__table__  # type: ignore[attr-defined]

_ONE = select(TEAM).where(TEAM.c.id == bindparam("t"))
# PostgreSQL only: SQLite has one writer at a time, and is told nothing of this. Many may read a team at once; whoever
# changes something of it that was read before has it alone.
_GET = Prepared(_ONE.with_for_update(read=True))
_HOLD = Prepared(_ONE.with_for_update(key_share=True))
_AT = Prepared(
    select(TEAM).where(TEAM.c.channel == bindparam("a"), TEAM.c.platform == bindparam("p"), TEAM.c.status != "ended")
)
_BY_CODE = Prepared(select(TEAM).where(TEAM.c.code == bindparam("c")))
_ENDED = Prepared(select(TEAM.c.id).where(TEAM.c.status == "ended"))
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

# An index is written anew for whatever column a statement names, changed or not: those of channel and code at random.
_MOVE_ON = Prepared(
    update(TEAM)
    .where(TEAM.c.id == bindparam("t"))
    .values(week=bindparam("w"), step=bindparam("s"), due_at=bindparam("due"), pinned=bindparam("pin"))
)
_ROUND = Prepared(select(ROUND).where(ROUND.c.team_id == bindparam("t"), ROUND.c.week == bindparam("w")))
_SAVE_ROUND = Prepared({dialect: insert_or_replace(dialect, ROUND) for dialect in ("sqlite", "postgresql")})
_CLOSE_ROUND = Prepared(
    update(ROUND).where(ROUND.c.team_id == bindparam("t"), ROUND.c.week == bindparam("w")).values(closed=True)
)


def _free(among: Among) -> Select[Any]:
    some = select(TEAM).where(among(TEAM.c.id, "teams")).order_by(TEAM.c.due_at, TEAM.c.id)
    return some.with_for_update(key_share=True, skip_locked=True)


_COLUMNS = ("team_id", "week", "phase", "question", "opens_at", "reminds_at", "closes_at", "closed")


def _open(among: Among) -> Select[Any]:
    return (
        select(*(ROUND.c[name] for name in _COLUMNS))
        .join(TEAM, (TEAM.c.id == ROUND.c.team_id) & (TEAM.c.week == ROUND.c.week))
        .where(among(TEAM.c.id, "teams"), among(ROUND.c.team_id, "teams"))  # said of both: each is spread by it
    )


def _past(among: Among) -> Select[Any]:
    return (
        select(ROUND.c.team_id, ROUND.c.week, ROUND.c.question, ROUND.c.phase)
        .where(among(ROUND.c.team_id, "teams"))
        .order_by(ROUND.c.week)
    )


_FREE, _OPEN, _PAST = of_many(_free), of_many(_open), of_many(_past)


class SqlTeams:
    """bot.ports.Teams."""

    def __init__(self, line: Line, ahead: Ahead, together: Together) -> None:
        self._line, self._ahead, self._together = line, ahead, together

    def get(self, team: str) -> Team | None:
        if found := self._ahead.teams.get(team):
            return found
        row = _GET.first(self._line, {"t": team})
        return team_of(row) if row else None

    def hold(self, team: str) -> Team | None:
        row = _HOLD.first(self._line, {"t": team})
        return team_of(row) if row else None

    def hold_free(self, teams: Sequence[str]) -> list[Team]:
        rows = _FREE.rows(self._line, {"teams": listed(teams, self._line.dialect)})
        self._together.expect(row.id for row in rows)
        return [team_of(row) for row in rows]

    def at(self, channel: Place) -> Team | None:
        row = _AT.first(self._line, {"a": channel.address, "p": channel.platform})
        return team_of(row) if row else None

    def all(self) -> list[Team]:
        found = select(TEAM).where(TEAM.c.status != "draft").order_by(TEAM.c.name, TEAM.c.id)
        return [team_of(row) for row in self._line.execute(found)]

    def ended(self) -> list[str]:
        return [row.id for row in _ENDED.rows(self._line, {})]

    def by_code(self, code: str) -> Team | None:
        row = _BY_CODE.first(self._line, {"c": code})
        return team_of(row) if row else None

    def of(self, person: Person) -> list[tuple[Team, Member]]:
        rows = self._line.execute(_OF, {"p": person.platform, "i": person.id})
        return [(team_of(row, "of_"), member_of(row)) for row in rows]

    def declined(self, person: Person) -> list[Team]:
        rows = self._line.execute(_DECLINED, {"p": person.platform, "i": person.id})
        return [team_of(row, "of_") for row in rows]

    def ever(self, person: Person) -> list[tuple[Team, Member]]:
        rows = self._line.execute(_EVER, {"p": person.platform, "i": person.id})
        return [(team_of(row, "of_"), member_of(row)) for row in rows]

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
        self._ahead.forget()
        self._line.later(_SAVE, values)

    def move_on(self, team: Team) -> None:
        self._ahead.forget()
        self._line.later(_MOVE_ON, {"t": team.id, "w": team.week, "s": team.step, "due": team.due, "pin": team.pinned})

    def due(self, now: datetime) -> list[str]:
        return [row.id for row in _DUE.rows(self._line, {"now": now})]


class SqlRounds:
    """bot.ports.Rounds."""

    def __init__(self, line: Line, ahead: Ahead, together: Together) -> None:
        self._line, self._ahead, self._together = line, ahead, together
        self._open, self._past = Shelf(together, _OPEN), Shelf(together, _PAST)

    def get(self, team: str, week: int) -> Round | None:
        if found := self._ahead.rounds.get((team, week)):
            return found
        if team in self._together.teams and (rows := self._open.of(team)) and rows[0][1] == week:
            return Round(*rows[0])
        row = _ROUND.first(self._line, {"t": team, "w": week})
        return round_of(row) if row else None

    def save(self, round_: Round) -> None:
        values = {
            "team_id": round_.team, "week": round_.week, "phase": round_.phase, "question": round_.question,
            "opens_at": round_.opens, "reminds_at": round_.reminds, "closes_at": round_.closes, "closed": round_.closed,
        }  # fmt: skip
        self._ahead.forget()
        self._open.changed(round_.team)
        self._past.changed(round_.team)
        self._line.later(_SAVE_ROUND, values)

    def close(self, team: str, week: int) -> None:
        self._ahead.forget()
        self._open.changed(team)
        self._line.later(_CLOSE_ROUND, {"t": team, "w": week})

    def asked(self, team: str) -> list[tuple[int, str]]:
        return [(week, question) for _, week, question, _ in self._past.of(team)]

    def phases(self, team: str) -> list[tuple[int, str]]:
        return [(week, phase) for _, week, _, phase in self._past.of(team)]
