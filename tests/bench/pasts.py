"""Teams with a past: the weeks they were asked in, what was published of them, and the answers of the open week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from bot.ballot import person_keys
from bot.domain import MEASURES
from bot.library import Library
from bot.questions import choose
from storage.keys import KeyFile
from storage.tables import AnswerRow, ReadingRow, RoundRow
from tests.bench.crowd import WEEK, Seat, of_teams

FIRST_READ = 3
"""The first week of which something was published."""


def remember(database: Engine, people: Sequence[Seat], library: Library) -> None:
    """Every team was asked in each week before, and read something of most of them."""
    leads = of_teams(people)
    asked = _asked(library, leads[0].team.phase)
    with database.begin() as connection:
        connection.execute(insert(RoundRow.__table__), list(_rounds(leads, asked)))  # type: ignore[attr-defined]
        connection.execute(insert(ReadingRow.__table__), list(_readings(leads)))  # type: ignore[attr-defined]


def answer(database: Engine, people: Sequence[Seat], keys: Path) -> None:
    """Everybody has answered in the open week."""
    ring, rows = KeyFile(keys), list[dict[str, Any]]()
    for place, seat in enumerate(people):
        held = person_keys(ring, seat.team, seat.member.person)
        rows += [
            {"team_id": seat.team.id, "week": seat.round.week, "measure": measure, "person_key": held[measure],
             "value": 1 + place % 5}
            for measure in MEASURES
        ]  # fmt: skip
    with database.begin() as connection:
        connection.execute(insert(AnswerRow.__table__), rows)  # type: ignore[attr-defined]


def _asked(library: Library, phase: str) -> list[tuple[int, str]]:
    """The questions of the weeks before, as the bot chooses them."""
    asked = list[tuple[int, str]]()
    for week in range(1, WEEK):
        asked.append((week, choose(library, phase, asked, week).id))
    return asked


def _rounds(leads: Sequence[Seat], asked: Sequence[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    for seat in leads:
        for week, question in asked:
            back = timedelta(weeks=WEEK - week)
            yield {
                "team_id": seat.team.id, "week": week, "phase": seat.round.phase, "question": question,
                "opens_at": seat.round.opens - back, "reminds_at": seat.round.reminds - back,
                "closes_at": seat.round.closes - back, "closed": True,
            }  # fmt: skip


def _readings(leads: Sequence[Seat]) -> Iterator[dict[str, Any]]:
    for at, seat in enumerate(leads):
        for week in range(FIRST_READ, WEEK):
            for measure in MEASURES:
                yield {
                    "team_id": seat.team.id, "week": week, "measure": measure, "status": "new",
                    "label": (week + at) % 3 + 1, "labels": 5, "size": "20+", "phase": seat.round.phase,
                }  # fmt: skip
