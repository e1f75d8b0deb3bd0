"""Slack's side of Socket Mode: each happening goes down one of the connections, and again down another one when
nobody says that it was taken."""

from __future__ import annotations

import asyncio
import json
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from tests.adapters.slack.fake import FakeSlack

PATIENCE = 10.0


class SocketSlack(FakeSlack):
    """`sockets` are the open connections, oldest first, of `met` that there ever were; `taken` holds the id of every
    envelope that was acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.sockets: list[web.WebSocketResponse] = []
        self.met = 0
        self.taken: list[str] = []
        self._wires: dict[int, asyncio.Transport] = {}
        self._envelopes, self._moved = count(1), asyncio.Condition()
        self.site.router.add_get("/socket", self._socket)

    async def connected(self, many: int, met: int) -> None:
        """Wait until there are `many` connections, the last of `met`."""
        await self._until(lambda: (len(self.sockets), self.met) == (many, met))

    async def sends(self, payload: Any, down: int, envelope: str = "") -> str:
        """Send a happening down one connection; returns the id of its envelope. With `envelope` it is sent again."""
        again = {"retry_attempt": 1, "retry_reason": "timeout"} if envelope else {}
        envelope = envelope or f"envelope-{next(self._envelopes)}"
        sent = {"envelope_id": envelope, "type": "events_api", "accepts_response_payload": False, "payload": payload}
        await self.sockets[down].send_str(json.dumps(sent | again))
        return envelope

    async def takes(self, envelope: str, times: int = 1) -> None:
        """Wait until somebody has said that they took it."""
        await self._until(lambda: self.taken.count(envelope) >= times)

    async def asks_to_reconnect(self, down: int) -> None:
        """What Slack does every few hours."""
        await self.sockets[down].send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))

    async def cuts(self, down: int) -> None:
        """The connection is gone, without a word."""
        self._wires[id(self.sockets.pop(down))].abort()

    async def _until(self, look: Any) -> None:
        async with asyncio.timeout(PATIENCE), self._moved:
            await self._moved.wait_for(look)

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        self._wires[id(socket)] = request.transport
        self.met += 1
        await self._note(lambda: self.sockets.append(socket))
        await socket.send_str(json.dumps({"type": "hello", "num_connections": len(self.sockets)}))
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                envelope = json.loads(frame.data)["envelope_id"]
                await self._note(lambda: self.taken.append(envelope))  # noqa: B023 - called at once
        await self._note(lambda: socket in self.sockets and self.sockets.remove(socket))
        return socket

    async def _note(self, what: Any) -> None:
        async with self._moved:
            what()
            self._moved.notify_all()

    def _apps_connections_open(self, args: Any) -> Any:
        return {"url": str(self.server.make_url("/socket")).replace("http", "ws", 1)}
