"""Many seeds, several at a time, each in a process of its own that needs nothing from the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context

from bot.library import Library
from framework_content import load
from tests.simulation.installation import Result, simulate
from tests.simulation.size import SMALL, WHOLE


@cache
def _library() -> Library:
    return load()


def one(seed: int, *, small: bool, trace: bool = False) -> Result:
    """One seed, lived."""
    return simulate(seed, SMALL if small else WHOLE, _library(), trace=trace)


def many(seeds: Iterable[int], *, small: bool, workers: int) -> Iterator[Result]:
    """All of them, several at a time."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(partial(one, small=small), seeds, chunksize=2)
