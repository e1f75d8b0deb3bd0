"""The attack that must fail: T1 to T8 and T10 against the real release module. What each shows is in its own file."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

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
from tests.attack.cuts import Bound, Run, not_free
from tests.attack.worlds import Tally

BOTH = pytest.mark.parametrize("colluders", [1, 2])
SMALLEST = [(5, 1), (6, 1), (7, 2)]


def nobody_is_pinned(tally: Tally, at_least: int) -> None:
    """No failure, and enough tried that this means something."""
    print(tally)
    assert tally.failures == 0, str(tally)
    assert tally.tried >= at_least, str(tally)


@BOTH
def test_t1_one_score_leaves_every_answer_open(colluders):
    nobody_is_pinned(one_score.attack(Circle, colluders, most=30), at_least=10_000)


@pytest.mark.parametrize(("n", "colluders"), SMALLEST)
def test_t2_people_who_never_change_their_mind_stay_open(n, colluders):
    scripts = static_world.scripts(22, lambda seed, behaviour: static_world.steady(seed, n, colluders, behaviour))
    nobody_is_pinned(static_world.attack(Circle, list(scripts)), at_least=400)


def test_t2_leaving_closing_and_reopening_keep_them_open():
    nobody_is_pinned(static_world.attack(Circle, list(static_world.scripts(20, static_world.churn))), at_least=300)


@pytest.mark.attack_long
def test_t2_leaving_closing_and_reopening_at_length():
    nobody_is_pinned(static_world.attack(Circle, list(static_world.scripts(220, static_world.churn))), at_least=4_000)


@BOTH
def test_t3_three_scores_leave_everybody_free(colluders):
    nobody_is_pinned(free_world.attack(Circle, colluders, most=14), at_least=5_000)


@BOTH
def test_t3_a_linked_opening_and_two_scores_leave_everybody_free(colluders):
    nobody_is_pinned(free_world.attack_linked(Circle, colluders, most=14, scores=2), at_least=5_000)


@pytest.mark.attack_long
@BOTH
def test_t3_four_scores_leave_everybody_free(colluders):
    nobody_is_pinned(free_world.attack(Circle, colluders, most=30, scores=4), at_least=1_000_000)
    nobody_is_pinned(free_world.attack_linked(Circle, colluders, most=30, scores=2), at_least=50_000)


@pytest.mark.xfail(strict=True, reason="the rules as written: from end to end in five scores by the fewest people")
def test_t3_five_scores_leave_everybody_free():
    nobody_is_pinned(free_world.attack(Circle, 1, most=7, scores=5), at_least=1_000)


@pytest.mark.xfail(strict=True, reason="the rules as written: three scores one way after a linked opening")
def test_t3_a_linked_opening_and_three_scores_leave_everybody_free():
    nobody_is_pinned(free_world.attack_linked(Circle, 1, most=7, scores=3), at_least=1_000)


@BOTH
def test_t4_long_histories_leave_everybody_free(colluders):
    nobody_is_pinned(long_history.attack(Circle, colluders, histories=500), at_least=20_000)


@pytest.mark.attack_long
@BOTH
def test_t4_many_long_histories_leave_everybody_free(colluders):
    nobody_is_pinned(long_history.attack(Circle, colluders, histories=20_000, seed=40), at_least=800_000)


def test_t5_what_happens_depends_on_who_and_never_on_what():
    nobody_is_pinned(same_pattern.attack(Circle, pairs=300), at_least=300)


def test_t6_coming_and_going_tells_nothing():
    nobody_is_pinned(metamorphic.attack(Circle, worlds=60), at_least=1_900)


@pytest.mark.parametrize(("n", "colluders", "limit"), [(5, 1, 0.09), (6, 1, 0.07), (7, 2, 0.07), (10, 2, 0.07)])
def test_t7_a_bet_on_one_score_gains_little(n, colluders, limit):
    gain, surest = bayes.posteriors(Circle, colluders, n)
    assert gain <= limit
    assert surest < 0.95


@pytest.mark.parametrize("rho", [0.5, 0.7, 0.9, 1.0])
@pytest.mark.parametrize(("n", "colluders"), SMALLEST)
def test_t7_a_bet_on_two_scores_gains_little(n, colluders, rho):
    gain, surest = bayes.posteriors(Circle, colluders, n, scores=2, rho=rho)
    assert gain <= (0.09 if n == 5 else 0.07)
    assert surest < 0.95


@pytest.mark.attack_long
@BOTH
def test_t7_every_size_gains_little(colluders):
    for n in range(2 * colluders + 3, 31):
        gain, surest = bayes.posteriors(Circle, colluders, n)
        assert gain <= (0.09 if n == 5 else 0.07), n
        assert surest < 0.95, n


@pytest.mark.attack_long
@pytest.mark.parametrize("rho", [0.5, 0.7, 0.9, 1.0])
@pytest.mark.parametrize("n", [5, 6])
def test_t7_a_bet_on_three_scores_gains_little(n, rho):
    gain, surest = bayes.posteriors(Circle, 1, n, scores=3, rho=rho)
    assert gain <= (0.09 if n == 5 else 0.07)
    assert surest < 0.95


@BOTH
def test_t8_two_circles_and_what_is_said_of_both_leave_every_answer_open(colluders):
    nobody_is_pinned(groups.attack(Circle, colluders), at_least=50_000)


@BOTH
@pytest.mark.parametrize("reading", themes.ATTACKS)
def test_words_a_theme_that_is_told_or_not_leaves_every_tick_open(reading, colluders):
    nobody_is_pinned(themes.ATTACKS[reading](told, colluders), at_least=1_000)


def test_r9_a_granted_fresh_start_leaves_only_the_accepted_remainder():
    shares = [remainder.not_full(Circle, 2, n, joined=4, left=3) for n in range(8, 21)]
    assert max(shares) <= 0.00045  # "not full <= .0004", rounded as the rules round it


@pytest.mark.parametrize("unrest", [0.0, 0.5])
def test_t10_what_is_shown_is_still_useful(unrest):
    useful = utility.measure(utility.Shape(Circle, trend, label_centre, colluders=2, n=10, unrest=unrest))
    print(useful)
    assert useful.rmse <= 0.40
    assert useful.trend_shown >= 0.65
    assert useful.trend_false <= 0.15


def test_the_ruler_of_t3_and_t4_agrees_with_trying_everything():
    """`cuts` decides by a theorem; here it is held against every possible set of answers of small random systems."""
    rng, met = random.Random(5), Counter()
    for _ in range(400):
        scores = rng.randint(1, 4)
        ends = [sorted(rng.choices(range(scores), k=2)) for _ in range(rng.randint(1, 4))]
        runs = [Run(start, end, rng.choice((1, 1, -1))) for start, end in ends]
        bounds = [_bound(rng) for _ in range(scores)]
        wanted = _by_trying(runs, bounds)
        met["impossible" if wanted is None else "pinned" if wanted else "free"] += 1
        assert not_free(Counter(runs), bounds) == wanted
    assert min(met.values()) >= 20, met


def _bound(rng: random.Random) -> Bound:
    middle = rng.randint(-2, 10)
    low, high = middle - rng.randint(0, 8), middle + rng.randint(0, 8)
    return rng.choice([(low, high), (low, float("inf")), (float("-inf"), high)])


def _by_trying(runs: list[Run], bounds: list[Bound]) -> set[Run] | None:
    seen: list[set[int]] = [set() for _ in runs]
    for values in itertools.product(range(5), repeat=len(runs)):
        sums = [
            sum(run.sign * v for run, v in zip(runs, values, strict=True) if run.start <= t <= run.end)
            for t in range(len(bounds))
        ]
        if all(low <= total <= high for total, (low, high) in zip(sums, bounds, strict=True)):
            for found, value in zip(seen, values, strict=True):
                found.add(value)
    if not seen[0]:
        return None
    return {run for run, found in zip(runs, seen, strict=True) if len(found) < 5}
