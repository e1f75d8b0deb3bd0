"""Lanes as rows: what one courier closes, every courier leaves alone, and nobody else is held up by it."""

from __future__ import annotations

import time

import pytest

from bot.mailroom import Lane, Later, Sent
from storage.sql import SqlStore
from tests.contracts.mail import NOW, at, claim, keys, post, put, rows

WORKSPACE = Lane("slack", "T1/", whole=True)


def close(store: SqlStore, lane: Lane, until: float, to: str = "T1/ana") -> None:
    """Something is refused, and its lane closed."""
    put(store, f"first:{until}", to=to)
    [parcel] = claim(store, most=1)
    store.mailroom.mark([Later(parcel.id, at(until), "ratelimited", closes=lane)])
    with store.unit() as unit:
        unit.outbox.cancel("t1", "first")


def test_a_conversation_that_is_closed_is_left_alone_until_it_opens(store: SqlStore) -> None:
    close(store, Lane("slack", "T1/ana"), 30)
    put(store, "a:1")
    put(store, "b:1", to="T1/ana2")
    assert keys(claim(store)) == ["b:1"], "another whose address begins in the same way"
    assert claim(store, at(29)) == []
    assert keys(claim(store, at(30))) == ["a:1"]


def test_a_workspace_that_is_closed_holds_up_no_other(store: SqlStore) -> None:
    close(store, WORKSPACE, 30)
    put(store, "a:1")
    put(store, "b:1", to="T1/ben")
    put(store, "c:1", to="T2/cai")
    assert keys(claim(store)) == ["c:1"]
    assert keys(claim(store, at(31))) == ["a:1", "b:1"]


def test_a_lane_is_never_opened_earlier_than_was_asked_for(store: SqlStore) -> None:
    put(store, "a:1")
    put(store, "b:1", to="T1/ben")
    one, two = claim(store)
    store.mailroom.mark([Later(one.id, at(90), "ratelimited", closes=WORKSPACE)])
    store.mailroom.mark([Later(two.id, at(5), "ratelimited", closes=WORKSPACE)])
    assert claim(store, at(89)) == []
    assert keys(claim(store, at(90))) == ["a:1", "b:1"]


def test_a_quiet_lane_has_no_row_and_an_old_one_goes(store: SqlStore) -> None:
    put(store, "a:1")
    [parcel] = claim(store)
    store.mailroom.mark([Sent(parcel.id, "r1")])
    assert rows(store, "SELECT count(*) FROM lane") == [(0,)]
    close(store, WORKSPACE, 30)
    close(store, Lane("slack", "T2/cai"), 200_000, to="T2/cai")
    assert rows(store, "SELECT name FROM lane") == [("T2/cai",)]


def test_ten_thousand_that_wait_for_one_workspace_are_in_nobodys_way(store: SqlStore) -> None:
    close(store, WORKSPACE, 3600)
    with store.unit() as unit:
        unit.outbox.put([post(f"ask:t1:{number}", f"T1/p{number}") for number in range(10_000)], NOW, "t1")
    put(store, "c:1", to="T2/cai", due=at(1))
    claim(store, at(0.5))
    began = time.perf_counter()
    assert keys(claim(store, at(2))) == ["c:1"]
    assert time.perf_counter() - began < 1.0, "measured: 0.02 seconds"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_the_database_believes_of_a_table_that_is_being_filled_costs_nobody_a_minute(store: SqlStore) -> None:
    """Its statistics can be from the very moment in which thousands of rows were there, and none of them to be seen."""
    close(store, WORKSPACE, 3600)
    with store.unit() as unit:
        unit.outbox.put([post(f"ask:t1:{number}", f"T1/p{number}") for number in range(10_000)], NOW, "t1")
        unit.outbox.failed("t1", "ask:")  # whoever looks has them written
        rows(store, "ANALYZE outbox")
    put(store, "c:1", to="T2/cai")
    began = time.perf_counter()
    assert keys(claim(store, at(1))) == ["c:1"]
    assert time.perf_counter() - began < 1.0, "measured: 0.03 seconds"
