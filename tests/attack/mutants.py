"""T9: the real module with one rule taken out, each time. An attack that catches none of these proves nothing.

A mutant is a patch of the module's own source, so it stays as close to the real code as a careless change would be. A
patch that no longer fits raises, rather than quietly leaving the rule in.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from bot import release, themes
from tests.attack import free_world, long_history, metamorphic, one_score, same_pattern, static_world
from tests.attack import themes as words
from tests.attack.worlds import Factory, Tally


@dataclass(frozen=True)
class Mutant:
    """A rule taken out, how, and the attack that has to notice (others may)."""

    name: str
    caught_by: str
    patches: tuple[tuple[str, str], ...]

    def patched(self, real: ModuleType) -> ModuleType:
        source = inspect.getsource(real)
        for old, new in self.patches:
            if source.count(old) != 1:
                raise ValueError(f"mutant '{self.name}': patch no longer fits, write it anew for: {old}")
            source = source.replace(old, new)
        module = ModuleType(f"mutant_{self.name.replace(' ', '_').replace('-', '_')}")
        sys.modules[module.__name__] = module  # dataclasses look their module up
        exec(compile(source, module.__name__, "exec"), module.__dict__)
        return module

    def factory(self) -> Factory:
        made: Factory = self.patched(release).Circle
        return made

    def told(self) -> words.Told:
        made: words.Told = self.patched(themes).told
        return made


ATTACKS: dict[str, Callable[[Factory], Tally]] = {
    "T1": lambda factory: _both(one_score.attack, factory, most=12),
    "T2": lambda factory: static_world.attack(
        factory,
        [
            *static_world.scripts(6, lambda seed, behaviour: static_world.steady(seed, 5, 1, behaviour)),
            *static_world.scripts(4, static_world.churn),
        ],
    ),
    "T3": lambda factory: _both(free_world.attack, factory, most=10),
    "T3 linked": lambda factory: _both(free_world.attack_linked, factory, most=10, scores=2),
    "T4": lambda factory: long_history.attack(factory, 1, histories=200),
    "T5": lambda factory: same_pattern.attack(factory, pairs=60),
    "T6": lambda factory: metamorphic.attack(factory, worlds=12),
}

NEEDED = "needed = len(self._ever) // 2 + 1 + self._c"
STEP = "self._label += (aim > self._label) - (aim < self._label)  # one step at most: a jump would tell how far"
AIM = "aim = _bin(self._x, _edges(self._n, self._c))"
MEASURED = (
    "if self._label is None or self._labels is None or (self._fresh and self._far_enough(marks)):",
    "if self._label is None or self._labels is None or {}:",
)

MUTANTS = (
    Mutant("no end-coding", "T1", (("safe = 4 * colluders + 5", "safe = 0"),)),
    Mutant(
        "whole points instead of coded ends",
        "T1",
        (
            ("safe = 4 * colluders + 5", "safe = 0"),
            ("outer = -(-5 * n // 4)", "outer = -(-n // 2)"),
            ("inner = -(-7 * n // 4)", "inner = -(-3 * n // 2)"),
        ),
    ),
    Mutant("opens with one person too few", "T1", (("return 2 * self._c + 3", "return 2 * self._c + 2"),)),
    Mutant(
        "recompute on whoever answered",
        "T2",
        (
            (
                AIM,
                "aim = _bin(sum(a - 1 for a in answers.values()) * self._n // len(answers), _edges(self._n, self._c))",
            ),
        ),
    ),
    Mutant(
        "recompute on whoever is still there",
        "T2",
        (
            (
                AIM,
                "aim = _bin(sum(a - 1 for a in self._latest.values()) * self._n // len(self._latest),"
                " _edges(self._n, self._c))",
            ),
        ),
    ),
    Mutant("half minus one", "T3", ((NEEDED, "needed = len(self._ever) // 2 + self._c"),)),
    Mutant("half without the coalition", "T3", ((NEEDED, "needed = len(self._ever) // 2 + 1"),)),
    Mutant("no one-step limit", "T3", ((STEP, "self._label = aim"),)),
    Mutant(
        "withhold if everyone agrees",
        "T5",
        (
            (
                "if len(self._pending) < needed:",
                "if len(self._pending) < needed or len(set(self._latest.values())) == 1:",
            ),
        ),
    ),
    Mutant(
        "withhold if nothing moved",
        "T5",
        (("if len(self._pending) < needed:", f"{AIM}\n        if len(self._pending) < needed or aim == self._label:"),),
    ),
    Mutant(
        "a newcomer's first answer counts",
        "T6",
        (
            (
                "                self._pending.add(person)",
                "                self._pending.add(person)\n            else:\n                self._x += answer - 1",
            ),
        ),
    ),
    Mutant(
        "a leaver's answer is taken out",
        "T6",
        (("self._latest.pop(person, None)", "self._x -= self._latest.pop(person, 1) - 1 if self._n else 0"),),
    ),
    Mutant("every re-opening is measured", "T2", ((MEASURED[0], MEASURED[1].format("True")),)),
    Mutant("every fresh start is granted", "T2", ((MEASURED[0], MEASURED[1].format("self._fresh")),)),
    Mutant(
        "linked openings start in the middle of the end labels",
        "T3 linked",
        (("return edges[0] - 1", "return edges[0] // 2"), ("return edges[-1]\n", "return edges[-1] + edges[0] // 2\n")),
    ),
    Mutant(
        "newcomers help to fill the half",
        "T3",
        (("self._latest.update(answers)", "self._latest.update(answers); self._pending.update(answers)"),),
    ),
    Mutant("answers of earlier scores count again", "T3", (("        self._pending.clear()\n", ""),)),
    Mutant(
        "a held week shows where the sum is",
        "T4",
        (('return self._shown("held")', f'{AIM}; self._label = aim; return self._shown("held")'),),
    ),
    Mutant(
        "the closing shows where the sum was",
        "T4",
        (('closing = self._shown("closed")', f'{AIM}; self._label = aim; closing = self._shown("closed")'),),
    ),
)

WRITERS = "len(raised) < 2 * colluders + 3 or"
WORD_MUTANTS = (
    Mutant("one writer fewer suffices", "one theme", ((WRITERS, "len(raised) < 2 * colluders + 2 or"),)),
    Mutant("however few wrote", "one theme", ((WRITERS, ""),)),
    Mutant("one tick fewer suffices", "one theme", ((">= colluders + 2", ">= colluders + 1"),)),
    Mutant("told once everybody ticked it", "one theme", ((">= colluders + 2", ">= len(raised)"),)),
    Mutant(
        "how many ticked it is told",
        "one theme",
        (("return tuple(theme for theme", "return tuple((theme, people[theme]) for theme"),),
    ),
    Mutant("the list may hold one theme", "ticking makes a writer", ((" or len(themes) < FEWEST_THEMES", ""),)),
)
"""Rules of `bot.themes` taken out, each noticed by one way of reading what is told (tests/attack/themes.py)."""


def noticed(told: words.Told, colluders: int) -> list[str]:
    """The ways of reading what is told that find a failure."""
    return [name for name, attack in words.ATTACKS.items() if attack(told, colluders).failures]


def caught(factory: Factory) -> list[str]:
    """The attacks, in their smallest form, that find a failure."""
    return [name for name, attack in ATTACKS.items() if attack(factory).failures]


def _both(attack: Callable[..., Tally], factory: Factory, **budget: int) -> Tally:
    """An attack against both promises, one and two colluders."""
    tally = Tally()
    for colluders in (1, 2):
        one = attack(factory, colluders, **budget)
        tally.tried += one.tried
        tally.failures += one.failures
        tally.examples += one.examples
    return tally
