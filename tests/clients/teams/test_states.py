"""The summary in every state, in Microsoft's Playground in a real browser: the bot's cards, drawn as Microsoft draws
them, in the width of a desk and of a phone. Its page does not follow a dark colour scheme."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams import TeamsSettings, connect
from bot.library import Library
from bot.messages import Event, OpenForm, Place, Post, Said
from tests.clients.photographing import CHROMIUM, photograph
from tests.clients.states import summaries
from tests.clients.teams.playground import CLI, playground

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not CLI.exists(), reason="run `npm install` in tests/clients first"),
    pytest.mark.skipif(not CHROMIUM or not shutil.which("node"), reason="needs Chromium and Node"),
]

DRIVE = Path(__file__).with_name("states.mjs")
LOOKS = "desk-light,phone-light"


class Listening:
    """A door that waits for somebody to write, and remembers where."""

    def __init__(self) -> None:
        self.where: asyncio.Future[Place] = asyncio.get_running_loop().create_future()

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        if isinstance(event, Said) and not self.where.done():
            self.where.set_result(event.where)
        return ()


async def test_every_state_of_the_summary_is_seen_in_teams(library: Library, tmp_path: Path) -> None:
    site, door = web.Application(), Listening()
    platform = await connect(site, TeamsSettings("", "", playground=True), door)
    async with TestServer(site) as server, playground(str(server.make_url("/api/messages")), tmp_path) as there:
        seeing = asyncio.create_task(photograph(DRIVE, there.url, tmp_path, LOOKS))  # the page says hello
        async with asyncio.timeout(20):
            where = await door.where
        for state, card in summaries(library).items():
            await platform.deliver(Post(state, where, card))
        pictures = await seeing
    assert all(picture.exists() for picture in pictures)
