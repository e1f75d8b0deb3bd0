"""T9: every rule taken out is noticed. A mutant that survives fails, and so would an attack that cries wolf."""

from __future__ import annotations

import pytest

from bot.release import Circle
from bot.themes import told
from tests.attack import groups, themes
from tests.attack.mutants import ATTACKS, MUTANTS, WORD_MUTANTS, caught, noticed

each = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.name} [{mutant.caught_by}]")


@each
def test_t9_a_missing_rule_is_noticed_by_its_attack(mutant):
    tally = ATTACKS[mutant.caught_by](mutant.factory())
    assert tally.failures, f"'{mutant.name}' survived {mutant.caught_by}: {tally}"


@pytest.mark.parametrize("colluders", [1, 2])
def test_t9_a_separate_total_next_to_two_circles_is_noticed_by_t8(colluders):
    tally = groups.attack(Circle, colluders, more=0, together=groups.separate_total)
    assert tally.failures, f"a separate total survived T8: {tally}"


@pytest.mark.parametrize("colluders", [1, 2])
@pytest.mark.parametrize("mutant", WORD_MUTANTS, ids=lambda mutant: f"{mutant.name} [{mutant.caught_by}]")
def test_words_a_missing_rule_is_noticed(mutant, colluders):
    tally = themes.ATTACKS[mutant.caught_by](mutant.told(), colluders)
    assert tally.failures, f"'{mutant.name}' survived: {tally}"


def test_words_the_same_attacks_find_nothing_in_the_real_rule():
    assert noticed(told, 1) == []


def test_t9_the_same_attacks_find_nothing_in_the_real_module():
    assert caught(Circle) == []


@pytest.mark.attack_long
@each
def test_t9_which_attacks_notice(mutant):
    names = caught(mutant.factory())
    print(f"{mutant.name}: {', '.join(names)}")
    assert mutant.caught_by in names
