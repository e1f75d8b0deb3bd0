"""Dialogue 4: the close, and what the team is told."""

from __future__ import annotations

from tests.scenarios.steps import SEVEN, answer, team
from tests.world import World

MONDAYS = ("03-02", "03-09", "03-16", "03-23", "03-30", "04-06")


def weeks(world: World, *who: str, power: str = "Agree", upto: int = 3) -> None:
    """Week after week everybody in `who` answers, up to the close of week `upto`."""
    for monday in MONDAYS[:upto]:
        world.until(f"2026-{monday}T12:00+00:00")
        for one in who:
            answer(world, one, power=power)
    world.until(f"2026-{MONDAYS[upto - 1]}T00:00+00:00")
    days = {"03-02": "03-06", "03-09": "03-13", "03-16": "03-20", "03-23": "03-27", "03-30": "04-03", "04-06": "04-10"}
    world.until(f"2026-{days[MONDAYS[upto - 1]]}T12:00+00:00")


def test_before_people_count_the_summary_says_it_is_collecting_and_why_that_is_fine(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, *SEVEN, upto=1)
    assert "Still collecting. A score needs 7 people whose answers count." in world.channel()[-1]
    assert "and that is fine" in world.channel()[-1]


def test_the_first_score_its_picture_and_next_weeks_phase_and_practice(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, *SEVEN)
    summary = world.channel()[-1]
    assert "River Street: week 3" in summary
    assert "The score is “upper half”. This is a first score." in summary
    assert "From a circle of 7 people or more." in summary
    assert "Power sharing: upper half since week 3." in summary, "the picture has words beside it"
    assert "Phase: Starting. About: Choosing a leadership model. The question comes on" in summary
    assert "Monday 23 March, 09:00" in summary


def test_a_score_moves_one_step_and_says_from_where(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, *SEVEN)
    world.until("2026-03-23T12:00+00:00")
    for who in SEVEN:
        answer(world, who, power="Disagree strongly")
    world.until("2026-03-27T12:00+00:00")
    assert "The score is “around the middle”. It moved down one step, from “upper half”." in world.channel()[-1]


def test_too_few_answers_give_no_new_score_and_it_says_why_that_is_fine(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, *SEVEN)
    world.until("2026-03-23T12:00+00:00")
    answer(world, "ana", power="Disagree strongly")
    world.until("2026-03-27T12:00+00:00")
    assert "No new score yet. That is fine." in world.channel()[-1]
    assert "upper half since week 3" in world.channel()[-1]


def test_the_summary_holds_no_name_no_count_and_nothing_written(world: World) -> None:
    team(world, *SEVEN)
    for monday in MONDAYS[:3]:
        world.until(f"2026-{monday}T12:00+00:00")
        for who in SEVEN:
            answer(world, who, words=f"canary of {who}")
    world.until("2026-03-20T12:00+00:00")
    told = "".join(world.channel()[1:])
    assert "canary" not in told
    assert not any(name.capitalize() in told for name in SEVEN)


def test_the_summary_comes_once_at_the_clock(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-06T08:59+00:00")
    posted = world.until("2026-03-06T09:00+00:00")
    assert [place for place, _ in posted] == [world.player.channel()]
    assert world.until("2026-03-07T09:00+00:00") == []


def test_anyone_can_ask_how_this_is_safe_and_is_told_alone(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-06T10:00+00:00")
    before = len(world.channel())
    told = world.presses("ana", "How is this safe?", in_channel=True)[-1]
    assert "anything from 1 to 5" in told
    assert "The limits" in told
    assert len(world.channel()) == before
