"""T2: the black box. Nobody outside the coalition changes their mind, and the attacker knows it.

A script fixes who answers, joins, leaves or is erased in which week and what the coalition feeds in. The real code then
runs once for every way the others can have answered; whatever was published must leave every answer of everybody open.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.attack.worlds import Factory, Tally, datasets, people, shown

PASSIVE, SWEEP, RANDOM = "passive", "sweep", "random"


@dataclass
class Week:
    """What happens before a weekly close and who answers in it."""

    answering: list[str]
    leaving: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    fresh: bool = False


@dataclass
class Script:
    """A history without the values of the people under attack."""

    name: str
    colluders: int
    coalition: list[dict[str, int]]  # their answers, week by week
    outsiders: list[str]
    weeks: list[Week]


def attack(factory: Factory, scripts: Sequence[Script]) -> Tally:
    """Run every script for every dataset; a failure is a transcript that leaves somebody fewer than five answers."""
    tally = Tally()
    for script in scripts:
        open_to: dict[tuple[object, ...], list[int]] = {}
        for answers in datasets(script.outsiders):
            left = open_to.setdefault(_transcript(factory, script, answers), [0] * len(script.outsiders))
            for i, name in enumerate(script.outsiders):
                left[i] |= 1 << answers[name]
        for masks in open_to.values():
            tally.tried += len(masks)
            for name, mask in zip(script.outsiders, masks, strict=True):
                if mask != 0b111110:
                    options = [value for value in range(1, 6) if mask >> value & 1]
                    tally.fail(f"{script.name}: {name} can only have answered {options}")
    return tally


def _transcript(factory: Factory, script: Script, answers: dict[str, int]) -> tuple[object, ...]:
    circle = factory(script.colluders)
    published: list[object] = []
    for week, coalition in zip(script.weeks, script.coalition, strict=True):
        for name in week.leaving:
            circle.leave(name)
        for name in week.erased:
            circle.erase(name)
        if week.fresh:
            circle.request_fresh_start()
        given = {name: coalition.get(name) or answers[name] for name in week.answering}
        published.append(shown(circle.close_week(given)))
    return tuple(published)


def steady(seed: int, n: int, colluders: int, behaviour: str, weeks: int = 8) -> Script:
    """A circle that stays, in which people miss weeks and now and then somebody leaves, is erased or comes back."""
    rng = random.Random(f"steady {seed} {n} {colluders} {behaviour}")
    names = people(n - colluders)
    own = people(colluders, "spy")
    late = names[-1] if seed % 3 == 0 else ""
    present = set(names) - {late}
    plan = []
    for week in range(weeks):
        happening = Week([])
        if week > 1 and rng.random() < 0.15 and len(present) > 2:
            gone = rng.choice(sorted(present))
            present.discard(gone)
            (happening.erased if rng.random() < 0.5 else happening.leaving).append(gone)
        if week > 1 and rng.random() < 0.3:
            present.update(names)
        everybody = week == 0 and not late
        happening.answering = own + [name for name in sorted(present) if everybody or rng.random() < 0.85]
        plan.append(happening)
    fed = _fed(rng, own, behaviour, weeks)
    return Script(f"steady {seed} n={n} c={colluders} {behaviour}", colluders, fed, names, plan)


def churn(seed: int, behaviour: str, weeks: int = 10) -> Script:
    """A circle of five or six (c = 1) that closes, is asked for fresh starts and re-opens with one person changed."""
    rng = random.Random(f"churn {seed} {behaviour}")
    names, own = people(5), people(1, "spy")
    away = rng.choice(names)
    present = set(names) - ({away} if rng.random() < 0.5 else set())
    plan = []
    for week in range(weeks):
        happening = Week([])
        roll = rng.random() if week else 1.0
        if roll < 0.25:  # one person more or fewer, then a re-measurement is asked for
            happening.leaving = [away] if away in present else []
            present ^= {away}
            happening.fresh = rng.random() < 0.8
        elif roll < 0.4:
            happening.fresh = True
        few = roll > 0.85 and 0 < week < weeks - 2
        happening.answering = own + [name for name in sorted(present) if not few or rng.random() < 0.4]
        if few and rng.random() < 0.5:  # so many leave that the series closes; they are back the week after
            happening.erased = [name for name in sorted(present) if name not in happening.answering]
        plan.append(happening)
    return Script(f"churn {seed} {behaviour}", 1, _fed(rng, own, behaviour, weeks), names, plan)


def scripts(many: int, make: Callable[[int, str], Script]) -> Iterator[Script]:
    for seed in range(many):
        yield make(seed, (PASSIVE, SWEEP, RANDOM)[seed % 3])


def _fed(rng: random.Random, own: list[str], behaviour: str, weeks: int) -> list[dict[str, int]]:
    """What the coalition answers: always the same, everything in turn, or anything."""
    constant = rng.randint(1, 5)
    turn: dict[str, Callable[[int], int]] = {
        PASSIVE: lambda week: constant,
        SWEEP: lambda week: 1 + week % 5,
        RANDOM: lambda week: rng.randint(1, 5),
    }
    return [{name: turn[behaviour](week) for name in own} for week in range(weeks)]
