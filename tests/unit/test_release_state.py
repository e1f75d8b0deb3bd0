"""What a circle remembers and refuses, and the trend that is read off its published labels (R8)."""

from __future__ import annotations

import json

import pytest

from bot.release import Circle, Shown, trend

SEVEN = ["ana", "ben", "cleo", "dan", "eve", "fay", "gus"]
FIVE = SEVEN[:5]


def everybody(names, answer):
    return dict.fromkeys(names, answer)


def circle_of(names, answer=3, colluders=2):
    """A circle that has just opened with these people all answering the same."""
    circle = Circle(colluders)
    assert circle.close_week(everybody(names, answer)).status == "new"
    return circle


# --- state -------------------------------------------------------------------------------------------------------


def test_a_circle_survives_json_at_every_close():
    through_json, straight = Circle(1), Circle(1)
    weeks = [
        everybody(FIVE[:3], 2),
        everybody(FIVE, 4),
        everybody([*FIVE[:3], "new"], 5),
        everybody(FIVE[3:], 1),
        {},
        everybody(SEVEN, 1),
        everybody(SEVEN, 5),
        everybody(SEVEN[:6], 2),
    ]
    for number, answers in enumerate(weeks):
        for circle in (through_json, straight):
            if number == 3:
                circle.leave("ana")
            if number == 5:
                circle.request_fresh_start()
        through_json = Circle(1, json.loads(json.dumps(through_json.state())))
        assert through_json.state() == straight.state()
        assert through_json.close_week(answers) == straight.close_week(answers)


def test_the_state_is_a_copy_and_says_nothing_of_the_order_of_arrival():
    one, other = Circle(), Circle()
    one.close_week({"ana": 1, "ben": 2})
    other.close_week({"ben": 2, "ana": 1})
    assert json.dumps(one.state()) == json.dumps(other.state())
    one.state()["latest"]["ana"] = 5
    assert one.state() == other.state()


def test_after_closing_no_answer_is_kept():
    circle = circle_of(SEVEN, 5)
    circle.request_fresh_start()
    state = circle.state()
    assert (state["latest"], state["pending"], state["ever"], state["x"], state["n"]) == ({}, [], [], 0, 0)


def test_nothing_can_be_read_off_a_circle_in_a_log_line():
    assert "ana" not in repr(circle_of(SEVEN, 5))


# --- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [0, 6, -1, 3.0, 2.5, "3", None, True, False])
@pytest.mark.parametrize("is_open", [False, True])
def test_an_answer_that_is_no_whole_number_from_1_to_5_is_refused_and_changes_nothing(answer, is_open):
    circle = circle_of(SEVEN) if is_open else Circle()
    before = circle.state()
    with pytest.raises(ValueError, match="from 1 to 5") as problem:
        circle.close_week({"ana": 5, "ben": answer})
    assert circle.state() == before
    assert "ben" not in str(problem.value)


def test_a_person_key_must_be_text():
    with pytest.raises(ValueError, match="string key"):
        Circle().close_week({7: 3})


@pytest.mark.parametrize("colluders", [0, 3, -1, True, 1.0, "2", None])
def test_only_one_or_two_may_be_said_to_compare_notes(colluders):
    with pytest.raises(ValueError, match="must be 1 or 2"):
        Circle(colluders)


def test_a_state_of_another_promise_or_another_program_is_refused():
    state = circle_of(SEVEN).state()
    with pytest.raises(ValueError, match="another number of colluders"):
        Circle(1, state)
    with pytest.raises(ValueError, match="unchanged"):
        Circle(2, {})
    with pytest.raises(ValueError, match="damaged"):
        Circle(2, {key: value for key, value in state.items() if key != "latest"})


# --- trend (R8) --------------------------------------------------------------------------------------------------


def weeks(*labels, every=1, labels_in_all=5):
    return [Shown(i * every, "new", label, labels_in_all) for i, label in enumerate(labels)]


def test_a_trend_needs_two_scores_that_are_eight_weeks_old():
    assert trend([]) is None
    assert trend(weeks(0, 0, 4, 4)) is None
    assert trend(weeks(*[0] * 9)) is None
    assert trend(weeks(*[0] * 10)) == "steady"


def test_rising_and_falling_need_half_a_point_beyond_both():
    assert trend(weeks(2, 2, 2, 2, 2, 2, 2, 2, 3, 3)) == "rising"
    assert trend(weeks(2, 2, 2, 2, 2, 2, 2, 2, 1, 1)) == "falling"
    assert trend(weeks(2, 3, 2, 2, 2, 2, 2, 2, 3, 3)) == "steady"
    assert trend(weeks(2, 2, 2, 2, 2, 2, 2, 2, 2, 3)) == "steady"


def test_the_trend_reads_new_scores_only_and_takes_plain_tuples():
    old = [(0, "new", 2, 5), (1, "new", 2, 5)]
    assert trend([*old, (8, "new", 3, 5), (9, "new", 3, 5), (10, "held", 3, 5)]) == "rising"
    assert trend([*old, (8, "new", 3, 5), (9, "held", 3, 5), (10, "collecting", None, None)]) == "steady"


def test_the_age_of_a_score_is_taken_from_the_last_record_held_or_not():
    assert trend([(0, "new", 2, 5), (1, "new", 2, 5), (7, "new", 3, 5), (8, "new", 3, 5)]) is None
    assert (
        trend([(0, "new", 2, 5), (1, "new", 2, 5), (7, "new", 3, 5), (8, "new", 3, 5), (9, "held", 3, 5)]) == "rising"
    )


def test_the_trend_compares_three_and_five_labels_by_their_centres():
    old = [(0, "new", 1, 3), (1, "new", 1, 3)]
    assert trend([*old, (9, "new", 3, 5), (10, "new", 2, 3)]) == "rising"
    assert trend([(0, "new", 0, 3), (1, "new", 0, 3), (9, "new", 1, 5), (10, "new", 1, 5)]) == "steady"
