"""Who is known, which events were seen, who is in a team."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, literal, literal_column, or_, select, update

from bot.domain import Member
from bot.messages import Person, Place
from storage.sql.prepared import Prepared
from storage.sql.upsert import insert_once, insert_or_replace
from storage.tables import IdentityRow, MemberRow, OutboxRow, SeenRow, TeamRow, TranscriptRow

SEEN, IDENTITY, MEMBER = SeenRow.__table__, IdentityRow.__table__, MemberRow.__table__  # type: ignore[attr-defined]
TEAM, OUTBOX = TeamRow.__table__, OutboxRow.__table__  # type: ignore[attr-defined]
TRANSCRIPT = TranscriptRow.__table__  # type: ignore[attr-defined]

_SEE = Prepared({dialect: insert_once(dialect, SEEN).returning(SEEN.c.id) for dialect in ("sqlite", "postgresql")})
_NAMED = select(TEAM.c.language).where(TEAM.c.id == bindparam("t"))
_HERE = (
    select(TEAM.c.language)
    .where(TEAM.c.channel == bindparam("a"), TEAM.c.platform == bindparam("ap"), TEAM.c.status != "ended")
    .limit(1)
)
_OWN = (
    select(TEAM.c.language)
    .join(MEMBER, MEMBER.c.team_id == TEAM.c.id)
    .where(
        MEMBER.c.platform == bindparam("p"), MEMBER.c.person == bindparam("i"),
        or_(MEMBER.c.state == "in", MEMBER.c.state == "invited"),
        or_(TEAM.c.status == "active", TEAM.c.status == "paused"),
    )
    .order_by(TEAM.c.name)
    .limit(1)
)  # fmt: skip
_ONE = select(literal_column("1").label("one")).subquery()
# One row always, also for somebody who is not known yet: the language of their team is wanted then, too.
_KNOWN = Prepared(select(
    IDENTITY.c.person, IDENTITY.c.name, IDENTITY.c.home, IDENTITY.c.language,
    func.coalesce(*(way.scalar_subquery() for way in (_NAMED, _HERE, _OWN)), literal("")).label("of_team"),
).select_from(
    _ONE.outerjoin(IDENTITY, (IDENTITY.c.platform == bindparam("p")) & (IDENTITY.c.person == bindparam("i")))
))  # fmt: skip
_MEET = Prepared(
    {dialect: insert_or_replace(dialect, IDENTITY, keep=["language"]) for dialect in ("sqlite", "postgresql")}
)
_IDENTITY = select(IDENTITY).where(IDENTITY.c.platform == bindparam("p"), IDENTITY.c.person == bindparam("i"))
_SPEAK = Prepared(
    update(IDENTITY)
    .where(IDENTITY.c.platform == bindparam("p"), IDENTITY.c.person == bindparam("i"))
    .values(language=bindparam("l"))
)
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
    return Member(row.id, row.team_id, person, row.state, row.voice, row.coordinator, row.joined, row.gone)


class SqlSeen:
    """bot.ports.Seen."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, event_id: str, day: date) -> bool:
        # A platform's id can name who did it; what is kept of it tells nothing.
        return _SEE.first(self._connection, {"id": sha256(event_id.encode()).hexdigest(), "day": day}) is not None

    def forget(self, before: date) -> None:
        self._connection.execute(delete(SEEN).where(SEEN.c.day < before))


class SqlPeople:
    """bot.ports.People."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def meet(self, person: Person, where: Place | None = None, team: str = "") -> tuple[str, str]:
        address, platform = (where.address, where.platform) if where else ("", "")
        asked = {"p": person.platform, "i": person.id, "t": team, "a": address, "ap": platform}
        known = _KNOWN.rows(self._connection, asked)[0]
        name, home = person.name or known.name or "", person.home or known.home or ""
        if (known.person, known.name, known.home) != (person.id, name, home):
            values = {"platform": person.platform, "person": person.id, "name": name, "home": home, "language": ""}
            _MEET.run(self._connection, values)
        return known.language or "", known.of_team

    def speak(self, person: Person, language: str) -> None:
        _SPEAK.run(self._connection, {"p": person.platform, "i": person.id, "l": language})

    def known(self, person: Person) -> Person:
        row = self._connection.execute(_IDENTITY, {"p": person.platform, "i": person.id}).first()
        return Person(person.platform, person.id, row.name, row.home) if row else person

    def forget(self, person: Person) -> None:
        home = self.known(person).home
        if home:
            sent = (OUTBOX.c.platform == person.platform) & (OUTBOX.c.address == home)
            self._connection.execute(delete(OUTBOX).where(sent))
            self._connection.execute(delete(TRANSCRIPT).where(TRANSCRIPT.c.address == home))
        for table in (MEMBER, IDENTITY):
            of_them = (table.c.platform == person.platform) & (table.c.person == person.id)
            self._connection.execute(delete(table).where(of_them))

    def gone(self, before: date) -> list[tuple[str, Person]]:
        rows = self._connection.execute(MEMBERS.where(MEMBER.c.gone < before).order_by(MEMBER.c.team_id, MEMBER.c.id))
        return [(row.team_id, Person(row.platform, row.person, row.name, row.home)) for row in rows]

    def let_go(self, before: date) -> None:
        gone = {person for _, person in self.gone(before)}
        self._connection.execute(delete(MEMBER).where(MEMBER.c.gone < before))
        for person in gone:
            of_them = (MEMBER.c.platform == person.platform) & (MEMBER.c.person == person.id)
            if self._connection.execute(select(MEMBER.c.id).where(of_them).limit(1)).first() is None:
                self.forget(person)


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
            "gone": member.gone,
        }  # fmt: skip
        SqlPeople(self._connection).meet(member.person)
        _SAVE_MEMBER.run(self._connection, values)
