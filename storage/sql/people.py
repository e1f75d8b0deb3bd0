"""Who is known, which events were seen, who is in a team."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ARRAY,
    Select,
    String,
    Text,
    bindparam,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    update,
)

from bot.domain import Member, Standing
from bot.messages import Person, Place
from bot.ports import Conflict
from storage.sql.ahead import Ahead, Known
from storage.sql.among import Among, of_many
from storage.sql.line import Line
from storage.sql.prepared import Prepared
from storage.sql.rows import member_of
from storage.sql.together import Shelf, Together
from storage.sql.upsert import INSERTS, insert_once, insert_or_replace
from storage.tables import IdentityRow, MemberRow, OutboxRow, SeenRow, TeamRow, TranscriptRow

SEEN, IDENTITY, MEMBER = SeenRow.__table__, IdentityRow.__table__, MemberRow.__table__  # type: ignore[attr-defined]
TEAM, OUTBOX = TeamRow.__table__, OutboxRow.__table__  # type: ignore[attr-defined]
TRANSCRIPT = TranscriptRow.__table__  # type: ignore[attr-defined]

_SEE = Prepared({dialect: insert_once(dialect, SEEN).returning(SEEN.c.id) for dialect in ("sqlite", "postgresql")})
_IDS = {
    "sqlite": func.json_each(bindparam("ids", type_=String)).table_valued("value").c.value,
    "postgresql": func.unnest(bindparam("ids", type_=ARRAY(Text))),
}
_SEE_ALL = Prepared(
    {
        dialect: INSERTS[dialect](SEEN)
        # "WHERE true", without which SQLite takes the words after it for a part of the question
        .from_select(["id", "day"], select(each, bindparam("day", type_=SEEN.c.day.type)).where(true()))
        .on_conflict_do_nothing()
        .returning(SEEN.c.id)
        for dialect, each in _IDS.items()
    }
)
_FORGET_SEEN = Prepared(delete(SEEN).where(SEEN.c.day < bindparam("before")))
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
_HELD = ("state", "voice", "coordinator", "joined", "gone")
"""Of a member, what can change. Two processes can be at one member at the same time."""
_CHANGE_MEMBER = Prepared(
    update(MEMBER)
    .where(
        MEMBER.c.team_id == bindparam("t"), MEMBER.c.id == bindparam("m"),
        *(MEMBER.c[name].is_not_distinct_from(bindparam(f"was_{name}", type_=MEMBER.c[name].type)) for name in _HELD),
    )
    .values({name: bindparam(f"now_{name}") for name in _HELD})
    .returning(MEMBER.c.id)
)  # fmt: skip
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
_LONG_GONE = MEMBER.c.gone < bindparam("before")
_GONE = Prepared(MEMBERS.where(_LONG_GONE).order_by(MEMBER.c.team_id, MEMBER.c.id))
_LET_GO = Prepared(delete(MEMBER).where(_LONG_GONE))


def _speaking(among: Among) -> Select[Any]:
    return (
        select(MEMBER.c.team_id, IDENTITY.c.language, MEMBER.c.voice)
        .distinct()
        .join(IDENTITY, (IDENTITY.c.platform == MEMBER.c.platform) & (IDENTITY.c.person == MEMBER.c.person))
        .where(among(MEMBER.c.team_id, "teams"), MEMBER.c.state == "in")
        .order_by("language", "voice")
    )


def _roll(among: Among) -> Select[Any]:
    standing = (MEMBER.c.platform, MEMBER.c.person, MEMBER.c.state, MEMBER.c.voice, MEMBER.c.joined)
    return select(MEMBER.c.team_id, *standing).where(among(MEMBER.c.team_id, "teams"))


_SPEAKING, _ROLL = of_many(_speaking), of_many(_roll)


class SqlSeen:
    """bot.ports.Seen."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._expected: dict[str, bool] = {}

    def expect(self, event_ids: Sequence[str], day: date) -> None:
        codes = sorted({_code(each) for each in event_ids})  # in one order: no two processes wait for each other
        given = json.dumps(codes) if self._line.dialect.name == "sqlite" else codes
        new = {row.id for row in _SEE_ALL.rows(self._line, {"ids": given, "day": day})}
        self._expected = {code: code in new for code in codes}

    def first(self, event_id: str, day: date) -> bool:
        code = _code(event_id)
        if code in self._expected:
            new, self._expected[code] = self._expected[code], False
            return new
        return _SEE.first(self._line, {"id": code, "day": day}) is not None

    def forget(self, before: date) -> None:
        _FORGET_SEEN.run(self._line, {"before": before})


