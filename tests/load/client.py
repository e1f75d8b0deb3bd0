"""Sends the traffic from a process of its own, each request when it is due, whatever became of those before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from random import Random

from tests.bench.crowd import WEEK, Seat
from tests.bench.load import body_length
from tests.load.traffic import Writer, arrivals

GIVES_UP = 30.0


@dataclass(frozen=True)
class Sent:
    """`due` is seconds from the start, `seconds` from then until the whole answer was there, `status` 0 for none."""

    due: float
    kind: str
    status: int
    seconds: float


def run(  # noqa: PLR0917 - it is started with these, in order
    pipe: Connection, port: int, people: Sequence[Seat], connector: str, token: str,
    seconds: float, rate: float, asked: float,
) -> None:  # fmt: skip
    """Sends back a list of `Sent`. From `asked` on, people answer the week after."""
    pipe.send(asyncio.run(_Client(port, Writer(people, connector, token), asked).send(seconds, rate)))


class _Client:
    def __init__(self, port: int, writer: Writer, asked: float) -> None:
        self._port, self._writer, self._asked = port, writer, asked
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def send(self, seconds: float, rate: float) -> list[Sent]:
        chance, sending = Random(1), list[asyncio.Task[Sent]]()
        started = time.perf_counter()
        for due, kind in arrivals(seconds, rate, chance):
            await asyncio.sleep(max(0.0, started + due - time.perf_counter()))
            request = self._writer.write(kind, WEEK + (due >= self._asked), chance)
            sending.append(asyncio.create_task(self._one(request, started, due, kind)))
        return list(await asyncio.gather(*sending))

    async def _one(self, request: bytes, started: float, due: float, kind: str) -> Sent:
        try:
            async with asyncio.timeout(GIVES_UP):
                status = await self._asks(request)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            status = 0
        return Sent(due, kind, status, time.perf_counter() - started - due)

    def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection that is open; those that a burst needed were closed when they had been idle for long."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return None

    async def _asks(self, request: bytes) -> int:
        reader, writer = line = self._open() or await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if length := body_length(head):
            await reader.readexactly(length)
        self._idle.append(line)
        return int(head.split(b" ", 2)[1])
