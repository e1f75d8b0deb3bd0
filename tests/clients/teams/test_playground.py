"""The Teams adapter in Microsoft's own Playground: what a person there does, and what they see."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams import TeamsSettings, connect
from adapters.teams.platform import TeamsPlatform
from bot.messages import (
    Button,
    Card,
    Event,
    Form,
    Gather,
    Joined,
    Left,
    Line,
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
)  # fmt: skip
from tests.adapters.teams.checks import taken
from tests.clients.teams.playground import (
    CHANNEL,
    CLI,
    GROUP,
    MODULES,
    PEOPLE,
    PERSONAL,
    Json,
    Playground,
    card,
    playground,
)
from tests.players.teams import TeamsPlayer

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not CLI.exists(), reason="run `npm install` in tests/clients first"),
    pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js"),
]

QUESTION = Card((Text("The week’s question", "title"), Text("It takes a minute.")), (Button("Answer", "answer", "7"),))
OPTIONS = (Option("1", "Disagree"), Option("2", "Neither"), Option("3", "Agree"))
player = TeamsPlayer()


def form(text: str = "", **errors: str) -> Form:
    body = (
        Scale("power", "My words changed something.", OPTIONS),
        Words("note", "Your thoughts", text, 4, optional=True),
    )
    return Form("answer", "This week", body, "Send", "7", errors)


class TinyDoor:
    """bot.ports.Door: a button opens the form, and a form without a choice is shown again."""

    def __init__(self) -> None:
        self.came: list[Event] = []
        self._more = asyncio.Event()

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        self.came.append(event)
        self._more.set()
        match event:
            case Pressed():
                return (OpenForm(form(), event.who, event.message),)
            case Submitted(answers=answers) if not answers["power"]:
                return (OpenForm(form(answers["note"], power="Please choose one first."), event.who, event.message),)
        return ()

    async def next(self, kind: type[Event]) -> Event:
        """The next event of this kind that has not been taken yet."""
        async with asyncio.timeout(20):
            while True:
                for event in self.came:
                    if isinstance(event, kind):
                        self.came.remove(event)
                        return event
                self._more.clear()
                await self._more.wait()


@dataclass
class Teams:
    """The Playground, the adapter, and the door behind it."""

    there: Playground
    platform: TeamsPlatform
    door: TinyDoor

    async def home(self) -> Place:
        """Ana's place, learnt as the bot learns it: she has written."""
        await self.there.says("hello")
        return (await self.door.next(Said)).where

    async def asked(self) -> Playground:
        await self.platform.deliver(Post("ask", await self.home(), QUESTION))
        return self.there


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Teams]:
    site, door = web.Application(), TinyDoor()
    platform = await connect(site, TeamsSettings("", "", playground=True), door)
    async with TestServer(site) as server, playground(str(server.make_url("/api/messages")), tmp_path) as there:
        yield Teams(there, platform, door)


def has(words: str, conversation: str = PERSONAL) -> Callable[[Json], bool]:
    """Do these words stand in a message of this conversation?"""
    return lambda message: (
        message["conversation"].startswith(conversation) and words in player.words(card(message) or {"body": []})
    )


async def test_words_in_the_personal_chat(teams: Teams) -> None:
    await teams.there.says("explain  power sharing")
    said = await teams.door.next(Said)
    assert isinstance(said, Said)
    assert said.text == "explain power sharing"
    assert said.where.private
    assert said.who.name == "Ana"


async def test_a_question_becomes_a_form_is_sent_and_thanked_for(teams: Teams) -> None:
    there = await teams.asked()
    question = await there.sees(has("The week’s question"))
    answer = await there.presses(question, "Answer")
    assert player.words(taken(answer["value"])).splitlines()[:2] == ["This week", "My words changed something."]
    in_place = {**question, "attachments": [{"content": answer["value"]}]}
    again = await there.presses(in_place, "Send", **{"in.1": "fewer meetings"})
    assert "Please choose one first." in player.words(again["value"])
    assert "fewer meetings" in player.words(again["value"])
    done = await there.presses({**question, "attachments": [{"content": again["value"]}]}, "Send", **{"in.0": "3"})
    assert player.words(done["value"]) == "Thank you. Saved."
    sent = [event for event in teams.door.came if isinstance(event, Submitted)]
    assert [event.answers["power"] for event in sent] == ["", "3"]
    assert {event.message for event in sent} == {question["messageId"]}


async def test_a_message_is_revised_in_place(teams: Teams) -> None:
    home = await teams.home()
    message = await teams.platform.deliver(Post("ask", home, QUESTION))
    await teams.there.sees(has("The week’s question"))
    assert await teams.platform.deliver(Revise("done", home, message, Card((Text("Saved for this week."),)))) == message
    revised = await teams.there.sees(has("Saved for this week."))
    assert revised["messageId"] == message


