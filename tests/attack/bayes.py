"""T7: how much a score teaches an attacker who bets. Exact posteriors, everybody's answers uniform beforehand.

`polarity` is whether somebody's (latest) answer is negative, 1 or 2; the prior best guess is right in 3 of 5 cases.
The coalition is as large as the circle was made for. Over several scores opinions are Markov: kept with probability
rho from one score to the next, otherwise drawn anew; everybody answers each time, which is worst.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping

from tests.attack.free_world import Measured, measure
from tests.attack.worlds import Factory

Path = tuple[int, ...]  # one excess, or one sum, for each score
PRIOR = 0.6


def posteriors(factory: Factory, colluders: int, n: int, scores: int = 1, rho: float = 1.0) -> tuple[float, float]:
    """How many more polarities than before are guessed right, and the surest belief that somebody is negative."""
    seen = measure(factory, colluders, n)
    person = _person(scores, rho)
    others = _together(person, n - colluders - 1, scores)
    right, surest = 0.0, 0.0
    for known, chance in _coalition(person, colluders, scores).items():
        weights: dict[Path, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for rest, likely in others.items():
            for own, p in person.items():
                sums = [a + b + c for a, b, c in zip(rest, own, known, strict=True)]
                weights[_labels(seen, sums)][own[-1] < 2] += likely * p
        right += chance * sum(max(pair) for pair in weights.values())
        surest = max(surest, *(negative / (other + negative) for other, negative in weights.values()))
    return right - PRIOR, surest


def _coalition(person: Mapping[Path, float], colluders: int, scores: int) -> dict[Path, float]:
    """Everything the coalition can have answered; over three scores and more only constant answers, to stay exact."""
    if scores < 3:
        return _together(person, colluders, scores)
    most = 4 * colluders + 1
    return {(total,) * scores: 1 / most for total in range(most)}


def _person(scores: int, rho: float) -> dict[Path, float]:
    paths: dict[Path, float] = {}
    for path in itertools.product(range(5), repeat=scores):
        chance = 0.2
        for before, after in itertools.pairwise(path):
            chance *= (1 - rho) / 5 + rho * (before == after)
        if chance:
            paths[path] = chance
    return paths


def _together(person: Mapping[Path, float], many: int, scores: int) -> dict[Path, float]:
    """The distribution of the sums of so many people, by convolution."""
    sums: dict[Path, float] = {(0,) * scores: 1.0}
    for _ in range(many):
        added: dict[Path, float] = defaultdict(float)
        for before, likely in sums.items():
            for path, chance in person.items():
                added[tuple(map(int.__add__, before, path))] += likely * chance
        sums = added
    return sums


def _labels(seen: Measured, sums: list[int]) -> Path:
    """The labels these sums publish, by what was read off the code."""
    labels = [next(label for label, (low, high) in seen.opening.items() if low <= sums[0] <= high)]
    for total in sums[1:]:
        steps = seen.steps[labels[-1]]
        labels.append(next(label for label, (low, high) in steps.items() if low <= total <= high))
    return tuple(labels)
