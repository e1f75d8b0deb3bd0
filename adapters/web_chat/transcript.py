"""Where the web chat keeps the messages that the bot has put there: Slack and Teams keep their own, a page cannot.

Only what the bot says is kept. What people say to it, and what they answer, never comes here.
"""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import Any, Protocol


class Transcript(Protocol):
    """A log of messages for each address, oldest first. Synchronous: called in a thread, from several at once.

    A message has one id for good, and a `seq` for each time that it was put there or revised. `seq` only ever grows at
    an address, so that `since(address, the last seq seen)` gives what a reader has not seen, revised messages included.
    """

    def add(self, address: str, payload: dict[str, Any], message: str = "") -> str:
        """Put a message there; returns its id, which is unique over all addresses. It is made up, unless `message`
        gives one: put there a second time under the same id it is still one message."""

    def find(self, address: str, message: str) -> dict[str, Any] | None:
        """A message as it is now, None when there is none."""

    def newest(self) -> int:
        """The highest seq there is, over all addresses; 0 when there is none."""

    def news(self, after: int) -> tuple[int, set[str]]:
        """The highest seq, and the addresses at which there is one above `after`."""

    def revise(self, address: str, message: str, payload: dict[str, Any]) -> bool:
        """Put `payload` in the place of an earlier message; it keeps its id. False when there is no such message."""

    def since(self, address: str, after: int) -> list[tuple[int, str, dict[str, Any]]]:
        """Each message with a seq above `after`, once and as it is now: (seq, message id, payload).

        In the order in which they first came, so that a revised message keeps its place; its seq is that of its last
        change, so the seqs need not ascend."""


class MemoryTranscript:
    """A transcript that is gone with the program."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seq = count(1)
        self._at: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {}

    def add(self, address: str, payload: dict[str, Any], message: str = "") -> str:
        with self._lock:
            seq = next(self._seq)
            message = message or f"m{seq}"
            self._at.setdefault(address, {})[message] = (seq, dict(payload))
            return message

    def find(self, address: str, message: str) -> dict[str, Any] | None:
        with self._lock:
            found = self._at.get(address, {}).get(message)
            return dict(found[1]) if found else None

    def newest(self) -> int:
        return self.news(0)[0]

    def news(self, after: int) -> tuple[int, set[str]]:
        with self._lock:
            last = {address: max(seq for seq, _ in there.values()) for address, there in self._at.items()}
        return max(last.values(), default=0), {address for address, seq in last.items() if seq > after}

    def revise(self, address: str, message: str, payload: dict[str, Any]) -> bool:
        with self._lock:
            if message not in self._at.get(address, {}):
                return False
            self._at[address][message] = (next(self._seq), dict(payload))
            return True

    def since(self, address: str, after: int) -> list[tuple[int, str, dict[str, Any]]]:
        with self._lock:
            there = self._at.get(address, {})
            return [(seq, message, payload) for message, (seq, payload) in there.items() if seq > after]
