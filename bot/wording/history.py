"""The published scores through the weeks, as a picture and in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from bot.domain import MEASURES, Reading, Team
from bot.library import Library
from bot.messages import Line, Picture
from bot.speech import Speech
from bot.wording.reading import measure_names, score_words

STEPS_TOLD = 4


def history(
    library: Library, team: Team, readings: Sequence[Reading], phases: Sequence[tuple[int, str]]
) -> Picture | None:
    """The published labels through the weeks as a picture with the same in words; None before a first score."""
    t = library.t
    lines = [
        _line(
            t, measure, [r for r in readings if r.measure == measure and r.label is not None and r.status != "closed"]
        )
        for measure in MEASURES
    ]
    drawn = tuple(line for line in lines if line is not None)
    if not drawn:
        return None
    words = "\n".join(_history_words(t, line, readings[-1].week) for line in drawn)
    return Picture(t("{team}: through the weeks", team=team.name), words, drawn, _bands(library, phases))


def _line(t: Speech, measure: str, shown: Sequence[Reading]) -> Line | None:
    """The stretch on the scale used last: labels of another scale cannot share its axis. A week in which the score
    closed, or was collected anew, has no point."""
    if not shown:
        return None
    labels = shown[-1].labels
    same = [reading for reading in shown if reading.labels == labels]
    words = tuple(score_words(t, label, labels or 0) for label in range(labels or 0))
    points = tuple((r.week, r.label) for r in same if r.label is not None)
    return Line(measure_names(t)[measure], words, points, tuple(r.week for r in same if r.status != "new"))


def _history_words(t: Speech, line: Line, last: int) -> str:
    """Like “Trust: about 3 since week 3, then about 3½ since week 5.” The last steps; the picture has them all."""
    steps: list[tuple[int, int | None]] = []
    before = None
    for week, label in line.points:
        if before and week > before[0] + 1:
            steps.append((before[0] + 1, None))
        if not before or label != before[1] or week > before[0] + 1:
            steps.append((week, label))
        before = week, label
    if before and before[0] < last:
        steps.append((before[0] + 1, None))
    said = [_step(t, line, week, label) for week, label in steps[-STEPS_TOLD:]]
    told = reduce(lambda earlier, then: t("{earlier}, then {then}", earlier=earlier, then=then), said)
    return t("{measure}: {steps}.", measure=line.name, steps=told)


def _step(t: Speech, line: Line, week: int, label: int | None) -> str:
    if label is None:
        return t("none from week {week}", week=week)
    return t("{label} since week {week}", label=line.labels[label], week=week)


def _bands(library: Library, phases: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    bands: list[tuple[int, str]] = []
    for week, phase in phases:
        name = library.phase(phase).name
        if not bands or bands[-1][1] != name:
            bands.append((week, name))
    return tuple(bands)
