"""The courier's side of the outbox: what it claims, and what it says became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.messages import Stored


class Ticket(NamedTuple):
    """Which row of the outbox, and which claim of it: each claim of a row has the next `turn`."""

    team: str
    number: int
    turn: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """One row of the outbox, claimed for sending. `reply.key` is its key, `attempts` which try this is.

    `unsure`: it may have arrived already. An earlier claim ended without a word, or its sending did.
    """

    id: Ticket
    reply: Stored
    attempts: int
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A way on which parcels follow each other: one conversation, by its address, or a whole workspace, by a piece of
    text that all addresses there have in them."""

    platform: str
    name: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `ref` is the platform's reference to the message."""

    parcel: Ticket
    ref: str


@dataclass(frozen=True, slots=True)
class Later:
    """Try again at `due`. `counts`: this was one of its tries. `closes` is the lane that nobody uses before `due`.

    `perhaps_sent`: it may have arrived all the same, so whoever tries again looks first where that can be done.
    """

    parcel: Ticket
    due: datetime
    why: str
    perhaps_sent: bool = False
    counts: bool = False
    closes: Lane | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """It will never arrive by itself. It is kept for a while, with the reason, and can be sent again."""

    parcel: Ticket
    why: str


class Mailroom(Protocol):
    """The courier's side of the outbox."""

    def claim(self, platforms: Sequence[str], now: datetime, until: datetime, most: int) -> list[Parcel]:
        """Up to `most` parcels that are due, kept from others until `until`; in order, where they go to one
        conversation. None of a lane that is closed, and none before an earlier one of its conversation."""

    def renew(self, parcels: Sequence[Ticket], until: datetime) -> set[Ticket]:
        """Keep claimed parcels from others until `until`; returns those that were still held."""

    def mark(self, outcomes: Sequence[Sent | Later | Failed]) -> None:
        """What became of claimed parcels, in one transaction. A Later of a claim that has ended changes nothing, and
        one that was told before counts once."""


class Pile(NamedTuple):
    """Parcels that have not arrived, for one reason: `state` is "waiting" (due), "later" or "failed"; `reason` is what
    went wrong last, "" for nothing. `oldest` is when the oldest was due at first."""

    state: str
    platform: str
    reason: str
    many: int
    oldest: datetime


class Closed(NamedTuple):
    """A lane that is closed until a moment."""

    platform: str
    name: str
    whole: bool
    until: datetime
    reason: str


class Stuck(NamedTuple):
    """A parcel that failed at a moment: its kind ("ask"), and whether it is still `kept` whole, to be sent again."""

    kind: str
    platform: str
    reason: str
    at: datetime
    kept: bool


class Quarantine(Protocol):
    """The outbox, for whoever runs Coreflect. It tells of nobody who was written to."""

    def piles(self, now: datetime) -> list[Pile]: ...
    def closed(self, now: datetime) -> list[Closed]: ...
    def failed(self) -> list[Stuck]:
        """Those that failed, the oldest first."""

    def retry(self, now: datetime, platform: str, reason: str, before: datetime | None) -> int:
        """Try again what failed and is still kept: of one platform, for one reason, before a moment, where given. Opens
        the lanes, too, and ends the waiting for a next try. Returns how many had failed."""
