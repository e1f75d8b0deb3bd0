"""Ask my team this: anyone offers a question to the coordinators, and nobody is told whose wish it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import Member
from bot.messages import Place
from framework_content import load_all
from storage.sql import SqlStore
from tests.players.base import Player
from tests.scenarios.steps import SEVEN, join, set_up, team
from tests.scenarios.test_choosing import TITLE, easy, option
from tests.scenarios.test_languages import speaking
from tests.world import World

OF_POWER = "Which decision could be made by people who do not make it now?"


def test_a_member_offers_a_question_and_the_coordinator_says_yes(world: World) -> None:
    team(world, *SEVEN)
    world.says("ben", "explain power sharing")
    told = world.presses("ben", "Ask my team this")[-1]
    assert "Thank you. I have passed it on to the people who coordinate River Street." in told
    assert "I did not tell them your name." in told
    offer = world.sees("ana")[-1]
    assert "Somebody in River Street would like to ask:" in offer
    assert OF_POWER in offer
    assert "Ben" not in offer
    assert world.buttons("ana") == ["Ask it next week", "Not now", "What is this about?"]
    chosen = world.presses("ana", "Ask it next week")[-1]
    assert TITLE in chosen
    assert "A coordinator chose this one." in chosen
    posted = world.until("2026-03-02T09:00+00:00")
    assert len(posted) == 7
    assert all(OF_POWER in words for _, words in posted), "one wording for everybody"


def test_the_offered_question_is_answered_like_any_other(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ana", "explain the four co's")
    world.presses("ana", "Ask my team this")
    world.presses("ana", "Ask it next week")
    world.until("2026-03-02T09:00+00:00")
    question = world.library.entry("hb.four_cos").question
    assert question in world.presses("ben", "Answer")[-1]
    world.sends("ben", {"Something I said has changed what we decided.": "Agree",
                        "I can say what I really think in this team.": "Agree"})  # fmt: skip
    assert world.presses("ben", "What is this about?")[-1].startswith("The Four Co's")
    world.until("2026-03-06T10:00+00:00")
    assert "River Street: week 1" in world.channel()[-1]
    assert question not in world.until("2026-03-09T09:00+00:00")[-1][1], "asked once"


def test_a_coordinator_says_not_now_and_nothing_changes(world: World) -> None:
    team(world, "ana", "ben")
    before = world.says("ana", "next question")[-1]
    world.says("ben", "explain power sharing")
    world.presses("ben", "Ask my team this")
    assert "That is fine. I will not ask it for now." in world.presses("ana", "Not now")[-1]
    assert world.says("ana", "next question")[-1] == before


def test_the_same_offer_twice_reaches_a_coordinator_once(world: World) -> None:
    team(world, "ana", "ben", "cai")
    for who in ("ben", "cai", "ben"):
        world.says(who, "explain power sharing")
        assert "I have passed it on" in world.presses(who, "Ask my team this")[-1]
    assert sum("would like to ask" in told for told in world.sees("ana")) == 1


def test_a_coordinator_who_wants_to_ask_something_decides_at_once(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ana", "coordinator ben")
    world.says("ben", "explain power sharing")
    assert "Shall River Street be asked this next?" in world.presses("ben", "Ask my team this")[-1]
    assert "would like to ask" not in "".join(world.sees("ana"))
    assert OF_POWER in world.presses("ben", "Ask it next week")[-1]


def test_without_a_coordinator_an_offer_says_who_can_take_the_task_on(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ana", "stop")
    world.presses("ana", "Yes, take me out")
    world.says("ben", "explain power sharing")
    assert "There is no one who coordinates River Street right now." in world.presses("ben", "Ask my team this")[-1]


def test_somebody_in_no_team_is_not_offered_to_ask(world: World) -> None:
    set_up(world)
    world.joins("ben")
    for who in ("ben", "zoe"):
        world.says(who, "explain power sharing")
        assert "Ask my team this" not in world.buttons(who)
    join(world, "ben")
    world.says("ben", "explain power sharing")
    assert "Ask my team this" in world.buttons("ben")


def test_what_was_explained_in_the_channel_is_offered_to_the_channels_team_and_told_alone(world: World) -> None:
    team(world, "ana", "ben")
    before = len(world.channel())
    world.says("ben", "explain power sharing", in_channel=True)
    shared = [shown for place, each in world.places.items() if not place.private for shown in each]
    (answer,) = (shown for shown in shared if "Tell me more" in world.player.buttons(shown.rendered))
    event = world.player.presses(
        "ben", answer.rendered, "Ask my team this", at=world.player.channel(), message=answer.ref
    )
    assert "I have passed it on" in world.does("ben", event)[-1]
    stranger = world.player.presses(
        "zoe", answer.rendered, "Ask my team this", at=world.player.channel(), message=answer.ref
    )
    assert "You are not in this team" in world.does("zoe", stranger)[-1]
    assert sum("passed it on" in told for told in world.channel()[before:]) == 0


def test_somebody_in_two_teams_is_asked_which_one_they_mean(world: World) -> None:
    team(world, "ana", "ben")
    with world.store.unit() as unit:
        first = unit.teams.at(world.player.channel())
        assert first is not None
        second = replace(
            first, id="t2", name="Hill Street", code="HILL2345", channel=Place(first.channel.platform, "hill")
        )
        unit.teams.save(second)
        members = unit.members.everyone(first.id)
        for member in members:
            holds = member.person.name == "Ana"
            unit.members.save(Member(f"m-{member.person.name}", "t2", member.person, "in", coordinator=holds))
    world.says("ben", "explain power sharing")
    assert world.presses("ben", "Ask my team this")[-1].startswith("Which team do you mean?")
    assert world.buttons("ben") == ["Hill Street", "River Street"]
    assert "the people who coordinate Hill Street" in world.presses("ben", "Hill Street")[-1]
    assert "Somebody in Hill Street would like to ask:" in world.sees("ana")[-1]
    assert "Next question for Hill Street" in world.presses("ana", "Ask it next week")[-1]


def test_the_form_asks_again_when_nothing_was_chosen(world: World) -> None:
    team(world, "ana")
    world.says("ana", "explain power sharing")
    world.presses("ana", "Ask my team this")
    world.presses("ana", "Ask it next week")
    world.presses("ana", "Choose a question")
    assert "Please choose one of these questions." in world.sends("ana", {})[-1]
    told = world.sends("ana", {"Question for next time": option(world, "people.1")})[-1]
    assert easy(world, "people.1") in told


@pytest.fixture
def swedish(player: Player, store: SqlStore) -> World:
    return speaking(player, store, load_all())


def test_each_coordinator_reads_an_offer_in_their_own_language(swedish: World) -> None:
    team(swedish, "ana", "ben", "cai")
    swedish.says("ana", "coordinator cai")
    swedish.says("ana", "svenska")
    swedish.says("ben", "explain power sharing")
    swedish.presses("ben", "Ask my team this")
    assert "Någon i River Street vill fråga:" in swedish.sees("ana")[-1]
    assert "Somebody in River Street would like to ask:" in swedish.sees("cai")[-1]
    assert "Nästa fråga till River Street" in swedish.says("ana", "nästa fråga")[-1]
