"""What many seeds came to."""

from __future__ import annotations

import time
from collections import Counter

from tests.simulation.installation import Result

TELLS_EVERY = 30.0
"""Seconds between two words on how far it is."""


class Tally:
    """The sum. `size` is the installations' size in words, `option` that of the command line for it."""

    def __init__(self, size: str, option: str) -> None:
        self.seeds = self.violated = 0
        self._size, self._option = size, option
        self._delivered = self._looked = self._answers = 0
        self._faults, self._doubled, self._published = Counter[str](), Counter[str](), Counter[str]()
        self._digest = ""
        self._began = self._told = time.perf_counter()

    def add(self, result: Result) -> None:
        """One more. What went wrong in it is told at once, and from time to time how far it is."""
        self.seeds += 1
        self._faults.update(result.faults)
        self._doubled.update(result.doubled)
        self._published.update(result.published)
        self._delivered, self._answers = self._delivered + result.delivered, self._answers + result.answers
        self._looked, self._digest = self._looked + result.looked, result.digest
        self.violated += bool(result.violations)
        for violation in result.violations[:3]:
            print(f"seed {result.seed}: {violation}")
        if result.violations:
            again = f"python -m tests.simulation --seed {result.seed}{self._option} --trace"
            print(f"seed {result.seed}: live it again with {again}", flush=True)
        if time.perf_counter() - self._told > TELLS_EVERY:
            self._told = time.perf_counter()
            print(f"{self.seeds:,} seeds, {self._rate()} a second, {self._faults.total():,} faults, "
                  f"{self.violated:,} with a violation", flush=True)  # fmt: skip

    def _rate(self) -> str:
        return f"{self.seeds / (time.perf_counter() - self._began):.2f}"

    def tell(self) -> None:
        """Print the table."""
        rows = [
            ("installation", self._size),
            ("seeds", f"{self.seeds:,}"),
            ("seeds per second", self._rate()),
            ("messages delivered", f"{self._delivered:,}"),
            ("looked for before they were sent again", f"{self._looked:,}"),
            ("forms acknowledged", f"{self._answers:,}"),
            *((f"readings: {status}", f"{times:,}") for status, times in sorted(self._published.items())),
            ("faults injected", f"{self._faults.total():,}"),
            *((f"  {kind}", f"{times:,}") for kind, times in sorted(self._faults.items())),
            ("messages doubled, as the promise allows", f"{self._doubled.total():,}"),
            *((f"  {why}", f"{times:,}") for why, times in sorted(self._doubled.items())),
            ("seeds with a violation", f"{self.violated:,}"),
        ]
        for name, value in rows:
            print(f"{name:<42} {value:>12}")
        if self.seeds == 1:
            print(f"{'digest of all that happened':<42} {self._digest:>12}")
