"""The summary in every state, in local-slack's page in a real browser: the bot's blocks as Slack is sent them, drawn by
somebody who knows nothing of Coreflect."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from aiohttp import web

from adapters.slack import SlackSettings, connect
from bot.library import Library
from bot.messages import Event, OpenForm, Place, Post
from tests.clients.photographing import CHROMIUM, photograph
from tests.clients.slack.local_slack import BOT_TOKEN, GENERAL, SIGNING_SECRET, TEAM, running
from tests.clients.states import summaries

pytestmark = pytest.mark.skipif(not CHROMIUM or not shutil.which("node"), reason="needs Chromium and Node")

DRIVE = Path(__file__).with_name("states.mjs")
LOOKS = "desk-light,phone-light"


class Quiet:
    """A door behind which nobody acts: what is looked at was posted before."""

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        return ()


async def test_every_state_of_the_summary_is_seen_in_slack(library: Library, tmp_path: Path) -> None:
    async with running(tmp_path, "http://127.0.0.1:9/slack/events") as slack:
        settings = SlackSettings(BOT_TOKEN, api_url=slack.api_url, signing_secret=SIGNING_SECRET)
        site = web.Application()
        platform = await connect(site, settings, Quiet())
        runner = web.AppRunner(site)
        await runner.setup()  # so that its clean-up closes what the platform holds
        try:
            for state, card in summaries(library).items():
                await platform.deliver(Post(state, Place("slack", f"{TEAM}/{GENERAL}"), card))
            pictures = await photograph(DRIVE, slack.url, tmp_path, LOOKS)
        finally:
            await runner.cleanup()
    assert all(picture.exists() for picture in pictures)
