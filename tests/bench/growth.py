"""`python -m tests.bench.growth`: what a member costs, from 1,000 to 100,000 members.

Exits 1 when one of many costs over a fifth more than one of few. Each figure is the median of three, in microseconds: a
press, sixteen to a commit; closing a week, for each member of a thousand; a tick in which every team asks, for each
member; claiming and marking, for each message.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine as Database

from adapters import serving
from bot.demonstration import SetClock
from bot.engine import Engine
from bot.library import Library
from bot.mailroom import Sent
from bot.messages import Pressed
from framework_content import load
from storage.database import connect
from storage.keys import KeyFile
from storage.sql import SqlStore
from storage.tables import OutboxRow
from tests.bench import crowd, pasts
from tests.bench.processes import SERVER, pin
from tests.databases import fresh_url

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]
EACH, MOST, TIMES, TOGETHER = 20, 1.2, 3, 16
SIZES = (1_000, 10_000, 100_000)
SAMPLE = 1_000
"""Members who press, and whose weeks close, whatever the size of the database round them."""


class Town:
    """A database with so many members."""

    def __init__(self, members: int, library: Library, folder: Path) -> None:
        folder.mkdir()
        self._now, keys = crowd.now(), folder / "keys.json"
        later = self._now + timedelta(days=30)
        asked = crowd.seats(members // EACH, library, self._now - timedelta(days=1), EACH)
        self._people = [replace(seat, team=replace(seat.team, due=later)) for seat in asked]
        self._database: Database = connect(fresh_url("sqlite", folder))
        crowd.fill(self._database, self._people, keys)
        pasts.remember(self._database, self._people, library)
        pasts.answer(self._database, self._people, keys)
        self._store, self._clock = SqlStore(self._database), SetClock(self._now)
        self._engine = Engine(self._store, library, self._clock, KeyFile(keys))
        self._engine.tick()  # the first of a day lets go of what is old
        step = max(1, members // SAMPLE)
        teams = crowd.of_teams(self._people)
        self._sample = [teams[at] for at in range(0, len(teams), step)]
        self._turn = 0

    def press(self) -> float:
        """Microseconds for each of a thousand presses, sixteen to a commit."""
        self._turn += 1
        chosen = {seat.team.id for seat in self._sample}
        presses = [
            Pressed(
                id=f"{self._turn}/{at}",
                who=seat.member.person,
                where=seat.member.person.place,
                action="same",
                value=f"{seat.team.id}:{crowd.WEEK}",
                message="m1",
            )
            for at, seat in enumerate(seat for seat in self._people if seat.team.id in chosen)
        ]
        started = time.perf_counter()
        for at in range(0, len(presses), TOGETHER):
            for result in self._engine.handle_all(presses[at : at + TOGETHER]):
                if isinstance(result, Exception):
                    raise result
        return (time.perf_counter() - started) / len(presses) * 1e6

    def close(self) -> float:
        """Microseconds for each member of the teams whose week is closed."""
        self._turn += 1
        week = self._sample[self._turn % TIMES :: TIMES]
        return self._tick("close", week) / (len(week) * EACH)

    def ask(self) -> float:
        """Microseconds for each member when every team is asked."""
        return self._tick("ask", crowd.of_teams(self._people)) / len(self._people)

    def send(self) -> float:
        """Microseconds for each of as many questions as there are members, claimed and marked. Questions alone: what
        answers the presses is shorter, and would be most of what waits in a small town and little in a large one."""
        with self._database.begin() as connection:
            connection.execute(OUTBOX.update().where(OUTBOX.c.state == "waiting").values(state="sent", payload=""))
        self.ask()
        begun, many = time.perf_counter(), 0
        while many < len(self._people):
            parcels = self._store.mailroom.claim(["slack"], self._now, self._now + timedelta(minutes=1), 250)
            self._store.mailroom.mark([Sent(parcel.id, "D1/1") for parcel in parcels])
            many += len(parcels)
        return (time.perf_counter() - begun) / many * 1e6

    def _tick(self, step: str, teams: Sequence[crowd.Seat]) -> float:
        at = f"{self._now:%Y-%m-%d %H:%M:%S.%f}"
        with self._database.begin() as connection:
            driver: Any = connection.connection.cursor()
            driver.executemany(
                "UPDATE team SET step = ?, due_at = ? WHERE id = ?", [(step, at, seat.team.id) for seat in teams]
            )
        started = time.perf_counter()
        if self._engine.tick() != len(teams):
            raise RuntimeError("other teams were due than expected")
        return (time.perf_counter() - started) * 1e6

    def done(self) -> None:
        self._database.dispose()


WORK: dict[str, Callable[[Town], float]] = {
    "press": Town.press, "close": Town.close, "ask": Town.ask, "claim and mark": Town.send,
}  # fmt: skip


def measure(sizes: Sequence[int], library: Library, folder: Path) -> dict[str, list[float]]:
    """What each kind of work costs at each size. The sizes take turns, so that what else runs is met by all."""
    towns = [Town(size, library, folder / str(size)) for size in sizes]
    serving.settle()  # as the program does; whom this bench holds itself is nothing for the collector to look through
    found: dict[str, list[float]] = {}
    for name, work in WORK.items():
        times = [[work(town) for town in towns] for _ in range(TIMES)]
        found[name] = [median(each) for each in zip(*times, strict=True)]
    for town in towns:
        town.done()
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--short", action="store_true", help="up to 4,000 members; misses no goal")
    sizes = (1_000, 2_000, 4_000) if (short := parser.parse_args().short) else SIZES
    pin(SERVER)
    with tempfile.TemporaryDirectory(prefix="coreflect-growth-") as folder:
        found = measure(sizes, load(), Path(folder))
    print("µs for each     " + "".join(f"{size:>12,}" for size in sizes) + "      most / first")
    grown = {name: max(times) / times[0] for name, times in found.items()}
    for name, times in found.items():
        verdict = "ok" if grown[name] <= MOST else "grows"
        print(f"{name:16}" + "".join(f"{each:>12,.0f}" for each in times) + f"{grown[name]:>18.2f}  {verdict}")
    return int(not short and any(more > MOST for more in grown.values()))


if __name__ == "__main__":
    sys.exit(main())
