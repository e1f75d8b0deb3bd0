"""Eight weeks in a minute, with made-up people: what the page asks for, and whoever wires the program provides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from bot.messages import Card


class Demonstrate(Protocol):
    """Lives `weeks` weeks with a made-up team, in a database of its own, and shows them as they pass."""

    def __call__(self, weeks: int) -> AsyncIterator[tuple[str, Card]]:
        """A caption ("Week 3: 9 people answered") and the card that the team would see, one after another.

        It may be closed before its end, when the reader goes away.
        """
