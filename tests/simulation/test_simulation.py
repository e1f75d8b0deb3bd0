"""Eighty seeds (`make simulate` lives more); a seed is lived again exactly; bugs put in on purpose are found."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.library import Library
from tests.simulation.installation import simulate
from tests.simulation.many import tidy_seldom
from tests.simulation.mutants import MUTANTS, Mutant
from tests.simulation.size import SMALL, TINY

pytestmark = pytest.mark.filterwarnings("ignore:coroutine")  # that a killed process had begun

SEEDS, TOGETHER = 200, 20

FAULTS = {
    "killed at an await", "killed before the transaction", "killed before the commit", "killed after the commit",
    "killed with everything", "everything stopped", "replica paused", "replica stopped", "clock stepped",
    "request lost", "reply of commit lost", "acknowledgement lost", "late reply", "look failed", "sent but timed out",
    "slow", "429", "5xx", "token refused", "token revoked", "event twice at once", "copy of an event later",
    "event out of order", "event hours late", "database locked", "database full", "database gone",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def little_tidying() -> Iterator[None]:
    kept = gc.get_threshold()
    tidy_seldom()
    yield
    gc.unfreeze()
    gc.set_threshold(*kept)


@pytest.mark.parametrize("first", range(1, SEEDS + 1, TOGETHER))
def test_everything_goes_wrong_and_every_promise_is_kept(first: int, library: Library) -> None:
    faults, delivered = Counter[str](), 0
    for seed in range(first, first + TOGETHER):
        result = simulate(seed, SMALL, library)
        assert result.violations == [], f"python -m tests.simulation --small --trace --seed {seed}"
        faults += result.faults
        delivered += result.delivered
    assert faults.keys() == FAULTS
    assert delivered > 100 * TOGETHER


def test_a_seed_is_lived_again_exactly(library: Library) -> None:
    first, again = (simulate(7, TINY, library) for _ in range(2))
    assert first == again
    assert first.digest != simulate(8, TINY, library).digest


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_bug_put_in_on_purpose_is_found(mutant: Mutant, library: Library) -> None:
    with mutant.put_in():
        found = (told for seed in range(1, 20) for told in simulate(seed, TINY, library, mutant.product).violations)
        assert any(part in told for told in found for part in mutant.noticed)
