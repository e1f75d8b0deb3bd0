"""The desk: takes parcels from the outbox, keeps them from others, and writes down what became of them.

It writes in small batches while the courier works: what is not written down when a process dies may go twice. And it
renews the leases of what is still held, so that a slow platform lets no other courier begin with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from bot.mailroom import Failed, Later, Mailroom, Parcel, Sent, Ticket
from bot.ports import Clock, StoreTrouble

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
RENEWED = LEASE / 3
"""A lease is renewed when it has been held so long."""

BATCH = 100
"""Outcomes that are written down at once."""

EVERY = 0.2
"""Seconds after which fewer are written down, too."""

Outcome = Sent | Later | Failed


class Desk:
    """One courier's."""

    def __init__(self, mailroom: Mailroom, clock: Clock) -> None:
        self._mailroom, self._clock = mailroom, clock
        self._held: dict[Ticket, datetime] = {}  # until when
        self._renewed = clock.now()
        self._outcomes: list[Outcome] = []
        self._full = asyncio.Event()
        self._writing = asyncio.Lock()
        self._is_open = False

    async def claim(self, platforms: Sequence[str], most: int) -> list[Parcel]:
        """Up to `most` parcels that are due."""
        now = self._clock.now()
        parcels = await asyncio.to_thread(self._mailroom.claim, platforms, now, now + LEASE, most)
        if not self._held:
            self._renewed = now
        self._held.update((parcel.id, now + LEASE) for parcel in parcels)
        return parcels

    def holds(self, parcel: Parcel, now: datetime) -> bool:
        """Whether it is still ours. One whose lease has ended may be on its way from another courier."""
        until = self._held.get(parcel.id)
        return until is not None and now < until

    def note(self, outcome: Outcome) -> None:
        """This became of a parcel; to be written down soon."""
        self._held.pop(outcome.parcel, None)
        self._outcomes.append(outcome)
        if len(self._outcomes) >= BATCH:
            self._full.set()

    @property
    def is_behind(self) -> bool:
        """Whether so much is not written down that the courier should wait: as little as possible shall go twice when
        the process dies."""
        return len(self._outcomes) >= 2 * BATCH

    async def catch_up(self) -> None:
        """Write it down. What cannot be written is told at the end of the round."""
        with suppress(StoreTrouble):
            async with self._writing:
                if self.is_behind:  # somebody else may have been quicker
                    await self._put_down()

    async def write(self) -> None:
        """Write everything down now. Raises StoreTrouble; what could not be written is kept for the next time."""
        async with self._writing:
            await self._put_down()

    async def _put_down(self) -> None:
        self._full.clear()
        if outcomes := tuple(self._outcomes):
            await asyncio.to_thread(self._mailroom.mark, outcomes)
            del self._outcomes[: len(outcomes)]

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """While this lasts, outcomes are written down as they come, and leases renewed."""
        self._is_open = True
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            self._is_open = False
            self._full.set()
            await keeping  # not broken off: it may be writing

    async def _keep(self) -> None:
        while self._is_open:
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await self._full.wait()
            try:
                await self._renew()
                await self.write()
            except Exception as error:  # the courier goes on with what it holds; the end of its round tells
                log.error("not written down yet: %s", type(error).__name__)
                if self._is_open:
                    await asyncio.sleep(EVERY)

    async def _renew(self) -> None:
        now = self._clock.now()
        if self._held and now - self._renewed >= RENEWED:
            self._renewed = now
            held = list(self._held)
            ours = await asyncio.to_thread(self._mailroom.renew, held, now + LEASE)
            for ticket in held:
                if ticket in self._held:  # it may have arrived meanwhile
                    self._held[ticket] = now + LEASE if ticket in ours else now
