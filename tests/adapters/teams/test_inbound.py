"""What the Agents Playground recorded, as events."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.teams import addresses, inbound
from adapters.teams.data import KEY
from bot.messages import Event, Joined, Left, Pressed, Said, Submitted
from tests.players.teams import PAYLOADS, recorded


def read(name: str, /, **changes: Any) -> list[Event]:
    return inbound.read({**recorded(name), **changes})


def one(name: str, /, **changes: Any) -> Any:
    (event,) = read(name, **changes)
    return event


def test_words_in_a_personal_chat() -> None:
    said = one("says_private")
    assert isinstance(said, Said)
    assert said.text == "explain shared power"
    assert said.where.private
    assert said.answer_place == said.where
    assert said.who.name == "Alex Wilber"
    assert said.who.id == "00000000-0000-0000-0000-0000000000001/00000000-0000-0000-0000-0000000000020"
    assert said.who.place == said.where


@pytest.mark.parametrize("name", ["mentions_group", "mentions_channel"])
def test_the_bots_name_is_no_part_of_what_was_said(name: str) -> None:
    assert one(name, text="<at>Reflect Bot</at>&nbsp;set  up\n").text == "set up"
    assert one(name, text="<at>Reflect Bot</at> thank <at>Ana</at> &lt;3").text == "thank Ana <3"
    assert one(name, text="<at>Reflect Bot</at>").text == ""


def test_formatting_goes_and_what_was_typed_stays() -> None:
    assert one("says_private", text="<p>join <b>A1</b></p>", textFormat="xml").text == "join A1"
    assert one("says_private", text="is <b>this</b> kept?").text == "is <b>this</b> kept?"
    assert one("says_private", text="no\x00 control\x07s, no halves \ud83d").text == "no controls, no halves"


def test_a_channel_is_the_same_whichever_way_it_is_met() -> None:
    met = [one(name) for name in ("mentions_channel", "presses_channel", "submits_press_channel")]
    assert len({event.where.address for event in met}) == 1
    assert not met[0].where.private
    assert met[0].reply_at is not None
    assert ";messageid=" in met[0].reply_at.address
    assert ";messageid=" not in met[0].where.address
    assert one("person_added_team").where == one("person_removed_team").where


def test_the_people_of_one_tenant_reach_one_channel_through_different_service_urls() -> None:
    urls = (
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net/fr/",
        "https://smba.trafficmanager.net/emea/1-2/",
    )
    assert len({one("mentions_channel", serviceUrl=url).where.address for url in urls}) == 1
    kept = one("mentions_channel", serviceUrl="https://smba.infra.gov.teams.microsoft.us/gov/").where.address
    assert addresses.parse(kept).service == "https://smba.infra.gov.teams.microsoft.us/gov"


def test_a_person_is_the_same_wherever_they_are_met() -> None:
    met = [
        one(name)
        for name in ("mentions_channel", "mentions_group", "says_private", "installs_private", "person_added_team")
    ]
    assert len({event.who for event in met}) == 1
    assert len({event.who.home for event in met}) == 1
    assert one("says_private").where == met[0].who.place
    chats = [inbound.chat(at) for at in map(inbound.scene, map(recorded, ("says_private", "mentions_channel"))) if at]
    assert chats == [(met[0].who.home, "personal-chat-id"), None]


@pytest.mark.parametrize(
    "name", ["presses_private", "presses_channel", "submits_press_private", "submits_press_channel"]
)
def test_a_button(name: str) -> None:
    pressed = one(name)
    assert isinstance(pressed, Pressed)
    assert (pressed.action, pressed.value) == ("agree", "round-7")
    assert pressed.message == recorded(name)["replyToId"]


@pytest.mark.parametrize("name", ["executes_form_private", "submits_private"])
def test_a_form(name: str) -> None:
    sent = one(name)
    assert isinstance(sent, Submitted)
    assert (sent.form, sent.value) == ("answer", "round-7")
    assert sent.answers == {"mood": "a", "note": "fewer meetings"}
    assert sent.message == recorded(name)["replyToId"]


def test_a_form_remembers_whose_button_opened_it_and_what_was_left_empty() -> None:
    activity = recorded("submits_private")
    activity["value"][KEY]["message"] = "the-question"
    del activity["value"]["in.0"]
    activity["value"]["in.9"] = "not asked for"
    (sent,) = inbound.read(activity)
    assert isinstance(sent, Submitted)
    assert sent.message == "the-question"
    assert sent.answers == {"mood": "", "note": "fewer meetings"}


def test_somebody_comes_into_a_channel_and_goes() -> None:
    joined, left = one("person_added_team"), one("person_removed_team")
    assert isinstance(joined, Joined)
    assert isinstance(left, Left)
    assert joined.who == left.who == one("says_private").who
    assert isinstance(one("person_added_group"), Joined)


def test_several_people_come_at_once_and_bots_do_not_count() -> None:
    people = [{"id": "29:a", "aadObjectId": "A"}, {"id": "28:other-bot"}, {"id": "29:b", "aadObjectId": "B"}]
    joined = read("person_added_team", membersAdded=people)
    assert [event.who.id.rpartition("/")[2] for event in joined] == ["A", "B"]
    assert len({event.id for event in joined}) == 2
    assert read("bot_added_team") == []


def test_adding_the_bot_for_oneself_is_said_twice_and_happens_once() -> None:
    names = ("installs_private", "bot_added_private", "person_added_private")
    joined = [one(name, timestamp="2026-03-02T09:00:12.1Z") for name in names]
    assert {type(event) for event in joined} == {Joined}
    assert {event.where.private for event in joined} == {True}
    assert len({event.id for event in joined}) == 1
    left = one("uninstalls_private", timestamp="2026-03-02T09:00:30Z")
    assert isinstance(left, Left)
    assert left.id != joined[0].id
    again = one("installs_private", timestamp="2026-03-03T09:00:12Z")
    assert again.id != joined[0].id


def test_a_retry_carries_the_same_id_and_no_other_message_does() -> None:
    assert one("says_private").id == one("says_private").id
    assert one("says_private", id="1485983408511").id != one("mentions_group", id="1485983408511").id
    nameless = one("says_private", id=None)
    assert nameless.id == one("says_private", id=None).id
    assert nameless.id != one("says_private", id=None, text="other").id


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "typing"},
        {"type": "messageReaction"},
        {"type": "messageUpdate"},
        {"type": "installationUpdate", "action": "add-upgrade"},
        {"type": "invoke", "name": "composeExtension/query"},
        {"type": "invoke", "name": "adaptiveCard/action", "value": None},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": "press"}},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"data": {KEY: {"kind": "press"}}}}},
        {"value": {"somebody": "else's card"}},
        {"value": {KEY: ["press"]}},
        {"from": {"id": "28:another-bot"}},
        {"from": None},
        {"conversation": {}},
        {"serviceUrl": 7},
        {"type": None},
    ],
)  # fmt: skip
def test_what_is_not_for_the_bot_is_no_event(changes: dict[str, Any]) -> None:
    assert read("says_private", **changes) == []


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_no_field_is_trusted_to_be_there_or_of_its_kind(path: Any) -> None:
    activity = json.loads(path.read_text())
    for key in activity:
        for odd in (None, 7, "x", "http://[", [], [None], {}, {"id": 3}, True):
            inbound.read({**activity, key: odd})
