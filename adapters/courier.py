"""The courier: takes what is due from the outbox, delivers it, marks it. It decides nothing.

A parcel is claimed for a while (its lease). A courier that dies leaves its parcels to whoever comes after the lease;
what was marked is never sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from adapters.delivery import TryAgain, Unreachable
from bot.codec import place_of
from bot.messages import Place
from bot.ports import Clock, Failed, Later, Mailroom, Parcel, Platform, Sent, StoreTrouble

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MOST = 500
"""Parcels claimed at a time."""

AT_ONCE = 50
"""Conversations written to at the same time."""

LOOKS_EVERY = 1.0
"""Seconds between looks at the outbox when nobody wakes the courier."""

GIVES_UP_AFTER = 30
"""Tries; with the waiting between them this is most of a day."""

LONGEST_WAIT = 3600.0

Outcome = Sent | Later | Failed


class Courier:
    """Carries parcels to the platforms that are on."""

    def __init__(self, mailroom: Mailroom, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._mailroom, self._platforms, self._clock = mailroom, platforms, clock
        self._awake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look at the outbox now."""
        self._awake.set()

    def stop(self) -> None:
        """Let `run` end. What is on its way is waited for and marked, so that nobody gets it twice; what is not goes
        back for whoever comes next."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Carry until `stop`. Trouble with the database is logged, and tried again."""
        while not self._stopping:
            try:
                carried = await self.round()
            except StoreTrouble as trouble:
                log.error("the outbox cannot be read: %s", trouble)
                carried = 0
            if not carried:
                await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOKS_EVERY):
                await self._awake.wait()
        except TimeoutError:
            pass
        self._awake.clear()

    async def round(self) -> int:
        """Claim, deliver, mark once; returns how many parcels there were."""
        if not self._platforms:
            return 0
        now = self._clock.now()
        parcels = await asyncio.to_thread(self._mailroom.claim, list(self._platforms), now, now + LEASE, MOST)
        if not parcels:
            return 0
        # One conversation gets its messages in order; different ones do not wait for each other.
        lanes: dict[Place, list[Parcel]] = defaultdict(list)
        for parcel in parcels:
            lanes[place_of(parcel.reply)].append(parcel)
        waiting, outcomes = iter(lanes.values()), list[Outcome]()

        async def carry() -> None:
            for lane in waiting:
                outcomes.extend(await self._lane(lane))

        await asyncio.gather(*(carry() for _ in range(min(AT_ONCE, len(lanes)))))
        await asyncio.to_thread(self._mailroom.mark, outcomes)
        return len(parcels)

    async def _lane(self, parcels: Sequence[Parcel]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for parcel in parcels:
            outcome = await self._carry(parcel) if not self._stopping else self._back(parcel)
            outcomes.append(outcome)
            if isinstance(outcome, Later):  # what comes after it must not overtake it
                rest = parcels[len(outcomes) :]
                return [*outcomes, *(Later(other.id, outcome.due, "waits") for other in rest)]
        return outcomes

    async def _carry(self, parcel: Parcel) -> Outcome:
        platform = self._platforms[place_of(parcel.reply).platform]
        try:
            return Sent(parcel.id, await platform.deliver(parcel.reply))
        except Unreachable as gone:
            return Failed(parcel.id, str(gone))
        except TryAgain as later:
            return self._again(parcel, str(later), later.after)
        except Exception as error:
            # The kind alone: an error's text can hold what somebody wrote.
            log.error("not delivered: %s", type(error).__name__)
            return self._again(parcel, type(error).__name__, None)

    def _back(self, parcel: Parcel) -> Outcome:
        return Later(parcel.id, self._clock.now(), "stopping")

    def _again(self, parcel: Parcel, why: str, after: float | None) -> Outcome:
        if parcel.attempts >= GIVES_UP_AFTER:
            return Failed(parcel.id, why)
        wait = after if after is not None else min(2.0**parcel.attempts, LONGEST_WAIT)
        return Later(parcel.id, self._clock.now() + timedelta(seconds=wait), why)
