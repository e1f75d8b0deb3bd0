"""The published record: what the channel was told, and nothing more."""

from __future__ import annotations

import csv
import io

from bot.domain import Reading, Team
from bot.messages import Place
from bot.record import COLUMNS, as_csv, published

TEAM = Team("t1", "River Street", Place("web", "c"), "ABC")
TWO = Team("t2", "Two", Place("web", "d"), "DEF", two_circles=True)


def test_a_row_for_each_series_and_week_in_the_words_of_the_label() -> None:
    readings = [
        Reading("t1", 1, "power", "collecting", None, None, None, "phase.start"),
        Reading("t1", 3, "power", "new", 1, 5, "10+", "phase.shape"),
    ]
    assert published(TEAM, readings) == [
        {"week": 1, "phase": "start", "series": "power", "status": "collecting", "label": ""},
        {"week": 3, "phase": "shape", "series": "power", "status": "new", "label": "about 2½"},
    ]


def test_of_two_circles_the_score_that_was_shown_is_in_it_and_not_the_two_behind_it() -> None:
    readings = [
        Reading("t2", 3, f"power.{voice}", "new", label, 5, "10+", "phase.shape")
        for voice, label in (("lived", 1), ("professional", 3))
    ]
    assert published(TWO, readings) == [
        {"week": 3, "phase": "shape", "series": "power", "status": "new", "label": "about 3"}
    ]


def test_csv_can_be_read_back() -> None:
    rows = published(TEAM, [Reading("t1", 3, "trust", "held", 4, 5, "10+", "phase.shape")])
    read = list(csv.DictReader(io.StringIO(as_csv(rows))))
    assert [tuple(row) for row in read] == [COLUMNS]
    assert read == [{"week": "3", "phase": "shape", "series": "trust", "status": "held", "label": "4 or higher"}]


def test_without_readings_there_is_only_the_header() -> None:
    assert as_csv(published(TEAM, [])) == "week,phase,series,status,label\n"
