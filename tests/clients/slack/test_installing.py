"""The bot is installed at an OAuth that knows nothing of Coreflect (emulate, from npm), in a real browser; then it
answers there with the token that it was given."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from storage.database import connect
from storage.keys import KeyFile
from storage.safe import SqlSafe
from tests.adapters.slack.site import signed
from tests.clients.photographing import CHROMIUM, driven
from tests.clients.running import Program, free_port, running

EMULATE = Path(__file__).parents[1] / "node_modules" / "emulate" / "dist" / "index.js"
pytestmark = pytest.mark.skipif(
    not CHROMIUM or not shutil.which("node") or not EMULATE.exists(),
    reason="needs Chromium, Node, and `npm ci` in tests/clients",
)

DRIVE = Path(__file__).with_name("installing.mjs")
TEAM, SIGNING_SECRET, CLIENT, HUSH = "T000000001", "test-signing-secret", "12345.67890", "example_client_secret"
SAID, PATIENCE = "1795320000.000001", 20.0


def seed(back: str) -> str:
    """A workspace with Alice, and an app whose people come back to `back`."""
    app = {"client_id": CLIENT, "client_secret": HUSH, "name": "Coreflect", "redirect_uris": [back]}
    people = [{"name": "alice", "real_name": "Alice Anderson", "email": "alice@example.com"}]
    rest = {"team": {"name": "River Street"}, "channels": [{"name": "river"}]}
    return json.dumps({"slack": {"users": people, "oauth_apps": [app], **rest}})


@asynccontextmanager
async def emulate(folder: Path, back: str) -> AsyncIterator[str]:
    """Its address."""
    port, config = free_port(), folder / "emulate.json"
    config.write_text(seed(back))
    process = await asyncio.create_subprocess_exec(
        "node", str(EMULATE), "start", "--service", "slack", "--port", str(port), "--seed", str(config),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


async def installs(program: Program, picture: Path) -> list[str]:
    """What Alice reads at the end, and when she loads the page once more."""
    read: list[str] = json.loads(await driven(DRIVE, program.url, str(picture)))
    return read


class Slack:
    """The stand-in, asked with the token that it gave."""

    def __init__(self, url: str, token: str, session: aiohttp.ClientSession) -> None:
        self._url, self._session, self._head = url, session, {"Authorization": f"Bearer {token}"}

    async def asked(self, method: str, **given: str) -> dict[str, Any]:
        async with self._session.post(f"{self._url}/api/{method}", data=given, headers=self._head) as answer:
            found: dict[str, Any] = await answer.json()
        assert found["ok"], found
        return found

    async def heard(self, channel: str) -> list[str]:
        """What the bot has said there, once it has said something."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = await self.asked("conversations.replies", channel=channel, ts=SAID)
                if found["messages"]:
                    return [each["text"] for each in found["messages"]]
                await asyncio.sleep(0.2)  # the bot is another process


async def says(program: Program, session: aiohttp.ClientSession, user: str, channel: str, text: str) -> int:
    """Somebody calls the bot in a channel; the stand-in itself sends no events."""
    event = {"type": "app_mention", "channel": channel, "user": user, "text": text, "ts": SAID}
    body = json.dumps({"type": "event_callback", "event_id": "Ev1", "team_id": TEAM, "event": event}).encode()
    head = signed(body, "application/json", SIGNING_SECRET)
    async with session.post(f"{program.url}/slack/events", data=body, headers=head) as answer:
        return answer.status


async def test_alice_installs_it_and_it_answers_her(tmp_path: Path) -> None:
    port = free_port()
    back = f"http://127.0.0.1:{port}/slack/oauth_redirect"
    async with emulate(tmp_path, back) as url, aiohttp.ClientSession() as session:
        environment = {
            "SLACK_CLIENT_ID": CLIENT, "SLACK_CLIENT_SECRET": HUSH, "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{url}/api/", "SLACK_REDIRECT_URI": back,
        }  # fmt: skip
        async with running(tmp_path, environment, port=port) as program:
            once, again = await installs(program, tmp_path / "installed.png")
            assert once.startswith("Coreflect is installed")
            assert again.startswith("This page works once")
            safe = SqlSafe(connect(f"sqlite:///{tmp_path}/coreflect.db"), KeyFile(tmp_path / "keys.json"))
            token = safe.read(f"slack:{TEAM}")
            assert token
            slack = Slack(url, token, session)
            alice = (await slack.asked("users.lookupByEmail", email="alice@example.com"))["user"]["id"]
            channel = next(each["id"] for each in (await slack.asked("conversations.list"))["channels"])
            bot = (await slack.asked("auth.test"))["user_id"]
            assert await says(program, session, alice, channel, f"<@{bot}> help") == 200
            assert (await slack.heard(channel))[0].startswith("I am Coreflect\n")
            program.tells_nothing([token, HUSH, alice])
