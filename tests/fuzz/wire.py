"""A request as bytes, and what came back. Nothing here corrects what is sent, as an HTTP client would."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

FRESH = b"%N%"
"""In a target or a body: another number each time it is sent, so that a case that is sent again is not a repeat."""

_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
_LONG = re.compile(rb"(.{1,5}?)\1{40,}", re.DOTALL)


@dataclass(frozen=True, repr=False)
class Case:
    """A request before it is signed. `auth` names how its door signs it; see the platform's AUTHS."""

    door: str
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    auth: str = "none"
    chunked: bool = False

    def __repr__(self) -> str:
        body = _LONG.sub(lambda run: run[1] + b"{ %d times }" % len(run[0]), self.body)
        headers = ", ".join(f"{name!r}: {value[:200]!r}" for name, value in self.headers)
        return (
            f"{self.method} {self.target[:500]} ({self.auth}{', chunked' * self.chunked}) {{{headers}}} {body[:4000]!r}"
        )

    def fresh(self, number: int) -> tuple[str, bytes]:
        """Target and body of one sending."""
        return self.target.replace(FRESH.decode(), str(number)), self.body.replace(FRESH, b"%d" % number)


@dataclass(frozen=True)
class Answer:
    """`status` is 0 when there was no answer that could be read."""

    status: int
    head: bytes
    body: bytes
    seconds: float


def written(case: Case, target: str, body: bytes, signed: Mapping[str, str], port: int) -> bytes:
    """The bytes. A header that the case has itself stands in the place of the usual one."""
    own = {name.lower() for name, _ in case.headers}
    usual = {"Host": f"127.0.0.1:{port}", "Connection": "close", **signed}
    if case.chunked:
        usual["Transfer-Encoding"] = "chunked"
    elif body or case.method != "GET":
        usual["Content-Length"] = str(len(body))
    headers = [*((name, value) for name, value in usual.items() if name.lower() not in own), *case.headers]
    lines = [f"{case.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    head = "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n"
    return head + (_chunks(body) if case.chunked else body)


def _chunks(body: bytes) -> bytes:
    half = len(body) // 2
    parts = [part for part in (body[:half], body[half:]) if part]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


async def send(port: int, request: bytes, within: float) -> Answer:
    """Send it over a connection of its own. Of an answer that streams, only the head is waited for."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = body = b""
    try:
        async with asyncio.timeout(within):
            writer.write(request)
            while not head or head.startswith(b"HTTP/1.1 100"):
                head = await reader.readuntil(b"\r\n\r\n")
            if not request.startswith(b"HEAD") and (length := _LENGTH.search(head)):
                body = await reader.readexactly(int(length[1]))
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, TimeoutError):
        pass
    finally:
        writer.transport.abort()
    words = head.split(b" ", 2)
    status = int(words[1]) if len(words) > 2 and words[1].isdigit() else 0
    return Answer(status, head, body, time.perf_counter() - started)
