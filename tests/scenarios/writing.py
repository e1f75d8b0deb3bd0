"""Steps about what people write and share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.messages import Ticks
from tests.scenarios.steps import SEVEN, answer, team
from tests.world import World

BEGIN = date(2026, 3, 2)
WROTE = "Our meetings are hard to follow, and Ben talks over people."
TICKS, COMMUNICATION, TRUSTING = "My words are about", "Communication", "Establishing trusting relationships"


def writes(world: World, who: str, words: str = WROTE) -> list[str]:
    return answer(world, who, words=words)


def shares(world: World, who: str, *topics: str) -> list[str]:
    """`who` writes, ticks exactly these topics, looks at the preview, and says yes."""
    writes(world, who)
    return ticks(world, who, *topics)


def ticks(world: World, who: str, *topics: str) -> list[str]:
    world.presses(who, "Share what it is about")
    seen = world.sends(who, {TICKS: topics})
    return world.sends(who, {}) if who in world.forms else seen  # these were suggested, or are shown first


def form(world: World, who: str) -> str:
    return world.player.words(world.forms[who])


def ticked(world: World, who: str) -> list[str]:
    [boxes] = [part for part in world.form(who).body if isinstance(part, Ticks)]
    return [option.label for option in boxes.options if option.value in boxes.chosen]


def in_week(world: World, number: int) -> None:
    """Noon on the Monday of a week: its question is open."""
    world.until(f"{BEGIN + timedelta(weeks=number - 1):%Y-%m-%d}T12:00+01:00")


def closed(world: World, number: int) -> str:
    """The summary of a week."""
    in_week(world, number)
    world.until(f"{BEGIN + timedelta(weeks=number - 1, days=4):%Y-%m-%d}T12:00+01:00")
    return next(post for post in reversed(world.channel()) if post.startswith(f"River Street: week {number}\n"))


def everybody_shares(world: World, raised: dict[str, Sequence[str]]) -> str:
    """Seven people who count share in the fourth week; returns its summary."""
    team(world, *SEVEN)
    in_week(world, 4)
    for who, topics in raised.items():
        shares(world, who, *topics)
    return closed(world, 4)
