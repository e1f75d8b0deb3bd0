"""Dialogue 3: the week's question, the form, and everything one can do with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import Round, Team
from bot.messages import Pressed, Text
from bot.wording import week
from tests.scenarios.steps import POWER, SEVEN, TRUST, answer, join, team
from tests.world import World


def test_at_the_hour_each_member_gets_the_question_once(world: World) -> None:
    team(world, *SEVEN)
    assert world.until("2026-03-02T08:59+00:00") == []
    posted = world.until("2026-03-02T09:00+00:00")
    assert sorted(place.address for place, _ in posted) == sorted(world.player.home(who).address for who in SEVEN)
    assert all(POWER in words and TRUST in words for _, words in posted)
    assert world.until("2026-03-03T09:00+00:00") == []


def test_the_question_is_the_boldest_line_of_its_card_and_the_practice_stands_below(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    card = week.question_card(world.library, *_opened(world), "unsaid")
    texts = [part for part in card.body if isinstance(part, Text)]
    assert [part.style for part in texts[:3]] == ["quiet", "heading", "quiet"]
    assert [part.text for part in texts if part.style in ("title", "heading")] == [texts[1].text]
    assert texts[1].text.endswith("?")
    assert texts[2].text.startswith("Practice: ")
    assert world.player.words(world.player.message(card)) == world.sees("ana")[-1]


def _opened(world: World) -> tuple[Team, Round]:
    with world.store.unit() as unit:
        found = unit.teams.at(world.player.channel())
        assert found is not None
        round_ = unit.rounds.get(found.id, found.week)
        assert round_ is not None
        return found, round_


@pytest.mark.parametrize("week", ["9" * 40, "²", "-1", "one"])
def test_a_button_that_names_no_week_opens_this_weeks_form(world: World, week: str) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    place = world.player.home("ana")
    card = world.places[place][-1]
    event = world.player.presses("ana", card.rendered, "Answer", at=place, message=card.ref)
    assert isinstance(event, Pressed)
    shown = world.does("ana", replace(event, value=f"{_opened(world)[0].id}:{week}"))
    assert POWER in shown[-1]
    assert TRUST in shown[-1]


def test_nine_stays_nine_when_the_clocks_change(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-28T00:00+00:00")
    assert world.until("2026-03-30T07:59+00:00") == []
    assert "This week's question" in world.until("2026-03-30T08:00+00:00")[0][1]


def test_the_form_has_the_question_a_box_and_two_statements_with_five_choices_and_not_sure(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    form = world.presses("ana", "Answer")[-1]
    assert form.index("Your thoughts") < form.index(POWER) < form.index(TRUST)
    assert "Kept locked and shown to nobody" in form
    for choice in ("Agree strongly", "Agree", "In between", "Disagree", "Disagree strongly", "Not sure"):
        assert form.count(f"\n{choice}\n") + form.endswith(f"\n{choice}") >= 2, choice


def test_saved_shows_no_answer_and_can_be_changed_until_the_close(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    saved = answer(world, "ana", power="Disagree strongly", trust="Agree", words="We were not asked.")[-1]
    assert "Thank you. Only the team's reading is ever shown." in saved
    assert "You can change your answer until Friday 6 March, 09:00." in saved
    assert "Disagree" not in saved
    assert "We were not asked." not in "".join(world.sees("ana"))
    world.presses("ana", "Change my answer")
    assert "Thank you" in world.sends("ana", {POWER: "Agree", TRUST: "Agree"})[-1]


def test_a_statement_left_empty_is_told_beside_it_and_the_words_stay(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    world.presses("ana", "Answer")
    seen = world.sends("ana", {POWER: "Agree", "Your thoughts": "One thing"})[-1]
    assert "Please choose one. “Not sure” is fine too." in seen
    assert any(getattr(part, "text", "") == "One thing" for part in world.form("ana").body)


def test_words_are_kept_locked(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    answer(world, "ana", words="Only for the lock")
    assert world.keys.sealed == ['["Only for the lock", [], ""]']


def test_same_as_before_needs_a_before_and_then_is_one_press(world: World) -> None:
    team(world, *SEVEN)
    world.until("2026-03-16T09:00+00:00")
    assert "There is no earlier answer of yours to repeat" in world.presses("ana", "Same as before")[-1]
    answer(world, "ana")
    world.until("2026-03-23T09:00+00:00")
    assert "Thank you" in world.presses("ana", "Same as before")[-1]
    world.presses("ana", "Change my answer")
    assert "Same as before" in world.player.words(world.forms["ana"])


def test_skip_keeps_nothing_and_can_be_taken_back(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    assert "Skipped. Nothing from you is kept for this week." in world.presses("ana", "Skip this week")[-1]
    assert "you have not answered this week" in world.says("ana", "status")[-1]
    assert world.buttons("ana")[0] == "Answer"
    world.presses("ana", "Answer after all")
    world.sends("ana", {POWER: "Agree", TRUST: "Not sure"})
    assert "you have answered this week" in world.says("ana", "status")[-1]
    assert "Change my answer" in world.buttons("ana")


def test_later_comes_back_once_at_the_same_hour_tomorrow(world: World) -> None:
    team(world, "ana", "ben")
    world.until("2026-03-02T09:30+00:00")
    assert "I will ask you again on Tuesday 3 March, 09:00." in world.presses("ana", "Later")[-1]
    assert [p for p, _ in world.until("2026-03-03T10:00+00:00")] == [world.player.home("ana")]


def test_who_answers_before_later_comes_is_not_asked_again(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:30+00:00")
    world.presses("ana", "Later")
    world.presses("ana", "Answer now")
    world.sends("ana", {POWER: "Agree", TRUST: "Agree"})
    assert world.until("2026-03-04T00:00+00:00") == []


def test_everybody_is_reminded_at_the_same_time_whether_they_answered_or_not(world: World) -> None:
    team(world, "ana", "ben")
    world.until("2026-03-02T09:00+00:00")
    answer(world, "ana")
    posted = world.until("2026-03-05T09:00+00:00")
    assert {place for place, _ in posted} == {world.player.home("ana"), world.player.home("ben")}
    assert all("A reminder for everyone" in words for _, words in posted)


def test_after_the_close_the_form_says_so_and_gives_the_words_back(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    world.presses("ana", "Answer")
    form = world.forms["ana"]
    world.until("2026-03-06T10:00+00:00")
    world.forms["ana"] = form
    seen = world.sends("ana", {POWER: "Agree", TRUST: "Agree", "Your thoughts": "My long thought"})[-1]
    assert "That week is over" in seen
    assert "My long thought" in seen
    assert "The next question comes on Monday 9 March, 09:00." in seen


def test_the_same_event_twice_changes_nothing(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    world.presses("ana", "Answer")
    event = world.player.submits("ana", world.forms["ana"], {POWER: "Agree", TRUST: "Agree"})
    world.does("ana", event)
    before = world.sees("ana")
    assert world.does("ana", event) == []
    assert world.sees("ana") == before


def test_a_newcomer_is_told_when_their_answers_begin_to_count(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    assert "Your answers count in the score from Monday 16 March." in answer(world, "ana")[-1]


def test_typed_words_are_never_taken_for_an_answer(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    seen = world.says("ana", "5 agree strongly with both of them")[-1]
    assert "I did not understand that, and I did not keep it." in seen
    assert "you have not answered this week" in world.says("ana", "status")[-1]


def test_another_team_members_button_does_nothing_for_a_stranger(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    shown = world.places[world.player.home("ana")][-1]
    event = world.player.presses("zoe", shown.rendered, "Answer", at=world.player.home("zoe"), message=shown.ref)
    assert "You are not in this team" in world.does("zoe", event)[-1]
    join(world, "ben")
