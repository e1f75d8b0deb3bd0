"""How adapters hand events to the engine: one thread hop, and one commit for all that came meanwhile.

Events that arrive while a commit is under way wait together and share the next one. So a burst costs one sync to disk
for many answers, and a single event costs no waiting at all. Each is still a step of its own: one that fails is undone
alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from bot.messages import Event, OpenForm

MOST_TOGETHER = 64
"""So many events share a commit at the most: it bounds how long any of them waits."""

TURNS = 5
"""So many turns of the event loop a request takes, about, from its socket to this door."""

A_MOMENT = 0.002
"""Seconds for which those who came wait for those who are being read."""

A_WHILE = 1.0
"""Seconds after somebody came in which others are likely to."""


class Handles(Protocol):
    """The part of the engine that the door needs."""

    def handle_all(self, events: Sequence[Event]) -> list[Sequence[OpenForm] | Exception]: ...
    def ticking(self, people_come: Callable[[], bool]) -> Iterator[int]: ...
    def tidy(self) -> None: ...


class EngineDoor:
    """bot.ports.Door. `wake` is called after each commit, so that the courier need not wait for its next look;
    `crowded` when somebody comes while the event loop turns slowly, so that the courier leaves it more room."""

    def __init__(
        self, engine: Handles, wake: Callable[[], None] = lambda: None, crowded: Callable[[], None] = lambda: None
    ) -> None:
        self._engine, self._wake, self._crowded = engine, wake, crowded
        self._waiting: list[tuple[Event, asyncio.Future[Sequence[OpenForm]]]] = []
        self._worker: asyncio.Task[None] | None = None
        self._came = -A_WHILE  # when somebody last came
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine")

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        """Stored when this returns. Raises what the handling raised, StoreTrouble when nothing could be stored."""
        done: asyncio.Future[Sequence[OpenForm]] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, done))
        self._came = asyncio.get_running_loop().time()
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await done

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            await self._others()
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            try:
                results = await loop.run_in_executor(
                    self._thread, self._engine.handle_all, [event for event, _ in batch]
                )
            except Exception as error:
                results = [error] * len(batch)
            for (_, done), result in zip(batch, results, strict=True):
                _settle(done, result)
            self._wake()

    async def _others(self) -> None:
        """Let those come along whose requests are being read just now.

        Whoever shared a commit is answered at once, and often comes back at once. Without this the first of them would
        go alone, and all others wait for it. It is no waiting: somebody alone lets an idle loop turn, for microseconds.
        While questions go out, the loop turns slowly: then nobody waits for others.
        """
        here, clock = 0, asyncio.get_running_loop().time
        until = clock() + A_MOMENT
        while here < len(self._waiting) < MOST_TOGETHER:
            here = len(self._waiting)
            for _ in range(TURNS):
                await asyncio.sleep(0)
                if clock() > until:
                    self._crowded()
                    return

    async def tick(self) -> int:
        """Let the engine do what is due; returns for how many teams. Raises StoreTrouble.

        It goes through the same thread, some teams at a time, and events take turns with them: SQLite has one writer,
        and whoever finds it taken looks again only after a while. Tidying up needs none of that, and can last: nobody
        waits for it.
        """
        loop = asyncio.get_running_loop()
        going, done = self._engine.ticking(lambda: loop.time() < self._came + A_WHILE), 0
        while some := await loop.run_in_executor(self._thread, next, going, 0):
            done += some
            self._wake()
        await asyncio.to_thread(self._engine.tidy)
        return done

    def close(self) -> None:
        """Wait for the work under way and stop the thread."""
        self._thread.shutdown()


def _settle(done: asyncio.Future[Sequence[OpenForm]], result: Sequence[OpenForm] | Exception) -> None:
    if done.done():  # the request was given up; what it asked for is stored all the same
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
