"""T5: the same people do the same things, only the values differ. What happens must look the same but for the label."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.attack.worlds import Factory, Tally, people

Values = Callable[[random.Random, int], int]  # week -> an answer

KINDS: dict[str, Values] = {
    "random": lambda rng, week: rng.randint(1, 5),
    "extreme": lambda rng, week: rng.choice((1, 5)),
    "swinging": lambda rng, week: 1 if week % 2 else 5,
    "all one": lambda rng, week: 1,
    "all three": lambda rng, week: 3,
    "all five": lambda rng, week: 5,
}


def attack(factory: Factory, pairs: int, weeks: int = 12) -> Tally:
    """Two datasets over one pattern of joining, answering, leaving and asking; statuses and shapes must be equal."""
    tally = Tally()
    for number in range(pairs):
        rng = random.Random(f"pattern {number}")
        colluders = rng.choice((1, 2))
        first, second = rng.sample(sorted(KINDS), 2)
        tally.tried += 1
        shapes = [_shape(factory, colluders, number, weeks, kind) for kind in (first, second)]
        if shapes[0] != shapes[1]:
            tally.fail(f"pair {number} c={colluders}: {first} and {second} can be told apart")
    return tally


def _shape(factory: Factory, colluders: int, number: int, weeks: int, kind: str) -> list[tuple[object, ...]]:
    who, what = random.Random(f"who {number}"), random.Random(f"what {number} {kind}")
    circle, names = factory(colluders), people(who.randint(5, 20))
    eager = who.uniform(0.4, 1)
    seen: list[tuple[object, ...]] = []
    for week in range(weeks):
        for name in [name for name in names if who.random() < 0.05]:
            (circle.erase if who.random() < 0.5 else circle.leave)(name)
            if who.random() < 0.5:
                names[names.index(name)] = f"{name}+"
        if who.random() < 0.06:
            circle.request_fresh_start()
        answering = [name for name in names if who.random() < eager]
        record = circle.close_week({name: KINDS[kind](what, week) for name in answering})
        seen.append((record.status, record.label is None, record.labels, record.size))
    return seen
