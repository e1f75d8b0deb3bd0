"""Some seeds of the simulation; that a seed is lived again exactly; and that bugs put in on purpose are found."""

from __future__ import annotations

import pytest

from bot.library import Library
from tests.simulation.installation import simulate
from tests.simulation.mutants import MUTANTS, Mutant
from tests.simulation.size import SMALL, TINY

pytestmark = pytest.mark.filterwarnings("ignore:coroutine")  # that a killed process had begun

SEEDS = range(1, 9)


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_goes_wrong_and_every_promise_is_kept(seed: int, library: Library) -> None:
    result = simulate(seed, SMALL, library)
    assert result.violations == [], f"python -m tests.simulation --small --trace --seed {seed}"
    assert result.faults.total() > 20
    assert result.delivered > 100


def test_a_seed_is_lived_again_exactly(library: Library) -> None:
    first, again = (simulate(7, TINY, library) for _ in range(2))
    assert first == again
    assert first.digest != simulate(8, TINY, library).digest


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_bug_put_in_on_purpose_is_found(mutant: Mutant, library: Library) -> None:
    with mutant.put_in():
        found = (told for seed in range(1, 20) for told in simulate(seed, TINY, library, mutant.product).violations)
        assert any(part in told for told in found for part in mutant.noticed)
