"""Closing the week: answers read, handed to the release rules, deleted, the summary put into the outbox; against
reading the same rows with raw SQL."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import func, select

from bot.demonstration import SetClock
from bot.engine import Engine
from bot.library import Library
from storage.keys import KeyFile
from storage.sql import SqlStore
from storage.tables import AnswerRow, OutboxRow
from tests import databases
from tests.bench import crowd, pasts
from tests.bench.processes import SERVER, pin
from tests.bench.table import Row, paired

EACH = 20

READ = (
    "SELECT * FROM team WHERE id = ?",
    "SELECT * FROM round WHERE team_id = ? ORDER BY week",
    "SELECT member.*, identity.name, identity.home FROM member JOIN identity USING (platform, person)"
    " WHERE team_id = ? ORDER BY member.id",
    "SELECT * FROM answer WHERE team_id = ?",
    "SELECT * FROM circle WHERE team_id = ?",
    "SELECT * FROM reading WHERE team_id = ? ORDER BY week, measure",
    "SELECT * FROM note WHERE team_id = ?",
)
"""What a close has to know of a team."""


def run(rounds: int, teams: int, library: Library, folder: Path) -> list[Row]:
    """Paired rounds: the rows of `teams` teams read, and their weeks closed, each time with another database."""
    pin(SERVER)
    made = [Week(teams, library, folder / str(number)) for number in range(rounds)]
    floors, figures = iter(made), iter(made)
    pairs = paired(rounds, lambda: next(floors).read(), lambda: next(figures).close())
    for week in made:
        week.done()
    return [pairs.at_most(3, f"Closing the week of {teams:,} teams of {EACH}, against reading their rows", "ms")]


class Week:
    """A database in which the week of every team ends now, and everybody has answered."""

    def __init__(self, teams: int, library: Library, folder: Path) -> None:
        folder.mkdir()
        now, keys = crowd.now(), folder / "keys.json"
        people = [_ending(seat) for seat in crowd.seats(teams, library, now - timedelta(days=4), EACH)]
        self._url = databases.fresh_url("sqlite", folder)
        self._database: Database = databases.connect(self._url)
        crowd.fill(self._database, people, keys)
        pasts.remember(self._database, people, library)
        pasts.answer(self._database, people, keys)
        self._teams = [seat.team.id for seat in crowd.of_teams(people)]
        self.engine = Engine(SqlStore(self._database), library, SetClock(now), KeyFile(keys))

    def read(self) -> float:
        """Milliseconds to read the rows of all teams, one team after the other, on the driver itself."""
        with self._database.connect() as connection:
            driver: Any = connection.connection.cursor()
            started = time.perf_counter()
            found = sum(len(driver.execute(each, (team,)).fetchall()) for team in self._teams for each in READ)
            taken = time.perf_counter() - started
        if found < len(self._teams) * EACH * 3:
            raise RuntimeError(f"only {found} rows were read")
        return taken * 1000

    def close(self) -> float:
        """Milliseconds until every week is closed and the summaries are on disk."""
        started = time.perf_counter()
        closed = self.engine.tick()
        taken = time.perf_counter() - started
        if closed != len(self._teams):
            raise RuntimeError(f"{closed} teams were due instead of {len(self._teams)}")
        return taken * 1000

    def done(self) -> None:
        """Check that each team has its summary, and no answer is left."""
        with self._database.begin() as connection:
            left, told = (
                connection.execute(select(func.count()).select_from(row.__table__)).scalar_one()  # type: ignore[attr-defined]
                for row in (AnswerRow, OutboxRow)
            )
        if (left, told) != (0, len(self._teams)):
            raise RuntimeError(f"{left} answers are left, and {told} of {len(self._teams)} teams have a summary")
        self._database.dispose()


def _ending(seat: crowd.Seat) -> crowd.Seat:
    """The same person when the week is at its end: an hour ago was the time to close it."""
    return replace(seat, team=replace(seat.team, step="close", due=seat.round.closes))
