"""T8: two circles. What both publish, and what is said of them together, read at once by a coalition split between
them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from itertools import product

from bot.groups import gap, overall
from bot.release import Published
from tests.attack.worlds import Factory, Tally, opened, people

Sums = tuple[int, int]
Together = Callable[[Factory, int, Sums, Sums, Published, Published], Hashable]
"""(factory, colluders, sizes, sums, what each circle published) -> what is said of both."""


def as_built(factory: Factory, colluders: int, sizes: Sums, sums: Sums, one: Published, two: Published) -> Hashable:
    """The product: a function of the two published records."""
    return overall(one, two), gap(one, two)


def separate_total(
    factory: Factory, colluders: int, sizes: Sums, sums: Sums, one: Published, two: Published
) -> Hashable:
    """The mutant of T9: a score of everybody, from everybody's own answers, beside those of the circles."""
    return opened(factory, colluders, sum(sums), people(sum(sizes)))[1].label


def attack(factory: Factory, colluders: int, more: int = 4, together: Together = as_built) -> Tally:
    """Every pair of sizes from the smallest circle to `more` above it, every sum, every split of the coalition and
    everything it can have answered: whoever is left in either circle must still be able to be 1 to 5."""
    tally, least = Tally(), 2 * colluders + 3
    for sizes in product(range(least, least + more + 1), repeat=2):
        for observed, sums in _observations(factory, colluders, sizes, together).items():
            for known_by in range(colluders + 1):
                _one(tally, sizes, sums, (known_by, colluders - known_by), f"{sizes} c={colluders} {observed}")
    return tally


def _observations(factory: Factory, colluders: int, sizes: Sums, together: Together) -> dict[Hashable, list[Sums]]:
    """Everything published at one close -> the pairs of sums that give it."""
    shown = [[opened(factory, colluders, s, people(n))[1] for s in range(4 * n + 1)] for n in sizes]
    found: dict[Hashable, list[Sums]] = defaultdict(list)
    for sums in product(range(4 * sizes[0] + 1), range(4 * sizes[1] + 1)):
        one, two = shown[0][sums[0]], shown[1][sums[1]]
        found[one, two, together(factory, colluders, sizes, sums, one, two)].append(sums)
    return found


def _one(tally: Tally, sizes: Sums, sums: list[Sums], split: Sums, where: str) -> None:
    for known in product(range(4 * split[0] + 1), range(4 * split[1] + 1)):
        left = set(_left(sizes, sums, split, known))
        if not left:
            continue  # with these answers of the coalition this cannot come up
        for circle in (0, 1):
            others = sizes[circle] - split[circle] - 1
            possible = {rest[circle] for rest in left}
            tally.tried += others + 1
            for excess in range(5):
                if not any(0 <= rest - excess <= 4 * others for rest in possible):
                    tally.fail(f"{where}: split {split} knows {known}: nobody in circle {circle} answered {excess + 1}")


def _left(sizes: Sums, sums: list[Sums], split: Sums, known: Sums) -> Iterator[Sums]:
    """What the others' answers can sum to in each circle."""
    for one, two in sums:
        rest = one - known[0], two - known[1]
        if all(0 <= rest[at] <= 4 * (sizes[at] - split[at]) for at in (0, 1)):
            yield rest
