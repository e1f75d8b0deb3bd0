"""An event loop on simulated time, on which a process can be killed or paused between any two of its steps.

Nothing here waits. A callback belongs to the process in whose context it was scheduled: the callbacks of a dead process
are never called, so that nothing of it happens any more, not even its `finally`; those of a paused one wait.
"""

from __future__ import annotations

import asyncio
import heapq
from asyncio.events import _set_running_loop  # what loops are given to say that they run
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import Context, ContextVar, copy_context
from itertools import count
from random import Random
from typing import Any

PROCESS: ContextVar[Process | None] = ContextVar("process", default=None)

CLOSES = 10
"""How often something is closed that goes on when it is: a courier tries again whatever goes wrong."""

MOST_STEPS = 200_000
"""Steps in which time does not move: more of them are an endless loop."""


class Killed(BaseException):
    """The process died here. Nobody may catch it."""


class Process:
    """What can be killed and paused."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dead = self.paused = False
        self.dies_in = 0
        """So many more steps, 0 for no such plan."""
        self.on_death: Callable[[], None] = lambda: None
        self.kept: deque[_Call] = deque()

    def die(self) -> None:
        """kill -9."""
        if not self.dead:
            self.dead = True
            self.on_death()  # which keeps the tasks that only these calls know
            self.kept.clear()

    def may_go_on(self) -> bool:
        """Whether the next step may be made; the plan to die is carried out here."""
        if self.dies_in and not self.dead and not self.paused:
            self.dies_in -= 1
            if not self.dies_in:
                self.die()
        return not self.dead


class _Call:
    """asyncio.Handle, as much of it as is used."""

    def __init__(self, callback: Callable[..., Any], args: tuple[Any, ...], context: Context | None) -> None:
        self._callback, self._args = callback, args
        self._context = context if context is not None else copy_context()
        self.process: Process | None = self._context.get(PROCESS)
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True

    def cancelled(self) -> bool:
        return self._cancelled

    def run(self) -> None:
        if self._cancelled:
            return
        if self.process is not None:
            if not self.process.may_go_on():
                return
            if self.process.paused:
                self.process.kept.append(self)
                return
        self._context.run(self._callback, *self._args)


class SimLoop(asyncio.AbstractEventLoop):
    """Time moves when `run_for` or `jump` moves it."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._now = 0.0
        self._ready: deque[_Call] = deque()
        self._awaited: list[tuple[float, int, _Call]] = []
        self._looks: list[tuple[float, int, _Call]] = []
        """What asyncio itself is asked to wait for: somebody who looks from time to time."""
        self._numbers = count()
        self.errors: list[str] = []
        self._buried: list[asyncio.Task[Any]] = []
        self.dead: set[str] = set()
        """Names of the processes that died."""

    # ---- what asyncio asks for ----------------------------------------------------------------------------------

    def time(self) -> float:
        return self._now

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def call_soon(self, callback: Any, *args: Any, context: Context | None = None) -> Any:
        call = _Call(callback, args, context)
        self._ready.append(call)
        return call

    call_soon_threadsafe = call_soon

    def call_later(self, delay: float, callback: Any, *args: Any, context: Context | None = None) -> Any:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(self, when: float, callback: Any, *args: Any, context: Context | None = None) -> Any:
        call = _Call(callback, args, context)
        heapq.heappush(self._looks, (when, next(self._numbers), call))
        return call

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(self, coro: Any, *, name: str | None = None, context: Context | None = None) -> asyncio.Task[Any]:
        process = (context or copy_context()).get(PROCESS)
        return asyncio.Task(coro, loop=self, name=process.name if process else name, context=context)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        """A thread of the process: all at once, a moment later. A process that is killed in it never hears of it."""
        future = self.create_future()

        def work() -> None:
            try:
                result = func(*args)
            except Killed:
                return
            except Exception as error:
                if not future.done():
                    future.set_exception(error)
            else:
                if not future.done():
                    future.set_result(result)

        self.after(self._chance.uniform(0.0005, 0.02), work)
        return future

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        task = context.get("task") or context.get("future")
        if not isinstance(task, asyncio.Task) or task.get_name() in self.dead:
            return  # what a dead process left behind
        self.errors.append(f"{context.get('message')}: {context.get('exception')!r}")

    # ---- what the simulation asks for ---------------------------------------------------------------------------

    def after(self, delay: float, act: Callable[[], None], context: Context | None = None) -> _Call:
        """Do this then; time does not jump over it, as it does over somebody who only looks from time to time.

        An empty `context` is no process's: what happens in it outlives the one that asked for it. What is given back
        can be cancelled.
        """
        call = _Call(act, (), context)
        heapq.heappush(self._awaited, (self._now + delay, next(self._numbers), call))
        return call

    async def sleep(self, delay: float) -> None:
        """As `after`, for a coroutine."""
        woken = self.create_future()
        self.after(delay, lambda: None if woken.done() else woken.set_result(None))
        await woken

    def spawn(self, process: Process | None, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Begin a task of a process."""
        context = copy_context()
        context.run(PROCESS.set, process)
        return self.create_task(work, context=context)

    def resume(self, process: Process) -> None:
        """Let a paused process go on where it was."""
        process.paused = False
        self._ready.extend(process.kept)
        process.kept.clear()

    def bury(self, name: str) -> None:
        """A process died. What it had begun is kept: were it collected, its `finally` would run after all."""
        self.dead.add(name)
        self._buried += [task for task in asyncio.all_tasks(self) if task.get_name() == name]

    def end(self) -> None:
        """Nothing goes on after this. What is still open is closed here, where nobody sees what it says to that."""
        for task in asyncio.all_tasks(self):
            task._log_destroy_pending = False  # type: ignore[attr-defined]
            for _ in range(CLOSES):
                with suppress(BaseException):
                    task.get_coro().close()  # type: ignore[union-attr]
                    break

    def next_awaited(self) -> float:
        """When something happens that time may not jump over."""
        while self._awaited and self._awaited[0][2].cancelled():
            heapq.heappop(self._awaited)
        return self._awaited[0][0] if self._awaited else float("inf")

    def jump(self, to: float) -> None:
        """Let time pass in which nothing happens."""
        self._now = max(self._now, to)

    def run_for(self, seconds: float, looks: bool = True) -> None:
        """Let time pass, and everything happen that is due in it. Without `looks`, whoever only looks from time to time
        looks later: there is nothing to be seen."""
        end = self._now + seconds
        _set_running_loop(self)
        try:
            self._run_ready()
            while (when := self._next(looks)) <= end:
                self._now = max(self._now, when)
                for timers in (self._awaited, self._looks) if looks else (self._awaited,):
                    while timers and timers[0][0] <= self._now:
                        self._ready.append(heapq.heappop(timers)[2])
                self._run_ready()
            self._now = end
        finally:
            _set_running_loop(None)

    def _next(self, looks: bool) -> float:
        when = self.next_awaited()
        return min(when, self._looks[0][0]) if looks and self._looks else when

    def _run_ready(self) -> None:
        for _ in range(MOST_STEPS):
            if not self._ready:
                return
            self._ready.popleft().run()
        raise RuntimeError("time does not move any more")
