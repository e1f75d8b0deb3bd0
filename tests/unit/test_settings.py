"""Settings: every field's mistake in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain import Team
from bot.library import Library
from bot.messages import Place
from bot.settings import read_settings

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DRAFT = Team("t1", "", Place("web", "channel:team"), "ABCD2345")
GOOD = {
    "name": "River Street", "phase": "phase.start", "weekday": "0", "time": "09:00", "zone": "Europe/London",
    "start": "", "power": "sig.power.3", "trust": "sig.trust.1", "colluders": "2",
}  # fmt: skip


def test_good_settings_begin_the_team_at_its_next_hour(library: Library) -> None:
    team, errors = read_settings(DRAFT, GOOD, library, NOW)
    assert errors == {}
    assert team.status == "active"
    assert team.due == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ({"start": "2026-03-03"}, datetime(2026, 3, 9, 9, 0, tzinfo=UTC)),
        ({"time": "7.30"}, datetime(2026, 3, 9, 7, 30, tzinfo=UTC)),
        ({"zone": "asia/tokyo", "time": "20h00"}, datetime(2026, 3, 2, 11, 0, tzinfo=UTC)),
    ],
)
def test_what_people_write_is_understood(library: Library, typed: dict[str, str], due: datetime) -> None:
    team, errors = read_settings(DRAFT, GOOD | typed, library, NOW)
    assert (team.due, errors) == (due, {})


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", "x" * 61), ("phase", "phase.none"), ("weekday", "7"), ("weekday", ""), ("time", "nine"),
        ("time", "24:00"), ("zone", "Mars/Base"), ("zone", ""), ("start", "02/03/2026"), ("start", "2026-02-30"),
        ("power", "sig.trust.1"), ("power", ""), ("trust", "nonsense"), ("colluders", "3"), ("colluders", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_told_beside_its_own_field_and_changes_nothing(library: Library, field: str, typed: str) -> None:
    team, errors = read_settings(DRAFT, GOOD | {field: typed}, library, NOW)
    assert team == DRAFT
    assert set(errors) == {field}
    assert errors[field].endswith((".", "?"))


def test_nothing_filled_in_tells_everything_at_once(library: Library) -> None:
    _, errors = read_settings(DRAFT, {}, library, NOW)
    assert set(errors) == {"name", "phase", "weekday", "time", "zone", "power", "trust", "colluders"}
