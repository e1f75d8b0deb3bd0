"""Two circles side by side (rule R7): what may be said of both together, from what each has published and no more.

A team may choose at set-up that people who use services and professionals have a circle each. Answers never meet: each
circle has its own series, and everything here is a function of two published records. Pure, and integers only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, Literal, Protocol, TypeAlias

from bot.domain import CIRCLE_VOICES, MEASURES, Reading, Team, series_name
from bot.release import label_centre

Gap: TypeAlias = Literal["same", "first", "second"]
"""Whether the two say about the same, or which of them is lower."""

FAR = Fraction(3, 4)
"""Points between two label centres from which on one circle is called lower."""

GAP_EVERY_WEEKS: Final = 4
"""The gap is told once a month."""

_STEP = Fraction(1, 2)
_LOWEST, _MIDDLE, _HALVES = 2, 3, 5


class Record(Protocol):
    """A published record: bot.release.Published, or bot.domain.Reading."""

    @property
    def status(self) -> str: ...
    @property
    def label(self) -> int | None: ...
    @property
    def labels(self) -> int | None: ...
    @property
    def size(self) -> str | None: ...


def overall(first: Record, second: Record) -> Fraction | None:
    """The score of both circles in points, a multiple of ½ from 2 to 4; None while one of them has no open score.

    The mean of the label centres, each weighted with the size its record tells, to the nearest half; of two that are
    equally near, the one nearer the middle of the scale.
    """
    shown = [(_centre(record), _weight(record)) for record in (first, second) if _open(record)]
    if len(shown) < 2:
        return None
    total = sum((centre * weight for centre, weight in shown), Fraction(0))
    mean = total / sum(weight for _, weight in shown)
    below = mean // _STEP * _STEP
    return min((below, below + _STEP), key=lambda half: (abs(half - mean), abs(half - _MIDDLE)))


def gap(first: Record, second: Record) -> Gap | None:
    """How far the two published scores lie apart; None while one of the circles has no open score."""
    if not (_open(first) and _open(second)):
        return None
    apart = _centre(first) - _centre(second)
    if abs(apart) < FAR:
        return "same"
    return "first" if apart < 0 else "second"


def _open(record: Record) -> bool:
    return record.status in ("new", "held") and record.label is not None


def _centre(record: Record) -> Fraction:
    assert record.label is not None
    assert record.labels is not None
    return label_centre(record.label, record.labels)


def _weight(record: Record) -> int:
    """The size as published, "7+" for seven to nine: weights that told more would be one more thing to subtract."""
    return int((record.size or "1").rstrip("+"))


def together(team: Team, readings: Sequence[Reading]) -> list[Reading]:
    """What a team is shown: its readings as they are, or, with two circles, one for each measure and week, derived.

    The derived one is on the scale of five labels, which are its halves: "2 or lower", "about 2½" up to "4 or higher".
    """
    if not team.two_circles:
        return list(readings)
    return [_both(measure, first, second) for (_, measure), (first, second) in sorted(_pairs(readings).items())]


def _pairs(readings: Sequence[Reading]) -> dict[tuple[int, str], tuple[Reading, Reading]]:
    """(week, measure) -> what the two circles published."""
    found = {(reading.week, reading.measure): reading for reading in readings}
    pairs = {
        (week, measure): tuple(found.get((week, series_name(measure, voice))) for voice in CIRCLE_VOICES)
        for week in {reading.week for reading in readings}
        for measure in MEASURES
    }
    return {key: (pair[0], pair[1]) for key, pair in pairs.items() if pair[0] and pair[1]}


def _both(measure: str, first: Reading, second: Reading) -> Reading:
    score = overall(first, second)
    if score is None:
        return replace(first, measure=measure, status="collecting", label=None, labels=None, size=None)
    status: Literal["new", "held"] = "new" if "new" in (first.status, second.status) else "held"
    return replace(
        first, measure=measure, status=status, label=int((score - _LOWEST) / _STEP), labels=_HALVES, size=None
    )


def gap_of(readings: Sequence[Reading], measure: str, week: int) -> Gap | None:
    """The gap between the two circles of a measure at a week's close; told only every fourth week."""
    if week % GAP_EVERY_WEEKS:
        return None
    pair = _pairs(readings).get((week, measure))
    return gap(*pair) if pair else None
