"""Exact: which single answers stay free, given bounds on every score of one circle.

Every answer enters the internal sum over an unbroken run of scores: from the first score it counts in until the score
before its owner's next answer. A first answer that was never counted itself (a newcomer's, or one pooled for a linked
opening) enters with a minus, from its owner's second answer on. Such a system of sums is a flow in a network, so by
Hoffman's circulation theorem it has a whole-number solution exactly if no *cut* is overfull; and one answer can still
be anything from 1 to 5 exactly if each cut it crosses has room for four more. No sampling, no solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

Bound = tuple[float, float]  # a score's sum lies within; infinite where the label says nothing
Cut = tuple[int, ...]  # -1, 0 or 1 for each score, the signs alternating


@dataclass(frozen=True)
class Run:
    """An answer's place: it counts in scores start..end (inclusive), with a plus or a minus."""

    start: int
    end: int
    sign: int = 1

    def across(self, cut: Cut) -> int:
        return self.sign * sum(cut[self.start : self.end + 1])


@cache
def cuts(scores: int) -> tuple[Cut, ...]:
    """Every non-trivial cut of a network of so many scores: the differences of one 0/1 height for each border."""
    found = set()
    for heights in range(2 ** (scores + 1)):
        bits = [heights >> i & 1 for i in range(scores + 1)]
        found.add(tuple(bits[t + 1] - bits[t] for t in range(scores)))
    found.discard((0,) * scores)
    return tuple(sorted(found))


@cache
def crossing(run: Run, scores: int) -> tuple[int, ...]:
    """For each cut, whether this answer crosses it upward (1), downward (-1) or not."""
    return tuple(run.across(cut) for cut in cuts(scores))


def demand(cut: Cut, bounds: Sequence[Bound]) -> float:
    """The least that the answers crossing this cut must add up to, minus infinity if nothing is asked."""
    return sum(low if sign > 0 else -high for sign, (low, high) in zip(cut, bounds, strict=True) if sign)


def room(answers: Mapping[Run, int], scores: int) -> list[int]:
    """For each cut, the most that so many answers of each run can give it."""
    most = [0] * len(cuts(scores))
    for run, count in answers.items():
        for i, sign in enumerate(crossing(run, scores)):
            if sign > 0:
                most[i] += 4 * count
    return most


def not_free(answers: Mapping[Run, int], bounds: Sequence[Bound]) -> set[Run] | None:
    """The runs whose answers are pinned in part by these bounds; None if no answers at all can satisfy them."""
    scores = len(bounds)
    pinned: set[Run] = set()
    for i, (cut, most) in enumerate(zip(cuts(scores), room(answers, scores), strict=True)):
        slack = most - demand(cut, bounds)
        if slack < 0:
            return None
        if slack < 4:
            pinned.update(run for run in answers if crossing(run, scores)[i])
    return pinned
