"""The page in a real browser: what a newcomer does, with a mouse, with the keyboard alone, and on a phone."""

from __future__ import annotations

import asyncio
import os

import pytest
from aiohttp.test_utils import TestServer

from bot.messages import Left, Said, Submitted
from tests.clients.web import fake
from tests.clients.web.browser import CHROMIUM, HERE, needs_a_browser

pytestmark = [pytest.mark.clients, *needs_a_browser]


@pytest.fixture
async def small_bot():
    made = fake.SmallBot()
    made.server = TestServer(await fake.site(made))
    await made.server.start_server()
    yield made
    await made.server.close()


@pytest.fixture
def story(small_bot, tmp_path):
    """Tells one story of drive.mjs; set WEB_SHOTS to keep its pictures."""
    folder = os.environ.get("WEB_SHOTS") or tmp_path

    async def tell(name: str) -> fake.SmallBot:
        command = ["node", str(HERE / "drive.mjs"), str(small_bot.server.make_url("/")), name, str(folder)]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, stdout=pipe, stderr=pipe, env={**os.environ, "CHROMIUM": CHROMIUM}
        )
        said, trouble = await asyncio.wait_for(process.communicate(), 90)
        assert process.returncode == 0, trouble.decode()
        assert said.decode().strip().endswith('{"ok":true}')
        return small_bot

    return tell


@pytest.mark.parametrize(
    "name",
    ["first visit", "a second page sees the same", "keyboard only", "a phone", "in the dark, and without motion",
     "eight weeks"],
)  # fmt: skip
async def test_the_page_works_for(story, name):
    await story(name)


async def test_what_is_said_reaches_the_bot_and_markup_stays_words(story):
    told = await story("saying something")
    assert [event.text for event in told.events if isinstance(event, Said)] == ["explain trust", "picture", "evil"]


async def test_a_form_is_sent_once_it_is_complete(story):
    told = await story("a form with an error")
    sent = [event.answers for event in told.events if isinstance(event, Submitted)]
    assert sent == [
        {"power": "4", "voice": "", "note": "time"},
        {"power": "4", "voice": "", "note": "too little time"},
    ]


async def test_several_are_ticked_and_the_next_step_stands_in_the_same_dialog(story):
    told = await story("ticks in two steps")
    sent = [(event.value, event.answers) for event in told.events if isinstance(event, Submitted)]
    assert sent == [
        ("step-1", {"about": "time", "also": ""}),
        ("step-2", {"about": "time", "also": ""}),
        ("step-2", {"about": "trust time", "also": "trust"}),
    ]


async def test_an_invitation_brings_its_code(story):
    told = await story("an invitation")
    assert [(event.who.id, getattr(event, "code", None)) for event in told.events] == [("cleo", "ABCD2345")]


async def test_nothing_said_is_lost_when_something_goes_wrong(story):
    told = await story("something goes wrong")
    said = ["fail next", "said at once after it", "do not lose me"]
    assert [event.text for event in told.events if isinstance(event, Said)] == said
    assert [event.where.address for event in told.events if isinstance(event, Left)] == ["channel:team"]
