"""What the index is packed into gives back what was put in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.packing import Lists, Numbered, Shares

ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2**32 - 1), st.floats(allow_nan=False)))


@given(st.lists(st.text(), unique=True))
def test_every_text_has_its_place(texts: list[str]) -> None:
    numbered = Numbered(texts)
    assert [numbered.number(text) for text in texts] == list(range(len(texts)))


def test_a_text_that_is_not_there_has_none() -> None:
    assert Numbered([]).number("power") is None
    assert [Numbered(["power", "trust"]).number(text) for text in ("powers", "", "who decid")] == [None] * 3


@given(ROWS)
def test_each_key_has_what_was_given_with_it_in_its_order(rows: list[tuple[int, int, float]]) -> None:
    keys, values, much = ([row[at] for row in rows] for at in range(3))
    lists, shares = Lists(10, keys, values), Shares(10, keys, values, much)
    for key in range(10):
        assert list(lists[key]) == [value for of, value, _ in rows if of == key]
        assert list(shares.pairs(key)) == [(value, part) for of, value, part in rows if of == key]
