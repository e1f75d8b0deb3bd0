"""What the index is packed into gives back what was put in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.packing import Hashed, Lists, Shares

ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2**32 - 1), st.floats(allow_nan=False)))


@given(st.sets(st.text()))
def test_every_text_has_its_number(texts: set[str]) -> None:
    hashed = Hashed(map(hash, texts))
    assert len(hashed) == len(texts)
    assert {hashed.number(text) for text in texts} == set(range(len(texts)))
    assert list(hashed.numbers(map(hash, texts))) == [hashed.number(text) for text in texts]


def test_a_text_that_is_not_there_has_none() -> None:
    assert Hashed([]).number("power") is None
    hashed = Hashed(map(hash, ["power", "trust"]))
    assert [hashed.number(text) for text in ("powers", "", "who decid")] == [None] * 3


@given(ROWS)
def test_each_key_has_what_was_given_with_it_in_its_order(rows: list[tuple[int, int, float]]) -> None:
    keys, values, much = ([row[at] for row in rows] for at in range(3))
    lists, shares = Lists(10, keys, values), Shares(10, keys, values, much)
    for key in range(10):
        assert list(lists[key]) == [value for of, value, _ in rows if of == key]
        assert list(shares.pairs(key)) == [(value, part) for of, value, part in rows if of == key]
