"""Two circles: people who use services, and professionals, each with a score of their own; one is shown."""

from __future__ import annotations

from tests.scenarios.steps import answer, join, set_up
from tests.scenarios.test_summary import weeks
from tests.world import World

CITIZENS = ("ana", "ben", "cai", "dee", "eli")
PROFESSIONALS = ("fay", "gus", "hal", "ivy", "jon")
TWO = "Two circles: one of people who use services, and one of professionals"
ONE_TEAM_MATE = "Any one team-mate (5 people or more)"


def two_circles(world: World) -> None:
    set_up(world, Whose_answers_make_the_score=TWO, Answers_stay_safe_from=ONE_TEAM_MATE)
    join(world, *CITIZENS, voice="I use services or care for someone")
    join(world, *PROFESSIONALS, voice="I work in services")


def both_answer(world: World, monday: str, friday: str, citizens: str, professionals: str) -> str:
    """Everybody answers in one week; returns the summary."""
    world.until(f"2026-{monday}T12:00+00:00")
    for who in CITIZENS:
        answer(world, who, power=citizens)
    for who in PROFESSIONALS:
        answer(world, who, power=professionals)
    world.until(f"2026-{friday}T12:00+00:00")
    return world.channel()[-1]


def test_the_choice_stands_under_the_settings_and_the_promise(world: World) -> None:
    two_circles(world)
    assert "Two circles of 5 people or more." in world.channel()[0]
    assert "Each makes a score of its own." in world.says("ana", "how is this safe?")[0]


def test_one_score_is_shown_made_from_two_and_once_a_month_who_is_lower(world: World) -> None:
    two_circles(world)
    first = both_answer(world, "03-02", "03-06", "Disagree", "Agree")
    assert "It needs one from each of the two circles." in first
    both_answer(world, "03-09", "03-13", "Disagree", "Agree")
    third = both_answer(world, "03-16", "03-20", "Disagree", "Agree")
    assert "The score is “about 3”. This is a first score." in third, "the two lie as far from the middle"
    assert "lower" not in third.replace("2 or lower", ""), "not yet a month"
    fourth = both_answer(world, "03-23", "03-27", "Disagree", "Agree")
    assert "People who use services give a lower score than professionals do." in fourth
    assert "say much the same" in fourth, "of trust"
    assert "circle of" not in fourth


def test_no_score_while_one_circle_has_none_and_nobody_is_told_which(world: World) -> None:
    two_circles(world)
    weeks(world, *CITIZENS)
    summary = world.channel()[-1]
    assert "It needs one from each of the two circles." in summary
    assert "The score is" not in summary
    assert "few" not in summary


def test_who_is_in_neither_circle_is_told_beside_the_question(world: World) -> None:
    two_circles(world)
    join(world, "kim")
    world.until("2026-03-02T12:00+00:00")
    world.presses("kim", "Answer")
    assert "so your answers here do not count" in world.player.words(world.forms["kim"])
    world.presses("ana", "Answer")
    assert "do not count" not in world.player.words(world.forms["ana"])


def test_changing_the_voice_is_leaving_one_circle_and_joining_the_other(world: World) -> None:
    two_circles(world)
    weeks(world, *CITIZENS, *PROFESSIONALS)
    world.says("ana", "voice")
    world.presses("ana", "I work in services")
    assert "Your answers count in the team's score from Friday 3 April" in world.sees("ana")[-1]
    world.until("2026-03-23T12:00+00:00")
    assert "Same as before" in world.buttons("ana")
    assert "There is no earlier answer of yours" in world.presses("ana", "Same as before")[0]