def _code(event_id: str) -> str:
    """What is kept of a platform's id: the id itself can name who did it."""
    return sha256(event_id.encode()).hexdigest()


class SqlPeople:
    """bot.ports.People."""

    def __init__(self, line: Line, ahead: Ahead) -> None:
        self._line, self._ahead = line, ahead

    def meet(self, person: Person, where: Place | None = None, team: str = "") -> tuple[str, str]:
        known, of_team = self._of(person, where, team)
        name, home = person.name or (known.name if known else ""), person.home or (known.home if known else "")
        if known is None or (known.name, known.home) != (name, home):
            values = {"platform": person.platform, "person": person.id, "name": name, "home": home, "language": ""}
            _MEET.run(self._line, values)
            self._ahead.met(Person(person.platform, person.id, name, home))
        return known.language if known else "", of_team

    def _of(self, person: Person, where: Place | None, team: str) -> tuple[Known | None, str]:
        """What is kept of the person, and the language of their team."""
        known, of_team = self._ahead.known.get((person.platform, person.id)), self._ahead.teams.get(team)
        if known and of_team:
            return known, of_team.language
        address, platform = (where.address, where.platform) if where else ("", "")
        asked = {"p": person.platform, "i": person.id, "t": team, "a": address, "ap": platform}
        row = _KNOWN.rows(self._line, asked)[0]
        return None if row.person is None else Known(row.name, row.home, row.language), row.of_team

    def speak(self, person: Person, language: str) -> None:
        self._ahead.forget()
        _SPEAK.run(self._line, {"p": person.platform, "i": person.id, "l": language})

    def known(self, person: Person) -> Person:
        row = self._line.execute(_IDENTITY, {"p": person.platform, "i": person.id}).first()
        return Person(person.platform, person.id, row.name, row.home) if row else person

    def forget(self, person: Person) -> None:
        self._ahead.forget()
        home = self.known(person).home
        if home:
            sent = (OUTBOX.c.platform == person.platform) & (OUTBOX.c.address == home)
            self._line.execute(delete(OUTBOX).where(sent))
            self._line.execute(delete(TRANSCRIPT).where(TRANSCRIPT.c.address == home))
        for table in (MEMBER, IDENTITY):
            of_them = (table.c.platform == person.platform) & (table.c.person == person.id)
            self._line.execute(delete(table).where(of_them))

    def gone(self, before: date) -> list[tuple[str, Person]]:
        rows = _GONE.rows(self._line, {"before": before})
        return [(row.team_id, Person(row.platform, row.person, row.name, row.home)) for row in rows]

    def let_go(self, before: date) -> None:
        self._ahead.forget()
        gone = {person for _, person in self.gone(before)}
        _LET_GO.run(self._line, {"before": before})
        for person in gone:
            of_them = (MEMBER.c.platform == person.platform) & (MEMBER.c.person == person.id)
            if self._line.execute(select(MEMBER.c.id).where(of_them).limit(1)).first() is None:
                self.forget(person)


class SqlMembers:
    """bot.ports.Members."""

    def __init__(self, line: Line, ahead: Ahead, together: Together) -> None:
        self._line, self._ahead = line, ahead
        self._roll, self._speaking = Shelf(together, _ROLL), Shelf(together, _SPEAKING)

    def get(self, team: str, person: Person) -> Member | None:
        if found := self._ahead.members.get((team, person.platform, person.id)):
            return found
        row = _MEMBER.first(self._line, {"t": team, "p": person.platform, "i": person.id})
        return member_of(row) if row else None

    def everyone(self, team: str) -> list[Member]:
        return [member_of(row) for row in _EVERYONE.rows(self._line, {"t": team})]

    def speaking(self, team: str) -> list[tuple[str, str]]:
        return [(language, voice) for _, language, voice in self._speaking.of(team)]

    def roll(self, team: str) -> list[Standing]:
        return [Standing(*row[1:]) for row in self._roll.of(team)]

    def save(self, member: Member) -> None:
        SqlPeople(self._line, self._ahead).meet(member.person)
        self._ahead.forget()
        self._roll.changed(member.team)
        self._speaking.changed(member.team)
        now = {name: getattr(member, name) for name in _HELD}
        if member.read_as is None:
            who = {"platform": member.person.platform, "person": member.person.id}
            _SAVE_MEMBER.run(self._line, {"team_id": member.team, "id": member.id, **who, **now})
            return
        was = {f"was_{name}": held for name, held in zip(_HELD, member.read_as, strict=True)}
        given = {"t": member.team, "m": member.id, **was, **{f"now_{name}": value for name, value in now.items()}}
        if _CHANGE_MEMBER.first(self._line, given) is None:
            raise Conflict("Another process has changed this member. It is done again.")
