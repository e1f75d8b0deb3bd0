"""A picture drawn, for whoever shows one. Pillow comes with the first: most processes never need it."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

from bot.messages import Picture

NICE: Final = 10
"""Of nineteen: a tenth of what another thread gets that wants the same core, and the whole core when none does."""


def drawn(picture: Picture) -> bytes:
    """`picture` as a PNG. Call it in a thread: see `chart`."""
    from adapters import chart  # noqa: PLC0415 - Pillow is imported for the first picture

    return chart.png(picture)


def _humbly() -> None:
    """Let this thread's core do everything else first. Only Linux knows threads by numbers like those of processes."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


DRAWING: Final = ThreadPoolExecutor(1, thread_name_prefix="drawing", initializer=_humbly)
"""One picture at a time, and when there is time. In the threads that all share, a summary round would draw many at
once: each takes the interpreter in its turn, and answers and ticks would wait behind all of them."""
