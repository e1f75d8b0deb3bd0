"""Two processes on one database behind a load balancer: whichever a page is served by, nothing is missing on it."""

import asyncio

import pytest

from adapters.delivery import Looks
from adapters.web_chat import watch
from adapters.web_chat.transcript import MemoryTranscript
from bot.messages import Card, File, Line, Picture, Place, Post, Revise, Text
from tests.adapters.web_chat.conftest import page

CHANNEL = Place("web", "channel:team")
SECRET = "a long enough secret"
HISTORY = Picture("Power", "Power is shared.", (Line("Power", ("low", "high"), ((1, 0), (2, 1))),))


def card(text):
    return Card((Text(text),))


@pytest.fixture
async def two(open_site, monkeypatch):
    """Two processes over one transcript."""
    monkeypatch.setattr(watch, "EVERY", 0.01)
    transcript = MemoryTranscript()
    return [await open_site(transcript=transcript) for _ in range(2)]


async def test_what_one_process_delivers_reaches_a_page_that_another_serves(two):
    one, other = two
    opened = await page(other, ("channel:team", 0))
    assert (await opened.next())[0] == "ready"
    async with asyncio.timeout(3):  # sooner than pages look by themselves
        message = await one.platform.deliver(Post("k1", CHANNEL, card("Good morning")))
        assert await opened.words() == "Good morning"
        await one.platform.deliver(Revise("k2", CHANNEL, message, card("Good evening")))
        assert await opened.words() == "Good evening"


async def test_a_picture_and_a_file_are_there_whichever_process_is_asked(two):
    one, other = two
    await one.platform.deliver(Post("k1", CHANNEL, Card((HISTORY, File("data.txt", "sealed words")))))
    opened = await page(one, ("channel:team", 0))
    _, data = await opened.next()
    picture, file = data["payload"]["body"]
    for process in (other, one):
        drawn = await process.client.get("/" + picture["src"])
        assert (drawn.status, (await drawn.read())[:4]) == (200, b"\x89PNG")
        assert await (await process.client.get("/" + file["src"])).text() == "sealed words"


@pytest.mark.parametrize(
    "of", ["", "?message=x", "?place=people:channel:team&message=x", "?place=channel:team&message=x"]
)
async def test_what_stands_nowhere_is_not_there(two, of):
    assert (await two[0].client.get(f"/web/picture/0123.png{of}")).status == 404


async def test_who_was_let_in_by_one_process_is_let_in_by_the_other(open_site):
    one, other = await open_site(SECRET), await open_site(SECRET)
    let_in = await one.client.get("/", params={"secret": SECRET}, allow_redirects=False)
    cookie = {"Cookie": let_in.headers["Set-Cookie"].split(";")[0]}
    assert (await other.client.get("/web/about", headers=cookie)).status == 200


async def test_two_couriers_with_one_parcel_show_one_message(two):
    """The first was paused so long that its lease ended, and went on in the same moment as the second."""
    for process in two:
        assert await process.platform.deliver(Post("ask:t:1:m", CHANNEL, card("How was it?")))
    opened = await page(two[0], ("channel:team", 0))
    assert await opened.words() == "How was it?"
    assert (await opened.next())[0] == "ready"


async def test_after_a_crash_the_other_process_finds_what_stands(two):
    one, other = two
    assert isinstance(other.platform, Looks)
    question = Post("ask:t:1:m", CHANNEL, card("How was it?"))
    assert await other.platform.look(question) is None
    reference = await one.platform.deliver(question)
    assert await other.platform.look(question) == reference
    assert "ask" not in reference
