"""Choices of which several may be ticked, and a form that leads to a next step, on Teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.teams import TeamsSettings, connect, inbound, render
from adapters.teams.data import KEY
from bot.messages import Event, Form, OpenForm, Option, Submitted, Text, Ticks, Words
from tests.adapters.teams.checks import taken
from tests.adapters.teams.fakes import BotConnector, FakeDoor
from tests.adapters.teams.test_text import SAID
from tests.players.teams import TeamsPlayer, recorded

THEMES = (Option("trust", "Trust"), Option("talk", "Communication"), Option("a,b;c%2C", "*Time* & money"))
ABOUT = Ticks("about", "My words are about", THEMES, ("talk",), hint="As I read them.")
STEP = Form("answer", "Is this right?", (Text("Less paper."), Words("note", "In your words", "-, ;"), ABOUT), "Save")
player = TeamsPlayer()


def answers(event: Event) -> Any:
    assert isinstance(event, Submitted)
    return event.answers


def test_what_is_ticked_comes_back() -> None:
    shown = taken(player.form(STEP))
    field = shown["body"][-1]
    assert (field["style"], field["isMultiSelect"], field["value"]) == ("expanded", True, "talk")
    assert field["errorMessage"] == "Please tick at least one."
    words = ["My words are about (As I read them)", "[ ] Trust", "[x] Communication", "[ ] *Time* & money"]
    assert player.words(shown).splitlines()[-4:] == words
    assert answers(player.submits("ana", shown, {})) == {"note": "-, ;", "about": "talk"}
    ticked = {"My words are about": ("Trust", "*Time* & money")}
    assert answers(player.submits("ana", shown, ticked)) == {"note": "-, ;", "about": "trust a,b;c%2C"}
    assert answers(player.submits("ana", shown, {"My words are about": ()})) == {"note": "-, ;", "about": ""}


@pytest.mark.parametrize("sent", ["trust,talk", "trust;talk", ",trust,talk"])
def test_every_client_has_its_own_way_of_telling_what_is_ticked(sent: str) -> None:
    activity = recorded("executes_form_private")
    ours = {**activity["value"]["action"]["data"][KEY], "inputs": ["about", "note"], "ticks": [0]}
    activity["value"]["action"]["data"] = {KEY: ours, "in.0": sent, "in.1": "a,b"}
    (event,) = inbound.read(activity)
    assert answers(event) == {"about": "trust talk", "note": "a,b"}


@pytest.mark.parametrize("ticks", [None, "0", [[]], [True], [7], {}])
def test_what_nobody_rendered_harms_nobody(ticks: Any) -> None:
    activity = recorded("executes_form_private")
    activity["value"]["action"]["data"][KEY]["ticks"] = ticks
    activity["value"]["action"]["data"]["in.0"] = ["a"]
    (event,) = inbound.read(activity)
    assert answers(event)["mood"] == ""


@pytest.mark.parametrize("said", SAID)
def test_labels_are_plain_words(said: str) -> None:
    form = Form("f", "F", (Ticks("t", said, (Option("1", said), Option("${x}", "other")), ("${x}",)),), "Send")
    shown = taken(player.form(form))
    assert player.words(shown).splitlines() == ["F", said, f"[ ] {said}", "[x] other"]
    assert answers(player.submits("ana", shown, {})) == {"t": "${x}"}


def test_nothing_to_tick_is_its_label() -> None:
    shown = taken(player.form(Form("f", "F", (Ticks("t", "About", ()),), "Send")))
    assert player.words(shown) == "F\nAbout"


def test_a_next_step_has_names_of_its_own_for_what_can_be_typed() -> None:
    first, second, third = (
        render.form(STEP), render.form(STEP, follows=True),
        render.form(Form(STEP.name, "Once more", STEP.body, STEP.submit), follows=True),
    )  # fmt: skip
    names = [{part["id"] for part in taken(card)["body"] if "id" in part} for card in (first, second, third)]
    assert [len(each) for each in names] == [2, 2, 2]
    assert len(set().union(*names)) == 6
    for card in (first, second, third):
        assert answers(player.submits("ana", card, {"In your words": "yes"})) == {"note": "yes", "about": "talk"}


def leads_on(event: Event) -> Sequence[OpenForm]:
    return (OpenForm(STEP, event.who, "m-1"),) if isinstance(event, Submitted) else ()


@pytest.mark.parametrize("name", ["executes_form_private", "submits_private"])
async def test_a_next_step_takes_the_place_of_the_one_before(name: str) -> None:
    app, sent = web.Application(), BotConnector()
    async with sent.on() as service:
        await connect(app, TeamsSettings("", "", playground=True), FakeDoor(leads_on))
        async with TestClient(TestServer(app)) as client:
            activity = {**recorded(name), "serviceUrl": service}
            response = await client.post("/api/messages", json=activity)
            answer = await response.json() if response.content_length else {}
    if name == "executes_form_private":
        assert answer["type"] == "application/vnd.microsoft.card.adaptive"
        assert sent.paths == []
        card = answer["value"]
    else:
        assert sent.paths == [f"PUT /v3/conversations/personal-chat-id/activities/{activity['replyToId']}"]
        (card,) = sent.cards
    assert player.words(taken(card)).startswith("Is this right?\nLess paper.\nIn your words\n-, ;\n")
    assert "in.0" not in [part.get("id") for part in card["body"]]
