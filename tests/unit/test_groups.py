"""Two circles: what is said of both comes from what each has published."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from bot.groups import gap, overall
from bot.release import Published

SCORES = [Published("new", label, labels, size) for labels, size in ((3, "5+"), (5, "15+")) for label in range(labels)]


def five(label: int, size: str = "10+", status: str = "new") -> Published:
    return Published(status, label, 5, size)


def test_two_circles_that_say_the_same_are_at_it_together():
    assert overall(five(3), five(3)) == Fraction(7, 2)
    assert gap(five(3), five(3)) == "same"


def test_the_larger_circle_weighs_more():
    assert overall(five(0, "20+"), five(4, "5+")) == Fraction(5, 2)
    assert overall(five(0, "5+"), five(4, "20+")) == Fraction(7, 2)


def test_between_two_halves_the_one_nearer_the_middle_is_told():
    assert overall(five(0), five(1)) == Fraction(5, 2), "2¼ is told as 2½"
    assert overall(five(4), five(3)) == Fraction(7, 2), "3¾ is told as 3½"
    assert overall(five(1), five(2)) == 3, "2¾ is told as 3"


@pytest.mark.parametrize(
    ("first", "second", "told"), [(1, 2, "same"), (1, 3, "first"), (3, 1, "second"), (0, 4, "first"), (4, 3, "same")]
)
def test_a_gap_is_three_quarters_of_a_point_or_more(first, second, told):
    assert gap(five(first), five(second)) == told


def test_a_circle_of_three_labels_meets_one_of_five():
    low, middle = Published("new", 0, 3, "5+"), five(2, "5+")
    assert gap(low, middle) == "first", "2¼ is three quarters below 3"
    assert overall(low, middle) == Fraction(5, 2)


@pytest.mark.parametrize("status", ["collecting", "closed"])
def test_without_an_open_score_in_each_nothing_is_said_of_both(status):
    silent = Published(status, None if status == "collecting" else 2, 5, "7+")
    for first, second in ((silent, five(2)), (five(2), silent), (silent, silent)):
        assert overall(first, second) is None
        assert gap(first, second) is None


def test_a_score_that_is_held_still_counts():
    assert overall(five(2, status="held"), five(2)) == 3


def test_every_pair_of_scores_gives_a_half_between_them():
    for first, second in product(SCORES, repeat=2):
        both = overall(first, second)
        assert both is not None
        assert (both * 2).denominator == 1
        assert 2 <= both <= 4
        assert overall(second, first) == both
