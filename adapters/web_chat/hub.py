"""Who is listening where: wakes the open pages when something new stands in a place they follow.

What people say is passed on to the pages that are open at that moment and kept nowhere.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

MOST_WAITING = 200  # a page that reads slower than people write loses their oldest words, never the bot's


class Listener:
    """One open page: the places it follows, and what people said there since it last looked."""

    def __init__(self, places: Iterable[str]) -> None:
        self.places = frozenset(places)
        self.said: deque[dict[str, Any]] = deque(maxlen=MOST_WAITING)
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There may be something new."""
        self._news.set()

    async def news(self, patience: float) -> None:
        """Returns when there may be something new, or after `patience` seconds: another process may have put a
        message there, of which nobody here hears."""
        try:
            async with asyncio.timeout(patience):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()


class Hub:
    """The open pages of this process."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self.closing = False

    def __len__(self) -> int:
        return len(self._listeners)

    @property
    def places(self) -> set[str]:
        """Every place that somebody follows."""
        return {place for listener in self._listeners for place in listener.places}

    @contextmanager
    def listening(self, places: Iterable[str]) -> Iterator[Listener]:
        """A listener for as long as the block lasts."""
        listener = Listener(places)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def posted(self, address: str) -> None:
        """The transcript has something new at `address`."""
        for listener in self._at(address):
            listener.wake()

    def said(self, address: str, words: dict[str, Any]) -> None:
        """Somebody said something at `address`."""
        for listener in self._at(address):
            listener.said.append({"place": address, **words})
            listener.wake()

    def _at(self, address: str) -> list[Listener]:
        return [listener for listener in self._listeners if address in listener.places]

    def close(self) -> None:
        """The program ends: let every page go."""
        self.closing = True
        for listener in self._listeners:
            listener.wake()
