"""Many seeds, several at a time, in processes that live long and need nothing from each other."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterable, Iterator
from functools import cache, partial
from multiprocessing import get_context

from bot.library import Library
from framework_content import load
from tests.simulation.installation import Result, simulate
from tests.simulation.size import SMALL, WHOLE

SELDOM = (50_000, 20, 100)
"""When the garbage is collected: an installation leaves little, and looking for it took a third of the time."""


@cache
def _library() -> Library:
    return load()


def one(seed: int, *, small: bool, trace: bool = False) -> Result:
    """One seed, lived."""
    return simulate(seed, SMALL if small else WHOLE, _library(), trace=trace)


def many(seeds: Iterable[int], *, small: bool, workers: int) -> Iterator[Result]:
    """All of them, several at a time, in their order. What has not begun when nobody asks any more is left."""
    with get_context("spawn").Pool(workers, _begin) as pool:
        yield from pool.imap(partial(one, small=small), seeds)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this decides when it ends
    _library()
    tidy_seldom()


def tidy_seldom() -> None:
    """Let this process look for garbage only now and then, and never among what it has now."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
