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

NOW = 1795320060.0
"""A minute after everything that is said here."""

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
    done: bool = False


class FakeSlack:
    """`calls` holds (method, arguments), `said` what stands in each channel, oldest first. `next` scripts the coming
    answers of a method.

    `workspaces` are those it knows by their tokens, `said_with` the token of each message, `revoked` what it refuses.
    A code of its OAuth is the name of a workspace, and what it gives for one is its newest token."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.members: list[list[str]] = [["U01ALICE", "U0BOT", "U02BOB"]]
        self.uploads: list[bytes] = []
        self.said: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.workspaces = {"xoxb-test": "T01TEST"}
        self.said_with: list[str] = []
        self.revoked: set[str] = set()
        self.scopes, self.longest_page = "", 999
        self._scripted: defaultdict[str, list[Answer]] = defaultdict(list)
        self._numbers = count(1)
        self._changed = asyncio.Condition()
        self.site = web.Application()
        self.site.router.add_route("*", "/api/{method}", self._call)
        self.site.router.add_post("/upload/{file}", self._upload)
        self.server = TestServer(self.site)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/api/"))

    def next(
        self, method: str, body: Any = None, status: int = 200, headers: dict[str, str] | None = None, **how: bool
    ) -> None:
        """Answer the next call of `method` with `body`; a plain string is an error code. With `done` it is done all
        the same; status 0 is no answer at all."""
        body = {"ok": False, "error": body} if isinstance(body, str) and status in (200, 429) else body
        self._scripted[method].append(Answer(body, status, headers, **how))

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
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        answer = self._scripted[method].pop(0) if self._scripted[method] else Answer(done=True)
        if token in self.revoked:
            answer = Answer({"ok": False, "error": "token_revoked"})
        elif method == "chat.postMessage":
            self.said_with.append(token)
        if answer.done:
            usual = getattr(self, "_" + method.replace(".", "_"), lambda _: {})({"token": token} | args)
            answer.body = usual if answer.body is None else answer.body
        async with self._changed:
            self.calls.append((method, args))
            self._changed.notify_all()
        if not answer.status:
            assert request.transport
            request.transport.abort()
        headers = {"x-oauth-scopes": self.scopes} | (answer.headers or {})
        status = answer.status or 200
        if isinstance(answer.body, dict):
            return web.json_response({"ok": True} | answer.body, status=status, headers=headers)
        return web.Response(text=answer.body or "", status=status, headers=headers, content_type="text/html")

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads.append(await request.read())
        return web.Response(text="OK")

    # ---- the methods that answer something ------------------------------------------------------------------------

    def _auth_test(self, args: Any) -> Any:
        return {"team_id": self.workspaces.get(args["token"], "T01TEST"), "user_id": "U0BOT", "bot_id": "B0BOT"}

    def _oauth_v2_access(self, args: Any) -> Any:
        tokens = [token for token, team in self.workspaces.items() if team == args["code"]]
        if not tokens:
            return {"ok": False, "error": "invalid_code"}
        return {"access_token": tokens[-1], "team": {"id": args["code"]}, "bot_user_id": "U0BOT", "scope": "chat:write"}

    def _chat_postMessage(self, args: Any) -> Any:  # noqa: N802 - Slack's name
        said = {"user": "U0BOT", "bot_id": "B0BOT", "ts": f"1795320000.{next(self._numbers):06d}", **args}
        said.pop("token", None)
        self.said[args["channel"]].append(said)
        return {"channel": args["channel"], "ts": said["ts"]}

    def _conversations_history(self, args: Any) -> Any:
        newest_first = [each for each in reversed(self.said[args["channel"]]) if "thread_ts" not in each]
        return self._page(args, newest_first)

    def _conversations_replies(self, args: Any) -> Any:
        return self._page(args, [each for each in self.said[args["channel"]] if each.get("thread_ts") == args["ts"]])

    def _page(self, args: Any, messages: list[dict[str, Any]]) -> Any:
        messages = [each for each in messages if float(each["ts"]) > float(args.get("oldest") or 0)]
        if args.get("include_all_metadata") in (None, "0", "false"):  # as Slack does: the event's name alone
            messages = [each | {"metadata": {"event_type": "coreflect_message"}} for each in messages]
        first = int(args.get("cursor") or 0)
        last = first + min(int(args.get("limit") or 100), self.longest_page)
        more = {"next_cursor": str(last)} if last < len(messages) else {}
        return {"messages": messages[first:last], "has_more": bool(more), "response_metadata": more}

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
        if channel := args.get("channel_id"):
            shared = {"files": [{"id": each["id"], "name": each["title"]} for each in args["files"]]}
            self._chat_postMessage({"channel": channel, **shared})
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
