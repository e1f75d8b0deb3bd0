"""The bot's replies reach the open pages, those opened later, and nobody else."""

import pytest

from adapters.delivery import Unreachable
from adapters.web_chat.hub import Hub
from bot.messages import Card, Gather, Joined, Person, Place, Post, Revise, Text
from tests.adapters.web_chat.conftest import page

CHANNEL = Place("web", "channel:team")
ANA = Place("web", "home:ana", private=True)


def card(text):
    return Card((Text(text),))


async def test_what_was_posted_stands_there_for_a_page_opened_later(site):
    await site.platform.deliver(Post("k1", CHANNEL, card("Good morning")))
    opened = await page(site, ("channel:team", 0))
    name, data = await opened.next()
    assert (name, data["payload"]["words"]) == ("message", "Good morning")
    assert data["payload"]["at"] == "2026-03-30T08:00:00+00:00"
    assert (await opened.next())[0] == "ready"


async def test_an_open_page_sees_new_messages_and_revised_ones_in_their_place(site):
    opened = await page(site, ("channel:team", 0), ("home:ana", 0))
    assert (await opened.next())[0] == "ready"
    message = await site.platform.deliver(Post("k1", ANA, card("This week's question")))
    assert await opened.words() == "This week's question"
    assert await site.platform.deliver(Revise("k2", ANA, message, card("Thank you"))) == message
    _, data = await opened.next()
    assert (data["message"], data["payload"]["words"]) == (message, "Thank you")


async def test_a_page_that_comes_back_gets_only_what_it_missed(site):
    for text in ("one", "two", "three"):
        await site.platform.deliver(Post(text, CHANNEL, card(text)))
    first = await page(site, ("channel:team", 0))
    _, data = await first.next()
    again = await page(site, ("channel:team", data["seq"]))
    assert [await again.words(), await again.words()] == ["two", "three"]


async def test_a_revised_message_keeps_its_place_on_a_page_opened_later_and_comes_once(site):
    first = await site.platform.deliver(Post("k1", ANA, card("This week's question")))
    await site.platform.deliver(Post("k2", ANA, card("Explained")))
    await site.platform.deliver(Revise("k3", ANA, first, card("Thank you")))
    opened = await page(site, ("home:ana", 0))
    assert [await opened.words(), await opened.words()] == ["Thank you", "Explained"]
    assert (await opened.next())[0] == "ready"
    await site.platform.deliver(Post("k4", ANA, card("Next")))
    assert await opened.words() == "Next"


async def test_one_persons_messages_do_not_show_in_anothers_chat(site):
    await site.platform.deliver(Post("k1", ANA, card("For Ana")))
    bens = await page(site, ("home:ben", 0))
    assert (await bens.next())[0] == "ready"


async def test_what_people_say_is_passed_on_and_kept_nowhere(site):
    opened = await page(site, ("channel:team", 0))
    await opened.next()
    await site.says("@coreflect help", where="channel:team")
    name, data = await opened.next()
    assert (name, data["who"], data["name"], data["text"]) == ("said", "ana", "Ana", "@coreflect help")
    assert "help" not in str(vars(site.transcript))


async def test_one_persons_words_in_private_reach_only_their_own_pages(site):
    opened = await page(site, ("channel:team", 0), ("home:ben", 0))
    await opened.next()
    await site.says("something private")
    await site.platform.deliver(Post("k1", CHANNEL, card("For all")))
    assert await opened.words() == "For all"


async def test_the_bot_can_ask_who_is_in_the_channel(site):
    for number, (who, kind) in enumerate(
        [("Ana", "joined"), ("Ben", "joined"), ("Cleo", "joined"), ("ana", "joined"), ("Ben", "left")]
    ):
        await site.post(id=f"e{number}", who=who, where="channel:team", kind=kind)
    site.door.events.clear()
    assert await site.platform.deliver(Gather("g1", CHANNEL)) == ""
    assert site.door.events == [
        Joined(id=f"g1:{who}", who=Person("web", who), where=CHANNEL) for who in ("ana", "cleo")
    ]
    assert [event.who.name for event in site.door.events] == ["Ana", "Cleo"]


@pytest.mark.parametrize(
    "reply",
    [
        Post("k", Place("web", "people:channel:team"), card("x")),
        Post("k", Place("slack", "home:ana"), card("x")),
        Post("k", Place("web", ""), card("x")),
        Gather("k", Place("web", "nowhere")),
    ],
    ids=["the roster", "another platform", "nowhere", "no such channel"],
)
async def test_what_can_never_arrive_says_so(site, reply):
    with pytest.raises(Unreachable):
        await site.platform.deliver(reply)


async def test_what_was_to_stand_in_the_place_of_a_message_that_is_gone_is_said_anew_and_once(site):
    first = await site.platform.deliver(Revise("k", ANA, "m404", card("I have forgotten you.")))
    assert await site.platform.deliver(Revise("k", ANA, "m404", card("I have forgotten you."))) == first
    opened = await page(site, ("home:ana", 0))
    assert await opened.words() == "I have forgotten you."
    assert (await opened.next())[0] == "ready"


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("place=channel:team", 400), ("place=channel:team&after=x", 400), ("place=channel:team&after=-1", 400),
     ("place=people:channel:team&after=0", 404), ("place=home:&after=0", 404), ("place=secret&after=0", 404),
     ("&".join(["place=home:a&after=0"] * 41), 400), ("place=channel:team&after=" + "9" * 30, 400)],
)  # fmt: skip
async def test_a_stream_of_nothing_sensible_is_refused(site, query, status):
    assert (await site.client.get(f"/web/stream?{query}")).status == status


async def test_messages_that_another_process_put_there_are_found(site):
    """Two processes on one database: nobody tells the first what the second has put there."""
    opened = await page(site, ("channel:team", 0))
    await opened.next()
    payload = {"words": "From elsewhere", "body": [], "buttons": []}
    site.transcript.add("channel:team", payload)
    await site.says("morning all", where="channel:team")  # whatever wakes the page, it looks for itself
    assert [(await opened.next())[0] for _ in range(2)] == ["said", "message"]


async def test_a_page_looks_by_itself_when_nothing_wakes_it():
    hub = Hub()
    with hub.listening(["channel:team"]) as listener:
        await listener.news(patience=0)
        assert len(hub) == 1
    assert len(hub) == 0


async def test_the_end_of_the_program_does_not_wait_for_open_pages(site):
    opened = await page(site, ("channel:team", 0))
    await opened.next()
    await site.app.shutdown()
    assert (await opened.response.content.read()).strip() == b": still here"
