"""T3: several scores of one circle, everybody free to change their mind, the attacker knowing who answered when.

What a label says about the sum is read off the real code first: where it opens, how many must answer, and where each
shown label goes for every new sum. Then every pattern of who answered, every run of labels and every run of sums that
the coalition can make are covered, and each must leave every single answer of everybody else free.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.attack.cuts import Bound, Run, crossing, cuts, demand, not_free
from tests.attack.worlds import Attacked, Factory, Tally, opened, people, relinked, spread

Bits = tuple[int, ...]  # for each score after the start, whether a person answered towards it


@dataclass
class Measured:
    """What a label says, read off the code for one size: which sums show it, and from which label which others."""

    n: int
    colluders: int
    needed: int
    opening: dict[int, Bound]
    steps: dict[int, dict[int, Bound]]


def measure(factory: Factory, colluders: int, n: int) -> Measured:
    """Read a circle of n people off the code. Raises ValueError if labels depend on more than label and sum."""
    names = people(n)
    labels = [_label(opened(factory, colluders, total, names)[1].label) for total in range(4 * n + 1)]
    steps: dict[int, dict[int, Bound]] = {}
    for label in sorted(set(labels)):
        lowest = labels.index(label)
        highest = len(labels) - 1 - labels[::-1].index(label)
        runs = [_second(factory, colluders, start, names) for start in (lowest, highest)]
        if runs[0] != runs[1]:
            raise ValueError(f"n={n}: where label {label} goes depends on more than the label and the new sum")
        steps[label] = _bounds(runs[0])
    return Measured(n, colluders, _needed(factory, colluders, names), _bounds(labels), steps)


def linked_starts(factory: Factory, seen: Measured) -> dict[int, int]:
    """For each label a linked series can start at, the sum it starts from. Raises ValueError if that is not one sum.

    Read off by pushing a re-opened circle up from all ones and down from all fives until the label moves.
    """
    names, starts = people(seen.n), {}
    for total in range(4 * seen.n + 5):
        low = relinked(factory, seen.colluders, total, names, 1)[1].label
        high = relinked(factory, seen.colluders, total, names, 5)[1].label
        if low is None or low != high:
            raise ValueError(f"n={seen.n}: a linked opening depends on its answers")
        if low in starts:
            continue
        found = set()
        for push, answer, to in ((1, 1, low + 1), (-1, 5, low - 1)):
            if to in seen.steps[low]:
                edge = seen.steps[low][to][0 if push > 0 else 1]
                found.add(int(edge) - push * _pushes(factory, seen, total, answer, to))
        if len(found) != 1:
            raise ValueError(f"n={seen.n}: a linked opening at label {low} has no single sum: {sorted(found)}")
        starts[low] = found.pop()
    return starts


def attack(factory: Factory, colluders: int, most: int, scores: int = 3) -> Tally:
    """Every circle of up to `most` people over so many scores, the first one measured."""
    tally = Tally()
    for n in range(2 * colluders + 3, most + 1):
        try:
            seen = measure(factory, colluders, n)
        except ValueError as problem:
            tally.fail(str(problem))
            continue
        transcripts = {labels: bounds for start in seen.opening for labels, bounds in _transcripts(seen, start, scores)}
        _exhaust(tally, seen, transcripts, scores, linked=False)
    return tally


def attack_linked(factory: Factory, colluders: int, most: int, scores: int = 3) -> Tally:
    """Every circle of up to `most` people over so many scores after a linked opening."""
    tally = Tally()
    for n in range(2 * colluders + 3, most + 1):
        try:
            seen = measure(factory, colluders, n)
            starts = linked_starts(factory, seen)
        except ValueError as problem:
            tally.fail(str(problem))
            continue
        transcripts = {
            labels: [(low - start, high - start) for low, high in bounds[1:]]
            for label, start in starts.items()
            for labels, bounds in _transcripts(seen, label, scores + 1)
        }
        _exhaust(tally, seen, transcripts, scores, linked=True)
    return tally


def _exhaust(tally: Tally, seen: Measured, transcripts: dict[Bits, list[Bound]], scores: int, *, linked: bool) -> None:
    """Every pattern of who answered against the most that any transcript and coalition can ask of each cut."""
    everyone = list(itertools.product((0, 1), repeat=scores if linked else scores - 1))
    runs = {bits: Counter(_runs(bits, linked=linked)) for bits in everyone}
    own = {cut: _coalition(cut, seen.colluders, linked=linked) for cut in cuts(scores)}
    asked = [max(demand(cut, bounds) for bounds in transcripts.values()) + own[cut] for cut in cuts(scores)]
    rooms = {bits: [_room(runs[bits], i, scores) for i in range(len(asked))] for bits in everyone}
    # Coalition members may answer every time, so that fewer others have to.
    for counts in _patterns(everyone, seen.n - seen.colluders, seen.needed - seen.colluders):
        if tally.failures >= 20:
            return  # enough to know; a broken rule would fail by the thousand
        tally.tried += len(transcripts)
        total = [sum(k * rooms[bits][i] for bits, k in counts.items()) for i in range(len(asked))]
        # Too tight a cut is only a suspicion: the transcript that asks so much may be impossible.
        if any(most - ask < 4 for most, ask in zip(total, asked, strict=True)):
            answers: Counter[Run] = Counter()
            for bits, k in counts.items():
                answers.update({run: k * times for run, times in runs[bits].items()})
            for labels, bounds in transcripts.items():
                if _pinned(answers, bounds, total, own, seen.colluders, linked=linked):
                    tally.fail(f"n={seen.n} c={seen.colluders} linked={linked} labels {labels} answered {dict(counts)}")


def _pinned(
    answers: Counter[Run], bounds: list[Bound], total: list[int], own: dict[Bits, int], colluders: int, *, linked: bool
) -> bool:
    """Whether some sums of the coalition make these labels possible and pin somebody."""
    scores = len(bounds)
    if all(most - demand(cut, bounds) - own[cut] >= 4 for most, cut in zip(total, cuts(scores), strict=True)):
        return False
    first = range(4 * colluders + 1) if linked else (0,)
    for begun in first:
        for sums in itertools.product(range(4 * colluders + 1), repeat=scores):
            moved = [(low - s + begun, high - s + begun) for s, (low, high) in zip(sums, bounds, strict=True)]
            if not_free(answers, moved):
                return True
    return False


def _transcripts(seen: Measured, start: int, scores: int) -> Iterator[tuple[Bits, list[Bound]]]:
    """Every run of labels from this first one, with the sums each score allows."""
    runs: list[tuple[Bits, list[Bound]]] = [((start,), [seen.opening[start]])]
    for _ in range(scores - 1):
        runs = [
            ((*labels, to), [*bounds, bound]) for labels, bounds in runs for to, bound in seen.steps[labels[-1]].items()
        ]
    yield from runs


def _runs(bits: Bits, *, linked: bool) -> list[Run]:
    """Where the answers of a person who answered towards these scores count."""
    scores = len(bits) if linked else len(bits) + 1
    moments = [t + (not linked) for t, answered in enumerate(bits) if answered]
    if linked:
        # The pooled answer never counted itself; it is what the first change is measured from.
        taken = [Run(moments[0], scores - 1, -1)] if moments else []
    else:
        taken, moments = [], [0, *moments]
    return taken + [Run(a, b - 1) for a, b in itertools.pairwise([*moments, scores])]


def _room(runs: Counter[Run], cut: int, scores: int) -> int:
    return sum(4 * times for run, times in runs.items() if crossing(run, scores)[cut] > 0)


def _coalition(cut: Bits, colluders: int, *, linked: bool) -> int:
    """The most that the coalition's own known answers can tighten this cut by."""
    plus, minus = cut.count(1), cut.count(-1)
    return 4 * colluders * (max(plus, minus) if linked else minus)


