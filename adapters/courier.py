"""The courier: takes what is due from the outbox, delivers it, marks it. It decides nothing.

A parcel is claimed for a while (its lease). A courier that dies leaves its parcels to whoever comes after the lease;
what was marked is never sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import timedelta

from adapters.delivery import TryAgain, Unreachable
from bot.codec import place_of
from bot.messages import Place
from bot.ports import Clock, Failed, Later, Mailroom, Parcel, Platform, Sent, StoreTrouble

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
MOST = 250
"""Parcels claimed at a time."""

LOW = 125
"""Conversations that still wait when more is claimed."""

AT_ONCE = 50
"""Conversations written to at the same time."""

LOOKS_EVERY = 1.0
"""Seconds between looks at the outbox when nobody wakes the courier."""

GIVES_UP_AFTER = 30
"""Tries; with the waiting between them this is most of a day."""

LONGEST_WAIT = 3600.0

Outcome = Sent | Later | Failed


class _Load:
    """What is being delivered: for each conversation its parcels, oldest first."""

    def __init__(self, parcels: Sequence[Parcel]) -> None:
        self.lanes: dict[Place, deque[Parcel]] = {}
        self.ready: deque[Place] = deque()  # conversations that nobody serves yet
        self.carried = 0
        self.filling: asyncio.Task[None] | None = None
        self.trouble: Exception | None = None
        self.add(parcels)

    def add(self, parcels: Sequence[Parcel]) -> None:
        """More to deliver. What comes for a conversation that is being served joins its end."""
        for parcel in parcels:
            place = place_of(parcel.reply)
            if place not in self.lanes:
                self.lanes[place] = deque()
                self.ready.append(place)
            self.lanes[place].append(parcel)
        self.carried += len(parcels)
        self.more = len(parcels) == MOST


class Courier:
    """Carries parcels to the platforms that are on."""

    def __init__(self, mailroom: Mailroom, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._mailroom, self._platforms, self._clock = mailroom, platforms, clock
        self._unmarked: list[Outcome] = []
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
        """Carry until `stop`. Whatever goes wrong is logged, without content, and tried again."""
        while not self._stopping:
            try:
                carried = await self.round()
            except StoreTrouble as trouble:
                log.error("the outbox cannot be read: %s", trouble)
                carried = 0
            except Exception as error:  # it must not end the carrying, nor say what it holds
                log.error("the round broke off: %s", type(error).__name__)
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
        """Claim, deliver and mark until nothing is due; returns how many parcels there were."""
        await self._mark()
        parcels = await self._claim()
        if not parcels:
            return 0
        load = _Load(parcels)
        await asyncio.gather(*(self._work(load) for _ in range(min(AT_ONCE, len(load.ready)))))
        if load.trouble:  # what was delivered is remembered, and marked in the next round
            raise load.trouble
        await self._mark()
        return load.carried

    async def _work(self, load: _Load) -> None:
        """Serve one conversation after the other. The network never waits for the disk: more is claimed, and what is
        done is marked, while there is still something to deliver."""
        while True:
            if load.more and load.filling is None and len(load.ready) < LOW:
                load.filling = asyncio.create_task(self._fill(load))
            if load.ready:
                await self._serve(load, load.ready.popleft())
            elif load.filling:
                await asyncio.wait([load.filling])
            else:
                return

    async def _fill(self, load: _Load) -> None:
        try:
            await self._mark()
            load.add(await self._claim() if not self._stopping else [])
        except Exception as trouble:  # raised by the round, once what is there has been delivered
            load.trouble, load.more = trouble, False
        finally:
            load.filling = None

    async def _claim(self) -> list[Parcel]:
        if not self._platforms:
            return []
        now = self._clock.now()
        return await asyncio.to_thread(self._mailroom.claim, list(self._platforms), now, now + LEASE, MOST)

    async def _mark(self) -> None:
        if outcomes := tuple(self._unmarked):
            await asyncio.to_thread(self._mailroom.mark, outcomes)
            del self._unmarked[: len(outcomes)]

    async def _serve(self, load: _Load, place: Place) -> None:
        """Deliver what is there for a conversation, in order: nothing overtakes a parcel that has to wait."""
        lane, wait = load.lanes[place], None
        while lane:
            parcel = lane.popleft()
            if wait:
                outcome: Outcome = Later(parcel.id, wait.due, "waits")
            else:
                outcome = await self._carry(parcel) if not self._stopping else self._back(parcel)
                wait = outcome if isinstance(outcome, Later) else None
            self._unmarked.append(outcome)
        del load.lanes[place]

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
