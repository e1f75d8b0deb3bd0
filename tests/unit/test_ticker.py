"""The clock knocks; when nothing was due, there is time to tidy up."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from adapters import serving
from adapters.ticker import Ticker


class Ring:
    """Holds itself, so that only a look through everything finds that nobody else does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def never_by_itself(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(serving, "OFTEN", 0)
    gc.disable()
    yield
    gc.enable()


async def knocks(due: int) -> None:
    knocked = asyncio.Event()

    async def tick() -> int:
        knocked.set()
        return due

    ticker = Ticker(tick, 3600)
    for job in ticker._scheduler.get_jobs():
        job.modify(next_run_time=datetime.now(UTC))
    await knocked.wait()
    await ticker.stop()


@pytest.mark.usefixtures("never_by_itself")
async def test_what_nobody_holds_goes_when_nothing_was_due() -> None:
    ring = weakref.ref(Ring())
    await knocks(due=3)
    assert ring() is not None
    await knocks(due=0)
    assert ring() is None
