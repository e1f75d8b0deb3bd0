"""T1: one score. Every size, every sum, everything a coalition can have answered, every other member."""

from __future__ import annotations

import random

from tests.attack.worlds import Factory, Tally, opened, people, shown, sizes, spread


def attack(factory: Factory, colluders: int, most: int = 30) -> Tally:
    """Take the coalition's answers off every sum that shows a label; whoever is left must still be able to be 1 to 5.

    Circles too small to open are tried as well: whatever they show is attacked all the same.
    """
    tally = Tally()
    for n in range(colluders + 1, most + 1):
        names = people(n)
        for label, sums in labels_by_sum(factory, colluders, n).items():
            if label is None:
                if n in sizes(colluders, most):
                    tally.fail(f"n={n}: a circle of enough people shows no label")
                continue
            for known in range(4 * colluders + 1):
                _one_label(tally, sums, known, n - colluders, f"n={n} c={colluders} label {label} coalition {known}")
        _only_the_sum_counts(tally, factory, colluders, names)
    return tally


def labels_by_sum(factory: Factory, colluders: int, n: int) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for total in range(4 * n + 1):
        found.setdefault(opened(factory, colluders, total, people(n))[1].label, []).append(total)
    return found


def _one_label(tally: Tally, sums: list[int], known: int, others: int, where: str) -> None:
    if not any(0 <= total - known <= 4 * others for total in sums):
        return  # with these answers of the coalition the label cannot come up
    tally.tried += others
    for excess in range(5):
        if not any(0 <= total - known - excess <= 4 * (others - 1) for total in sums):
            tally.fail(f"{where}: nobody answered {excess + 1}")


def _only_the_sum_counts(tally: Tally, factory: Factory, colluders: int, names: list[str]) -> None:
    """The enumeration is over sums, so who gave which answer must not matter."""
    rng = random.Random(len(names))
    for _ in range(20):
        answers = {name: rng.randint(1, 5) for name in names}
        even = spread(sum(answers.values()) - len(names), names)
        tally.tried += 1
        if shown(factory(colluders).close_week(answers)) != shown(factory(colluders).close_week(even)):
            tally.fail(f"n={len(names)}: the same sum is shown in two ways")
