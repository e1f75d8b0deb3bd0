"""The courier: takes what is due from the outbox, delivers it, marks it. It decides nothing.

A parcel is claimed for a while (its lease). A courier that dies leaves its parcels to whoever comes after the lease;
what was marked is never sent again, and what may have been sent is looked for first, where that can be done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from adapters.delivery import Looks, TryAgain, Unreachable
from adapters.desk import Desk, Outcome
from adapters.lanes import Lanes, jittered
from adapters.load import Load
from bot.mailroom import Failed, Later, Mailroom, Parcel, Sent
from bot.messages import Place
from bot.ports import Clock, Platform, StoreTrouble

log = logging.getLogger(__name__)

MOST = 250
"""Parcels claimed at a time."""

LOW = 125
"""Conversations that still wait when more is claimed."""

AT_ONCE = 50
"""Conversations written to at the same time."""

FEW_AT_ONCE = 2
"""The same while people wait for the event loop, in which each answer of a platform takes its turn before theirs."""

GIVES_WAY_FOR = 0.5
"""Seconds; whoever waits again makes it longer."""

PATIENCE = 1.0
"""Seconds after which one more is written to all the same: the few may be waiting for one that does not answer."""

LOOKS_EVERY = 1.0
"""Seconds between looks at the outbox when nobody wakes the courier."""

GIVES_UP_AFTER = 30
"""Tries; with the waiting between them this is most of a day."""

LONGEST_WAIT = 3600.0

A_WHILE = timedelta(seconds=5)
"""For what was held too long: it is not claimed again at once by who is too slow for it."""


class Courier:
    """Carries parcels to the platforms that are on."""

    def __init__(self, mailroom: Mailroom, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._platforms, self._clock = platforms, clock
        self._desk, self._lanes = Desk(mailroom, clock), Lanes(platforms)
        self._awake = asyncio.Event()
        self._stopping = False
        self._gives_way_until = 0.0  # in the event loop's time

    def wake(self) -> None:
        """Look at the outbox now."""
        self._awake.set()

    def give_way(self) -> None:
        """People wait for the event loop: write to few conversations at a time for a moment."""
        self._gives_way_until = asyncio.get_running_loop().time() + GIVES_WAY_FOR

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
        await self._desk.write()
        carried = 0
        while parcels := await self._claim():
            load = Load(parcels, MOST)
            async with self._desk.open():
                await asyncio.gather(*(self._work(load, each) for each in range(min(AT_ONCE, len(load.ready)))))
            carried += load.carried
            if load.trouble:  # what was delivered is remembered, and marked in the next round
                raise load.trouble
            await self._desk.write()
        return carried

    async def _work(self, load: Load, number: int) -> None:
        """Serve one conversation after the other. The network never waits for the disk: more is claimed, and what is
        done is marked, while there is still something to deliver."""
        while True:
            if number >= FEW_AT_ONCE:
                await self._leave_room(load, PATIENCE * (1 + number / AT_ONCE))
            if load.more and load.filling is None and len(load.ready) < LOW:
                load.filling = asyncio.create_task(self._fill(load))
            if load.ready:
                await self._serve(load, load.ready.popleft())
            elif load.filling:
                await asyncio.wait([load.filling])
            else:
                return

    async def _leave_room(self, load: Load, at_most: float) -> None:
        """Wait while people wait for the event loop, unless the few are through with everything."""
        clock = asyncio.get_running_loop().time
        until = clock() + at_most
        while load.ready and (left := min(self._gives_way_until, until) - clock()) > 0:  # noqa: ASYNC110 - time ends it
            await asyncio.sleep(min(left, 0.1))

    async def _fill(self, load: Load) -> None:
        try:
            load.add(await self._claim())
        except Exception as trouble:  # raised by the round, once what is there has been delivered
            load.trouble, load.more = trouble, False
        finally:
            load.filling = None

    async def _claim(self) -> list[Parcel]:
        if self._stopping or not self._platforms:
            return []
        return await self._desk.claim(list(self._platforms), MOST)

    async def _serve(self, load: Load, place: Place) -> None:
        """Deliver what is there for a conversation, in order: nothing overtakes a parcel that has to wait."""
        lane, wait = load.lanes[place], None
        while lane:
            parcel = lane.popleft()
            if wait:
                due = wait.due + self._lanes.gap(place)
                outcome: Outcome = Later(parcel.id, due, "waits", parcel.unsure)
            else:
                if self._desk.is_behind:
                    await self._desk.catch_up()
                outcome = await self._carry(parcel, place)
            wait = outcome if isinstance(outcome, Later) else None
            self._desk.note(outcome)
        del load.lanes[place]

    async def _carry(self, parcel: Parcel, place: Place) -> Outcome:
        now = self._clock.now()
        if self._stopping:
            return Later(parcel.id, now, "stopping", parcel.unsure)
        if not self._desk.holds(parcel, now):
            return Later(parcel.id, now + A_WHILE, "held too long", parcel.unsure)
        if hold := self._lanes.hold(place, now):
            return Later(parcel.id, hold.until, hold.why, parcel.unsure, closes=hold.lane)
        try:
            reference = await self._deliver(parcel, self._platforms[place.platform])
        except Unreachable as gone:
            return Failed(parcel.id, str(gone))
        except TryAgain as later:
            return self._again(parcel, place, later)
        except Exception as error:
            # The kind alone: an error's text can hold what somebody wrote.
            log.error("not delivered: %s", type(error).__name__)
            return self._again(parcel, place, TryAgain(type(error).__name__, perhaps_sent=True))
        self._lanes.worked(place)
        return Sent(parcel.id, reference)

    async def _deliver(self, parcel: Parcel, platform: Platform) -> str:
        """The platform's reference; of the message that stands there already, where one does."""
        if parcel.unsure and isinstance(platform, Looks):
            try:
                found = await platform.look(parcel.reply)
            except TryAgain as later:
                later.perhaps_sent = True  # by an earlier try
                raise
            if found is not None:
                return found
        return await platform.deliver(parcel.reply)

    def _again(self, parcel: Parcel, place: Place, later: TryAgain) -> Outcome:
        now, why = self._clock.now(), str(later)
        seed = f"{parcel.reply.key}:{parcel.attempts}"
        after = None if later.after is None else timedelta(seconds=max(later.after, 1.0))
        if later.whole_workspace and (hold := self._lanes.refused(place, now, after, why, seed)):
            return Later(parcel.id, hold.until, why, later.perhaps_sent, closes=hold.lane)
        if after is not None:
            lane = self._lanes.asked(place, now, now + after, why)
            return Later(parcel.id, now + after, why, later.perhaps_sent, closes=lane)
        if parcel.attempts >= GIVES_UP_AFTER:
            return Failed(parcel.id, why)
        wait = jittered(min(2.0**parcel.attempts, LONGEST_WAIT), seed)
        return Later(parcel.id, now + timedelta(seconds=wait), why, later.perhaps_sent, counts=True)
