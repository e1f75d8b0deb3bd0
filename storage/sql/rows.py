"""Rows as the domain's values."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from bot.domain import Member, Round, Team
from bot.messages import Person, Place

_TEAM = (
    "id", "name", "platform", "channel", "code", "status", "zone", "weekday", "minute", "phase", "colluders", "power",
    "trust", "week", "step", "due_at", "language", "pinned", "skipped", "two_circles", "topics", "left_out",
)  # fmt: skip
_ROUND = ("team_id", "week", "phase", "question", "opens_at", "reminds_at", "closes_at", "closed")
"""As `Round` has them."""


@cache
def _columns(names: tuple[str, ...], prefix: str) -> Callable[[Any], tuple[Any, ...]]:
    """Reads these columns of a row at once: one by one they took longer than finding the row."""
    return attrgetter(*(prefix + name for name in names))


def member_of(row: Any) -> Member:
    """A row of a membership, with the name and the home of the person."""
    person = Person(row.platform, row.person, row.name, row.home)
    held = (row.state, row.voice, row.coordinator, row.joined, row.gone)
    return Member(row.id, row.team_id, person, *held, read_as=held)


def team_of(row: Any, prefix: str = "") -> Team:
    """A row of a team; `prefix` stands before the names of its columns."""
    (
        id, name, platform, channel, code, status, zone, weekday, minute, phase, colluders, power, trust, week, step,
        due, language, pinned, skipped, two_circles, topics, left_out,
    ) = _columns(_TEAM, prefix)(row)  # fmt: skip
    return Team(
        id, name, Place(platform, channel), code, status, zone, weekday, minute, phase, colluders, power, trust, week,
        step, due, language, pinned, _skipped(skipped), two_circles, tuple(topics.splitlines()),
        tuple(left_out.splitlines()),
    )  # fmt: skip


def _skipped(held: str) -> tuple[tuple[int, str], ...]:
    pairs = (each.partition(":") for each in held.split())
    return tuple((int(week), question) for week, _, question in pairs)


def round_of(row: Any, prefix: str = "") -> Round:
    """A row of a round; `prefix` as in `team_of`."""
    return Round(*_columns(_ROUND, prefix)(row))