def _patterns(everyone: Sequence[Bits], outsiders: int, least: int) -> Iterator[dict[Bits, int]]:
    """Every way to split the others over the patterns of answering so that each score has enough who answered."""
    scores = len(everyone[0])

    def split(i: int, left: int, missed: Bits) -> Iterator[dict[Bits, int]]:
        if i == len(everyone) - 1:  # the last pattern answers every time
            yield {everyone[i]: left} if left else {}
            return
        for k in range(left + 1):
            gone = tuple(m + k * (not bit) for m, bit in zip(missed, everyone[i], strict=True))
            if any(outsiders - m < least for m in gone):
                return
            for rest in split(i + 1, left - k, gone):
                yield {everyone[i]: k, **rest} if k else rest

    yield from split(0, outsiders, (0,) * scores)


def _label(label: int | None) -> int:
    if label is None:
        raise ValueError("a circle of enough people shows no label")
    return label


def _second(factory: Factory, colluders: int, start: int, names: Sequence[str]) -> list[int]:
    """From a circle opened at `start`, the label of the next score for every sum it can have."""
    kept = []
    for total in range(4 * len(names) + 1):
        circle, _ = opened(factory, colluders, start, names)
        kept.append(_label(circle.close_week(spread(total, names)).label))
    return kept


def _needed(factory: Factory, colluders: int, names: Sequence[str]) -> int:
    """The fewest changed answers that ever make a new score: at once, after earlier scores, or with newcomers' help."""
    found = []
    for scores_before, newcomers in itertools.product((0, 1, 2), repeat=2):
        for k in range(len(names) + 1):
            circle, _ = opened(factory, colluders, 2 * len(names), names)
            for _ in range(scores_before):
                circle.close_week(dict.fromkeys(names, 3))
            answering = [*names[:k], *people(newcomers, "new")]
            if circle.close_week(dict.fromkeys(answering, 3)).status == "new":
                found.append(k)
                break
    if not found:
        raise ValueError(f"n={len(names)}: no new score although everybody answered")
    return min(found)


def _bounds(labels: Sequence[int]) -> dict[int, Bound]:
    """The range of sums of each label; open-ended at both ends, where a sum can go no further."""
    found: dict[int, Bound] = {}
    last = len(labels) - 1
    for label in sorted(set(labels)):
        at = [total for total, shown in enumerate(labels) if shown == label]
        if at[-1] - at[0] != len(at) - 1:
            raise ValueError(f"label {label} belongs to sums with a gap")
        found[label] = (at[0] if at[0] else -math.inf, at[-1] if at[-1] < last else math.inf)
    return found


def _pushes(factory: Factory, seen: Measured, total: int, answer: int, to: int) -> int:
    """How far a re-opened circle's answers must move from all `answer` until the label is `to`."""
    names = people(seen.n)
    for pushed in range(4 * seen.n + 1):
        circle: Attacked = relinked(factory, seen.colluders, total, names, answer)[0]
        if circle.close_week(spread(pushed if answer == 1 else 4 * seen.n - pushed, names)).label == to:
            return pushed
    raise ValueError(f"n={seen.n}: a linked circle cannot reach label {to}")
