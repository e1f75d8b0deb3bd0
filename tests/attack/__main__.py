"""`python -m tests.attack [--short]`: every attack on the answers, and every rule taken out, as two tables.

The long form takes about seven minutes, most of it T2 and T3; --short is what the tests run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.release import Circle, label_centre, trend
from bot.themes import told
from tests.attack import (
    bayes,
    free_world,
    groups,
    long_history,
    metamorphic,
    one_score,
    remainder,
    same_pattern,
    static_world,
    themes,
    utility,
)
from tests.attack.mutants import ATTACKS, MUTANTS, WORD_MUTANTS
from tests.attack.told_by_pytest import through_the_app
from tests.attack.worlds import Tally

MOST_GAINED = {5: 0.09}
"""T7: how much better than before an attacker may bet, by size; 0.07 for every other size."""


@dataclass(frozen=True)
class Row:
    """One attack: what it tries, in its short and in its long form."""

    test: str
    what: str
    short: Callable[[], Tally]
    long: Callable[[], Tally] | None = None


def _both(attack: Callable[[int], Tally]) -> Callable[[], Tally]:
    """Against both promises, one person who compares notes and two."""
    return lambda: _sum([attack(1), attack(2)])


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(
        sum(one.tried for one in tallies),
        sum(one.failures for one in tallies),
        [example for one in tallies for example in one.examples][:3],
    )


def _static(scripts: int, churn: int) -> Tally:
    steady = [
        static_world.attack(
            Circle, list(static_world.scripts(scripts, lambda seed, b, n=n, c=c: static_world.steady(seed, n, c, b)))
        )
        for n, c in ((5, 1), (6, 1), (7, 2))
    ]
    return _sum([*steady, static_world.attack(Circle, list(static_world.scripts(churn, static_world.churn)))])


def _bets(most: int) -> Tally:
    tally = Tally()
    for colluders in (1, 2):
        for n in range(2 * colluders + 3, most + 1):
            gain, surest = bayes.posteriors(Circle, colluders, n)
            tally.tried += 1
            if gain > MOST_GAINED.get(n, 0.07) or surest >= 0.95:
                tally.fail(f"n={n} c={colluders}: gains {gain:.3f}, surest {surest:.3f}")
    return tally


def _fresh_starts() -> Tally:
    tally = Tally()
    for n in range(8, 21):
        share = remainder.not_full(Circle, 2, n, joined=4, left=3)
        tally.tried += 1
        if share > 0.00045:
            tally.fail(f"n={n}: {share:.5f} not full")
    return tally


def _useful() -> Tally:
    found = utility.measure(utility.Shape(Circle, trend, label_centre, colluders=2, n=10, unrest=0.0))
    tally = Tally(3)
    for good, found_out in (
        (found.rmse <= 0.40, f"error {found.rmse:.2f}"),
        (found.trend_shown >= 0.65, f"trend shown {found.trend_shown:.2f}"),
        (found.trend_false <= 0.15, f"false trend {found.trend_false:.2f}"),
    ):
        if not good:
            tally.fail(found_out)
    return tally


ROWS = (
    Row("T1", "one score, every size to 30, every sum, every coalition",
        _both(lambda c: one_score.attack(Circle, c, most=30))),
    Row("T2", "nobody changes their mind: every way the others can answer",
        lambda: _static(22, 20), lambda: _static(64, 220)),
    Row("T3", "three scores, everybody free to change (four when long)",
        _both(lambda c: free_world.attack(Circle, c, most=14)),
        _both(lambda c: free_world.attack(Circle, c, most=30, scores=4))),
    Row("T3", "a linked opening and two scores",
        _both(lambda c: free_world.attack_linked(Circle, c, most=14, scores=2)),
        _both(lambda c: free_world.attack_linked(Circle, c, most=30, scores=2))),
    Row("T4", "long random adversarial histories",
        _both(lambda c: long_history.attack(Circle, c, histories=500)),
        _both(lambda c: long_history.attack(Circle, c, histories=20_000, seed=40))),
    Row("T5", "the same who, other answers", lambda: same_pattern.attack(Circle, pairs=300)),
    Row("T6", "joining, leaving, missing, erasing", lambda: metamorphic.attack(Circle, worlds=60)),
    Row("T7", "bets, exact posteriors", lambda: _bets(10), lambda: _bets(30)),
    Row("T8", "two circles, a coalition split between them", _both(lambda c: groups.attack(Circle, c))),
    Row("Words", "themes that may be told, every way to tick", _both(lambda c: themes.attack(told, c))),
    Row("R9", "what a granted fresh start may still tell", _fresh_starts),
    Row("T10", "is it still useful: error, trend shown, false trend", _useful),
    Row("T5, 6", "through the whole app: what the channel reads (tests)", through_the_app("test_through_the_app.py")),
    Row("T11", "canaries through every door, errors at every layer (tests)", through_the_app("test_leakage*.py")),
)  # fmt: skip


def main(short: bool) -> int:
    """Print both tables; returns 1 if an attack succeeded or a mutant survived."""
    print(f"{'test':<5} {'what was tried':<62} {'how many':>12} {'failed':>7} {'time':>8}")
    lost = 0
    for row in ROWS:
        tally, took = _timed(row.short if short or row.long is None else row.long)
        lost += tally.failures
        print(f"{row.test:<5} {row.what:<62} {tally.tried:>12,} {tally.failures:>7,} {took:>7.1f}s", flush=True)
        for example in tally.examples:
            print(f"      {example}")
    print(f"\n{'rule taken out (T9)':<52} {'noticed by':<12} {'failures':>9} {'time':>8}")
    for name, by, attack in _mutants():
        tally, took = _timed(attack)
        lost += not tally.failures
        noticed = by if tally.failures else "SURVIVED"
        print(f"{name:<52} {noticed:<12} {tally.failures:>9,} {took:>7.1f}s", flush=True)
    return 1 if lost else 0


def _mutants() -> list[tuple[str, str, Callable[[], Tally]]]:
    taken = [
        (mutant.name, mutant.caught_by, lambda mutant=mutant: ATTACKS[mutant.caught_by](mutant.factory()))
        for mutant in MUTANTS
    ]
    total = _both(lambda c: groups.attack(Circle, c, more=0, together=groups.separate_total))
    words = [
        (
            f"words: {mutant.name}",
            "Words",
            _both(lambda c, mutant=mutant: themes.ATTACKS[mutant.caught_by](mutant.told(), c)),
        )
        for mutant in WORD_MUTANTS
    ]
    return [*taken, ("a separate total next to two circles", "T8", total), *words]


def _timed(attack: Callable[[], Tally]) -> tuple[Tally, float]:
    began = time.perf_counter()
    tally = attack()
    return tally, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main("--short" in sys.argv))
