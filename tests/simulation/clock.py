"""The time as a replica's clock shows it, and a key ring that both replicas share."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from tests.simulation.loop import SimLoop


class SimClock:
    """bot.ports.Clock of one replica: the true time, and how far the replica's clock is off."""

    def __init__(self, loop: SimLoop, begin: datetime) -> None:
        self._loop, self._begin = loop, begin
        self.off = 0.0

    def true(self) -> datetime:
        return self._begin + timedelta(seconds=self._loop.time())

    def now(self) -> datetime:
        return self.true() + timedelta(seconds=self.off)

    def seconds(self, moment: datetime) -> float:
        """The loop's time at a moment."""
        return (moment - self._begin).total_seconds()


class SimKeys:
    """bot.ports.Keys. A key that was destroyed never comes back: made anew, it is another one."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.ring: dict[str, bytes] = {}

    def circle_key(self, name: str) -> bytes:
        if name not in self.ring:
            self.ring[name] = self._chance.randbytes(32)
        return self.ring[name]

    def circles(self) -> list[str]:
        return list(self.ring)

    def destroy(self, *names: str) -> None:
        for name in names:
            self.ring.pop(name, None)

    def seal(self, words: str) -> bytes:
        return words.encode().hex().encode()

    def unseal(self, sealed: bytes) -> str:
        return bytes.fromhex(sealed.decode()).decode()
