"""Many teams in the middle of a week, put into a database all at once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, groupby
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, insert

from bot.ballot import person_keys
from bot.domain import MEASURES, VOICES, Member, Round, Team
from bot.library import Library
from bot.messages import Person, Place
from bot.release import Circle
from storage.keys import KeyFile
from storage.tables import CircleRow, IdentityRow, MemberRow, RoundRow, TeamRow
from tests.bench.stub_slack import name

WORKSPACE, EACH, WEEK = "T01TEST", 12, 9
"""Every team has `EACH` people and is in its ninth week."""


@dataclass(frozen=True)
class Seat:
    """Somebody in a team that has a week open."""

    team: Team
    round: Round
    member: Member

    @property
    def user(self) -> str:
        """The person's id on Slack."""
        return self.member.person.id.partition("/")[2]


def seats(
    teams: int, library: Library, now: datetime, each: int = EACH, zones: Sequence[str] = ("Europe/London",)
) -> list[Seat]:
    """Everybody in `teams` teams of `each`, asked an hour before `now`; the teams are spread over `zones`."""
    chance, voices, zone = Random(1), cycle(VOICES), cycle(zones)
    question = next(iter(library.questions))
    found = []
    for number in range(teams):
        id = str(UUID(int=chance.getrandbits(128)))
        opens = now - timedelta(hours=1)
        round_ = Round(id, WEEK, "phase.start", question, opens, opens + timedelta(days=3), opens + timedelta(days=4))
        team = Team(
            id, f"Team {number} of River Street", Place("slack", f"{WORKSPACE}/C{number:06d}"), f"CODE{number:06d}",
            "active", zone=next(zone), week=WEEK, step="remind", due=round_.reminds,
            power=library.default_statement("power").id, trust=library.default_statement("trust").id,
        )  # fmt: skip
        for place in range(each):
            user = f"U{number:06d}{place:02d}"
            who = Person("slack", f"{WORKSPACE}/{user}", name(user), f"{WORKSPACE}/{user}")
            member = Member(
                str(UUID(int=chance.getrandbits(128))), id, who, "in", next(voices), joined=date(2026, 1, 5)
            )
            found.append(Seat(team, round_, member))
    return found


def of_teams(people: Sequence[Seat]) -> list[Seat]:
    """One of each team."""
    return list({seat.team.id: seat for seat in people}.values())


def fill(database: Engine, people: list[Seat], keys: Path | None = None) -> None:
    """Put everybody into an empty, migrated database; with `keys`, also what they answered in the weeks before."""
    leads = of_teams(people)
    with database.begin() as connection:
        connection.execute(insert(TeamRow.__table__), [_team(seat.team) for seat in leads])
        connection.execute(insert(RoundRow.__table__), [_round(seat.round) for seat in leads])
        connection.execute(insert(IdentityRow.__table__), [_identity(seat.member.person) for seat in people])
        connection.execute(insert(MemberRow.__table__), [_member(seat.member) for seat in people])
        if keys is not None:
            connection.execute(insert(CircleRow.__table__), list(_circles(people, keys)))


def _circles(people: list[Seat], path: Path) -> Iterator[dict[str, Any]]:
    """The state of every series after three weeks in which everybody answered, made by the release rules."""
    names = [f"{seat.team.id}:{name}" for seat in of_teams(people) for name in (*MEASURES, "words")]
    path.write_text(json.dumps({name: secrets.token_hex(32) for name in names}))
    ring = KeyFile(path)
    for _, some in groupby(people, key=lambda seat: seat.team.id):
        everybody = list(some)
        team = everybody[0].team
        keys = [person_keys(ring, team, seat.member.person) for seat in everybody]
        for measure in MEASURES:
            circle = Circle(team.colluders)
            for _ in range(3):
                circle.close_week({key[measure]: 1 + place % 5 for place, key in enumerate(keys)})
            yield {"team_id": team.id, "measure": measure, "state": json.dumps(circle.state(), separators=(",", ":"))}


def _team(team: Team) -> dict[str, Any]:
    return {
        "id": team.id, "name": team.name, "platform": team.channel.platform, "channel": team.channel.address,
        "code": team.code, "status": team.status, "zone": team.zone, "weekday": team.weekday, "minute": team.minute,
        "phase": team.phase, "colluders": team.colluders, "power": team.power, "trust": team.trust, "week": team.week,
        "step": team.step, "due_at": team.due,
    }  # fmt: skip


def _round(round_: Round) -> dict[str, Any]:
    return {
        "team_id": round_.team, "week": round_.week, "phase": round_.phase, "question": round_.question,
        "opens_at": round_.opens, "reminds_at": round_.reminds, "closes_at": round_.closes, "closed": False,
    }  # fmt: skip


def _identity(person: Person) -> dict[str, Any]:
    return {"platform": person.platform, "person": person.id, "name": person.name, "home": person.home}


def _member(member: Member) -> dict[str, Any]:
    return {
        "team_id": member.team, "id": member.id, "platform": member.person.platform, "person": member.person.id,
        "state": member.state, "voice": member.voice, "coordinator": False, "joined": member.joined,
    }  # fmt: skip


def now() -> datetime:
    """The time it is: the programs that are measured read the real clock."""
    return datetime.now(UTC)
