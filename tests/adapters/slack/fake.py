"""A small Slack Web API on loopback that remembers what it was asked, and a door that remembers what came in."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.messages import Event, OpenForm

USERS = {
    "U0BOT": {"id": "U0BOT", "name": "reflect", "is_bot": True},
    "U0OTHERBOT": {"id": "U0OTHERBOT", "name": "calendar", "is_bot": True},
    "U01ALICE": {"id": "U01ALICE", "name": "alice", "profile": {"display_name": "", "real_name": "Alice Anderson"}},
    "U02BOB": {"id": "U02BOB", "name": "bob", "profile": {"display_name": "Bobby", "real_name": "Bob Brown"}},
    "U03GONE": {"id": "U03GONE", "name": "gone", "deleted": True},
}


@dataclass
class Answer:
    """What the fake answers once, instead of its usual."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] | None = None


class FakeSlack:
    """`calls` holds (method, arguments). `next` scripts the coming answers of a method."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.members: list[list[str]] = [["U01ALICE", "U0BOT", "U02BOB"]]
        self.uploads: list[bytes] = []
        self.scopes = ""
        self._scripted: defaultdict[str, list[Answer]] = defaultdict(list)
        self._numbers = count(1)
        self._changed = asyncio.Condition()
        site = web.Application()
        site.router.add_route("*", "/api/{method}", self._call)
        site.router.add_post("/upload/{file}", self._upload)
        self.server = TestServer(site)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/api/"))

    def next(self, method: str, body: Any = None, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Answer the next call of `method` with `body`; a plain string is an error code."""
        body = {"ok": False, "error": body} if isinstance(body, str) and status in (200, 429) else body
        self._scripted[method].append(Answer(body, status, headers))

    def asked(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of `method`."""
        return [args for name, args in self.calls if name == method]

    async def wait_for(self, method: str, times: int = 1) -> dict[str, Any]:
        """The arguments of the `times`-th call of `method`, waiting for it."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: len(self.asked(method)) >= times), 5)
        return self.asked(method)[times - 1]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.content_type == "application/json":
            args = await request.json()
        else:
            args = dict(request.query) | dict(await request.post())
        args = {key: json.loads(v) if key in ("view", "blocks", "files") and isinstance(v, str) else v
                for key, v in args.items()}  # fmt: skip
        if self._scripted[method]:
            answer = self._scripted[method].pop(0)
        else:
            answer = Answer(getattr(self, "_" + method.replace(".", "_"), lambda _: {})(args))
        async with self._changed:
            self.calls.append((method, args))
            self._changed.notify_all()
        headers = {"x-oauth-scopes": self.scopes} | (answer.headers or {})
        if isinstance(answer.body, dict):
            return web.json_response({"ok": True} | answer.body, status=answer.status, headers=headers)
        return web.Response(text=answer.body or "", status=answer.status, headers=headers, content_type="text/html")

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads.append(await request.read())
        return web.Response(text="OK")

    # ---- the methods that answer something ------------------------------------------------------------------------

    def _auth_test(self, args: Any) -> Any:
        return {"team_id": "T01TEST", "user_id": "U0BOT", "bot_id": "B0BOT"}

    def _chat_postMessage(self, args: Any) -> Any:  # noqa: N802 - Slack's name
        return {"channel": args["channel"], "ts": f"1795320000.{next(self._numbers):06d}"}

    def _conversations_open(self, args: Any) -> Any:
        return {"channel": {"id": args["users"].replace("U", "D", 1)}}

    def _conversations_members(self, args: Any) -> Any:
        page = int(args.get("cursor") or 0)
        following = str(page + 1) if page + 1 < len(self.members) else ""
        return {"members": self.members[page], "response_metadata": {"next_cursor": following}}

    def _users_info(self, args: Any) -> Any:
        found = USERS.get(args["user"])
        return {"user": found} if found else {"ok": False, "error": "user_not_found"}

    def _files_getUploadURLExternal(self, args: Any) -> Any:  # noqa: N802 - Slack's name
        file = f"F{next(self._numbers):09d}"
        return {"file_id": file, "upload_url": str(self.server.make_url(f"/upload/{file}"))}

    def _files_completeUploadExternal(self, args: Any) -> Any:  # noqa: N802 - Slack's name
        return {"files": [{"id": args["files"][0]["id"]}]}

    def _files_info(self, args: Any) -> Any:
        return {"file": {"id": args["file"], "mimetype": "image/png"}}


class FakeDoor:
    """bot.ports.Door that remembers. `opens` is what the next event opens; `breaks` makes it fail."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.opens: list[OpenForm] = []
        self.breaks: Exception | None = None

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        if self.breaks:
            raise self.breaks
        self.events.append(event)
        opened, self.opens = self.opens, []
        return opened
