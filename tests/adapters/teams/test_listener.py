"""What Teams is told, for each thing that happens there."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.teams import TeamsSettings, connect, limits
from adapters.teams.data import KEY
from bot.messages import Event, Form, OpenForm, Pressed, Said, Submitted, Words
from tests.adapters.teams.checks import taken
from tests.adapters.teams.fakes import BotConnector, FakeDoor, refusal
from tests.players.teams import TeamsPlayer, recorded

Json = dict[str, Any]
player = TeamsPlayer()


def form(text: str = "", **errors: str) -> Form:
    return Form("answer", "This week", (Words("note", "Your thoughts", text),), "Send", "round-7", errors)


def asks(event: Event) -> Sequence[OpenForm]:
    """A button or the word "form" opens the form; one that comes back empty is shown again with what is wrong."""
    match event:
        case Submitted(answers={"mood": "a"}):
            return ()
        case Submitted():
            return (OpenForm(form("half a thought", note="Please choose first."), event.who, event.message),)
        case Pressed() | Said(text="form"):
            return (OpenForm(form(), event.who, event.message if isinstance(event, Pressed) else ""),)
    return ()


class Site:
    """The adapter between a pretended Teams and a pretended Bot Connector."""

    def __init__(self, client: TestClient[web.Request, web.Application], door: FakeDoor, sent: BotConnector) -> None:
        self.client, self.door, self.sent = client, door, sent
        self.service = ""

    async def gets(self, name: str, /, **changes: Any) -> Json:
        """The answer to a recorded activity."""
        activity = {**recorded(name), "serviceUrl": self.service, **changes}
        async with self.client.post("/api/messages", json=activity) as answer:
            assert answer.status == 200
            return await answer.json() if answer.content_length else {}

    async def status(self, data: bytes, kind: str = "application/json") -> int:
        async with self.client.post("/api/messages", data=data, headers={"Content-Type": kind}) as answer:
            return answer.status

    async def shown(self) -> Json:
        """The card that was sent to the Bot Connector, when it is there."""
        await _settled(self.client)
        (card,) = self.sent.cards
        return taken(card)


async def _settled(client: TestClient[web.Request, web.Application]) -> None:
    await client.close()  # closing the site waits for the forms that are on their way


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    door, app, sent = FakeDoor(asks), web.Application(), BotConnector()
    async with sent.on() as service:
        await connect(app, TeamsSettings("", "", playground=True), door)
        async with TestClient(TestServer(app)) as client:
            site = Site(client, door, sent)
            site.service = service
            yield site


async def test_words_are_stored_before_teams_is_answered(site: Site) -> None:
    assert await site.gets("says_private") == {}
    assert [type(event) for event in site.door.came] == [Said]


async def test_a_button_becomes_its_form(site: Site) -> None:
    answer = await site.gets("presses_private")
    assert (answer["statusCode"], answer["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert player.words(taken(answer["value"])) == "This week\nYour thoughts"
    assert answer["value"]["actions"][0]["data"][KEY]["message"] == recorded("presses_private")["replyToId"]
    assert site.sent.asked == []


async def test_a_form_that_was_sent_says_thank_you_and_nothing_that_was_chosen(site: Site) -> None:
    answer = await site.gets("executes_form_private")
    assert player.words(taken(answer["value"])) == "Thank you. Saved."
    assert "fewer meetings" not in json.dumps(answer)
    assert player.buttons(answer["value"]) == []


async def test_a_form_with_something_wrong_comes_again_with_what_was_typed(site: Site) -> None:
    activity = recorded("executes_form_private")
    activity["value"]["action"]["data"]["in.0"] = ""
    answer = await site.gets("executes_form_private", value=activity["value"])
    words = player.words(taken(answer["value"])).splitlines()
    assert words == ["This week", "Please choose first.", "Your thoughts", "half a thought"]


async def test_a_button_in_a_channel_opens_the_form_in_private(site: Site) -> None:
    answer = await site.gets("presses_channel")
    assert answer["type"] == "application/vnd.microsoft.activity.message"
    assert "private chat" in answer["value"]
    assert player.words(await site.shown()) == "This week\nYour thoughts"
    assert site.sent.paths == ["POST /v3/conversations", "POST /v3/conversations/a%3Auser-id-3/activities"]


async def test_words_that_open_a_form_get_it_in_the_chat_they_were_said_in(site: Site) -> None:
    assert await site.gets("says_private", text="form") == {}
    assert player.buttons(await site.shown()) == ["Send"]
    assert site.sent.paths == ["POST /v3/conversations/personal-chat-id/activities"]


async def test_a_plain_form_with_something_wrong_is_replaced_where_it_stands(site: Site) -> None:
    activity = recorded("submits_private")
    activity["value"]["in.0"] = ""
    await site.gets("submits_private", value=activity["value"])
    assert "Please choose first." in player.words(await site.shown())
    assert site.sent.paths == [f"PUT /v3/conversations/personal-chat-id/activities/{activity['replyToId']}"]


async def test_a_form_that_cannot_be_shown_harms_nobody(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.sent.trouble = [refusal(403, "MessageWritesBlocked")]
    await site.gets("says_private", text="form")
    await _settled(site.client)
    assert caplog.messages == ["teams: a form could not be shown: MessageWritesBlocked"]


@pytest.mark.parametrize("value", [None, {}, {"action": None}, {"action": {"type": "Action.Submit", "data": {"x": 1}}}])
async def test_a_button_that_is_not_ours_is_answered_politely(site: Site, value: Any) -> None:
    answer = await site.gets("presses_private", value=value)
    assert answer["statusCode"] == 400
    assert site.door.came == []


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "endOfConversation", "event", None, 7])
async def test_what_the_bot_does_not_know_is_let_go(site: Site, kind: Any) -> None:
    assert await site.gets("says_private", type=kind) == {}
    assert site.door.came == []


async def test_broken_requests(site: Site) -> None:
    good = json.dumps(recorded("says_private")).encode()
    assert await site.status(good, "text/plain") == 415
    assert await site.status(b"{bad") == 400
    assert await site.status(b"[1]") == 400
    assert await site.status(b"\xff\xfe") == 400
    assert await site.status(b"[" * 100_000) == 400
    assert await site.status(b" " * limits.REQUEST_BYTES + good) == 413
    assert site.door.came == []


async def test_what_could_not_be_stored_is_asked_for_again_and_its_words_stay_out_of_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(event: Event) -> Sequence[OpenForm]:
        raise RuntimeError("could not insert 'explain shared power'")

    site.door.opens = fails
    assert await site.status(json.dumps(recorded("says_private")).encode()) == 500
    assert caplog.messages == ["teams: an event could not be stored: RuntimeError"]


async def test_the_playground_sends_nothing_away_from_this_machine(site: Site) -> None:
    away = {**recorded("says_private"), "serviceUrl": "https://evil.example/"}
    assert await site.status(json.dumps(away).encode()) == 401
    assert site.door.came == []


async def test_nothing_that_was_said_is_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="adapters")
    for name in ("says_private", "executes_form_private", "presses_channel"):
        await site.gets(name)
    assert not [line for line in caplog.messages if "explain" in line or "meetings" in line]
