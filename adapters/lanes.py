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
        self._busy: dict[tuple[str, str], datetime] = {}  # when the lane would be quiet again at its pace
        self._many = FEW
        self._refusals: dict[Lane, int] = {}
        self._patience: dict[Lane, dict[str, datetime]] = {}

    def hold(self, to: Place, now: datetime) -> Hold | None:
        """Why nothing may be sent there now, None when it may. Takes one turn of its pace when it may."""
        if self._closed and (hold := self._shut(to, now)):
            return hold
        platform = self._pace_of(to)
        if platform is None:
            return None
        if free := self._turn((to.platform, to.address), platform.conversation_pace, now):
            return Hold(Lane(to.platform, to.address), free, "paced")
        if not platform.workspace_pace.every or not (workspace := self._workspace(to)):
            return None
        if self._turn((to.platform, f" {workspace.name}"), platform.workspace_pace, now):
            # Until a whole burst may be sent: what is held of it meanwhile goes back to the outbox each time.
            return self._close(workspace, self._busy[to.platform, f" {workspace.name}"], "paced")
        return None

    def _shut(self, to: Place, now: datetime) -> Hold | None:
        for lane, hold in list(self._closed.items()):
            if hold.until <= now:
                del self._closed[lane]
            elif lane.platform == to.platform and lane.name in to.address:
                return hold
        return None

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

    def _turn(self, key: tuple[str, str], pace: Pace, now: datetime) -> datetime | None:
        """Take a turn; or when the next one can be had, if that is later than now."""
        quiet = self._busy.get(key)
        if quiet is None or quiet < now:
            quiet = now
            if len(self._busy) > self._many:
                self._busy = {each: till for each, till in self._busy.items() if till > now}
                self._many = FEW + 2 * len(self._busy)
        every = timedelta(seconds=pace.every)
        if quiet - now > every * (pace.burst - 1):
            return quiet - every * (pace.burst - 1)
        self._busy[key] = quiet + every
        return None


def jittered(wait: float, seed: str) -> float:
    """`wait`, up to a quarter shorter or longer, so that what failed together does not come back together. The same
    seed gives the same."""
    return wait * Random(seed).uniform(0.75, 1.25)  # noqa: S311 - nothing secret hangs on it
