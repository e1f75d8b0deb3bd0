"""Ten thousand members in teams that have answered, put into the database at once: two in three on Slack, the others
on Teams."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from adapters.teams.addresses import Address
from bot.ballot import person_keys
from bot.domain import MEASURES
from bot.library import Library
from bot.messages import Person, Place
from storage.keys import KeyFile
from storage.tables import AnswerRow, ReadingRow
from tests.bench import crowd
from tests.bench.crowd import EACH, WEEK, Seat
from tests.players.teams import recorded

TENANT = "11111111-2222-3333-4444-555555555555"


def seats(members: int, library: Library, now: datetime, connector: str) -> list[Seat]:
    """Everybody; every third team is on Teams."""
    people = crowd.seats(-(-members // EACH), library, now)
    return [_on_teams(seat, connector) if at // EACH % 3 == 2 else seat for at, seat in enumerate(people)]


def _on_teams(seat: Seat, connector: str) -> Seat:
    address = Address(service=connector, bot=recorded("says_private")["recipient"]["id"], tenant=TENANT)
    place = Place("teams", str(replace(address, conversation=f"19:{seat.team.code}@thread.tacv2")))
    user = f"29:{seat.user}"
    who = Person("teams", f"{TENANT}/aad-{seat.user}", seat.member.person.name, str(replace(address, user=user)))
    return replace(seat, team=replace(seat.team, channel=place), member=replace(seat.member, person=who))


def fill(database: Engine, people: Sequence[Seat], keys: Path) -> None:
    """Everybody with their answers of the open week, and every team with scores of the weeks before."""
    crowd.fill(database, list(people), keys)
    ring, answers = KeyFile(keys), list[dict[str, Any]]()
    for place, seat in enumerate(people):
        held = person_keys(ring, seat.team, seat.member.person)
        answers += [
            {"team_id": seat.team.id, "week": WEEK, "measure": measure, "person_key": held[measure],
             "value": 1 + place % 5}
            for measure in MEASURES
        ]  # fmt: skip
    teams = [seat.team.id for seat in people[::EACH]]
    readings = [
        {"team_id": team, "week": week, "measure": measure, "status": "new", "label": (week + at) % 3 + 1, "labels": 5,
         "size": "10+", "phase": "phase.start"}
        for at, team in enumerate(teams) for week in range(3, WEEK) for measure in MEASURES
    ]  # fmt: skip
    with database.begin() as connection:
        connection.execute(insert(AnswerRow.__table__), answers)
        connection.execute(insert(ReadingRow.__table__), readings)


def close_at(path: str, teams: Sequence[str], when: datetime) -> None:
    """These teams' weeks end at `when`."""
    at = f"{when:%Y-%m-%d %H:%M:%S.%f}"
    with _writing(path) as database:
        database.executemany("UPDATE team SET step = 'close', due_at = ? WHERE id = ?", [(at, each) for each in teams])
        database.executemany("UPDATE round SET closes_at = ? WHERE team_id = ?", [(at, each) for each in teams])


def ask_at(path: str, when: datetime) -> None:
    """Every team whose week has ended is asked the next question at `when`."""
    with _writing(path) as database:
        database.execute("UPDATE team SET due_at = ? WHERE step = 'ask'", (f"{when:%Y-%m-%d %H:%M:%S.%f}",))


@contextmanager
def _writing(path: str) -> Iterator[sqlite3.Connection]:
    """The server's writers do not queue: whoever is not one of them can wait long for a turn."""
    with closing(sqlite3.connect(path, timeout=60.0)) as database, database:
        yield database
