"""Several processes of the bot beside each other, on one PostgreSQL and one key file, with one Slack before them."""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from sqlalchemy import Engine, text

from tests.machines.process import set_clock
from tests.machines.slack import Message, Slack
from tests.players.slack import payload

ROOT = Path(__file__).parents[2]
SECRET = "signed-by-slack"
PATIENCE = 60.0
"""Seconds until something that does not happen counts as failed. Nothing waits so long where all is well."""


@dataclass
class House:
    """The processes, by name, and what they share."""

    folder: Path
    url: str
    database: Engine
    slack: Slack
    slack_port: int
    session: aiohttp.ClientSession
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    ahead: dict[str, int] = field(default_factory=dict)
    """Seconds by which the clock of each is ahead of the file's."""

    @property
    def clock(self) -> Path:
        """The file that says what time it is."""
        return self.folder / "clock"

    def set_clock(self, moment: str) -> None:
        """Let it be `moment` for all of them."""
        set_clock(self.clock, datetime.fromisoformat(moment))

    async def start(self, *names: str) -> None:
        """Start processes at once, and wait until each can be reached."""
        for name in names:
            self._launch(name)
        for name in names:
            await self.until(lambda name=name: self._healthy(name), f"{name} can be reached")

    def _launch(self, name: str) -> None:
        self.ports[name], self.ahead[name] = _free_port(), len(self.ahead)
        environment = {
            **{key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG", "TMPDIR")},
            "DATABASE_URL": self.url, "COREFLECT_KEYS": str(self.folder / "keys.json"),
            "COREFLECT_PORT": str(self.ports[name]), "SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"http://127.0.0.1:{self.slack_port}/{name}/api/",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.machines.process", str(self.clock), str(self.ahead[name])]
        with (self.folder / f"{name}.log").open("wb") as told:
            self.running[name] = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=told, stderr=told)

    async def _healthy(self, name: str) -> bool:
        assert self.running[name].poll() is None, self.told(name)
        try:
            async with self.session.get(f"http://127.0.0.1:{self.ports[name]}/health") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    def told(self, name: str) -> str:
        """What a process wrote about itself."""
        return (self.folder / f"{name}.log").read_text()

    def kill(self, name: str) -> None:
        """kill -9, as when a machine loses its power."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        """End them all."""
        for name in list(self.running):
            self.kill(name)

    async def until(self, so: Callable[[], object], what: str) -> None:
        """Wait until it is so."""
        begun = time.monotonic()
        while True:
            found = so()
            if await found if asyncio.iscoroutine(found) else found:
                return
            assert time.monotonic() - begun < PATIENCE, f"not within {PATIENCE:g} s: {what}"
            await asyncio.sleep(0.02)

    def values(self, question: str) -> list[Any]:
        """The first column of what the database that they share says."""
        with self.database.connect() as connection:
            return list(connection.execute(text(question)).scalars())

    def count(self, table: str, where: str = "true") -> int:
        """Rows in that database."""
        return int(self.values(f'SELECT count(*) FROM "{table}" WHERE {where}')[0])

    async def press(self, name: str, user: str, message: Message, action: str, number: int) -> int:
        """What Slack sends when `user` presses a button of `message`, to one process; returns its answer's status.

        The same `number` is the same press, which Slack may send again, and a load balancer to anybody.
        """
        body = urlencode({"payload": json.dumps(_pressed(user, message, action, number))}).encode()
        now = str(int(time.time()))
        signature = hmac.new(SECRET.encode(), f"v0:{now}:".encode() + body, sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={signature}",
                   "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        url = f"http://127.0.0.1:{self.ports[name]}/slack/events"
        async with self.session.post(url, data=body, headers=headers) as answer:
            return answer.status


def _pressed(user: str, message: Message, action: str, number: int) -> object:
    sent = payload("block_actions_dm")
    blocks = message.shown["blocks"]
    buttons = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    button = next(each for each in buttons if each["action_id"].startswith(f"{action}#"))
    sent["user"] |= {"id": user, "name": user.lower(), "username": user.lower()}
    sent["channel"]["id"] = sent["container"]["channel_id"] = sent["message"]["channel"] = message.channel
    sent["container"]["message_ts"] = message.ts
    sent["message"] |= {"blocks": blocks, "text": message.shown["text"], "ts": message.ts}
    sent["trigger_id"] = f"trigger.{number}"
    sent["actions"] = [button | {"block_id": "actions#0", "action_ts": f"1795326722.{number:06d}"}]
    return sent


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
