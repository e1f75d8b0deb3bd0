"""Lanes: how fast conversations and workspaces may be written to, and which of them must be left alone for a while.

What is closed stands in the database, for every replica (`Later.closes`). Here is what one courier must remember: what
it holds of a closed workspace is not tried one by one, and a workspace that goes on refusing is asked ever more seldom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from adapters.delivery import Pace, Paced
from bot.mailroom import Lane
from bot.messages import Place
from bot.ports import Platform

FIRST_PAUSE, LONGEST_PAUSE = 60.0, 3600.0
"""Seconds that a workspace is left alone when it refuses everything: at first, and at most."""

SEVERAL = 3
"""Conversations of a workspace that ask for patience at the same time: then it is the workspace that asks."""

FEW = 5_000
"""Conversations whose pace is remembered before the old ones are cleared out."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is sent to `lane` before `until`."""

    lane: Lane
    until: datetime
    why: str


class Lanes:
    """What one courier knows of its lanes."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self._platforms = platforms
        self._paced: dict[str, Paced | None] = {}  # asking whether a platform is one takes longer than all the rest
        self._closed: dict[Lane, Hold] = {}  # workspaces
        self._busy: dict[tuple[str, str, bool], datetime] = {}  # when the lane would be quiet again at its pace
        self._refusals: dict[Lane, int] = {}
        self._patience: dict[Lane, dict[str, datetime]] = {}

    def hold(self, to: Place, now: datetime) -> Hold | None:
        """Why nothing may be sent there now, None when it may. Takes one turn of its pace when it may."""
        for lane, hold in list(self._closed.items()):
            if hold.until <= now:
                del self._closed[lane]
            elif lane.platform == to.platform and lane.name in to.address:
                return hold
        platform = self._pace_of(to)
        if platform is None:
            return None
        wait = self._turn(Lane(to.platform, to.address), platform.conversation_pace, now)
        if wait is None and platform.workspace_pace.every and (workspace := self._workspace(to)):
            wait = self._turn(workspace, platform.workspace_pace, now)
        return wait

    def gap(self, to: Place) -> timedelta:
        """The time between two messages of one conversation that has to wait."""
        platform = self._pace_of(to)
        return timedelta(seconds=platform.conversation_pace.every if platform else 0)

    def worked(self, to: Place) -> None:
        """Something arrived there: its workspace refuses no longer."""
        if self._refusals and (lane := self._workspace(to)):
            self._refusals.pop(lane, None)

    def refused(self, to: Place, now: datetime, after: timedelta | None, why: str, seed: str) -> Hold | None:
        """Its whole workspace refuses, for `after` where it said so, else for longer each time. None where there are
        no workspaces."""
        lane = self._workspace(to)
        if lane is None:
            return None
        if after is None:
            self._refusals[lane] = times = self._refusals.get(lane, 0) + 1
            after = timedelta(seconds=jittered(min(FIRST_PAUSE * 2.0 ** (times - 1), LONGEST_PAUSE), seed))
        return self._close(lane, now + after, why)

    def asked(self, to: Place, now: datetime, until: datetime, why: str) -> Lane:
        """It asked for patience until then. Returns the lane to close: the conversation, or its workspace when several
        of its conversations ask."""
        lane = self._workspace(to)
        if lane:
            asking = {at: till for at, till in self._patience.get(lane, {}).items() if till > now}
            asking[to.address] = until
            self._patience[lane] = asking
            if len(asking) >= SEVERAL:
                return self._close(lane, until, why).lane
        return Lane(to.platform, to.address)

    def _close(self, lane: Lane, until: datetime, why: str) -> Hold:
        self._closed[lane] = hold = Hold(lane, until, why)
        return hold

    def _pace_of(self, to: Place) -> Paced | None:
        if to.platform not in self._paced:
            platform = self._platforms[to.platform]
            self._paced[to.platform] = platform if isinstance(platform, Paced) else None
        return self._paced[to.platform]

    def _workspace(self, to: Place) -> Lane | None:
        platform = self._pace_of(to)
        name = platform.workspace(to) if platform else ""
        return Lane(to.platform, name, whole=True) if name else None

    def _turn(self, lane: Lane, pace: Pace, now: datetime) -> Hold | None:
        key, every = (lane.platform, lane.name, lane.whole), timedelta(seconds=pace.every)
        quiet = max(self._busy.get(key, now), now)
        if quiet - now > every * (pace.burst - 1):
            # A conversation goes on as soon as one may be sent, a workspace when a whole burst may be: what is held of
            # it meanwhile goes back to the outbox each time.
            if lane.whole:
                return self._close(lane, quiet, "paced")
            return Hold(lane, quiet - every * (pace.burst - 1), "paced")
        if len(self._busy) > FEW:
            self._busy = {each: till for each, till in self._busy.items() if till > now}
        self._busy[key] = quiet + every
        return None


def jittered(wait: float, seed: str) -> float:
    """`wait`, up to a quarter shorter or longer, so that what failed together does not come back together. The same
    seed gives the same."""
    return wait * Random(seed).uniform(0.75, 1.25)  # noqa: S311 - nothing secret hangs on it
