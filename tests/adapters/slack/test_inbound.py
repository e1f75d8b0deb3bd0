"""What Slack really sends, read into events."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.inbound import Malformed, Unknown, read
from bot.messages import Joined, Left, Opened, Person, Place, Pressed, Said, Submitted
from tests.players.slack import payload

ALICE = Person("slack", "T01TEST/U01ALICE")
GENERAL = Place("slack", "T01TEST/C01GEN")


def test_a_direct_message_is_said_at_home() -> None:
    event = read(payload("message_im"))
    assert event == Said(id="Ev01DM", who=ALICE, where=ALICE_HOME, text="hi *there* <x> & you")
    assert event.who.home == "T01TEST/U01ALICE"
    assert event.where.private


def test_an_answer_in_a_thread_is_answered_in_the_thread() -> None:
    event = read(payload("message_im_thread"))
    assert event is not None
    assert event.answer_place == Place("slack", "T01TEST/U01ALICE/thread/1795326600.000100")
    assert event.answer_place.private


def test_words_beside_a_file_are_heard() -> None:
    event = read(payload("message_im_file"))
    assert isinstance(event, Said)
    assert event.text == "our whiteboard"


@pytest.mark.parametrize("name", ["message_im_edited", "message_im_bot", "message_channel"])
def test_edits_other_bots_and_talk_in_channels_are_not_for_us(name: str) -> None:
    assert read(payload(name)) is None


def test_the_bots_own_message_is_not_for_it_even_without_a_bot_id() -> None:
    own = payload("message_im")
    own["event"]["user"] = "U0BOT"
    assert read(own) is None
    own["authorizations"] = []
    assert read(own, "U0BOT") is None


def test_a_mention_is_answered_in_its_thread_and_loses_the_name() -> None:
    event = read(payload("app_mention"))
    assert isinstance(event, Said)
    assert event.where == GENERAL
    assert not event.where.private
    assert event.text == "what is power? cc @U02BOB & #random @here"
    assert event.reply_at is not None
    assert event.reply_at.address.startswith("T01TEST/C01GEN/thread/1795")


def test_a_mention_in_a_thread_stays_there() -> None:
    event = read(payload("app_mention_thread"))
    assert isinstance(event, Said)
    assert event.text == "status please"
    assert event.answer_place == Place("slack", "T01TEST/C01GEN/thread/1795326600.000100")


def test_coming_and_going() -> None:
    bob = Person("slack", "T01TEST/U02BOB")
    assert read(payload("member_joined_channel")) == Joined(id="Ev09JOIN", who=bob, where=GENERAL)
    assert read(payload("member_left_channel")) == Left(id="Ev11LEFT", who=bob, where=GENERAL)
    assert read(payload("member_joined_channel_bot")) is None


def test_the_app_home() -> None:
    event = read(payload("app_home_opened"))
    assert isinstance(event, Opened)
    assert event.where == ALICE_HOME
    assert event.answer_place == Place("slack", "T01TEST/U01ALICE/home")
    assert read(payload("app_home_opened_messages")) is None


def test_a_button_in_a_direct_message() -> None:
    event = read(payload("block_actions_dm"))
    assert isinstance(event, Pressed)
    assert (event.action, event.value) == ("answer", "round-7/agree")
    assert (event.where, event.reply_at) == (ALICE_HOME, None)
    assert event.message.startswith("D01ALICE/1795")


def test_a_button_in_a_channel_is_answered_in_a_whisper() -> None:
    event = read(payload("block_actions_channel"))
    assert isinstance(event, Pressed)
    assert event.where == GENERAL
    assert event.reply_at == Place("slack", "T01TEST/C01GEN/whisper/U01ALICE")
    assert event.message.startswith("C01GEN/1795")


def test_a_button_in_a_whisper_names_no_message_since_it_cannot_be_changed() -> None:
    event = read(payload("block_actions_whisper"))
    assert isinstance(event, Pressed)
    assert event.message == ""
    assert event.reply_at == Place("slack", "T01TEST/C01GEN/whisper/U01ALICE/1795326600.000100")


@pytest.mark.parametrize("name", ["block_actions_home", "block_actions_home_local_slack"])
def test_a_button_on_the_app_home_belongs_to_the_direct_conversation(name: str) -> None:
    event = read(payload(name))
    assert isinstance(event, Pressed)
    assert (event.where, event.reply_at, event.message) == (ALICE_HOME, None, "")


def test_two_presses_differ_and_one_press_sent_twice_does_not() -> None:
    once, again, other = (payload("block_actions_dm") for _ in range(3))
    other["actions"][0]["action_ts"] = "1795326799.000001"
    again["trigger_id"] = "another"
    first, second, third = read(once), read(again), read(other)
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.id == second.id != third.id


def test_a_form() -> None:
    event = read(payload("view_submission"))
    assert isinstance(event, Submitted)
    assert (event.form, event.value, event.where) == ("answer", "round-7", ALICE_HOME)
    assert event.message == "D01ALICE/1795326722.000004"
    assert event.answers == {"note": "less paper", "agree": "4"}


def test_a_form_left_empty_says_so_for_every_field() -> None:
    event = read(payload("view_submission_empty"))
    assert isinstance(event, Submitted)
    assert event.answers == {"note": "", "agree": ""}


def test_what_is_ticked_comes_with_spaces_between_and_nothing_as_nothing() -> None:
    sent = payload("view_submission_ticks")
    ticked = read(sent)
    assert isinstance(ticked, Submitted)
    assert ticked.answers == {"about": "talk trust"}
    sent["view"]["state"]["values"]["about#2"]["about#2"]["selected_options"] = []
    nothing = read(sent)
    assert isinstance(nothing, Submitted)
    assert nothing.answers == {"about": ""}


def test_a_form_sent_again_after_an_error_is_another_event() -> None:
    # Slack changes neither the view's id nor its hash when it shows errors.
    first, second = payload("view_submission"), payload("view_submission")
    second["trigger_id"] = "3267229946.3267229947.27e1248f"
    one, two = read(first), read(second)
    assert one is not None
    assert two is not None
    assert one.id != two.id


def test_the_command() -> None:
    event = read(payload("command_channel"))
    assert isinstance(event, Said)
    assert (event.text, event.where) == ("help", GENERAL)
    assert event.reply_at == Place("slack", "T01TEST/C01GEN/whisper/U01ALICE")
    at_home = read(payload("command_dm"))
    assert at_home is not None
    assert (at_home.where, at_home.reply_at) == (ALICE_HOME, None)


def test_an_app_installed_for_the_organisation_has_its_workspace_with_the_user() -> None:
    sent = payload("block_actions_dm")
    sent["team"] = None
    event = read(sent)
    assert event is not None
    assert event.who == ALICE


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"type": "block_suggestion"},
        {"type": ["event_callback"]},
        {"command": "/other", "text": ""},
        {"ssl_check": "0"},
    ],
)
def test_what_was_never_asked_for_is_unknown(sent: Any) -> None:
    with pytest.raises(Unknown):
        read(sent)


def test_a_subscription_added_by_hand_is_let_pass() -> None:
    assert read({"type": "event_callback", "event": {"type": "reaction_added"}, "team_id": "T01TEST"}) is None
    assert read(payload("view_closed")) is None


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("message_im", ["event", "text"]),
        ("message_im", ["event_id"]),
        ("message_im", ["event"]),
        ("app_mention", ["event", "ts"]),
        ("member_joined_channel", ["event", "channel"]),
        ("block_actions_dm", ["user"]),
        ("block_actions_dm", ["actions"]),
        ("view_submission", ["view", "state"]),
        ("view_submission", ["view", "private_metadata"]),
        ("command_channel", ["trigger_id"]),
    ],
)
def test_a_payload_that_lacks_what_it_promises_is_malformed(name: str, path: list[str]) -> None:
    sent = payload(name)
    inner = sent
    for key in path[:-1]:
        inner = inner[key]
    for broken in (None, 7, [], "x"):
        inner[path[-1]] = broken
        if path[-1] in ("event_id", "text", "ts", "channel", "trigger_id") and broken is not None:
            continue
        with pytest.raises(Malformed):
            read(sent)
    del inner[path[-1]]
    with pytest.raises(Malformed):
        read(sent)


@pytest.mark.parametrize("user", ["é" * 1400, "U01/whisper"])
def test_what_cannot_be_the_id_of_anybody_is_malformed(user: str) -> None:
    sent = payload("block_actions_dm")
    sent["user"]["id"] = user
    with pytest.raises(Malformed):
        read(sent)


ALICE_HOME = Place("slack", "T01TEST/U01ALICE", private=True)
