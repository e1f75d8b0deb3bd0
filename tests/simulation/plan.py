"""What will go wrong, and when: mostly around the moments that matter."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Protocol

from tests.simulation.clock import SimClock
from tests.simulation.faults import Troubles
from tests.simulation.loop import SimLoop
from tests.simulation.replica import Replica

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
POINTS = ("before the transaction", "before the commit", "after the commit")

A_WEEK = {
    "kill": 2.0, "kill in a transaction": 2.0, "pause": 1.5, "stop": 0.7, "clock": 0.8, "locked": 1.2, "full": 0.5,
    "gone": 0.5, "429": 1.0, "5xx": 0.8, "slow": 0.6, "token refused": 0.3, "token revoked": 0.25, "all killed": 0.12,
}  # fmt: skip
"""How many of each begin in a week."""

BIG_STEP = 15.0
"""Clocks that are so far apart may let one replica think that the other's lease is over."""


class Site(Protocol):
    """What can be broken."""

    loop: SimLoop
    troubles: Troubles
    clocks: list[SimClock]

    def running(self) -> list[Replica]: ...
    def excuse(self, replica: Replica, why: str) -> None: ...


def arrange(site: Site, chance: Random, weeks: float, moments: list[float]) -> None:
    """Put every trouble of the run on the calendar."""
    does: dict[str, Callable[[], None]] = {
        "kill": lambda: _kill(site, chance), "kill in a transaction": lambda: _kill_inside(site, chance),
        "pause": lambda: _pause(site, chance), "stop": lambda: _stop(site, chance),
        "clock": lambda: _step_clock(site, chance),
        "locked": lambda: site.troubles.break_database("locked", chance.uniform(1, 90)),
        "full": lambda: site.troubles.break_database("full", chance.uniform(10, 30 * MINUTE)),
        "gone": lambda: site.troubles.break_database("gone", chance.choice([30.0, 5 * MINUTE, HOUR])),
        "429": lambda: _platform(site, chance, "429", chance.uniform(10, 10 * MINUTE)),
        "5xx": lambda: _platform(site, chance, "5xx", chance.uniform(10, HOUR)),
        "slow": lambda: _platform(site, chance, "slow", chance.uniform(MINUTE, 20 * MINUTE)),
        "all killed": lambda: _all_gone(site, chance),
        "token refused": lambda: _platform(site, chance, "token refused", chance.uniform(HOUR, 6 * HOUR)),
        "token revoked": lambda: _platform(site, chance, "token revoked", chance.uniform(HOUR, DAY)),
    }  # fmt: skip
    for kind, often in A_WEEK.items():
        times = int(often * weeks + chance.random())
        for _ in range(times):
            site.loop.after(_when(chance, weeks, moments), _while_troubled(site, does[kind]))


def _while_troubled(site: Site, begins: Callable[[], None]) -> Callable[[], None]:
    """A team's last moments may lie after the last day. By then all was said to be well, and everything is given its
    time to arrive: what began then would leave some of it less time than any promise gives."""

    def begins_unless_all_is_well() -> None:
        if site.troubles.on:
            begins()

    return begins_unless_all_is_well


def _when(chance: Random, weeks: float, moments: list[float]) -> float:
    if moments and chance.random() < 0.7:
        return max(0.0, chance.choice(moments) + chance.uniform(-30, 120))
    return chance.uniform(0, weeks * 7 * DAY)


def _one(site: Site, chance: Random) -> Replica | None:
    there = [replica for replica in site.running() if not replica.process.paused]
    return chance.choice(there) if there else None


def _kill(site: Site, chance: Random) -> None:
    if replica := _one(site, chance):
        replica.process.dies_in = chance.randint(1, 150)


def _kill_inside(site: Site, chance: Random) -> None:
    if replica := _one(site, chance):
        replica.dies = chance.choice(POINTS)


def _all_gone(site: Site, chance: Random) -> None:
    """The machine stops, with everything on it, and stays so for long."""
    site.troubles.hit("everything stopped")
    site.troubles.stays_down(chance.choice([HOUR, 7 * HOUR, 30 * HOUR, 5 * DAY]))
    for replica in site.running():
        replica.died = "with everything"
        replica.process.die()


def _stop(site: Site, chance: Random) -> None:
    if replica := _one(site, chance):
        site.troubles.hit("replica stopped")
        replica.stop()


def _pause(site: Site, chance: Random) -> None:
    replica = _one(site, chance)
    if replica is None:
        return
    site.troubles.hit("replica paused")
    replica.process.paused = True
    seconds = chance.choice([5.0, 40.0, 5 * MINUTE])

    def goes_on() -> None:
        site.excuse(replica, "replica paused")
        site.loop.resume(replica.process)

    site.excuse(replica, "replica paused")
    site.loop.after(seconds, goes_on)


def _step_clock(site: Site, chance: Random) -> None:
    clock = chance.choice(site.clocks)
    site.troubles.hit("clock stepped")
    far = chance.uniform(60, 900) if chance.random() < 0.3 else chance.uniform(0.5, 10)
    _set_clock(site, clock, far * chance.choice([-1, 1]))
    site.loop.after(chance.uniform(5 * MINUTE, DAY), lambda: _set_clock(site, clock, 0.0))


def _set_clock(site: Site, clock: SimClock, off: float) -> None:
    big = abs(clock.off - off) > BIG_STEP
    clock.off = off
    for replica in site.running():
        if big:
            site.excuse(replica, "clock stepped")


def _platform(site: Site, chance: Random, how: str, seconds: float) -> None:
    site.troubles.break_platform(chance.choice(["slack", "teams"]), how, seconds)
