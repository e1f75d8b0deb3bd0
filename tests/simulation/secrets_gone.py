"""Keys that link rows to people: each must be destroyed with what it linked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from tests.simulation.clock import SimKeys


@dataclass
class KeysToGo:
    """Which keys must be gone. By what they are, not by their names: a name may be given to a new one."""

    keys: SimKeys
    wrong: Callable[[str], None]
    now: dict[bytes, str] = field(default_factory=dict)
    """Must be gone before time moves on."""
    at_last: dict[bytes, str] = field(default_factory=dict)
    """Whoever would have destroyed them was killed, or not told that the commit was kept: gone in the end."""
    excused: int = 0

    def must_go(self, *names: str) -> None:
        """What these keys linked was just deleted."""
        self.now.update({self.keys.ring[name]: name for name in names if name in self.keys.ring})

    def not_told(self) -> None:
        """The process will never get to it, or thinks that nothing happened."""
        self.excused += bool(self.now)
        self.at_last.update(self.now)
        self.now.clear()

    def check(self) -> None:
        """Whoever just committed has had the time to destroy them."""
        left = set(self.keys.ring.values())
        for key in self.now.keys() & left:
            self.wrong(f"the key {_kind(self.now[key])} outlives what it linked")
        self.now.clear()

    def at_the_end(self, ended: Collection[str]) -> None:
        """Nothing is left for good of teams that have ended. In others, the next window's end makes up for it."""
        left = set(self.keys.ring.values())
        for key in self.at_last.keys() & left:
            if self.at_last[key].partition(":")[0] in ended:
                self.wrong(f"the key {_kind(self.at_last[key])} was forgotten after a crash, and stays for ever")


def _kind(name: str) -> str:
    return name.partition(":")[2]
