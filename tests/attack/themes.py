"""What is told of people's words: which themes, and nothing else. Every way to tick, read by everybody who may compare
notes.

A coalition knows how many wrote and what its own members ticked. Whoever else wrote must still be able to have ticked,
and not to have ticked, each theme that was told or was not. By symmetry one victim stands for all: the rule counts
people and never asks who they are, so writers that are renamed give the same worlds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement, product

from tests.attack.worlds import Tally, people

Told = Callable[[Mapping[str, Collection[str]], int, Sequence[str]], Hashable]
"""The rule attacked: (what each writer ticked, colluders, the team's list) -> what is told."""

Ticks = tuple[str, ...]
Way = Ticks | None
"""What one person did: the themes they ticked, or None for writing nothing at all."""


def one_theme(told: Told, colluders: int) -> Tally:
    """Every number of writers up to three more than are needed; it is known who wrote."""
    return _attack(told, colluders, ["t"], range(1, 2 * colluders + 7), ways=[(), ("t",)])


def two_themes(told: Told, colluders: int) -> Tally:
    """Two themes told together; it is known who wrote."""
    return _attack(told, colluders, ["t", "u"], range(1, 2 * colluders + 7), ways=list(_subsets(["t", "u"])))


def who_wrote_unknown(told: Told, colluders: int) -> Tally:
    """One theme in a team of a known size, of whom anybody may have written nothing."""
    return _attack(told, colluders, ["t"], range(1, 2 * colluders + 6), ways=[(), ("t",), None])


def ticking_makes_a_writer(told: Told, colluders: int) -> Tally:
    """As the bot counts: who ticks nothing shared nothing, and is no writer. A list of one theme, and of two."""
    tally, sizes = Tally(), range(1, 2 * colluders + 7)
    for themes in (["t"], ["t", "u"]):
        ways = [ticks or None for ticks in _subsets(themes)]
        _add(tally, _attack(told, colluders, themes, sizes, ways=ways, listed=themes))
    return tally


def attack(told: Told, colluders: int) -> Tally:
    """All of them."""
    tally = Tally()
    for one in ATTACKS.values():
        _add(tally, one(told, colluders))
    return tally


ATTACKS: dict[str, Callable[[Told, int], Tally]] = {
    "one theme": one_theme,
    "two themes": two_themes,
    "who wrote unknown": who_wrote_unknown,
    "ticking makes a writer": ticking_makes_a_writer,
}


def _attack(
    told: Told,
    colluders: int,
    themes: Sequence[str],
    sizes: range,
    *,
    ways: Sequence[Way],
    listed: Sequence[str] = ("t", "u", "ticked by nobody"),
) -> Tally:
    tally = Tally()
    for size, knowing in product(sizes, range(colluders + 1)):
        if knowing >= size:
            continue
        left: dict[tuple[tuple[Way, ...], Hashable], set[Ticks]] = defaultdict(set)
        for coalition in product(ways, repeat=knowing):
            for victim, others in product(ways, _outsiders(ways, size - knowing - 1)):
                everybody = zip(people(size), (victim, *coalition, *others), strict=True)
                wrote = {person: way for person, way in everybody if way is not None}
                left[coalition, told(wrote, colluders, listed)].add(victim or ())  # silent is as good as no tick
                tally.tried += 1
        for (coalition, heard), possible in left.items():
            for theme in themes:
                if len({theme in each for each in possible}) == 1:
                    tally.fail(f"{size} people, c={colluders}, coalition {coalition} hears {heard}: {theme} is certain")
    return tally


def _outsiders(ways: Sequence[Way], many: int) -> list[tuple[Way, ...]]:
    """Every way that so many people can tick, one by one; with more ways, how many did what: they are alike, too."""
    return list(product(ways, repeat=many) if len(ways) <= 3 else combinations_with_replacement(ways, many))


def _subsets(themes: Sequence[str]) -> Iterator[Ticks]:
    for size in range(len(themes) + 1):
        yield from combinations(themes, size)


def _add(tally: Tally, more: Tally) -> None:
    tally.tried += more.tried
    tally.failures += more.failures
    tally.examples += more.examples
