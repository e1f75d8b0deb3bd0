"""What may be told of people's words, and when."""

from __future__ import annotations

import pytest

from bot.themes import released, told

LIST = ("workload", "trust", "money")
TRUST, BOTH, NONE = {"trust"}, {"trust", "money"}, set[str]()


def writers(*ticks: set[str]) -> dict[str, set[str]]:
    return {f"token {at}": each for at, each in enumerate(ticks)}


def test_a_theme_is_told_when_enough_wrote_and_enough_of_them_ticked_it():
    assert told(writers(TRUST, TRUST, TRUST, NONE, NONE), 1, LIST) == ("trust",)
    assert told(writers(TRUST, TRUST, TRUST, TRUST, NONE, NONE, NONE), 2, LIST) == ("trust",)


@pytest.mark.parametrize(
    ("ticks", "colluders"),
    [
        ([], 1),
        ([TRUST] * 4, 1),  # everybody ticked it, and too few wrote
        ([TRUST] * 6, 2),
        ([TRUST, TRUST, NONE, NONE, NONE], 1),  # enough wrote, and too few ticked it
        ([TRUST] * 3 + [NONE] * 8, 2),
    ],
)
def test_one_person_too_few_and_nothing_is_told(ticks, colluders):
    assert told(writers(*ticks), colluders, LIST) == ()


def test_the_order_is_that_of_the_list_and_never_of_how_many():
    ticks = writers(BOTH, BOTH, BOTH, {"money"}, {"money"}, {"workload"})
    assert told(ticks, 1, LIST) == ("trust", "money")
    assert told(ticks, 1, LIST[::-1]) == ("money", "trust")


def test_what_is_not_on_the_list_any_more_is_not_told():
    assert told(writers(BOTH, BOTH, BOTH, BOTH, BOTH), 1, ("workload", "money")) == ("money",)


def test_a_list_of_one_is_never_told():
    assert told(writers(*[TRUST] * 9), 1, ["trust"]) == ()


def test_three_quotes_of_enough_writers_are_shown_together():
    quotes = {"a": "One.", "b": "Two.", "c": "Three."}
    assert sorted(released(quotes, 5, 1)) == ["One.", "Three.", "Two."]
    assert sorted(released(quotes, 7, 2)) == ["One.", "Three.", "Two."]


@pytest.mark.parametrize(("quotes", "writers", "colluders"), [(2, 9, 1), (3, 4, 1), (3, 6, 2), (0, 9, 2), (0, 0, 1)])
def test_one_too_few_and_no_quote_is_shown(quotes, writers, colluders):
    assert released({str(at): f"Quote {at}." for at in range(quotes)}, writers, colluders) == ()


def test_quotes_come_in_every_order():
    quotes = {"a": "One.", "b": "Two.", "c": "Three."}
    assert len({released(quotes, 7, 2) for _ in range(300)}) == 6  # one is missed once in 10 to the 23rd


def test_two_people_who_say_the_same_are_two_quotes():
    assert released({"a": "Yes.", "b": "Yes.", "c": "Yes."}, 7, 2) == ("Yes.", "Yes.", "Yes.")
