"""The anonymity rules, read aloud: what a circle publishes week by week, and what it never lets change that."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from bot.release import Circle, Published, label_centre, label_words

SEVEN = ["ana", "ben", "cleo", "dan", "eve", "fay", "gus"]
FIVE = SEVEN[:5]
TWELVE = [*SEVEN, "hal", "ida", "jo", "kim", "lou"]


def everybody(names, answer):
    return dict.fromkeys(names, answer)


def collecting():
    return Published("collecting", None, None, None)


def circle_of(names, answer=3, colluders=2):
    """A circle that has just opened with these people all answering the same."""
    circle = Circle(colluders)
    assert circle.close_week(everybody(names, answer)).status == "new"
    return circle


# --- collecting and opening (R3) ---------------------------------------------------------------------------------


def test_six_people_hear_that_the_bot_is_collecting_and_the_seventh_opens_the_circle():
    circle = Circle()
    assert circle.close_week(everybody(SEVEN[:6], 3)) == collecting()
    assert circle.close_week({"gus": 3}) == Published("new", 1, 3, "7+")


def test_between_team_mates_who_do_not_compare_notes_five_are_enough():
    circle = Circle(colluders=1)
    assert circle.close_week(everybody(FIVE[:4], 3)) == collecting()
    assert circle.close_week({"eve": 3}) == Published("new", 1, 3, "5+")


def test_an_answer_waits_four_closes_for_company_and_no_longer():
    circle = Circle(colluders=1)
    assert circle.close_week({"ana": 3}) == collecting()
    assert circle.close_week({}) == collecting()
    assert circle.close_week({}) == collecting()
    assert circle.close_week(everybody(FIVE[1:], 3)).status == "new"

    circle = Circle(colluders=1)
    circle.close_week({"ana": 3})
    for _ in range(3):
        circle.close_week({})
    assert circle.close_week(everybody(FIVE[1:], 3)) == collecting()


def test_the_pool_slides_and_keeps_the_latest_answer_of_each():
    circle = Circle(colluders=1)
    circle.close_week({"ana": 1, "ben": 1})
    circle.close_week({"cleo": 1})
    circle.close_week({"ana": 5, "dan": 5})
    circle.close_week({})
    assert circle.close_week({"eve": 5}) == collecting()  # ben's answer has been at four closes and is gone
    assert circle.state()["latest"] == {"ana": 5, "cleo": 1, "dan": 5, "eve": 5}


def test_somebody_who_leaves_while_collecting_is_not_in_the_pool():
    circle = Circle(colluders=1)
    circle.close_week(everybody(FIVE[:4], 3))
    circle.leave("ana")
    assert circle.close_week({"eve": 3}) == collecting()
    assert circle.close_week({"fay": 3}).status == "new"


@pytest.mark.parametrize(
    ("n", "size"), [(7, "7+"), (9, "7+"), (10, "10+"), (14, "10+"), (15, "15+"), (19, "15+"), (20, "20+"), (31, "20+")]
)
def test_the_size_is_a_word_and_stays_the_one_of_the_opening(n, size):
    names = [f"p{i}" for i in range(n)]
    circle = circle_of(names)
    assert circle.close_week(everybody([*names, "x", "y", "z"], 3)).size == size


# --- labels (R4) -------------------------------------------------------------------------------------------------


def spread(total, n):
    return {f"p{i}": 1 + total // n + (i < total % n) for i in range(n)}


@pytest.mark.parametrize(
    ("colluders", "n", "edges"),
    [
        (1, 5, (9, 12)),
        (1, 6, (10, 15)),
        (1, 7, (9, 13, 16, 20)),
        (2, 7, (13, 16)),
        (2, 8, (13, 20)),
        (2, 9, (15, 22)),
        (2, 10, (13, 18, 23, 28)),
        (2, 12, (15, 21, 28, 34)),
    ],
)
def test_each_label_begins_exactly_at_its_lower_edge(colluders, n, edges):
    for label, edge in enumerate(edges):
        assert Circle(colluders).close_week(spread(edge - 1, n)).label == label
        assert Circle(colluders).close_week(spread(edge, n)).label == label + 1
    assert Circle(colluders).close_week(spread(0, n)).labels == len(edges) + 1


def test_labels_are_said_in_words_and_never_in_decimals():
    assert [label_words(i, 5) for i in range(5)] == ["2 or lower", "about 2½", "about 3", "about 3½", "4 or higher"]
    assert [label_words(i, 3) for i in range(3)] == ["lower half", "around the middle", "upper half"]
    assert [label_centre(i, 5) for i in range(5)] == [2, Fraction(5, 2), 3, Fraction(7, 2), 4]
    assert [label_centre(i, 3) for i in range(3)] == [Fraction(9, 4), 3, Fraction(15, 4)]


@pytest.mark.parametrize(("label", "labels"), [(5, 5), (-1, 5), (3, 3), (0, 4)])
def test_a_label_that_does_not_exist_is_refused(label, labels):
    with pytest.raises(ValueError, match="no such label"):
        label_words(label, labels)
    with pytest.raises(ValueError, match="no such label"):
        label_centre(label, labels)


# --- steady (R5) and the half rule (R6) --------------------------------------------------------------------------


def test_five_of_seven_are_too_few_for_a_new_score_and_a_sixth_makes_it():
    circle = circle_of(SEVEN, 1)
    assert circle.close_week(everybody(SEVEN[:5], 5)) == Published("held", 0, 3, "7+")
    assert circle.close_week({"fay": 1}) == Published("new", 1, 3, "7+")


def test_answers_add_up_over_held_weeks_but_nobody_counts_twice():
    circle = circle_of(SEVEN)
    for _ in range(4):
        assert circle.close_week(everybody(SEVEN[:5], 3)).status == "held"
    assert circle.close_week({"gus": 3}).status == "new"
    assert circle.close_week(everybody(SEVEN[:5], 3)).status == "held"


def test_the_same_answer_again_counts_as_answering():
    assert circle_of(SEVEN).close_week(everybody(SEVEN[:6], 3)).status == "new"


def test_the_label_moves_one_step_at_a_time():
    circle = circle_of(TWELVE, 1)
    labels = [circle.close_week(everybody(TWELVE, 5)).label for _ in range(6)]
    assert labels == [1, 2, 3, 4, 4, 4]
    assert [circle.close_week(everybody(TWELVE, 1)).label for _ in range(5)] == [3, 2, 1, 0, 0]


def test_a_newcomers_first_answer_moves_nothing_and_makes_nobody_pending():
    circle = circle_of(SEVEN)
    before = circle.state()["x"]
    assert circle.close_week(everybody([*SEVEN[:5], "new"], 3)).status == "held"
    assert circle.close_week({"new2": 5}).status == "held"
    assert circle.state()["x"] == before
    circle.close_week({"new2": 1})
    assert circle.state()["x"] == before - 4


def test_newcomers_raise_the_number_who_must_answer():
    circle = circle_of(SEVEN)
    circle.close_week({"new": 3})  # M = 8: five and two must answer
    assert circle.close_week(everybody(SEVEN[:6], 3)).status == "held"
    assert circle.close_week({"new": 3}).status == "new"


@pytest.mark.parametrize("goes", ["leave", "erase"])
def test_leaving_and_erasure_change_nothing_that_is_shown(goes):
    circle = circle_of(SEVEN, 5)
    x = circle.state()["x"]
    getattr(circle, goes)("gus")
    assert "gus" not in json.dumps(circle.state())
    assert circle.state()["x"] == x
    assert circle.close_week(everybody(SEVEN[:6], 5)) == Published("new", 2, 3, "7+")


def test_a_leaver_is_not_pending_any_more_but_stays_among_the_m():
    circle = circle_of([*SEVEN, "hal"])  # M = 8: seven must answer
    assert circle.close_week(everybody(SEVEN[:6], 3)).status == "held"
    circle.leave("ana")
    assert circle.close_week({"gus": 3}).status == "held"
    assert circle.close_week({"hal": 3}).status == "new"


@pytest.mark.parametrize("goes", ["leave", "erase"])
def test_somebody_who_comes_back_begins_as_a_newcomer_and_is_not_counted_twice(goes):
    circle = circle_of(SEVEN, 5)
    getattr(circle, goes)("gus")
    x = circle.state()["x"]
    circle.close_week({"gus": 1})
    assert circle.state()["x"] == x
    assert len(circle.state()["ever"]) == 7
    assert circle.close_week(everybody(SEVEN[:6], 5)).status == "new"


def test_an_unknown_person_can_leave_and_be_erased():
    circle = circle_of(SEVEN)
    before = circle.state()
    circle.leave("nobody")
    circle.erase("nobody")
    assert circle.state() == before
