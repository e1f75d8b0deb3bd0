"""Every point at which a process can die: each await that it comes back from, each commit, each message on its way."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any


class Fate:
    """Counts the points that a process passes, and ends it at the one that is meant; 0 for none of them."""

    def __init__(self, dies_at: int = 0) -> None:
        self._dies_at = dies_at
        self.passed: list[str] = []

    def point(self, name: str) -> None:
        """This is one."""
        self.passed.append(name)
        if len(self.passed) == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)


class CountingLoop(asyncio.SelectorEventLoop):
    """A loop on which every step of every task is such a point. What threads do is done at once and told a step later,
    so that the points come in the same order each time."""

    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self._fate = fate

    def _call_soon(self, callback: Any, args: Any, context: Any) -> Any:
        return super()._call_soon(self._step, (callback, args), context)  # type: ignore[misc]

    def _step(self, callback: Callable[..., None], args: tuple[Any, ...]) -> None:
        task = getattr(callback, "__self__", None)
        if isinstance(task, asyncio.Task):
            self._fate.point(_where(task))
        callback(*args)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:
        future = self.create_future()
        try:
            self.call_soon(future.set_result, func(*args))
        except Exception as error:
            self.call_soon(future.set_exception, error)
        return future


def _where(task: asyncio.Task[Any]) -> str:
    """The innermost of our own coroutines that the task comes back to."""
    coroutine, name = task.get_coro(), ""
    while coroutine is not None and hasattr(coroutine, "cr_code"):
        if "adapters" in coroutine.cr_code.co_filename:
            name = coroutine.__qualname__
        coroutine = coroutine.cr_await  # type: ignore[union-attr]
    return f"await in {name}" if name else "await"
