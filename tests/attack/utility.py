"""T10: the floor of usefulness. A rule that hides everything would pass every attack; this is what keeps it honest.

Teams of 16 weeks: opinions normal (sd .8) round a team mean drawn from 2.4 to 3.9, an answer the opinion rounded to 1
to 5, each person answering with their own probability (beta, mean .7), 0.6 % turnover a week. `unrest` adds a weekly
mood to every answer. For the trend the mean drifts by half a point a month, towards the far side, in the last 8 weeks,
and what counts is the trend shown at the last close.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.attack.worlds import Factory, people

WEEKS, DRIFTING = 16, 8
Trend = Callable[[Sequence[tuple[int, str, int | None, int | None]]], str | None]
Centre = Callable[[int, int], Fraction]


@dataclass(frozen=True)
class Shape:
    """What is under measure, and how large and how restless its teams are."""

    factory: Factory
    trend: Trend
    centre: Centre
    colluders: int
    n: int
    unrest: float = 0.0


@dataclass(frozen=True)
class Usefulness:
    rmse: float
    trend_shown: float
    trend_false: float


def measure(shape: Shape, teams: int = 400) -> Usefulness:
    squares: list[float] = []
    shown = false = 0
    for number in range(teams):
        rng = random.Random(f"team {number}")
        errors, direction, _ = _team(shape, rng, drift=0.0)
        squares += errors
        false += direction in ("rising", "falling")
        _, direction, expected = _team(shape, rng, drift=1 / DRIFTING)
        shown += direction == expected
    return Usefulness(math.sqrt(sum(squares) / len(squares)), shown / teams, false / teams)


def _team(shape: Shape, rng: random.Random, drift: float) -> tuple[list[float], str | None, str]:
    """The squared errors of every label shown, the last trend, and the trend that would be right under drift."""
    mean, circle = rng.uniform(2.4, 3.9), shape.factory(shape.colluders)
    up = mean < 3.15
    roster = {name: (rng.gauss(0, 0.8), rng.betavariate(7, 3)) for name in people(shape.n)}
    history: list[tuple[int, str, int | None, int | None]] = []
    errors: list[float] = []
    for week in range(WEEKS):
        mean += (drift if up else -drift) * (week >= WEEKS - DRIFTING)
        for name in [name for name in roster if rng.random() < 0.006]:
            circle.leave(name)
            del roster[name]
            roster[f"{name}+"] = (rng.gauss(0, 0.8), rng.betavariate(7, 3))
        everyone = {name: _answer(mean + own + rng.gauss(0, shape.unrest)) for name, (own, _) in roster.items()}
        record = circle.close_week({name: a for name, a in everyone.items() if rng.random() < roster[name][1]})
        history.append((week, record.status, record.label, record.labels))
        if record.status in ("new", "held") and record.label is not None and record.labels is not None:
            said = float(shape.centre(record.label, record.labels))
            errors.append((said - sum(everyone.values()) / len(everyone)) ** 2)
    return errors, shape.trend(history), "rising" if up else "falling"


def _answer(opinion: float) -> int:
    return min(5, max(1, math.floor(opinion + 0.5)))
