"""The load: some keep-alive connections, each sending its next request as soon as the last was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from time import perf_counter

Taken = tuple[float, list[float]]
"""Seconds in all, and seconds for each request."""


def generate(pipe: Connection, connections: int, pause: float = 0.0) -> None:
    """In a process of its own: (port, requests) comes in, `Taken` goes out. Raises when an answer is not 200.

    Each connection waits for `pause` seconds between an answer and its next request.
    """
    while True:
        try:
            port, requests = pipe.recv()
        except EOFError:
            return
        pipe.send(asyncio.run(_all(port, requests, connections, pause)))


async def _all(port: int, requests: Sequence[bytes], connections: int, pause: float) -> Taken:
    loop, waiting, times = asyncio.get_running_loop(), iter(requests), list[float]()
    lines = [
        (await loop.create_connection(lambda: _Line(waiting, times, pause), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    started = perf_counter()
    for place, line in enumerate(lines):
        loop.call_later(pause * place / connections, line.send)  # not all of them at the same moment
    await asyncio.gather(*(line.done for line in lines))
    return perf_counter() - started, times


class _Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, waiting: Iterator[bytes], times: list[float], pause: float) -> None:
        self._waiting, self._times, self._pause = waiting, times, pause
        self.done = asyncio.get_running_loop().create_future()
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send(self) -> None:
        request = next(self._waiting, None)
        if request is None:
            self._transport.close()
            self.done.set_result(None)
            return
        self._sent = perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found or len(body) < body_length(head):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(RuntimeError(head.decode().partition("\r\n")[0]))
            self._transport.close()
            return
        self._times.append(perf_counter() - self._sent)
        self._read = b""
        if self._pause:
            asyncio.get_running_loop().call_later(self._pause, self.send)
        else:
            self.send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server closed the connection"))


def body_length(head: bytes) -> int:
    """What the head of a message says about the length of its body."""
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0
