"""Slack's Web API, as small as can be: it takes every message and remembers how many, and to how many conversations."""

from __future__ import annotations

import asyncio
import json
from itertools import count
from multiprocessing.connection import Connection
from typing import ClassVar
from urllib.parse import parse_qs

from tests.bench.load import body_length
from tests.bench.processes import answer

WHO = {"ok": True, "team_id": "T01TEST", "user_id": "U0BOT", "bot_id": "B0BOT"}


class Api(asyncio.Protocol):
    posted: ClassVar[list[str]] = []
    stamps = count(1)
    delay: ClassVar[float] = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._read = transport, bytearray()

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(b"\r\n\r\n")
        if end < 0 or len(self._read) < end + 4 + (length := body_length(bytes(self._read[:end]))):
            return
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, self._answer, end, length)
        else:
            self._answer(end, length)

    def _answer(self, end: int, length: int) -> None:
        path, _, query = bytes(self._read[: self._read.find(b" HTTP/")]).partition(b" ")[2].partition(b"?")
        body = bytes(self._read[end + 4 : end + 4 + length])
        del self._read[: end + 4 + length]
        said = json.dumps(self.said(path, body or query)).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % len(said) + said)

    def said(self, path: bytes, given: bytes) -> dict[str, object]:
        """The answer to a call."""
        method = path.rpartition(b"/")[2]
        if method == b"auth.test":
            return WHO
        if method == b"users.info":
            user = parse_qs(given.decode())["user"][0]
            return {"ok": True, "user": {"id": user, "name": user.lower(), "profile": {"display_name": name(user)}}}
        if method == b"conversations.open":
            return {"ok": True, "channel": {"id": f"D{parse_qs(given.decode())['users'][0][1:]}"}}
        channel = json.loads(given)["channel"]
        self.posted.append(channel)
        return {"ok": True, "channel": channel, "ts": f"1795320000.{next(self.stamps):06d}"}


def name(user: str) -> str:
    """How people call a user: by the place in the team, which is the end of the id."""
    return f"Person {int(user[-2:])}"


def serve(pipe: Connection) -> None:
    """In a process of its own: sends its port. A number that is asked becomes the seconds that each of its answers
    takes from then on; it tells (messages, conversations) since it was last asked."""
    asyncio.run(listen(pipe, Api))


async def listen(pipe: Connection, api: type[Api]) -> None:
    """Be such an `api` until the pipe is closed."""
    server = await asyncio.get_running_loop().create_server(api, "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])

    def counted(delay: float) -> tuple[int, int]:
        found = len(api.posted), len(set(api.posted))
        api.posted.clear()
        api.delay = delay
        return found

    await answer(pipe, counted)
