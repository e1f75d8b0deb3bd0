"""Rows as the domain's values."""

from __future__ import annotations

from typing import Any

from bot.domain import Member, Round, Team
from bot.messages import Person, Place


def member_of(row: Any) -> Member:
    """A row of a membership, with the name and the home of the person."""
    person = Person(row.platform, row.person, row.name, row.home)
    return Member(row.id, row.team_id, person, row.state, row.voice, row.coordinator, row.joined, row.gone)


def team_of(row: Any, prefix: str = "") -> Team:
    """A row of a team; `prefix` stands before the names of its columns."""

    def at(name: str) -> Any:
        return getattr(row, prefix + name)

    return Team(
        id=at("id"), name=at("name"), channel=Place(at("platform"), at("channel")), code=at("code"),
        status=at("status"), zone=at("zone"), weekday=at("weekday"), minute=at("minute"), phase=at("phase"),
        colluders=at("colluders"), power=at("power"), trust=at("trust"), week=at("week"), step=at("step"),
        due=at("due_at"), language=at("language"), pinned=at("pinned"), skipped=_skipped(at("skipped")),
        two_circles=at("two_circles"), topics=tuple(at("topics").splitlines()),
        left_out=tuple(at("left_out").splitlines()),
    )  # fmt: skip


def _skipped(held: str) -> tuple[tuple[int, str], ...]:
    pairs = (each.partition(":") for each in held.split())
    return tuple((int(week), question) for week, _, question in pairs)


def round_of(row: Any, prefix: str = "") -> Round:
    """A row of a round; `prefix` as in `team_of`."""

    def at(name: str) -> Any:
        return getattr(row, prefix + name)

    return Round(
        at("team_id"), at("week"), at("phase"), at("question"), at("opens_at"), at("reminds_at"), at("closes_at"),
        at("closed"),
    )  # fmt: skip
