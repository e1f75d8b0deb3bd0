"""What is read at once for everybody whose events are handled together, instead of once for each of them.

A press on a button asks for its team, its member, their week and their earlier answers. On a server each question is a
journey; sixteen presses would make a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from bot.domain import Member, Round, Team
from bot.messages import Person
from storage.sql.among import Among, listed, of_many
from storage.sql.lanes import SENT
from storage.sql.line import Line
from storage.sql.rows import member_of, round_of, team_of
from storage.tables import OF_OCCASION, CircleRow, IdentityRow, MemberRow, OutboxRow, RoundRow, TeamRow, WordsRow

MEMBER, IDENTITY, TEAM = MemberRow.__table__, IdentityRow.__table__, TeamRow.__table__  # type: ignore[attr-defined]
ROUND, CIRCLE = RoundRow.__table__, CircleRow.__table__  # type: ignore[attr-defined]
OUTBOX, WORDS = OutboxRow.__table__, WordsRow.__table__  # type: ignore[attr-defined]


def _seats(among: Among) -> Select[Any]:
    return (
        select(
            MEMBER, IDENTITY.c.name, IDENTITY.c.home, IDENTITY.c.language.label("speaks"),
            *(column.label(f"of_{column.name}") for column in TEAM.c),
            *(column.label(f"in_{column.name}") for column in ROUND.c),
            select(WORDS.c.week).where(WORDS.c.team_id == TEAM.c.id).exists().label("wrote"),
        )
        .join(IDENTITY, (IDENTITY.c.platform == MEMBER.c.platform) & (IDENTITY.c.person == MEMBER.c.person))
        .join(TEAM, TEAM.c.id == MEMBER.c.team_id)
        .outerjoin(ROUND, (ROUND.c.team_id == TEAM.c.id) & (ROUND.c.week == TEAM.c.week))
        .where(MEMBER.c.platform == bindparam("p"), among(MEMBER.c.person, "people"))
    )  # fmt: skip


def _their_teams(among: Among) -> Select[Any]:
    theirs = select(MEMBER.c.team_id).where(MEMBER.c.platform == bindparam("p"), among(MEMBER.c.person, "people"))
    # In one order, so that no two processes wait for each other.
    return select(TEAM.c.id).where(TEAM.c.id.in_(theirs)).order_by(TEAM.c.id).with_for_update(read=True)


def _states(among: Among) -> Select[Any]:
    return select(CIRCLE.c.team_id, CIRCLE.c.measure, CIRCLE.c.state).where(among(CIRCLE.c.team_id, "teams"))


def _unsent_of_kind(among: Among) -> Select[Any]:
    return unsent(among).where(OUTBOX.c.key.like(bindparam("kind")))


def unsent(among: Among) -> Select[Any]:
    """What of some teams waits in the outbox, or could not be sent."""
    return select(OUTBOX.c.team_id, OUTBOX.c.key).where(
        among(OUTBOX.c.team_id, "teams"), OF_OCCASION, OUTBOX.c.state != SENT
    )


_SEATS, _THEIR_TEAMS = of_many(_seats), of_many(_their_teams)
STATES, _UNSENT_OF_KIND = of_many(_states), of_many(_unsent_of_kind)


class Known(NamedTuple):
    """What is kept of somebody on a platform."""

    name: str
    home: str
    language: str


class Ahead:
    """Finds nothing until `read`, nor after `forget`: then everybody asks for themselves."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.forget()

    def forget(self) -> None:
        """Something was changed: what was read before may not be so any more."""
        self.known: dict[tuple[str, str], Known] = {}
        self.members: dict[tuple[str, str, str], Member] = {}
        self.teams: dict[str, Team] = {}
        self.rounds: dict[tuple[str, int], Round] = {}
        self.wrote: dict[str, bool] = {}
        self._circles: dict[str, dict[str, str]] = {}
        self._unsent: dict[str, set[str]] = {}

    def read(self, people: Sequence[Person]) -> None:
        """Read all that these people's events are likely to ask for.

        On PostgreSQL no other process ends a week of theirs meanwhile: an answer comes before the end or after it.
        """
        for platform in {person.platform for person in people}:
            theirs = {each.id for each in people if each.platform == platform}
            asked = {"p": platform, "people": listed(theirs, self._line.dialect)}
            if self._line.dialect.name == "postgresql":
                _THEIR_TEAMS.rows(self._line, asked)
            for row in _SEATS.rows(self._line, asked):
                self._keep(row)

    def states(self, team: str) -> dict[str, str] | None:
        """series -> its state in JSON; None when the team was not read."""
        if team not in self.teams:
            return None
        if not self._circles:
            self._circles = {each: {} for each in self.teams}
            for row in STATES.rows(self._line, {"teams": listed(self.teams, self._line.dialect)}):
                self._circles[row.team_id][row.measure] = row.state
        return self._circles[team]

    def unsent(self, team: str, occasion: str) -> bool:
        """Whether something of an occasion may wait in the outbox, or have failed. Only False is certain."""
        if team not in self.teams:
            return True
        kind = occasion.partition(":")[0]
        if kind not in self._unsent:
            asked = {"teams": listed(self.teams, self._line.dialect), "kind": f"{kind}:%"}
            self._unsent[kind] = {row.key for row in _UNSENT_OF_KIND.rows(self._line, asked)}
        return any(key.startswith(occasion) for key in self._unsent[kind])

    def met(self, person: Person) -> None:
        """Somebody has another name, or another home."""
        at = (person.platform, person.id)
        if at in self.known:
            self.known[at] = self.known[at]._replace(name=person.name, home=person.home)
        for seat, member in self.members.items():
            if seat[1:] == at:
                self.members[seat] = replace(member, person=person)

    def put(self, key: str) -> None:
        """Something was put in the outbox."""
        self._unsent.get(key.partition(":")[0], set()).add(key)

    def _keep(self, row: Any) -> None:
        self.known[row.platform, row.person] = Known(row.name, row.home, row.speaks)
        self.members[row.team_id, row.platform, row.person] = member_of(row)
        if row.team_id not in self.teams:
            self.teams[row.team_id], self.wrote[row.team_id] = team_of(row, "of_"), bool(row.wrote)
            if row.in_week is not None:
                self.rounds[row.team_id, row.in_week] = round_of(row, "in_")
