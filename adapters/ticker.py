"""The clock's door: one APScheduler job that ticks the engine. The engine knows what is due; this only knocks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters import serving
from bot.ports import StoreTrouble

log = logging.getLogger(__name__)


class Ticker:
    """Calls `tick` every `every` seconds; it tells for how many teams something was due.

    The job is kept in memory only: schedules are the domain's own rows. A tick that is late is made up for once.
    """

    def __init__(self, tick: Callable[[], Awaitable[int]], every: float) -> None:
        self._tick = tick
        self._knocking = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        # Two instances, of which the second finds the first at work and goes: one alone would be warned about.
        self._scheduler.add_job(
            self._knock, "interval", seconds=every, coalesce=True, misfire_grace_time=None, max_instances=2
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """No more ticks; one that has begun is waited for."""
        self._scheduler.pause()
        async with self._knocking:
            self._scheduler.shutdown(wait=False)

    async def _knock(self) -> None:
        if self._knocking.locked():
            return
        async with self._knocking:
            try:
                if not await self._tick():
                    serving.rest()
            except StoreTrouble as trouble:
                log.error("no tick: %s", trouble)
            except Exception as error:  # the scheduler would log its text, which can hold what somebody wrote
                log.error("no tick: %s", type(error).__name__)
