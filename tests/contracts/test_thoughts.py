"""What every store promises about what people wrote, and about the quotes that wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain import Round
from storage.sql import SqlStore

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_team_in_which_nobody_wrote_is_told_apart(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.thoughts.keep("t1", 1, "k1", b"words")
        assert unit.thoughts.some("t1")
        assert not unit.thoughts.some("t2")
        unit.thoughts.drop("t1", "k1")
        assert not unit.thoughts.some("t1")


def test_what_somebody_wrote_is_kept_once_for_each_week(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.thoughts.keep("t1", 1, "k1", b"first")
        unit.thoughts.keep("t1", 1, "k1", b"better")
        unit.thoughts.keep("t1", 2, "k1", b"second")
        unit.thoughts.keep("t1", 1, "k2", b"of another")
        unit.thoughts.keep("t2", 1, "k1", b"elsewhere")
        assert unit.thoughts.of("t1", "k1") == [(1, b"better"), (2, b"second")]
        assert sorted(unit.thoughts.everything("t1")) == [("k1", b"better"), ("k1", b"second"), ("k2", b"of another")]


def test_one_week_or_all_of_a_person_or_all_of_a_team_can_be_deleted(store: SqlStore) -> None:
    with store.unit() as unit:
        for week in (1, 2, 3):
            unit.thoughts.keep("t1", week, "k1", b"words")
        unit.thoughts.keep("t1", 1, "k2", b"words")
        unit.thoughts.keep("t2", 1, "k1", b"words")
        unit.thoughts.drop("t1", "k1", 2)
        assert [week for week, _ in unit.thoughts.of("t1", "k1")] == [1, 3]
        unit.thoughts.drop("t1", "k1")
        assert unit.thoughts.everything("t1") == [("k2", b"words")]
        unit.thoughts.end("t1")
        assert unit.thoughts.everything("t1") == []
        assert unit.thoughts.everything("t2") == [("k1", b"words")]


def test_words_of_weeks_that_closed_long_ago_are_let_go(store: SqlStore) -> None:
    with store.unit() as unit:
        for week in (1, 2):
            opens = NOW + timedelta(weeks=week)
            closes = opens + timedelta(days=4)
            unit.rounds.save(Round("t1", week, "phase.start", "power.1", opens, opens, closes))
            unit.thoughts.keep("t1", week, "k1", b"words")
        unit.thoughts.let_go(NOW + timedelta(weeks=1, days=4))
        assert [week for week, _ in unit.thoughts.of("t1", "k1")] == [1, 2], "it has only just closed"
        unit.thoughts.let_go(NOW + timedelta(weeks=1, days=5))
        assert [week for week, _ in unit.thoughts.of("t1", "k1")] == [2]


def test_quotes_wait_for_their_window_and_are_taken_once(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.quotes.put("t1", 0, [b"a", b"b", b"c"])
        unit.quotes.put("t1", 1, [b"d"])
        unit.quotes.put("t1", 1, [])
        unit.quotes.put("t2", 0, [b"e"])
        assert unit.quotes.take("t1", -1) == []
        assert sorted(unit.quotes.take("t1", 0)) == [b"a", b"b", b"c"]
        assert unit.quotes.take("t1", 0) == []
        unit.quotes.end("t1")
        assert unit.quotes.take("t1", 9) == []
        assert unit.quotes.take("t2", 9) == [b"e"]


def test_quotes_come_in_an_order_that_tells_nothing(store: SqlStore) -> None:
    written = [f"{number:02}".encode() for number in range(12)]
    orders = set()
    for team in ("t1", "t2", "t3"):
        with store.unit() as unit:
            unit.quotes.put(team, 0, written)
            orders.add(tuple(unit.quotes.take(team, 0)))
    assert tuple(written) not in orders
    assert len(orders) == 3
