"""The adapter against local-slack, over signed HTTP and over Socket Mode. A small door stands in for the engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from aiohttp import web

from adapters.slack import SlackPlatform, SlackSettings, connect
from bot.messages import (
    Button,
    Card,
    Event,
    Form,
    Gather,
    Joined,
    Line,
    Opened,
    OpenForm,
    Option,
    Picture,
    Place,
    Post,
    Pressed,
    Revise,
    Said,
    Scale,
    Submitted,
    Text,
    Words,
)
from tests.clients.slack.local_slack import (
    ALICE,
    APP_TOKEN,
    BOB,
    BOT,
    BOT_TOKEN,
    GENERAL,
    SIGNING_SECRET,
    LocalSlack,
    free_port,
    running,
    words,
)

FORM = Form(
    "answer",
    "Your answer",
    (
        Scale("agree", "I was heard", (Option("1", "No"), Option("5", "Yes"))),
        Words("note", "In your words", lines=3, optional=True),
    ),
    "Send",
    "round-7",
)
HISTORY = Picture("Power", "Power is shared.", (Line("Power", ("low", "high"), ((1, 0), (2, 1))),))


class SmallEngine:
    """A door that answers everything at once, in the smallest way."""

    platform: SlackPlatform

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        self.events.append(event)
        match event:
            case Said(text="answer") | Pressed(action="open") | Pressed(action="say", value="answer"):
                return [OpenForm(FORM, event.who)]
            case Submitted(answers={"note": ""}):
                wrong = Form(FORM.name, FORM.title, FORM.body, FORM.submit, FORM.value, {"note": "One word, please."})
                return [OpenForm(wrong, event.who)]
            case Submitted(message=message) if message:
                await self.platform.deliver(Revise(event.id, event.who.place, message, Card((Text("Thank you."),))))
            case Opened():
                card = Card((Text("Your team", "title"),), (Button("Answer", "open"),))
                await self.platform.deliver(Post(event.id, event.answer_place, card))
            case Said(text=text):
                card = Card((Text(f"You said: {text}"),), (Button("Answer", "open", "round-7", "primary"),))
                await self.platform.deliver(Post(event.id, event.answer_place, card))
        return ()


@pytest.fixture
def engine() -> SmallEngine:
    return SmallEngine()


@pytest.fixture(params=["events", "socket"])
async def slack(request: pytest.FixtureRequest, tmp_path: Path, engine: SmallEngine) -> AsyncIterator[LocalSlack]:
    """local-slack, and the adapter connected to it in each of the two ways."""
    port = free_port()
    async with running(tmp_path, f"http://127.0.0.1:{port}/slack/events", request.param) as slack:
        site = web.Application()
        socket = request.param == "socket"
        keys = {"app_token": APP_TOKEN} if socket else {"signing_secret": SIGNING_SECRET}
        engine.platform = await connect(site, SlackSettings(BOT_TOKEN, api_url=slack.api_url, **keys), engine)
        runner = web.AppRunner(site)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        if socket:
            await slack.connected()
        yield slack
        await runner.cleanup()


async def test_a_direct_message(slack: LocalSlack, engine: SmallEngine) -> None:
    channel = await slack.opens_conversation(ALICE)
    await slack.says(ALICE, "hello *there* & <b>", channel)
    (answer,) = await slack.until(lambda: slack.messages(channel))
    assert words(answer).startswith("You said: hello *there* & <b>\n")
    assert len(engine.events) == 1
    assert engine.events[0].where == Place("slack", f"T01TEST/{ALICE}")


async def test_a_mention_is_answered_in_its_thread(slack: LocalSlack, engine: SmallEngine) -> None:
    await slack.says(BOB, f"<@{BOT}> status", GENERAL)
    (answer,) = await slack.until(lambda: slack.messages(GENERAL))
    (asked,) = slack.messages(GENERAL, by_bot=False)
    assert answer["thread_ts"] == asked["ts"]
    assert words(answer).startswith("You said: status")


async def test_talk_in_the_channel_is_not_listened_to(slack: LocalSlack, engine: SmallEngine) -> None:
    await slack.says(BOB, "we should ask the bot", GENERAL)
    await slack.says(BOB, f"<@{BOT}> now", GENERAL)
    await slack.until(lambda: slack.messages(GENERAL))
    assert [event.text for event in engine.events if isinstance(event, Said)] == ["now"]


async def test_the_command_in_a_channel_is_answered_in_a_whisper(slack: LocalSlack) -> None:
    await slack.commands(ALICE, "help", GENERAL)
    (answer,) = await slack.until(lambda: slack.messages(GENERAL))
    assert (answer["subtype"], answer["ephemeral_to"]) == ("ephemeral", ALICE)
    assert words(answer).startswith("You said: help")


async def test_a_button_a_form_an_error_and_thanks_in_the_place_of_the_button(
    slack: LocalSlack, engine: SmallEngine
) -> None:
    channel = await slack.opens_conversation(ALICE)
    await slack.says(ALICE, "hello", channel)
    (message,) = await slack.until(lambda: slack.messages(channel))
    await slack.presses(ALICE, message, "Answer")
    form = await slack.until(slack.form)
    assert form["title"]["text"] == "Your answer"

    await slack.submits(ALICE, {"I was heard": "Yes", "In your words": ""})
    assert await slack.until(slack.errors) == {"note#1": "One word, please."}
    assert slack.form()["id"] == form["id"]

    await slack.submits(ALICE, {"I was heard": "Yes", "In your words": "finally"})
    await slack.until(lambda: not slack.form())
    await slack.until(lambda: words(slack.messages(channel)[0]) == "Thank you.")
    sent = engine.events[-1]
    assert isinstance(sent, Submitted)
    assert (sent.value, sent.answers) == ("round-7", {"agree": "5", "note": "finally"})
    assert len(slack.messages(channel)) == 1


async def test_the_command_opens_a_form(slack: LocalSlack) -> None:
    await slack.commands(ALICE, "answer", GENERAL)
    assert (await slack.until(slack.form))["callback_id"] == "answer"


async def test_words_alone_cannot_open_a_form_so_a_button_does(slack: LocalSlack) -> None:
    channel = await slack.opens_conversation(ALICE)
    await slack.says(ALICE, "answer", channel)
    (message,) = await slack.until(lambda: slack.messages(channel))
    await slack.presses(ALICE, message, "Open the form")
    assert (await slack.until(slack.form))["callback_id"] == "answer"


async def test_the_app_home_and_its_button(slack: LocalSlack, engine: SmallEngine) -> None:
    await slack.opens_home(ALICE)
    home = await slack.until(lambda: slack.home(ALICE))
    assert words(home).startswith("Your team")
    await slack.presses_on_home(ALICE, "Answer")
    await slack.until(slack.form)
    assert engine.events[-1].where == Place("slack", f"T01TEST/{ALICE}")


async def test_a_summary_with_a_picture_in_the_channel(slack: LocalSlack, engine: SmallEngine) -> None:
    card = Card((Text("This week", "title"), HISTORY))
    reference = await engine.platform.deliver(Post("summary", Place("slack", f"T01TEST/{GENERAL}"), card))
    (message,) = await slack.until(lambda: slack.messages(GENERAL))
    assert reference == f"{GENERAL}/{message['ts']}"
    image = next(block for block in message["blocks"] if block["type"] == "image")
    assert image["alt_text"] == "Power\nPower is shared."
    assert image["slack_file"]["id"].startswith("F")
    assert "Power is shared." in words(message)
    assert any("upload" in entry["summary"] for entry in slack.wire("files"))


async def test_everybody_in_the_channel_is_found(slack: LocalSlack, engine: SmallEngine) -> None:
    await engine.platform.deliver(Gather("gather", Place("slack", f"T01TEST/{GENERAL}")))
    found = [event.who for event in engine.events if isinstance(event, Joined)]
    assert [(who.id, who.name) for who in found] == [(f"T01TEST/{ALICE}", "alice"), (f"T01TEST/{BOB}", "bob")]
