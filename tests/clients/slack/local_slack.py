"""local-slack, a Slack stand-in that knows nothing of Coreflect, started for a test and acted on as its users would.

It comes from npm (`npm ci` in tests/clients) and listens on all interfaces: only for machines nobody else can reach.
It checks no blocks, and shares one stack of modals between everybody: one form at a time.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

BINARY = Path(__file__).parents[1] / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
TEAM, BOT, GENERAL, ALICE, BOB = "T01TEST", "U0BOT", "C01GEN", "U01ALICE", "U02BOB"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-test-token", "xapp-test-token", "test-signing-secret"
PATIENCE = 15.0
T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def config(mode: str, request_url: str) -> dict[str, Any]:
    """A workspace with Alice, Bob, a channel and the bot. `mode` is "events" (signed HTTP) or "socket"."""
    return {
        "workspace": {"name": "Test", "domain": "test", "teamId": TEAM},
        "app": {
            "appId": "A01APP",
            "botUserId": BOT,
            "botName": "coreflect",
            "botToken": BOT_TOKEN,
            "appToken": APP_TOKEN,
            "signingSecret": SIGNING_SECRET,
            "mode": mode,
            "requestUrl": request_url,
        },
        "users": [
            {"id": ALICE, "name": "alice", "real_name": "Alice Anderson"},
            {"id": BOB, "name": "bob", "real_name": "Bob Brown"},
        ],
        "channels": [{"id": GENERAL, "name": "general", "members": [ALICE, BOB, BOT]}],
    }


class LocalSlack:
    """What its users see, kept up to date over the connection that its own web page uses."""

    def __init__(self, port: int, session: aiohttp.ClientSession, page: aiohttp.ClientWebSocketResponse) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.api_url = f"{self.url}/api/"
        self._session, self._page = session, page
        self._state: dict[str, Any] = {}
        self._errors: dict[str, str] = {}
        self._connected = False
        self._changed = asyncio.Condition()

    # ---- acting -------------------------------------------------------------------------------------------------

    async def says(self, user: str, text: str, channel: str) -> None:
        await self._page.send_json({"t": "post_message", "user": user, "channel": channel, "text": text})

    async def commands(self, user: str, text: str, channel: str) -> None:
        sent = {"t": "slash_command", "user": user, "channel": channel, "command": "/reflect", "text": text}
        await self._page.send_json(sent)

    async def presses(self, user: str, message: Mapping[str, Any], label: str) -> None:
        action = button(message["blocks"], label)
        where = {"channel": message["channel"], "messageTs": message["ts"]}
        await self._page.send_json({"t": "block_action", "user": user, "action": action, **where})

    async def presses_on_home(self, user: str, label: str) -> None:
        action = button(self.home(user)["blocks"], label)
        sent = {"t": "block_action", "user": user, "action": action, "channel": "", "messageTs": "", "appId": "A01APP"}
        await self._page.send_json(sent)

    async def opens_home(self, user: str) -> None:
        await self._page.send_json({"t": "open_home", "user": user})

    async def submits(self, user: str, answers: Mapping[str, str]) -> None:
        """`user` sends the open form. `answers` maps labels to words, or to the label of an option."""
        values = {
            block["block_id"]: {block["element"]["action_id"]: _given(block["element"], answers[label])}
            for block in self.form()["blocks"]
            if block["type"] == "input" and (label := block["label"]["text"]) in answers
        }
        self._errors = {}
        await self._page.send_json({"t": "view_submit", "user": user, "values": values})

    # ---- seeing -------------------------------------------------------------------------------------------------

    def messages(self, channel: str, *, by_bot: bool = True) -> list[dict[str, Any]]:
        shown = self._state["messages"].get(channel, [])
        return [message for message in shown if (message["user"] == BOT) is by_bot]

    def direct(self, user: str) -> str:
        """The conversation of `user` with the bot; "" as long as there is none."""
        found = (c["id"] for c in self._state["channels"] if c["is_im"] and set(c["members"]) == {user, BOT})
        return next(found, "")

    def form(self) -> dict[str, Any]:
        """The form on top, {} when none is open."""
        stack = self._state["modalStack"]
        return dict(stack[-1]) if stack else {}

    def errors(self) -> dict[str, str]:
        return self._errors

    def home(self, user: str) -> dict[str, Any]:
        return dict(self._state["homeViews"].get("A01APP", {}).get(user) or {})

    def wire(self, kind: str) -> list[dict[str, Any]]:
        """The record of what went over the wire."""
        return [entry for entry in self._state["log"] if entry["kind"] == kind]

    async def until(self, look: Callable[[], T]) -> T:
        """What `look` returns, once there is something."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: bool(self._state) and bool(look()))
        return look()

    async def connected(self) -> None:
        """Wait for the bot's Socket Mode connection."""
        await self.until(lambda: self._connected)

    async def opens_conversation(self, user: str) -> str:
        """The direct conversation of `user` with the bot, opened as Slack's own client would."""
        bearer = {"Authorization": f"Bearer {BOT_TOKEN}"}
        async with self._session.post(f"{self.api_url}conversations.open", json={"users": user}, headers=bearer) as got:
            return str((await got.json())["channel"]["id"])

    # ---- keeping up ---------------------------------------------------------------------------------------------

    async def watch(self) -> None:
        async for frame in self._page:
            async with self._changed:
                self._keep(json.loads(frame.data))
                self._changed.notify_all()

    def _keep(self, news: dict[str, Any]) -> None:
        match news["t"]:
            case "init":
                self._state = news["state"]
                self._connected = any(app["connected"] for app in self._state["apps"])
            case "message":
                self._state["messages"].setdefault(news["message"]["channel"], []).append(news["message"])
            case "message_update":
                shown = self._state["messages"][news["message"]["channel"]]
                at = next(i for i, message in enumerate(shown) if message["ts"] == news["message"]["ts"])
                shown[at] = news["message"]
            case "channel":
                self._state["channels"].append(news["channel"])
            case "view":
                self._state["modalStack"] = news["stack"]
            case "view_errors":
                self._errors = news["errors"]
            case "home":
                self._state["homeViews"].setdefault(news["appId"], {})[news["user"]] = news["view"]
            case "log":
                self._state["log"].append(news["entry"])
            case "socket_status":
                self._connected = bool(news.get("connected"))


