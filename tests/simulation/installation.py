"""One installation, lived from its first day to its last: two replicas, one database, two platforms, many people."""

from __future__ import annotations

from collections import Counter
from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import count
from random import Random

from adapters.courier import Courier
from bot.engine import Engine
from bot.library import Library
from storage.sql import SqlStore
from tests.simulation import chance as chances
from tests.simulation import plan, script, size
from tests.simulation.clock import SimClock, SimKeys
from tests.simulation.faults import Troubles
from tests.simulation.loop import SimLoop
from tests.simulation.memory import emptied
from tests.simulation.oracle import Oracle
from tests.simulation.people import Crowd
from tests.simulation.platform import FakePlatform
from tests.simulation.replica import TICKS_EVERY, Parts, Replica
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
    looked: int = 0
    """Times that something was looked for before it was sent again."""
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

    def __init__(self, seed: int, size_: Size, library: Library, product: Product, trace: bool) -> None:
        chance = Random(seed)
        self.seed, self.size, self.chance, self.library, self.product = seed, size_, chance, library, product
        self.loop = SimLoop(Random(chance.random()))
        self.troubles = Troubles(Random(chance.random()), self.loop, self.tell)
        self.begin = size.begin(chance)
        self.keys = SimKeys(Random(chance.random()))
        self.result = Result(seed, size_.name)
        self._trace, self._digest = trace, blake2b()
        memory = emptied()
        self.store, self.seen = product.store(memory.engine), memory.connection
        self.true = SimClock(self.loop, self.begin)
        self.oracle = Oracle(self.keys, self.wrong, self.seen, self.tell, self.true)
        self.clocks = [SimClock(self.loop, self.begin) for _ in range(2)]
        self.platforms = {
            name: FakePlatform(name, self.loop, Random(chance.random()), self.troubles, self.oracle)
            for name in ("slack", "teams")
        }
        self.crowds = {name: Crowd(it, self.loop, Random(chance.random())) for name, it in self.platforms.items()}
        self._lives, self._whim = count(), Random(chance.random())
        self._team_due, self._stuck, self._at_work, self._day = float("inf"), 0, 0, self.begin.date()
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
        replica.start(lines, lambda: self._may_tick(replica))
        return replica

    def _may_tick(self, replica: Replica) -> bool:
        return self._team_due <= self.true.seconds(replica.clock.now()) or not self.troubles.on

    def running(self) -> list[Replica]:
        """Those that have not died."""
        return [replica for replica in self.replicas if not replica.process.dead and not replica.stopping]

    def excuse(self, replica: Replica, why: str) -> None:
        """What it holds may go twice, for that reason."""
        self.oracle.letters.excuse(list(replica.held.values()), why)

    def _died(self, number: int, replica: Replica) -> None:
        self.loop.bury(replica.name)
        self.troubles.hit(f"killed {replica.died or 'at an await'}")
        self.tell(f"{replica.name} dies {replica.died}")
        self.excuse(replica, "killed")
        wait = self.troubles.starts_in(self.chance.choice([1.0, 20.0, 90.0, 900.0]))
        self.loop.after(wait, lambda: self._again(number), Context())

    def _again(self, number: int) -> None:
        if self.replicas[number].process.dead or self.replicas[number].stopped:
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
            self._tick_once_more()
            self.oracle.at_the_end(self.true.true() - timedelta(minutes=5))
        return self._summed_up()

    def _step(self, end: float) -> None:
        letters, teams = (self._seconds(due) for due in self.seen.execute(NEXT).fetchone())
        self._team_due, due, now = teams, min(letters, teams), self.loop.time()
        if teams < now:
            self.oracle.in_time("what a team waits for", self.begin + timedelta(seconds=teams))
        if not self.running():
            due, self._stuck = float("inf"), 0
        elif due <= now:  # somebody cannot do it now
            self._stuck += 1
            due = now + min(0.2 * 2 ** min(self._stuck, 9), 60.0)
        else:
            self._stuck = 0
        to = min(self.loop.next_awaited(), due, end)
        holding = any(replica.held for replica in self.running() if not replica.process.paused)
        # A courier at work does more than look from time to time: it marks, and keeps its leases. So time goes slowly,
        # unless it can do nothing for long.
        self._at_work = self._at_work + 1 if holding else 0
        self.loop.jump(min(to, now + 0.2 * 2.0 ** min(self._at_work // 3, 9)) if holding else to)
        self._look_around()
        self.loop.run_for(A_LOOK, looks=holding or bool(self._stuck) or self._worth_a_look(due))
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

    def _worth_a_look(self, due: float) -> bool:
        """Whether a courier or a ticker could find something now. Some that find nothing are made all the same."""
        day, ahead = self.true.true().date(), max(clock.off for clock in self.clocks)
        if day != self._day or due <= self.loop.time() + max(ahead, 0.0):
            self._day = day
            return True
        return self._whim.random() < IDLE_LOOKS

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
        for number in range(len(self.replicas)):
            self._again(number)

    def _tick_once_more(self) -> None:
        """Time jumped over ticks in which nothing is due. What a crash left behind is cleared away by the day's first,
        and a day of ticks that find nothing would take long to live through."""
        for replica in self.running():
            replica.misses_no_tick = True
        self.loop.run_for(2 * TICKS_EVERY)

    def end(self) -> None:
        """Nobody writes any more, and what is still open is closed."""
        for replica in self.replicas:
            replica.process.dead = True
        self.loop.end()

    # ---- telling ------------------------------------------------------------------------------------------------

    def wrong(self, what: str) -> None:
        """A violation."""
        self.tell(f"VIOLATION {what}")
        self.result.violations.append(f"{self.true.true():%a %d %b %H:%M:%S} {what}")

    def tell(self, what: str) -> None:
        """One line of the run's story."""
        self._digest.update(f"{self.loop.time():.6f} {what}".encode())
        if self._trace:
            print(f"{self.true.true():%a %Y-%m-%d %H:%M:%S.%f} {what}")

    def _summed_up(self) -> Result:
        result, letters = self.result, self.oracle.letters
        result.faults, result.delivered, result.doubled = self.troubles.counts, letters.delivered, letters.doubled
        result.looked = sum(platform.looked for platform in self.platforms.values())
        result.answers = self.oracle.acknowledged_answers
        for book in self.oracle.books.values():
            result.published.update(out.status for _, _, out in book.published)
        result.digest = self._digest.hexdigest()[:16]
        return result


def simulate(
    seed: int, size_: Size, library: Library, product: Product | None = None, *, trace: bool = False
) -> Result:
    """Live one installation through everything that this seed holds for it."""
    with chances.only(seed):
        site = Installation(seed, size_, library, product or Product(), trace)
        try:
            return site.live()
        finally:
            site.end()
