"""Microsoft's Agents Playground: a Teams that runs on this machine, driven through its own control interfaces."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp

from tests.clients.running import free_port

Json = dict[str, Any]

MODULES = Path(__file__).parent.parent / "node_modules"
CLI = MODULES / "@microsoft" / "m365agentsplayground" / "cli.js"
PATIENCE = 20.0
RECORD = "record.log"

TENANT = "00000000-0000-0000-0000-0000000000001"
BOT = "00000000-0000-0000-0000-00000000000011"
PERSONAL, GROUP, CHANNEL = "personal-chat-id", "group-chat-id", "channel-announcements-id"
PEOPLE = ("ana", "ben", "cai", "dee", "eli", "fay")  # ana is the one who sits before the screen


def config() -> Json:
    """The Playground's configuration: six people, one group chat, one team with one channel beside General."""
    users = [_account(who) for who in PEOPLE]
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
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


def _account(who: str) -> Json:
    return {
        "id": f"user-{who}",
        "aadObjectId": f"00000000-0000-0000-0000-0000000000{20 + PEOPLE.index(who)}",
        "name": who.capitalize(),
        "givenName": who.capitalize(),
        "surname": "River",
        "email": f"{who}@example.com",
        "userPrincipleName": f"{who}@example.com",
    }


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

    async def writes(self, who: str, text: str, chat: str) -> None:
        """Anybody writes in their `chat` with the bot: the Playground's own messages are always ana's."""
        account = _account(who)
        activity = {
            "type": "message",
            "id": str(uuid4()),
            "channelId": "msteams",
            "serviceUrl": f"{self.url.replace('127.0.0.1', 'localhost')}/_connector",
            "from": {key: account[key] for key in ("id", "name", "aadObjectId")},
            "recipient": {"id": BOT, "name": "Coreflect"},
            "conversation": {"id": chat, "conversationType": "personal", "tenantId": TENANT},
            "text": text,
            "textFormat": "plain",
        }
        await self._post("/_internal/v1/customActivities", activity)

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
    """A Playground that talks to the bot at `endpoint`; it writes its logs into `folder`, and into `RECORD` there every
    request that goes to and fro."""
    port = free_port()
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(config()))  # JSON is YAML
    order = ["node", str(CLI), "start", "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    own = {"TEAMSAPPTESTER_BROWSER": "none", "M365_AGENTS_PLAYGROUND_RECORDING_FILE": str(folder / RECORD)}
    process = await asyncio.create_subprocess_exec(
        *order, "--enable-events-recording", cwd=folder, env=os.environ | own, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENCE):
            while b"Listening" not in await process.stdout.readline():
                assert process.returncode is None, "the Playground did not start"
        async with aiohttp.ClientSession() as session:
            running = Playground(port, session)
            # What it prints has to be read: it stands still once nobody does.
            tasks = [asyncio.create_task(each) for each in (running.listen(), _swallow(process.stdout))]
            try:
                yield running
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        process.terminate()
        await process.wait()


async def _swallow(printed: asyncio.StreamReader) -> None:
    while await printed.read(65536):
        pass


def card(message: Json) -> Json:
    """The Adaptive Card in a message, {} when there is none."""
    attachments = message.get("attachments") or []
    shown: Json = attachments[0]["content"] if attachments else {}
    return shown


def actions(shown: Json) -> list[Json]:
    """Every button of a card."""
    sets = [action for part in shown.get("body", []) if part["type"] == "ActionSet" for action in part["actions"]]
    return [*sets, *shown.get("actions", [])]
