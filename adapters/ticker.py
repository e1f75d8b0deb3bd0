"""The clock's door: one APScheduler job that ticks the engine. The engine knows what is due; this only knocks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import StoreTrouble

log = logging.getLogger(__name__)


def start_ticking(tick: Callable[[], int], wake: Callable[[], None], every: float) -> AsyncIOScheduler:
    """Call `tick` in a thread every `every` seconds, and `wake` when something was due. Returns the scheduler.

    The job is kept in memory only: schedules are the domain's own rows. A tick that is late is made up for once.
    """

    async def knock() -> None:
        try:
            if await asyncio.to_thread(tick):
                wake()
        except StoreTrouble as trouble:
            log.error("no tick: %s", trouble)

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(knock, "interval", seconds=every, coalesce=True, misfire_grace_time=None, max_instances=1)
    scheduler.start()
    return scheduler
