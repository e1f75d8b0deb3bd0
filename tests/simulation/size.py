"""How large an installation is, and what its teams are like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.library import Library
from bot.messages import Person, Place
from tests.simulation.books import Plan


@dataclass(frozen=True)
class Size:
    """`people` are the fewest and the most in a team."""

    teams: int
    weeks: int
    people: tuple[int, int]
    name: str


SMALL = Size(2, 5, (6, 8), "small: 2 teams of 6 to 8, 5 weeks")
TINY = Size(2, 4, (5, 6), "tiny: 2 teams of 5 or 6, 4 weeks")
WHOLE = Size(20, 12, (5, 12), "whole: 20 teams of 5 to 12, 12 weeks")

BEGINS = (
    date(2026, 3, 2),  # clocks go forward: New York on 8 March, London and Stockholm on 29 March; Easter on 5 April
    date(2026, 10, 5),  # and back: 25 October, 1 November
    date(2026, 12, 7),  # Christmas and New Year
    date(2027, 3, 8),  # forward with Easter on the same day
    date(2026, 9, 14),  # forward in Auckland, back in London
)
ZONES = ("Europe/London", "Europe/Stockholm", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "UTC")


def begin(chance: Random) -> datetime:
    """A Monday, early."""
    return datetime.combine(chance.choice(BEGINS), time(5, 0), UTC)


def plans(size: Size, chance: Random, library: Library) -> list[tuple[Plan, dict[str, str]]]:
    """Each team's settings, and the statements it chooses."""
    return [_plan(number, chance, library) for number in range(size.teams)]


def _plan(number: int, chance: Random, library: Library) -> tuple[Plan, dict[str, str]]:
    platform = ("slack", "teams")[number % 2]
    chosen = {
        measure: chance.choice(sorted(i for i, s in library.statements.items() if s.measure == measure))
        for measure in ("power", "trust")
    }
    turned = frozenset(measure for measure, id in chosen.items() if library.statement(id).keyed < 0)
    plan = Plan(
        Place(platform, f"W/C{number}"), f"Team {number}", chance.choice(ZONES), chance.randrange(7),
        chance.choice([8 * 60, 9 * 60, 9 * 60, 13 * 60 + 30, 17 * 60 + 45]), 1 if chance.random() < 0.75 else 2,
        "two" if chance.random() < 0.2 else "one", turned,
    )  # fmt: skip
    return plan, chosen


def someone(platform: str, team: int, number: int) -> Person:
    """A person on a platform."""
    id = f"W/U{team}x{number}"
    return Person(platform, id, f"Person {team} {number}", id)


def moments(plan: Plan, begin: datetime, weeks: int) -> list[float]:
    """Seconds from the beginning to every asking, reminder and close."""
    zone, at = ZoneInfo(plan.zone), time(plan.minute // 60, plan.minute % 60)
    first = begin.date() + timedelta(days=(plan.weekday - begin.weekday()) % 7)
    found = []
    for week in range(weeks):
        for days in (0, 3, 4):
            moment = datetime.combine(first + timedelta(days=7 * week + days), at, zone)
            found.append((moment.astimezone(UTC) - begin).total_seconds())
    return found