@asynccontextmanager
async def running(folder: Path, request_url: str, mode: str = "events") -> AsyncIterator[LocalSlack]:
    """local-slack as a process of its own, sending events to `request_url` or down the bot's socket."""
    port = free_port()
    settings = folder / "local-slack.yaml"
    settings.write_text(json.dumps(config(mode, request_url)))  # JSON is YAML
    process = await asyncio.create_subprocess_exec(
        str(BINARY), "--config", str(settings), "--port", str(port), "--base-host", "127.0.0.1",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            async for line in process.stdout:
                if b"Apps:" in line:
                    break
        async with aiohttp.ClientSession() as session, session.ws_connect(f"http://127.0.0.1:{port}/ui") as page:
            slack = LocalSlack(port, session, page)
            watching = asyncio.create_task(slack.watch())
            await slack.until(lambda: True)
            yield slack
            watching.cancel()
    finally:
        process.terminate()
        await process.wait()


def button(blocks: list[Any], label: str) -> dict[str, Any]:
    """The button called `label`, with the block it stands in."""
    for block in blocks:
        for element in block.get("elements", ()):
            if element["type"] == "button" and element["text"]["text"] == label:
                return {**element, "block_id": block.get("block_id", "")}
    raise AssertionError(f"no button {label!r}")


def words(message: Mapping[str, Any]) -> str:
    """Every text in a message or view."""
    return "\n".join(_texts(message.get("blocks", [])))


def _texts(part: Any) -> list[str]:
    if isinstance(part, dict):
        return (
            [part["text"]] if isinstance(part.get("text"), str) else [t for each in part.values() for t in _texts(each)]
        )
    return [text for each in part for text in _texts(each)] if isinstance(part, list) else []


def _given(element: Mapping[str, Any], answer: str) -> dict[str, Any]:
    if element["type"] == "plain_text_input":
        return {"type": element["type"], "value": answer}
    option = next(option for option in element["options"] if option["text"]["text"] == answer)
    return {"type": element["type"], "selected_option": option}
