"""What people write in the box: locked, and told as topics when enough people chose to share them."""

from __future__ import annotations

from tests.scenarios.steps import POWER, SEVEN, TRUST, answer, team
from tests.scenarios.test_rights import file_of
from tests.scenarios.writing import (
    COMMUNICATION,
    TICKS,
    TRUSTING,
    WROTE,
    closed,
    everybody_shares,
    form,
    in_week,
    shares,
    ticked,
    ticks,
    writes,
)
from tests.world import World


def test_words_are_locked_and_shared_with_nobody_until_their_writer_says_so(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 1)
    world.presses("ana", "Answer")
    assert "Kept locked and shown to nobody." in form(world, "ana")
    seen = writes(world, "ana")[-1]
    assert "What you wrote is locked. Nobody reads it." in seen
    assert "Ben talks" not in seen, "never echoed"
    assert "Share what it is about" in world.buttons("ana")
    answer(world, "ben")
    assert "Share what it is about" not in world.buttons("ben"), "there is nothing to share"


def test_the_bot_suggests_topics_and_shows_exactly_what_the_team_may_see(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 1)
    writes(world, "ana", "We talk past each other. People use words I do not understand.")
    told = world.presses("ana", "Share what it is about")[-1]
    assert "You wrote: “We talk past each other. People use words I do not understand.”" in told
    assert "Nobody sees your words. You can let the team know what they are about." in told
    assert COMMUNICATION in ticked(world, "ana"), "suggested"
    assert f"“In the last four weeks people wrote about: {', '.join(ticked(world, 'ana'))}.”" in told
    world.sends("ana", {TICKS: (TRUSTING,)})
    told = form(world, "ana")
    assert "This is all that your team may see" in told
    assert f"“In the last four weeks people wrote about: {TRUSTING}.”" in told
    assert "A topic is told if 7 people or more share, and 4 of them tick it. Never who, or how many." in told
    seen = world.sends("ana", {})[-1]
    assert "Saved." in seen
    assert TRUSTING not in seen, "never echoed"
    assert "You can change what you share until Friday 6 March, 09:00." in seen


def test_ticking_nothing_shares_nothing_and_says_what_to_do(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 1)
    writes(world, "ana")
    world.presses("ana", "Share what it is about")
    world.sends("ana", {TICKS: ()})
    assert "Please tick at least one. To share nothing, close this window." in form(world, "ana")


def test_what_is_shared_can_be_taken_back_until_the_close_and_other_words_are_shared_with_nobody(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 1)
    shares(world, "ana", TRUSTING)
    assert "Nothing of what you wrote is shared." in world.presses("ana", "Share nothing")[-1]
    ticks(world, "ana", TRUSTING)
    told = world.presses("ana", "Change my answer")[-1]
    assert WROTE not in told, "what was written is never shown in a card that a platform may keep"
    assert "What you write now takes the place of what you wrote before." in told
    world.sends("ana", {POWER: "Agree", TRUST: "Agree"})
    world.says("ana", "my data")
    assert WROTE in file_of(world), "an empty box changes nothing"
    world.presses("ana", "Change my answer")
    world.sends("ana", {POWER: "Agree", TRUST: "Agree", "Your thoughts": "Something else altogether."})
    world.says("ana", "my data")
    assert "You share what it is about" not in file_of(world)
    assert "Something else altogether." in file_of(world)


def test_four_of_seven_raise_a_topic_and_the_team_is_told_after_four_weeks(world: World) -> None:
    both, one = (COMMUNICATION, TRUSTING), (COMMUNICATION,)
    raised = dict(zip(SEVEN, (both, both, both, one, (TRUSTING,), ("Power sharing",), one), strict=True))
    summary = everybody_shares(world, raised)
    told = summary.partition("What people wrote about\n")[2].partition("\n")[0]
    assert told == f"In the last four weeks people wrote about: {TRUSTING}, {COMMUNICATION}."
    assert WROTE not in summary
    assert "What people wrote about" not in closed(world, 5), "each is told once"


def test_three_of_seven_are_too_few_and_nothing_at_all_is_said(world: World) -> None:
    raised = dict(zip(SEVEN, [(TRUSTING,)] * 3 + [("Power sharing",)] * 3 + [(COMMUNICATION,)], strict=True))
    assert "wrote about" not in everybody_shares(world, raised)


def test_six_who_share_are_too_few_however_much_they_agree(world: World) -> None:
    assert "wrote about" not in everybody_shares(world, dict.fromkeys(SEVEN[:6], (TRUSTING,)))


def test_who_has_been_a_member_for_less_than_two_weeks_raises_nothing(world: World) -> None:
    team(world, *SEVEN[:6])
    in_week(world, 4)
    world.joins("gus")
    world.presses("gus", "Yes, count me in")
    world.presses("gus", "I would rather not say")
    for who in SEVEN[:6]:
        shares(world, who, TRUSTING)
    assert "wrote about" not in closed(world, 4)


def test_a_small_team_is_told_that_nothing_is_shown_yet(world: World) -> None:
    team(world, "ana", "ben")
    in_week(world, 1)
    writes(world, "ana")
    told = world.presses("ana", "Share what it is about")[-1]
    assert "Your team has fewer than 7 people now. So nothing is told yet." in told


def test_the_key_to_the_codes_of_words_goes_with_its_window(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 4)
    shares(world, "ana", TRUSTING)
    [key] = [name for name in world.keys.ring if "words" in name]
    closed(world, 4)
    assert key not in world.keys.ring


def test_while_nobody_writes_no_key_for_words_is_made(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 1)
    answer(world, "ana")
    world.presses("ben", "Skip this week")
    in_week(world, 2)
    world.presses("ana", "Same as before")
    assert not [name for name in world.keys.circles() if ":words." in name], "each costs a write of the whole file"
