"""One process of the bot: the real engine, door and courier, in the wiring of `coreflect.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from adapters.courier import Courier
from adapters.door import EngineDoor
from bot.engine import Engine
from bot.library import Library
from bot.ports import Platform
from storage.sql import SqlStore
from tests.simulation.clock import SimClock, SimKeys
from tests.simulation.faults import Mortal, Troubles
from tests.simulation.letters import Row
from tests.simulation.loop import Process, SimLoop
from tests.simulation.store import WatchedStore, Witness

TICKS_EVERY = 5.0
IDLE_TICKS = 0.02
"""How many of the ticks at which nothing can be due are made all the same: most of them would find nothing."""

FIRST_TICKS = 0.25
"""And of those that would be a replica's first of a day."""


@dataclass(frozen=True)
class Parts:
    """What every replica is made of, and shares with the others."""

    loop: SimLoop
    store: SqlStore
    library: Library
    keys: SimKeys
    troubles: Troubles
    witness: Witness
    engine: type[Engine]
    courier: type[Courier]


class Replica(Mortal):
    """What runs between a start and a death."""

    def __init__(self, name: str, parts: Parts, chance: Random, clock: SimClock) -> None:
        super().__init__(Process(name))
        self.name, self.clock, self.held = name, clock, dict[str, Row]()
        self.stopping, self.misses_no_tick = False, False
        self.on_claim: Callable[[], None] = lambda: None
        self.may_find: Callable[[datetime], bool] = lambda _: True
        """Whether it is worth while to look for something to send: an hour has thousands of looks that find nothing."""
        self._loop, self._chance = parts.loop, chance
        self.store = WatchedStore(parts.store, self, parts.troubles, parts.witness)
        self._platforms: dict[str, Platform] = {}
        self.engine = parts.engine(self.store, parts.library, clock, parts.keys)  # type: ignore[arg-type]
        self.courier = parts.courier(self.store.mailroom, self._platforms, clock)
        self.door = EngineDoor(self.engine, self.courier.wake, self.courier.give_way)

    def start(self, platforms: Mapping[str, Platform], due: Callable[[], bool]) -> None:
        """Open the doors. `due` tells whether a tick could find something."""
        self._platforms.update(platforms)
        self._carrying = self._loop.spawn(self.process, self.courier.run())
        self._loop.spawn(self.process, self._ticks(due))

    async def _ticks(self, due: Callable[[], bool]) -> None:
        """adapters.ticker.Ticker without its scheduler, which reads the real clock."""
        ticked: date | None = None
        while not self.stopping:
            await asyncio.sleep(TICKS_EVERY)
            today = self.clock.now().date()
            # The first tick of a day lets go of what is old, whether something is due or not.
            likely = IDLE_TICKS if ticked == today else FIRST_TICKS
            ticked = today
            if not (self.misses_no_tick or due()) and self._chance.random() > likely:
                continue
            try:
                await self.door.tick()
            except Exception:  # it is logged
                continue

    @property
    def accepts(self) -> bool:
        """Whether a request comes through to it at all."""
        return not (self.process.dead or self.stopping)

    def stop(self) -> None:
        """SIGTERM: no more requests and ticks, and the courier ends its round."""
        self.stopping = True
        self.courier.stop()

    @property
    def stopped(self) -> bool:
        """Whether it has come to its end by itself."""
        return self.stopping and self._carrying.done()
