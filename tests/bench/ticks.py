"""Goal 4: a tick when nothing is due, against an empty transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from adapters.clocks import SystemClock
from bot.engine import Engine
from bot.library import Library
from storage.keys import KeyFile
from storage.sql import SqlStore
from tests import databases
from tests.bench import crowd
from tests.bench.processes import SERVER, pin
from tests.bench.table import Row

TICKS = 200
MOST_MS = 2.0


def run(members: int, library: Library, folder: Path) -> list[Row]:
    """On each kind of database, with so many members in teams that all wait for another day."""
    pin(SERVER)
    people = crowd.seats(-(-members // crowd.EACH), library, crowd.now())[:members]
    return [_row(kind, people, library, folder) for kind in databases.KINDS]


def _row(kind: str, people: list[crowd.Seat], library: Library, folder: Path) -> Row:
    database = databases.fresh(kind, folder)
    crowd.fill(database, people)
    engine = Engine(SqlStore(database), library, SystemClock(), KeyFile(folder / "keys.json"))
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
    return Row(what, f"{empty:.3f} ms", f"{tick:.3f} ms", tick / empty, f"≤ {MOST_MS:g} ms", tick <= MOST_MS)


def _ms(done: Callable[[], None]) -> float:
    started = time.perf_counter()
    done()
    return (time.perf_counter() - started) * 1000
