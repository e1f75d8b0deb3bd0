"""A function in a process of its own, on a core of its own, that stops when its caller is done with it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

SERVER, CLIENT = 0, 1
"""The core of what is measured, and the core of what measures it."""

_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
"""Those that this program may use. A process that it starts inherits what is left of them once it is pinned itself."""

_SPAWN = multiprocessing.get_context("spawn")


def pin(core: int, cores: Sequence[int] = _CORES) -> None:
    """Keep this process on one core, where the machine has several and lets us choose."""
    if len(cores) > 1:
        os.sched_setaffinity(0, {cores[core]})


def unpin() -> None:
    """Let this process use every core again."""
    if _CORES:
        os.sched_setaffinity(0, _CORES)


def end_whole() -> None:
    """Asked to end from outside, end as after Ctrl-C: what runs beside this process is ended with it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def beside(core: int, target: Callable[..., None], *given: Any) -> Iterator[Connection]:
    """Run `target(pipe, *given)` in another process; yields our end of the pipe. Closing it asks the target to end."""
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_pinned, args=(_CORES, core, target, theirs, *given), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join(10)
        if process.is_alive():
            process.kill()


def _pinned(cores: Sequence[int], core: int, target: Callable[..., None], pipe: Connection, *given: Any) -> None:
    pin(core, cores)
    target(pipe, *given)


async def answer(pipe: Connection, reply: Callable[[Any], Any]) -> None:
    """Inside an event loop: answer everything that comes through `pipe` until it is closed."""
    loop, closed = asyncio.get_running_loop(), asyncio.Event()

    def readable() -> None:
        try:
            pipe.send(reply(pipe.recv()))
        except (EOFError, OSError):
            loop.remove_reader(pipe.fileno())
            closed.set()

    loop.add_reader(pipe.fileno(), readable)
    await closed.wait()
