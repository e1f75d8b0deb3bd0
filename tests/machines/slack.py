"""Slack as several processes see it: one workspace, which remembers who posted what, and can fall silent to one."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

WHO = {"ok": True, "team_id": "T01TEST", "user_id": "U0BOT", "bot_id": "B0BOT"}


@dataclass
class Message:
    """Something that stands in a conversation. `answered`: the process that posted it was told so."""

    process: str
    channel: str
    ts: str
    shown: dict[str, Any]
    answered: bool


@dataclass
class Slack:
    """The Web API, under a path of its own for each process: /<process>/api/<method>."""

    messages: list[Message] = field(default_factory=list)
    silent_after: int = 0
    """The first process that has posted so many messages is told nothing more; 0 for never."""
    silent_to: str = ""
    stamps: Any = field(default_factory=lambda: count(1))

    def posted(self, process: str) -> list[Message]:
        """What one process posted."""
        return [message for message in self.messages if message.process == process]

    async def start(self) -> tuple[web.AppRunner, int]:
        """Listen on this machine; returns what stops it, and the port."""
        site = web.Application()
        site.router.add_post("/{process}/api/{method}", self._answer)
        site.router.add_get("/{process}/api/{method}", self._answer)
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, runner.addresses[0][1]

    async def _answer(self, request: web.Request) -> web.Response:
        given = await _given(request)
        process, method = request.match_info["process"], request.match_info["method"]
        answer = self._said(process, method, given)
        if answer is None:
            await asyncio.Event().wait()
        return web.json_response(answer)

    def _said(self, process: str, method: str, given: dict[str, Any]) -> dict[str, Any] | None:
        match method:
            case "auth.test":
                return WHO
            case "users.info":
                return {"ok": True, "user": {"id": given["user"], "name": given["user"].lower()}}
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D{given['users'][1:]}"}}
            case "conversations.history":
                return {"ok": True, "has_more": False, "messages": self._history(given)}
            case "chat.postMessage":
                return self._post(process, given)
            case "chat.update":
                return self._update(given)
        return {"ok": False, "error": "missing_scope"}

    def _post(self, process: str, given: dict[str, Any]) -> dict[str, Any] | None:
        silent = process == self.silent_to
        ts = f"{1772442000 + next(self.stamps)}.000100"
        self.messages.append(Message(process, given["channel"], ts, given, not silent))
        if self.silent_after and not self.silent_to and len(self.posted(process)) >= self.silent_after:
            self.silent_to = process
        return None if silent else {"ok": True, "channel": given["channel"], "ts": ts}

    def _update(self, given: dict[str, Any]) -> dict[str, Any]:
        for message in self.messages:
            if (message.channel, message.ts) == (given["channel"], given["ts"]):
                message.shown = given
                return {"ok": True, "channel": given["channel"], "ts": given["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def _history(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        here = [message for message in self.messages if message.channel == given["channel"]]
        return [{"type": "message", "bot_id": "B0BOT", "user": "U0BOT", "ts": each.ts, **each.shown}
                for each in reversed(here)]  # fmt: skip


async def _given(request: web.Request) -> dict[str, Any]:
    body = (await request.read()).decode()
    if request.content_type == "application/json":
        return dict(json.loads(body))
    given = {**request.query, **dict(parse_qsl(body))}
    return {name: json.loads(value) if value[:1] in ("{", "[") else value for name, value in given.items()}
