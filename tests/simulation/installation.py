"""One installation, lived from its first day to its last: two replicas, one database, two platforms, many people."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import count
from pathlib import Path
from random import Random
from shutil import copy
from tempfile import TemporaryDirectory

from adapters.courier import Courier
from bot.engine import Engine
from bot.library import Library
from storage.database import connect
from storage.sql import SqlStore
from tests.databases import _template
from tests.simulation import chance as chances
from tests.simulation import plan, script, size
from tests.simulation.clock import SimClock, SimKeys
from tests.simulation.faults import Troubles
from tests.simulation.loop import SimLoop
from tests.simulation.oracle import Oracle
from tests.simulation.people import Crowd
from tests.simulation.platform import FakePlatform
from tests.simulation.replica import Parts, Replica
from tests.simulation.size import Size

DAY = 86400.0
A_LOOK = 0.3
"""Seconds for which everything runs after a jump: the courier and the tickers look once."""

DUE = "SELECT 1 FROM outbox WHERE state = 'waiting' AND due_at <= ? LIMIT 1"
IDLE_LOOKS = 0.05
"""How many of the looks that cannot find anything are made all the same."""

SETTLES = 4 * 3600.0
"""After the last trouble: the longest wait between two tries is an hour."""

NEXT = "SELECT (SELECT min(due_at) FROM outbox WHERE state = 'waiting'), (SELECT min(due_at) FROM team)"


@dataclass
class Result:
    """What a seed gave."""

    seed: int
    size: str
    violations: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    delivered: int = 0
    doubled: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    published: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    digest: str = ""


@dataclass(frozen=True)
class Product:
    """What is tried: the real one, or one with a fault built in."""

    engine: type[Engine] = Engine
    courier: type[Courier] = Courier
    store: type[SqlStore] = SqlStore


class Installation:
    """tests.simulation.plan.Site."""

    def __init__(self, seed: int, size_: Size, library: Library, product: Product, database: Path, trace: bool) -> None:
        chance = Random(seed)
        self.seed, self.size, self.chance, self.library, self.product = seed, size_, chance, library, product
        self.loop = SimLoop(Random(chance.random()))
        self.troubles = Troubles(Random(chance.random()), self.loop, self.tell)
        self.begin = size.begin(chance)
        self.keys = SimKeys(Random(chance.random()))
        self.result = Result(seed, size_.name)
        self._trace, self._digest = trace, blake2b()
        self._engine = connect(f"sqlite:///{database}")
        self.store = product.store(self._engine)
        self.seen = sqlite3.connect(database, isolation_level=None)
        self.true = SimClock(self.loop, self.begin)
        self.oracle = Oracle(self.keys, self.wrong, self.seen, self.tell, self.true)
        self.clocks = [SimClock(self.loop, self.begin) for _ in range(2)]
        self.platforms = {
            name: FakePlatform(name, self.loop, Random(chance.random()), self.troubles, self.oracle)
            for name in ("slack", "teams")
        }
        self.crowds = {name: Crowd(it, self.loop, Random(chance.random())) for name, it in self.platforms.items()}
        self._lives, self._whim = count(), Random(chance.random())
        self._team_due, self._stuck = float("inf"), 0
        self._parts = Parts(
            self.loop, self.store, library, self.keys, self.troubles, self.oracle, product.engine, product.courier
        )
        self.replicas: list[Replica] = [self._boot(number) for number in range(2)]
        for platform in self.platforms.values():
            platform.replicas = self.running

    # ---- replicas -----------------------------------------------------------------------------------------------

    def _boot(self, number: int) -> Replica:
        name, chance = f"r{number}.{next(self._lives)}", Random(self.chance.random())
        replica = Replica(name, self._parts, chance, self.clocks[number])
        replica.process.on_death = lambda: self._died(number, replica)
        replica.on_claim = lambda: self._claimed(replica)
        replica.may_find = self._letters_due
        lines = {name: platform.line(replica) for name, platform in self.platforms.items()}
        replica.start(lines, lambda: self._team_due <= self.true.seconds(replica.clock.now()))
        return replica

    def running(self) -> list[Replica]:
        """Those that have not died."""
        return [replica for replica in self.replicas if not replica.process.dead and not replica.stopping]

    def excuse(self, replica: Replica, why: str) -> None:
        """What it holds may go twice, for that reason."""
        self.oracle.letters.excuse(list(replica.held.values()), why)

    def _died(self, number: int, replica: Replica) -> None:
        self.loop.dead.add(replica.name)
        self.troubles.hit(f"killed {replica.died or 'at an await'}")
        self.tell(f"{replica.name} dies {replica.died}")
        self.excuse(replica, "killed")
        self.loop.after(self.chance.choice([1.0, 20.0, 90.0, 900.0]), lambda: self._again(number), Context())

    def _again(self, number: int) -> None:
        self.replicas[number] = self._boot(number)

    def _claimed(self, replica: Replica) -> None:
        if abs(self.clocks[0].off - self.clocks[1].off) > plan.BIG_STEP:
            self.excuse(replica, "clock stepped")

    # ---- time ---------------------------------------------------------------------------------------------------

    def live(self) -> Result:
        """From the first day to the last, and until all is quiet."""
        moments = script.begin(self)
        plan.arrange(self, self.chance, self.size.weeks, moments)
        end = self.size.weeks * 7 * DAY
        while self.loop.time() < end and not self.result.violations:
            self._step(end)
        self._heal()
        end += SETTLES
        while self.loop.time() < end and not self.result.violations:
            self._step(end)
        if not self.result.violations:
            self.oracle.at_the_end(self.true.true() - timedelta(minutes=5))
        return self._summed_up()

    def _step(self, end: float) -> None:
        letters, teams = (self._seconds(due) for due in self.seen.execute(NEXT).fetchone())
        self._team_due, due = teams, min(letters, teams)
        now = self.loop.time()
        if due <= now:  # somebody cannot do it now
            self._stuck += 1
            due = now + min(0.2 * 2 ** min(self._stuck, 9), 60.0)
        else:
            self._stuck = 0
        self.loop.jump(min(self.loop.next_awaited(), due, end))
        self._look_around()
        self.loop.run_for(A_LOOK)
        self.oracle.secrets.check()
        for number, replica in enumerate(self.replicas):
            if replica.stopped:
                if kept := [row.key for row in replica.held.values() if row.sends and not row.excuses]:
                    self.wrong(f"{replica.name} was stopped, and did not write down that it sent {kept}")
                self._again(number)
        for error in self.loop.errors:
            self.wrong(error)
        self.loop.errors.clear()
        self.result.steps += 1

    def _letters_due(self, now: datetime) -> bool:
        found = self.seen.execute(DUE, (now.replace(tzinfo=None).isoformat(" ", "microseconds"),)).fetchone()
        return found is not None or self._whim.random() < IDLE_LOOKS

    def _look_around(self) -> None:
        off = any(clock.off for clock in self.clocks) or self.troubles.database_trouble()
        if off or len([replica for replica in self.running() if not replica.process.paused]) < len(self.replicas):
            self.oracle.well_since = None
        elif self.oracle.well_since is None:
            self.oracle.well_since = self.true.true()

    def _seconds(self, due: str | None) -> float:
        if due is None:
            return float("inf")
        return self.true.seconds(datetime.fromisoformat(due).replace(tzinfo=UTC))

    def _heal(self) -> None:
        self.troubles.stop()
        for clock in self.clocks:
            clock.off = 0.0
        for replica in self.replicas:
            replica.process.dies_in, replica.dies = 0, ""

    # ---- telling ------------------------------------------------------------------------------------------------

    def wrong(self, what: str) -> None:
        """A violation."""
        self.tell(f"VIOLATION {what}")
        self.result.violations.append(f"{self.true.true():%a %d %b %H:%M:%S} {what}")

    def tell(self, what: str) -> None:
        """One line of the run's story."""
        line = f"{self.true.true():%a %Y-%m-%d %H:%M:%S.%f} {what}"
        self._digest.update(line.encode())
        if self._trace:
            print(line)

    def _summed_up(self) -> Result:
        result, letters = self.result, self.oracle.letters
        result.faults, result.delivered, result.doubled = self.troubles.counts, letters.delivered, letters.doubled
        result.answers = self.oracle.acknowledged_answers
        for book in self.oracle.books.values():
            result.published.update(out.status for _, _, out in book.published)
        result.digest = self._digest.hexdigest()[:16]
        return result

    def close(self) -> None:
        """Let go of the database."""
        self.seen.close()
        self._engine.dispose()


@contextmanager
def _folder() -> Iterator[Path]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="coreflect-sim-", dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def simulate(
    seed: int, size_: Size, library: Library, product: Product | None = None, *, trace: bool = False
) -> Result:
    """Live one installation through everything that this seed holds for it."""
    with _folder() as folder:
        database = folder / "sim.db"
        copy(_template(), database)
        with (
            chances.only(seed),
            closing(Installation(seed, size_, library, product or Product(), database, trace)) as site,
        ):
            return site.live()
