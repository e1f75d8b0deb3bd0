"""Closing and re-opening a circle (R6, R9): when a score is measured afresh, and when it is linked to the last one."""

from __future__ import annotations

import pytest

from bot.release import Circle, Published

SEVEN = ["ana", "ben", "cleo", "dan", "eve", "fay", "gus"]
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


def close_by_leaving(circle, names):
    for name in names:
        circle.leave(name)
    return circle.close_week({})


def test_the_series_closes_with_its_last_label_when_too_few_are_left():
    circle = circle_of(SEVEN, 5)
    assert close_by_leaving(circle, ["ana"]) == Published("held", 2, 3, "7+")
    assert close_by_leaving(circle, ["ben"]) == Published("closed", 2, 3, "7+")
    assert circle.close_week({}) == collecting()


def test_what_is_answered_in_the_closing_week_is_not_pooled():
    circle = circle_of(SEVEN)
    for name in SEVEN[:3]:
        circle.leave(name)
    assert circle.close_week(everybody(SEVEN[3:], 3)).status == "closed"
    assert circle.close_week(everybody(SEVEN[:3], 3)) == collecting()


def test_newcomers_can_close_a_series_by_raising_the_half():
    circle = circle_of(SEVEN)
    circle.leave("gus")
    for name in ("x", "y"):
        assert circle.close_week({name: 3}).status == "held"
        circle.leave(name)
    assert circle.close_week({"z": 3}).status == "closed"  # M = 10 asks for eight; seven are there


@pytest.mark.parametrize(("before", "start"), [(1, 12), (3, 14), (5, 16)])
def test_a_reopened_series_starts_at_the_last_label_whatever_is_answered(before, start):
    circle = circle_of(SEVEN, before)
    close_by_leaving(circle, SEVEN)
    shown = circle.close_week(everybody(SEVEN, 6 - before))
    assert shown == Published("new", {1: 0, 3: 1, 5: 2}[before], 3, "7+")
    assert circle.state()["x"] == start


@pytest.mark.parametrize(("label", "start"), [(0, 14), (1, 17), (2, 24), (3, 30), (4, 34)])
def test_a_linked_start_lies_at_the_inner_edge_or_in_the_middle(label, start):
    circle = circle_of(TWELVE, 1)
    for _ in range(label):
        circle.close_week(everybody(TWELVE, 5))
    circle.request_fresh_start()
    assert circle.close_week(everybody([*TWELVE[1:], "new"], 3)).label == label
    assert circle.state()["x"] == start


@pytest.mark.parametrize(("old", "new"), [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2)])
def test_from_five_labels_to_three_the_nearest_centre_is_taken(old, new):
    circle = circle_of(TWELVE, 1)
    for _ in range(old):
        circle.close_week(everybody(TWELVE, 5))
    close_by_leaving(circle, TWELVE)
    assert circle.close_week(everybody(SEVEN, 3)) == Published("new", new, 3, "7+")


@pytest.mark.parametrize(("answer", "new"), [(1, 1), (3, 2), (5, 3)])
def test_from_three_labels_to_five_a_tie_goes_towards_the_middle(answer, new):
    circle = circle_of(SEVEN, answer)
    close_by_leaving(circle, SEVEN)
    assert circle.close_week(everybody(TWELVE, 3)) == Published("new", new, 5, "10+")


def test_a_fresh_start_begins_at_once_and_publishes_nothing():
    circle = circle_of(SEVEN, 1)
    assert circle.request_fresh_start() is None
    assert circle.close_week(everybody(SEVEN[:6], 5)) == collecting()
    assert circle.state()["x"] == 0


@pytest.mark.parametrize(
    ("people", "label"),
    [
        (SEVEN, 2),  # the same people: measured
        ([*SEVEN, "hal"], 0),  # one more: linked
        (["a", "b", "c", *SEVEN[3:]], 0),  # three in, three out is six: linked
        (["a", "b", "c", "d", *SEVEN[3:]], 2),  # four in, three out is seven: measured
        ([*SEVEN, "a", "b", "c", "d", "e", "f"], 1),  # six more, five labels: linked to the nearest
        ([*SEVEN, "a", "b", "c", "d", "e", "f", "g"], 4),  # seven more: measured
    ],
)
def test_a_fresh_start_measures_only_if_nobody_or_seven_people_changed(people, label):
    circle = circle_of(SEVEN, 1)
    circle.request_fresh_start()
    assert circle.close_week(everybody(people, 5)).label == label


def test_a_fresh_start_is_held_against_every_earlier_circle_not_only_the_last():
    circle = circle_of(SEVEN, 1)
    circle.request_fresh_start()
    assert circle.close_week(everybody(["a", "b", "c", "d", *SEVEN[3:]], 1)).label == 0
    circle.request_fresh_start()
    # seven away from the last circle, but one away from the first
    assert circle.close_week(everybody([*SEVEN[1:]], 5)) == collecting()
    assert circle.close_week({"hal": 5}).label == 0


def test_a_wish_for_a_fresh_start_is_spent_at_the_next_opening():
    circle = circle_of(SEVEN, 1)
    circle.request_fresh_start()
    circle.close_week(everybody([*SEVEN, "hal"], 5))  # linked
    close_by_leaving(circle, [*SEVEN, "hal"])
    assert circle.close_week(everybody(SEVEN, 5)).label == 0  # linked again: nobody asked


def test_asking_while_collecting_keeps_the_pool_and_is_remembered():
    circle = circle_of(SEVEN, 1)
    close_by_leaving(circle, SEVEN)
    circle.close_week(everybody(SEVEN[:6], 5))
    circle.request_fresh_start()
    assert circle.close_week({"gus": 5}) == Published("new", 2, 3, "7+")


def test_erased_people_still_count_when_circles_are_compared():
    circle = circle_of(SEVEN, 1)
    circle.erase("gus")
    circle.request_fresh_start()
    # Forgetting gus here would make this look like one joiner fewer than it is.
    assert circle.close_week(everybody([*SEVEN[:6], "hal"], 5)).label == 0
