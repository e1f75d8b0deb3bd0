"""Microsoft's Agents Playground: a Teams that runs on this machine, driven through its own control interfaces."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

Json = dict[str, Any]

MODULES = Path(__file__).parent.parent / "node_modules"
CLI = MODULES / "@microsoft" / "m365agentsplayground" / "cli.js"
PATIENCE = 20.0

BOT = "00000000-0000-0000-0000-00000000000011"
PERSONAL, GROUP, CHANNEL = "personal-chat-id", "group-chat-id", "channel-announcements-id"
PEOPLE = ("ana", "ben", "cai", "dee", "eli", "fay")  # ana is the one who sits before the screen


def config() -> Json:
    """The Playground's configuration: six people, one group chat, one team with one channel beside General."""
    users = [
        {
            "id": f"user-{who}",
            "aadObjectId": f"00000000-0000-0000-0000-0000000000{number}",
            "name": who.capitalize(),
            "givenName": who.capitalize(),
            "surname": "River",
            "email": f"{who}@example.com",
            "userPrincipleName": f"{who}@example.com",
        }
        for number, who in enumerate(PEOPLE, 20)
    ]
    return {
        "version": "0.1.1",
        "tenantId": "00000000-0000-0000-0000-0000000000001",
        "bot": {"id": BOT, "name": "Coreflect"},
        "currentUser": users[0],
        "users": users[1:],
        "personalChat": {"id": PERSONAL},
        "groupChat": {"id": GROUP, "name": "Group Chat"},
        "team": {
            "id": "team-id",
            "name": "River Street",
            "aadGroupId": "00000000-0000-0000-0000-000000000031",
            "channels": [{"id": CHANNEL, "name": "Planning"}],
        },
    }


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Playground:
    """A running Playground. `messages` are what the bot put on the screen, oldest first."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._session = session
        self.messages: list[Json] = []
        self._came = asyncio.Condition()

    async def says(self, text: str, conversation: str = PERSONAL) -> None:
        """Ana writes; outside her personal chat she mentions the bot, as Teams demands."""
        sent: Json = {"from": {"id": "user-ana"}, "text": text, "textFormat": "plain"}
        if conversation != PERSONAL:
            at = "<at>Coreflect</at>"
            sent |= {"text": f"{at} {text}", "mentions": [{"mentioned": {"id": BOT}, "text": at}]}
        await self._post(f"/_conversation/v1/conversations/{conversation}/messages", sent)

    async def presses(self, message: Json, label: str, who: str = "ana", **typed: str) -> Json:
        """`who` presses the button `label` of a message, with `typed` in its fields; the bot's answer."""
        action = next(each for each in actions(card(message)) if each["title"] == label)
        value = {"action": {**action, "data": {**action["data"], **typed}}, "trigger": "manual"}
        return await self._react("invoke", message, who, value=value, name="adaptiveCard/action")

    async def presses_plainly(self, message: Json, label: str, who: str = "ana", **typed: str) -> None:
        """The same on a client that does not know Action.Execute: its fallback comes as a message."""
        action = next(each for each in actions(card(message)) if each["title"] == label)
        await self._react("submit", message, who, value={**action["fallback"]["data"], **typed})

    async def happens(self, kind: str, conversation: str = PERSONAL) -> None:
        """Something that the Playground knows how to tell: install, userAdded, userRemoved, botAdded …"""
        query = {"conversationId": conversation, "type": kind}
        async with self._session.get(f"{self.url}/_internal/v1/customActivities/template", params=query) as answer:
            activity = await answer.json()
        await self._post("/_internal/v1/customActivities", activity)

    async def sees(self, there: Callable[[Json], bool]) -> Json:
        """The first message for which `there` holds, once it is on the screen."""
        async with asyncio.timeout(PATIENCE), self._came:
            while True:
                for message in self.messages:
                    if there(message):
                        return message
                await self._came.wait()

    async def listen(self) -> None:
        """Take down what the bot shows, for ever."""
        async with self._session.ws_connect(f"{self.url}/_ws_conversation/v1/conversations/stream") as stream:
            async for frame in stream:
                event = frame.json()
                async with self._came:
                    self._take(event)
                    self._came.notify_all()

    def _take(self, event: Json) -> None:
        message = {**event.get("message", {}), "conversation": event.get("actionConversationId", "")}
        known = [each for each in self.messages if each.get("messageId") == message.get("messageId")]
        if known:
            known[0].update(message)
        else:
            self.messages.append(message)

    async def _react(self, kind: str, message: Json, who: str, **more: Any) -> Json:
        about = {"conversation": {"id": message["conversation"]}, "from": {"id": f"user-{who}"}}
        return await self._post(f"/_conversation/v1/{kind}", {**about, "replyToId": message["messageId"], **more})

    async def _post(self, path: str, body: Json) -> Json:
        async with self._session.post(self.url + path, json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json() if answer.content_length and answer.content_type.endswith("json") else {}


@asynccontextmanager
async def playground(endpoint: str, folder: Path) -> AsyncIterator[Playground]:
    """A Playground that talks to the bot at `endpoint`; it writes its logs into `folder`."""
    port = free_port()
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(config()))  # JSON is YAML
    order = ["node", str(CLI), "start", "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    process = await asyncio.create_subprocess_exec(
        *order, cwd=folder, env={**os.environ, "TEAMSAPPTESTER_BROWSER": "none"}, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            while b"Listening" not in await process.stdout.readline():
                assert process.returncode is None, "the Playground did not start"
        async with aiohttp.ClientSession() as session:
            running = Playground(port, session)
            listening = asyncio.create_task(running.listen())
            try:
                yield running
            finally:
                listening.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await listening
    finally:
        process.terminate()
        await process.wait()


def card(message: Json) -> Json:
    """The Adaptive Card in a message, {} when there is none."""
    attachments = message.get("attachments") or []
    shown: Json = attachments[0]["content"] if attachments else {}
    return shown


def actions(shown: Json) -> list[Json]:
    """Every button of a card."""
    sets = [action for part in shown.get("body", []) if part["type"] == "ActionSet" for action in part["actions"]]
    return [*sets, *shown.get("actions", [])]
