"""Dialogue 2: each member is welcomed, and joins by saying yes. And the way out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.scenarios.steps import SEVEN, answer, join, set_up, team
from tests.world import World

PROMISE = "your own answer could have been anything from 1 to 5, even to two team-mates comparing notes."


def test_the_welcome_says_what_this_is_what_is_kept_who_sees_what_and_how_to_stop(world: World) -> None:
    set_up(world)
    welcome = world.joins("ben")[0]
    assert "one question" in welcome
    assert PROMISE in welcome
    assert "under a code that is not your name" in welcome
    assert "Write “stop” to me at any time" in welcome
    assert world.buttons("ben") == ["Yes, count me in", "No, thank you", "How is this safe?"]


def test_those_in_the_channel_are_welcomed_when_the_team_is_set_up(world: World) -> None:
    world.roster = ["ana", "ben", "cai"]
    set_up(world)
    assert all("would like to hear from you" in world.sees(who)[-1] for who in world.roster)
    assert len(world.sees("ana")) == 1, "the coordinator is welcomed once, not twice"


def test_nobody_is_enrolled_silently(world: World) -> None:
    set_up(world)
    world.joins("ben")
    world.joins("cai")
    world.presses("cai", "No, thank you")
    join(world, "dee")
    asked = {place for place, _ in world.until("2026-03-02T09:00+00:00")}
    assert asked == {world.player.home("dee")}


def test_the_voice_is_a_choice_and_changes_the_wording(world: World) -> None:
    set_up(world)
    join(world, "ben", voice="I use services or care for someone")
    join(world, "cai", voice="I work in services")
    world.until("2026-03-02T09:00+00:00")
    assert world.sees("ben")[-1] != world.sees("cai")[-1]


def test_no_can_be_taken_back(world: World) -> None:
    set_up(world)
    world.joins("ben")
    world.presses("ben", "No, thank you")
    assert "In which voice do you speak?" in world.presses("ben", "Join after all")[0]


def test_after_a_no_status_says_how_to_join_after_all(world: World) -> None:
    set_up(world)
    world.joins("ben")
    world.presses("ben", "No, thank you")
    told = world.says("ben", "status")[-1]
    assert "You said no, thank you, to River Street." in told
    assert "You can join at any time." in told
    assert "not in a team yet" not in told
    assert "In which voice do you speak?" in world.presses("ben", "Join after all")[0]


def test_status_offers_the_way_in_to_those_who_have_not_said_yes(world: World) -> None:
    set_up(world)
    world.joins("ben")
    assert "you have not said yes yet" in world.says("ben", "status")[-1]
    assert world.buttons("ben")[0] == "Yes, count me in"
    assert "Answer" not in world.buttons("ben")


def test_an_invitation_code_works_from_a_direct_message(world: World) -> None:
    set_up(world)
    code = world.channel()[0].partition("“join ")[2][:8]
    assert "River Street would like to hear from you" in world.says("ben", f"join {code.lower()}")[0]
    assert "I do not know that invitation code" in world.says("ben", "join XXXXXXXX")[0]


def test_somebody_who_joins_in_the_middle_of_a_week_gets_its_question(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-03T12:00+00:00")
    join(world, "ben")
    assert "This week's question" in world.sees("ben")[-1]


def test_who_joined_while_nothing_could_be_sent_is_not_asked_about_a_week_that_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    team(world, "ana")
    world.until("2026-03-03T12:00+00:00")
    world.joins("ben")
    world.presses("ben", "Yes, count me in")
    with monkeypatch.context() as broken:
        broken.setattr(world, "deliver", list)
        world.presses("ben", "I would rather not say")
    world.clock.time = datetime(2026, 3, 6, 9, 30, tzinfo=UTC)
    world.deliver()  # whoever sends is awake before the clock is
    assert "You are in" in world.sees("ben")[-1]
    assert not any("This week's question for" in message for message in world.sees("ben"))


def test_stopping_is_asked_once_deletes_the_answers_and_stops_the_questions(world: World) -> None:
    team(world, *SEVEN)
    world.until("2026-03-02T09:00+00:00")
    answer(world, "ben")
    assert "Do you want to stop with River Street?" in world.says("ben", "stop")[0]
    assert "Your answers are deleted" in world.presses("ben", "Yes, take me out")[0]
    assert world.player.home("ben") not in {place for place, _ in world.until("2026-03-09T09:00+00:00")}


def test_joining_twice_asks_nothing_new(world: World) -> None:
    team(world, "ana", "ben")
    before = world.sees("ben")
    world.joins("ben")
    assert world.sees("ben") == before
