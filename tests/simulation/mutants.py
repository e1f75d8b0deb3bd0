"""Bugs put in on purpose: a simulation that does not find them finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest.mock import patch

from adapters import desk
from adapters.courier import Courier
from adapters.desk import Outcome
from bot import ballot
from bot.domain import Reading, Round, Standing, Team
from bot.engine import Engine
from bot.mailroom import Parcel, Sent
from bot.messages import Event, OpenForm, Place, Stored
from bot.moment import Moment
from bot.ports import StoreTrouble
from storage.sql.mailroom import SqlMailroom
from storage.sql.outbox import SqlOutbox
from storage.sql.people import SqlSeen
from tests.simulation.installation import Product
from tests.simulation.platform import LineThatLooks

REAL = Product()


@dataclass(frozen=True)
class Mutant:
    """`put_in` is a context in which the bug is there; `noticed` is a part of what is said of it."""

    name: str
    put_in: Callable[[], Any]
    noticed: tuple[str, ...]
    product: Product = REAL


class MarksFirst(Courier):
    """Says that it is sent, and then sends it."""

    async def _carry(self, parcel: Parcel, place: Place) -> Outcome:
        self._desk.note(Sent(parcel.id, ""))
        await self._desk.write()
        await self._platforms[place.platform].deliver(parcel.reply)
        return Sent(parcel.id, "")


class SaysYes(Engine):
    """What could not be stored is acknowledged all the same."""

    def handle_all(self, events: Sequence[Event]) -> list[Sequence[OpenForm] | Exception]:
        try:
            return super().handle_all(events)
        except StoreTrouble:
            return [() for _ in events]


def _always_new(self: SqlSeen, event_id: str, day: object) -> bool:
    return True


def _close_counting_everybody(moment: Moment, team: Team, round_: Round, members: Sequence[Standing]) -> list[Reading]:
    """Rule R2 is left out: people count from their first day."""
    long_ago = round_.closes.date().replace(year=2000, day=1)
    return _close(moment, team, round_, [member._replace(joined=long_ago) for member in members])


_close = ballot.close


def _cancels_nothing(self: SqlOutbox, team: str, *occasions: str) -> None:
    """What is taken back is sent all the same."""


def _leaves_unsure(self: SqlMailroom, platforms: Sequence[str], now: datetime, until: datetime, most: int) -> Any:
    """What somebody who died had taken is not carried on by anybody."""
    return [parcel for parcel in _claim(self, platforms, now, until, most) if not parcel.unsure]


_claim = SqlMailroom.claim


async def _finds_nothing(self: LineThatLooks, reply: Stored) -> None:
    """It does not look."""


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _no_lease() -> Iterator[None]:
    with patch.object(desk, "LEASE", desk.LEASE * 0), patch.object(desk.Desk, "holds", lambda *_: True):
        yield


MUTANTS = (
    Mutant("a courier that marks before it sends", _nothing, ("marked as sent, and was never",),
           Product(courier=MarksFirst)),
    Mutant("a lease that ends at once, and nobody minds", _no_lease,
           ("is delivered", "is sent though", "does not hold")),
    Mutant("an engine that acknowledges what it could not store", _nothing, ("acknowledged and not stored",),
           Product(engine=SaysYes)),
    Mutant("an engine that does not ask whether it has seen an event",
           lambda: patch.object(SqlSeen, "first", _always_new), ("handled twice",)),
    Mutant("a close that counts people from their first day",
           lambda: patch.object(ballot, "close", _close_counting_everybody), ("the rules give",)),
    Mutant("a courier that does not look before it sends again",
           lambda: patch.object(LineThatLooks, "look", _finds_nothing), ("is delivered 2 times",)),
    Mutant("a claim that nobody takes over from the dead", lambda: patch.object(SqlMailroom, "claim", _leaves_unsure),
           ("still waits",)),
    Mutant("questions that are not taken back", lambda: patch.object(SqlOutbox, "cancel", _cancels_nothing),
           ("taken back", "after the close", "not in")),
)  # fmt: skip
