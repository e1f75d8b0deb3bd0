"""What goes wrong, when the seed says so: every bite is counted by its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from bot.ports import StoreTrouble
from tests.simulation.loop import Killed, Process, SimLoop

# Chances a call; what lasts for a while is planned in tests.simulation.plan.
LOST_REPLY_OF_COMMIT = 0.004
FULL_AT_COMMIT = 0.003
LOST_REQUEST = 0.01
TIMED_OUT = 0.008
LATE_REPLY = 0.006
LOOK_FAILED = 0.05
LOST_ACKNOWLEDGEMENT = 0.03
TWICE_AT_ONCE = 0.04
OUT_OF_ORDER = 0.03
VERY_LATE = 0.01
COPY_MUCH_LATER = 0.02

PATIENCE = 20.0
"""Seconds after which an adapter gives up on a platform that does not answer."""


class Troubles:
    """What one installation suffers."""

    def __init__(self, chance: Random, loop: SimLoop, tell: Callable[[str], None]) -> None:
        self._chance, self._loop, self._tell = chance, loop, tell
        self.on = True
        self.counts: Counter[str] = Counter()
        self.database, self._database_until = "", 0.0
        self._down_until = 0.0
        self._platforms: dict[str, tuple[str, float]] = {}

    def hit(self, kind: str) -> None:
        """It bit."""
        self.counts[kind] += 1
        self._tell(f"fault: {kind}")

    def happens(self, kind: str, likely: float) -> bool:
        """Whether it bites now."""
        if self.on and self._chance.random() < likely:
            self.hit(kind)
            return True
        return False

    def stop(self) -> None:
        """Everything is well from now on."""
        self.on = False
        self.database, self._down_until = "", 0.0
        self._platforms.clear()

    def stays_down(self, seconds: float) -> None:
        """No process starts for so long."""
        self._down_until = self._loop.time() + seconds

    def starts_in(self, seconds: float) -> float:
        """In how many seconds a process that would start in `seconds` does start."""
        return max(seconds, self._down_until - self._loop.time())

    # ---- the database -------------------------------------------------------------------------------------------

    def break_database(self, how: str, seconds: float) -> None:
        """ "locked", "full" or "gone" for a while."""
        self.database, self._database_until = how, self._loop.time() + seconds

    def database_trouble(self) -> str:
        """How the database is broken now, "" when it is not."""
        if self.database and self._loop.time() >= self._database_until:
            self.database = ""
        return self.database

    def before(self, mortal: Mortal) -> None:
        """A transaction begins."""
        mortal.die_if("before the transaction", self)
        if (how := self.database_trouble()) in ("locked", "gone"):
            self.hit(f"database {how}")
            raise StoreTrouble(f"the database is {how}")

    def during(self, mortal: Mortal) -> None:
        """Everything is written; the commit comes."""
        mortal.die_if("before the commit", self)
        if self.database_trouble() == "full" or (self.on and self._chance.random() < FULL_AT_COMMIT):
            self.hit("database full")
            raise StoreTrouble("the disk is full")

    def after(self, mortal: Mortal) -> None:
        """It is committed, and whoever asked for it is not told."""
        mortal.die_if("after the commit", self)
        if self.happens("reply of commit lost", LOST_REPLY_OF_COMMIT):
            raise StoreTrouble("the connection broke")

    # ---- the platforms ------------------------------------------------------------------------------------------

    def break_platform(self, name: str, how: str, seconds: float) -> None:
        """ "429", "5xx", "slow", "token refused" or "token revoked" for a while."""
        self._platforms[name] = how, self._loop.time() + seconds

    def platform_trouble(self, name: str) -> str:
        """How a platform is broken now, "" when it is not."""
        how, until = self._platforms.get(name, ("", 0.0))
        return how if self._loop.time() < until else ""


class Mortal:
    """A process that may be told to die at a certain point of its next transaction."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.dies = self.died = ""

    def die_if(self, point: str, troubles: Troubles) -> None:
        """This is that point."""
        if self.process.dead:
            raise Killed
        if self.dies == point:
            self.died = point
            self.process.die()
            raise Killed
