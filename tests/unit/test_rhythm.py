"""When: wall clocks, summer time, weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.rhythm import Rhythm, closes, next_ask, next_wall_day, reminds, skipped_day

MONDAY_NINE = Rhythm(0, 540, "Europe/London")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_nine_on_the_wall_is_another_moment_in_summer() -> None:
    assert next_ask(MONDAY_NINE, utc(2026, 3, 23, 9)) == utc(2026, 3, 30, 8)
    assert next_ask(MONDAY_NINE, utc(2026, 10, 19, 8)) == utc(2026, 10, 26, 9)


def test_the_next_ask_is_later_than_now_never_now() -> None:
    assert next_ask(MONDAY_NINE, utc(2026, 3, 2, 9)) == utc(2026, 3, 9, 9)
    assert next_ask(MONDAY_NINE, utc(2026, 3, 2, 8, 59)) == utc(2026, 3, 2, 9)


def test_the_week_closes_at_the_same_time_on_the_wall_across_the_change() -> None:
    wednesday = Rhythm(2, 540, "Europe/London")
    opens = utc(2026, 3, 25, 9)
    assert (reminds(wednesday, opens), closes(wednesday, opens)) == (utc(2026, 3, 28, 9), utc(2026, 3, 29, 8))


def test_an_hour_that_happens_twice_is_used_once() -> None:
    sunday = Rhythm(6, 90, "Europe/London")
    first = next_ask(sunday, utc(2026, 10, 24, 12))
    assert first == utc(2026, 10, 25, 0, 30)
    assert next_ask(sunday, first) == utc(2026, 11, 1, 1, 30)


def test_an_hour_that_the_clocks_jump_over_is_found() -> None:
    assert skipped_day(Rhythm(6, 90, "Europe/London"), date(2026, 3, 2)) == date(2026, 3, 29)
    assert skipped_day(MONDAY_NINE, date(2026, 3, 2)) is None
    assert skipped_day(Rhythm(6, 90, "Asia/Tokyo"), date(2026, 3, 2)) is None


def test_also_where_the_reminder_or_the_close_would_fall_into_it() -> None:
    assert skipped_day(Rhythm(2, 90, "Europe/London"), date(2026, 3, 2)) == date(2026, 3, 29)


def test_tomorrow_on_the_wall() -> None:
    assert next_wall_day(540, "America/New_York", utc(2026, 3, 8, 3)) == utc(2026, 3, 8, 13)