async def test_an_old_client_gets_the_form_as_a_message_of_its_own(teams: Teams) -> None:
    there = await teams.asked()
    await there.presses_plainly(await there.sees(has("The week’s question")), "Answer")
    sheet = await there.sees(has("My words changed something."))
    await there.presses_plainly(sheet, "Send", **{"in.1": "half a thought"})
    wrong = await there.sees(has("Please choose one first."))
    assert wrong["messageId"] == sheet["messageId"]
    await there.presses_plainly(wrong, "Send", **{"in.0": "1"})
    answers = [(await teams.door.next(Submitted)).answers for _ in range(2)]  # type: ignore[attr-defined]
    assert answers == [{"power": "", "note": "half a thought"}, {"power": "1", "note": ""}]


@pytest.mark.parametrize("conversation", [GROUP, CHANNEL])
async def test_a_mention_is_answered_where_it_was_made(teams: Teams, conversation: str) -> None:
    await teams.there.says("set  up", conversation)
    said = await teams.door.next(Said)
    assert isinstance(said, Said)
    assert said.text == "set up"
    await teams.platform.deliver(Post("a", said.answer_place, Card((Text("Here we are."),))))
    shown = await teams.there.sees(has("Here we are.", conversation))
    assert (";messageid=" in shown["conversation"]) == (conversation == CHANNEL)
    await teams.platform.deliver(Post("b", said.where, Card((Text("To the whole channel."),))))
    await teams.there.sees(has("To the whole channel.", conversation))


async def test_a_button_in_the_group_never_shows_a_form_there(teams: Teams) -> None:
    await teams.home()
    await teams.there.says("hello", GROUP)
    await teams.platform.deliver(Post("a", (await teams.door.next(Said)).where, QUESTION))
    shown = await teams.there.sees(has("The week’s question", GROUP))
    answer = await teams.there.presses(shown, "Answer")
    assert answer["value"] == "I have sent you the form in our private chat."
    await teams.there.sees(has("My words changed something.", PERSONAL))


async def test_everybody_in_the_group_is_gathered(teams: Teams) -> None:
    await teams.there.says("hello", GROUP)
    await teams.platform.deliver(Gather("g", (await teams.door.next(Said)).where))
    assert {event.who.name.lower() for event in teams.door.came if isinstance(event, Joined)} == set(PEOPLE)


async def test_people_come_and_go(teams: Teams) -> None:
    await teams.there.happens("install")
    await teams.there.happens("botAdded")
    first, second = await teams.door.next(Joined), await teams.door.next(Joined)
    assert first.where.private
    assert first.who == second.who
    await teams.there.happens("userRemoved", GROUP)
    assert not (await teams.door.next(Left)).where.private


async def test_the_history_is_drawn_where_charts_are_known_and_told_everywhere(teams: Teams) -> None:
    scale = ("lower half", "around the middle", "upper half")
    lines = (Line("Power", scale, ((1, 0), (2, 1))), Line("Trust", scale, ((1, 1), (2, 1))))
    history = Card((Picture("Your weeks", "Power rose. Trust stayed high.", lines),))
    await teams.platform.deliver(Post("h", await teams.home(), history))
    shown = await teams.there.sees(has("Power rose. Trust stayed high."))
    assert [part["type"] for part in card(shown)["body"][:2]] == ["TextBlock", "Chart.Line"]


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
@pytest.mark.skipif(not (MODULES / "playwright-core").exists(), reason="run `npm install` in tests/clients first")
async def test_what_a_person_sees_in_a_browser(teams: Teams, tmp_path: Path) -> None:
    driver = Path(__file__).with_name("see.mjs")
    order = ["node", str(driver), teams.there.url, str(CHROMIUM), str(tmp_path)]
    seeing = await asyncio.create_subprocess_exec(*order, stdout=asyncio.subprocess.PIPE)
    said = await teams.door.next(Said)
    await teams.platform.deliver(Post("ask", said.where, QUESTION))
    out, _ = await asyncio.wait_for(seeing.communicate(), 60)
    seen = json.loads(out)
    assert seen["question"] == "The week’s question\nIt takes a minute."
    assert seen["missing"] == "Please choose one."
    assert seen["fields"] == {"Disagree": "radio", "Neither": "radio", "Agree": "radio", "Your thoughts": "textbox"}
    assert seen["done"] == "Thank you. Saved."
    sent = await teams.door.next(Submitted)
    assert isinstance(sent, Submitted)
    assert sent.answers == {"power": "3", "note": "*fewer* ${meetings}"}
