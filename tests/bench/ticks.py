"""A tick: when nothing is due, when six thousand members are asked, and when twenty thousand are in one minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import Engine as Database
from sqlalchemy import func, select

from bot.codec import post_json
from bot.demonstration import SetClock
from bot.engine import Engine
from bot.library import Library
from bot.wording.week import question_card
from storage.keys import KeyFile
from storage.sql import SqlStore
from storage.tables import OutboxRow
from tests import databases
from tests.bench import crowd, pasts
from tests.bench.processes import SERVER, pin
from tests.bench.table import Row, paired

TICKS = 200
MOST_MS = {"sqlite": 0.3, "postgresql": 2.0}
EACH = 20
ZONES = [zone for zone in sorted(available_timezones()) if "/" in zone and not zone.startswith("Etc")][::11][:40]


DUE = (
    "SELECT member.id, member.team_id, member.platform, identity.home FROM team"
    " JOIN member ON member.team_id = team.id AND member.state = 'in' JOIN identity USING (platform, person)"
    " WHERE team.due_at <= ?"
)
PUT = (
    "INSERT INTO outbox (key, team_id, platform, address, payload, state, due_at, attempts, ref, problem)"
    " VALUES (?, ?, ?, ?, ?, 'waiting', ?, 0, '', '')"
)


def run(rounds: int, members: int, library: Library, folder: Path) -> list[Row]:
    """With so many members, in forty zones; one in seventeen of them is due at once, and then one in five."""
    pin(SERVER)
    people = crowd.seats(members // EACH, library, crowd.now(), EACH, ZONES)
    idle = [_idle(kind, people, library, folder) for kind in databases.KINDS]
    world = World(people, library, folder)
    some, many = len(people) * 6 // 100, len(people) // 5
    pairs = paired(rounds, lambda: world.by_hand(some), lambda: world.ask(some))
    due = pairs.at_most(2, f"A tick: {some:,} of {len(people):,} members asked, against raw SQL select + insert", "ms")
    missed = many - world.asked(many)
    world.close()
    what = f"{many:,} members due in one minute: how many were missed"
    return [*idle, due, Row(what, "", f"{missed}", None, "0", missed == 0)]


class World:
    """A database in which some teams can be made due again and again."""

    def __init__(self, people: Sequence[crowd.Seat], library: Library, folder: Path) -> None:
        self._people = [replace(seat, team=replace(seat.team, step="ask")) for seat in people]
        self._now = crowd.now()
        self._database: Database = databases.connect(databases.fresh_url("sqlite", folder))
        crowd.fill(self._database, self._people)
        pasts.remember(self._database, self._people, library)
        self._clock = SetClock(self._now)
        self._engine = Engine(SqlStore(self._database), library, self._clock, KeyFile(folder / "keys.json"))
        self._engine.tick()  # the first of a day lets go of what is old
        seat = people[0]
        self._payload = post_json(question_card(library, seat.team, seat.round, seat.member.voice))

    def _due(self, members: int, spread: timedelta = timedelta()) -> None:
        """The next question of so many members' teams is due now, or at moments `spread` over the time before."""
        teams = [team for team, _ in groupby(seat.team.id for seat in self._people[:members])]
        step = spread / len(teams)
        with self._database.begin() as connection:
            driver: Any = connection.connection.cursor()
            driver.execute("DELETE FROM outbox")
            driver.execute("DELETE FROM round WHERE week > ?", (crowd.WEEK,))
            rows = [(crowd.WEEK, _text(self._clock.now() - at * step), team) for at, team in enumerate(teams)]
            driver.executemany("UPDATE team SET week = ?, step = 'ask', due_at = ? WHERE id = ?", rows)

    def by_hand(self, members: int) -> float:
        """Milliseconds for the same messages in one select and one insert."""
        self._due(members)
        started = time.perf_counter()
        with self._database.begin() as connection:
            driver: Any = connection.connection.cursor()
            now = _text(self._now)
            rows = driver.execute(DUE, (now,)).fetchall()
            driver.executemany(
                PUT, [(f"ask:{team}:10:{id}", team, on, home, self._payload, now) for id, team, on, home in rows]
            )
        taken = time.perf_counter() - started
        self._check(members)
        return taken * 1000

    def ask(self, members: int) -> float:
        """Milliseconds of a tick."""
        self._due(members)
        started = time.perf_counter()
        self._engine.tick()
        taken = time.perf_counter() - started
        self._check(members)
        return taken * 1000

    def asked(self, members: int) -> int:
        """How many are asked when all are due within a minute and the clock knocks every five seconds."""
        self._due(members, timedelta(minutes=1))
        for _ in range(2):
            self._engine.tick()
        return self._waiting()

    def _check(self, members: int) -> None:
        if (found := self._waiting()) != members:
            raise RuntimeError(f"{found} members were asked instead of {members}")

    def _waiting(self) -> int:
        with self._database.begin() as connection:
            table = OutboxRow.__table__  # type: ignore[attr-defined]
            found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
        return found

    def close(self) -> None:
        self._database.dispose()


def _text(moment: datetime) -> str:
    """A moment as SQLite keeps it."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _idle(kind: str, people: list[crowd.Seat], library: Library, folder: Path) -> Row:
    database = databases.fresh(kind, folder)
    crowd.fill(database, people)
    engine = Engine(SqlStore(database), library, SetClock(crowd.now()), KeyFile(folder / "keys.json"))
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.cursor()

        def floor() -> None:
            driver.execute("BEGIN")
            driver.execute("COMMIT")

        def figure() -> None:
            if engine.tick():
                raise RuntimeError("something was due")

        pairs = [(_ms(floor), _ms(figure)) for _ in range(TICKS)]
    database.dispose()
    empty, tick = (median(times) for times in zip(*pairs, strict=True))
    what = f"A tick, {len(people):,} members, nothing due, on {kind}, against an empty transaction"
    most = MOST_MS[kind]
    return Row(what, f"{empty:.3f} ms", f"{tick:.3f} ms", tick / empty, f"≤ {most:g} ms", tick <= most)


def _ms(done: Callable[[], None]) -> float:
    started = time.perf_counter()
    done()
    return (time.perf_counter() - started) * 1000
