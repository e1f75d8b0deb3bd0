"""Who is known, which events were seen, who is in a team."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, select

from bot.domain import Member
from bot.messages import Person
from storage.sql.prepared import Prepared
from storage.sql.upsert import insert_once, insert_or_replace
from storage.tables import IdentityRow, MemberRow, SeenRow

SEEN, IDENTITY, MEMBER = SeenRow.__table__, IdentityRow.__table__, MemberRow.__table__  # type: ignore[attr-defined]

_SEE = Prepared({dialect: insert_once(dialect, SEEN).returning(SEEN.c.id) for dialect in ("sqlite", "postgresql")})
_KNOWN = Prepared(
    select(IDENTITY.c.name, IDENTITY.c.home).where(
        IDENTITY.c.platform == bindparam("p"), IDENTITY.c.person == bindparam("i")
    )
)
_MEET = Prepared({dialect: insert_or_replace(dialect, IDENTITY) for dialect in ("sqlite", "postgresql")})
_SAVE_MEMBER = Prepared({dialect: insert_or_replace(dialect, MEMBER) for dialect in ("sqlite", "postgresql")})

MEMBERS: Select[Any] = select(MEMBER, IDENTITY.c.name, IDENTITY.c.home).join(
    IDENTITY, (IDENTITY.c.platform == MEMBER.c.platform) & (IDENTITY.c.person == MEMBER.c.person)
)
_MEMBER = Prepared(
    MEMBERS.where(
        MEMBER.c.team_id == bindparam("t"), MEMBER.c.platform == bindparam("p"), MEMBER.c.person == bindparam("i")
    )
)
_EVERYONE = Prepared(MEMBERS.where(MEMBER.c.team_id == bindparam("t")).order_by(MEMBER.c.id))


def member_of(row: Any) -> Member:
    """A row of MEMBERS as a member."""
    person = Person(row.platform, row.person, row.name, row.home)
    return Member(row.id, row.team_id, person, row.state, row.voice, row.coordinator, row.joined)


class SqlSeen:
    """bot.ports.Seen."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, event_id: str, day: date) -> bool:
        return _SEE.first(self._connection, {"id": event_id, "day": day}) is not None

    def forget(self, before: date) -> None:
        self._connection.execute(delete(SEEN).where(SEEN.c.day < before))


class SqlPeople:
    """bot.ports.People."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def meet(self, person: Person) -> None:
        known = _KNOWN.first(self._connection, {"p": person.platform, "i": person.id})
        name = person.name or (known.name if known else "")
        home = person.home or (known.home if known else "")
        if known is None or (known.name, known.home) != (name, home):
            values = {"platform": person.platform, "person": person.id, "name": name, "home": home}
            _MEET.run(self._connection, values)


class SqlMembers:
    """bot.ports.Members."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, team: str, person: Person) -> Member | None:
        row = _MEMBER.first(self._connection, {"t": team, "p": person.platform, "i": person.id})
        return member_of(row) if row else None

    def everyone(self, team: str) -> list[Member]:
        return [member_of(row) for row in _EVERYONE.rows(self._connection, {"t": team})]

    def save(self, member: Member) -> None:
        values = {
            "team_id": member.team, "id": member.id, "platform": member.person.platform, "person": member.person.id,
            "state": member.state, "voice": member.voice, "coordinator": member.coordinator, "joined": member.joined,
        }  # fmt: skip
        SqlPeople(self._connection).meet(member.person)
        _SAVE_MEMBER.run(self._connection, values)
