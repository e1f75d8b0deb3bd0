"""An activity from Teams, its token checked, what follows from it stored, against Microsoft's CloudAdapter."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count, cycle
from pathlib import Path

from sqlalchemy import func, select

from adapters.clocks import SystemClock
from adapters.door import EngineDoor
from bot.engine import Engine
from bot.library import Library
from bot.messages import Event, OpenForm, Pressed
from framework_content import load
from storage.database import connect
from storage.keys import KeyFile
from storage.sql import SqlStore
from storage.tables import OutboxRow, SeenRow
from tests.bench import crowd, teams_bench
from tests.bench.table import Row
from tests.databases import fresh_url

FOLDER = "COREFLECT_BENCH_FOLDER"
"""Where the server finds the database: its process is given no arguments of ours."""

PEOPLE = 3_000


class Door:
    """The real door to the real engine.

    The load sends one activity over and over. Its token is checked and its body read each time; here it becomes the
    next person's press on “Same as before”, so that what is stored is another person's answer each time.
    """

    def __init__(self) -> None:
        folder = Path(os.environ[FOLDER])
        store, library = SqlStore(connect((folder / "url").read_text())), load()
        self._door = EngineDoor(Engine(store, library, SystemClock(), KeyFile(folder / "keys.json")))
        self._people = cycle(_people(library))
        self._numbers = count()

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        seat = next(self._people)
        press = Pressed(
            id=f"{event.id}/{next(self._numbers)}", who=seat.member.person, where=seat.member.person.place,
            action="same", value=f"{seat.team.id}:{crowd.WEEK}", message="m1",
        )  # fmt: skip
        return await self._door.handle(press)


def _people(library: Library) -> list[crowd.Seat]:
    """The same people in every process."""
    return crowd.seats(PEOPLE // crowd.EACH, library, crowd.now())


def run(rounds: int, seconds: float, folder: Path) -> list[Row]:
    """Paired rounds of so many seconds each."""
    url = fresh_url("sqlite", folder)
    database = connect(url)
    crowd.fill(database, _people(load()), folder / "keys.json")
    database.dispose()
    (folder / "url").write_text(url)
    os.environ[FOLDER] = str(folder)
    found = teams_bench.run(rounds, Door, seconds)
    floor, figure, ratio, goal = (float(found[name]) for name in ("floor", "figure", "ratio", "goal"))
    _check(url, figure * seconds)
    what = "Teams activity, token checked, stored with full sync, against a stock CloudAdapter"
    return [Row(what, f"{floor:,.0f} requests/s", f"{figure:,.0f} requests/s", ratio, f"≥ {goal:g} ×", ratio >= goal)]


def _check(url: str, least: float) -> None:
    """What was answered is there: an event and a reply for each, and everybody's two answers."""
    database = connect(url)
    with database.begin() as connection:
        for row in (SeenRow, OutboxRow):
            found = connection.execute(select(func.count()).select_from(row.__table__)).scalar_one()  # type: ignore[attr-defined]
            if found < least:
                raise RuntimeError(f"{row.__tablename__} has {found} rows, and {least:.0f} were answered")
    database.dispose()
