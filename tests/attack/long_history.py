"""T4: long random histories through the real code, judged exactly.

The attacker knows who answered, joined and left, and the coalition's own answers. From the published labels alone every
score becomes a bound on a sum of the others' answers (see `cuts`), and every one of those answers must be free. The
truth must satisfy the bounds as well, so a model that has drifted from the code fails too.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.attack.cuts import Bound, Run, not_free
from tests.attack.free_world import Measured, linked_starts, measure
from tests.attack.worlds import Factory, Record, Tally, people


@dataclass
class Stay:
    """One person in one circle from their first answer until they leave: what each score saw of them."""

    counted: bool  # whether the first answer is in the sum itself
    given: list[int]
    seen: list[int] = field(default_factory=list)  # for each score, which of the given answers was the latest


@dataclass
class Series:
    """One circle from its opening to its closing, as the attacker can rebuild it."""

    n: int
    linked: bool
    labels: list[int]
    stays: list[tuple[str, Stay]] = field(default_factory=list)
    present: dict[str, Stay] = field(default_factory=dict)
    scores: int = 0
    moved: bool = False  # whether a label changed without a new score

    def enter(self, name: str, answer: int, *, counted: bool) -> None:
        # The scores before somebody came saw nothing of them: index -1.
        stay = Stay(counted, [answer], [-1] * self.scores)
        self.stays.append((name, stay))
        self.present[name] = stay

    def score(self, label: int) -> None:
        self.labels.append(label)
        self.scores += 1
        for _, stay in self.stays:
            stay.seen.append(len(stay.given) - 1)


class Rules:
    """What labels mean for each size, read off the code once."""

    def __init__(self, factory: Factory, colluders: int) -> None:
        self._factory, self._colluders = factory, colluders
        self._known: dict[int, tuple[Measured, dict[int, int]]] = {}

    def bounds(self, series: Series) -> list[Bound]:
        """The sums each score allows; for a linked series, as a change since its opening."""
        if series.n not in self._known:
            seen = measure(self._factory, self._colluders, series.n)
            self._known[series.n] = seen, linked_starts(self._factory, seen)
        seen, starts = self._known[series.n]
        moves = [seen.steps[a][b] for a, b in zip(series.labels, series.labels[1:], strict=False)]
        if not series.linked:
            return [seen.opening[series.labels[0]], *moves]
        start = starts[series.labels[0]]
        return [(low - start, high - start) for low, high in moves]


def attack(factory: Factory, colluders: int, histories: int, seed: int = 4, most_weeks: int = 12) -> Tally:
    tally = Tally()
    rules = Rules(factory, colluders)
    for number in range(histories):
        rng = random.Random(f"history {seed} {colluders} {number}")
        for series in _history(factory, colluders, rng, most_weeks):
            _judge(tally, rules, series, f"history {number} n={series.n} c={colluders} {series.labels}")
    return tally


def _judge(tally: Tally, rules: Rules, series: Series, where: str) -> None:
    if series.moved:
        tally.fail(f"{where}: a label moved although there was no new score")
    if not series.scores:
        return
    known = [0] * series.scores
    answers: Counter[Run] = Counter()
    for name, stay in series.stays:
        for i, answer in enumerate(stay.given):
            for run in _runs(stay, i, series.scores):
                if name.startswith("spy"):
                    for t in range(run.start, run.end + 1):
                        known[t] += run.sign * (answer - 1)
                else:
                    answers[run] += 1
    try:
        bounds = [(low - own, high - own) for (low, high), own in zip(rules.bounds(series), known, strict=True)]
    except (KeyError, ValueError) as problem:
        tally.fail(f"{where}: no sum explains these labels ({problem})")
        return
    tally.tried += sum(answers.values())
    pinned = not_free(answers, bounds)
    if pinned is None:
        tally.fail(f"{where}: these labels are impossible by the measured rules")
    elif pinned:
        tally.fail(f"{where}: answers counted in {sorted((run.start, run.end) for run in pinned)} are not free")


def _runs(stay: Stay, i: int, scores: int) -> list[Run]:
    """Where the i-th answer of a stay counts: while it is the latest, and as what changes are measured from."""
    latest = [t for t in range(scores) if stay.seen[t] == i]
    if i or stay.counted:
        return [Run(latest[0], latest[-1])] if latest else []
    later = [t for t in range(scores) if stay.seen[t] > 0]
    return [Run(later[0], scores - 1, -1)] if later else []


def _history(factory: Factory, colluders: int, rng: random.Random, most_weeks: int) -> list[Series]:
    """Play one history; adversarial in that moods swing from end to end and spies push against them."""
    circle, onlooker = factory(colluders), Onlooker(colluders)
    names, spies = people(min(rng.randint(colluders + 3, 20 - colluders) for _ in range(2))), people(colluders, "spy")
    eager, mood, restless = rng.uniform(0.5, 1), rng.choice((1, 3, 5)), rng.choice((0.02, 0.04, 0.15))
    coming = rng.choice((0, 0, 2, 3))
    for week in range(rng.randint(2, most_weeks)):
        for name in [name for name in names if rng.random() < restless]:
            (circle.erase if rng.random() < 0.5 else circle.leave)(name)
            onlooker.gone(name)
            names[names.index(name)] = f"{name}'" if rng.random() < 0.7 else name
        names += people(rng.randint(0, coming), f"w{week}p") if len(names) < 20 - colluders else []
        if rng.random() < 0.05:
            circle.request_fresh_start()
            onlooker.fresh_start()
        mood = rng.choice((mood, 1, 5)) if rng.random() < 0.5 else mood
        answers = {name: min(5, max(1, mood + rng.choice((0, 0, -1, 1)))) for name in names if rng.random() < eager}
        answers |= {spy: rng.choice((6 - mood, 1, 5)) for spy in spies if rng.random() < 0.9}
        onlooker.close(week, circle.close_week(answers), answers)
    return onlooker.kept


class Onlooker:
    """What an attacker rebuilds who sees everything but the values: the pools, the circles, who counts where."""

    def __init__(self, colluders: int) -> None:
        self.kept: list[Series] = []
        self._series: Series | None = None
        self._pool: dict[str, tuple[int, int]] = {}
        self._circles: list[set[str]] = []
        self._fresh = False
        self._least = 2 * colluders + 3

    def gone(self, name: str) -> None:
        self._pool.pop(name, None)
        if self._series:
            self._series.present.pop(name, None)

    def fresh_start(self) -> None:
        if self._series:
            self._series, self._pool = None, {}
        self._fresh = True

    def close(self, week: int, record: Record, answers: dict[str, int]) -> None:
        if self._series:
            self._count(self._series, record, answers)
            return
        self._pool = {name: kept for name, kept in self._pool.items() if week - kept[1] < 4}
        self._pool |= {name: (answer, week) for name, answer in answers.items()}
        if record.status == "new" and record.label is not None:
            self._open(record.label)

    def _open(self, label: int) -> None:
        circle = set(self._pool)
        differences = [len(circle ^ earlier) for earlier in self._circles]
        granted = self._fresh and all(not d or d >= self._least for d in differences)
        linked = bool(differences) and not granted
        self._series = Series(len(circle), linked, [])
        for name, (answer, _) in self._pool.items():
            self._series.enter(name, answer, counted=not linked)
        if linked:
            self._series.labels.append(label)  # known beforehand: says nothing about any sum
        else:
            self._series.score(label)
        self.kept.append(self._series)
        self._circles.append(circle)
        self._pool, self._fresh = {}, False

    def _count(self, series: Series, record: Record, answers: dict[str, int]) -> None:
        series.moved |= record.status in ("held", "closed") and record.label != series.labels[-1]
        if record.status == "closed":
            self._series = None
            return
        for name, answer in answers.items():
            if name in series.present:
                series.present[name].given.append(answer)
            else:
                series.enter(name, answer, counted=False)
        if record.status == "new" and record.label is not None:
            series.score(record.label)
