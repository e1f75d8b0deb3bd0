"""A team's weekly summary in every state it can be in: the cards, and the words by which each state is known.

They are made by the bot's own wording from published records, as the engine makes them; no answer is behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, Literal

from bot.domain import Reading, Round, Team
from bot.library import Library
from bot.messages import Card, Place
from bot.wording.summary import News, summary

CLOSES: Final = datetime(2026, 6, 4, 16, 0, tzinfo=UTC)
ASKS: Final = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)
PHASES: Final = ((1, "phase.start"), (4, "phase.shape"), (9, "phase.deliver"))
STATUS: Final[dict[str, Literal["collecting", "new", "held", "closed"]]] = {
    ".": "collecting",
    "-": "held",
    "x": "closed",
}

KNOWN_BY: Final = {
    "collecting": (
        "River Street: week 2",
        "Power sharing and trust",
        "Still collecting.",
        "People count after 14 days.",
    ),
    "new": ("River Street: week 12", "It moved up one step", "It moved down one step", "it is rising"),
    "held": ("River Street: week 11", "No new score yet.", "more than half the circle"),
    "closed": ("River Street: week 10", "this score has closed", "begin to collect again"),
    "two voices": ("River Street: week 8", "People who use services give a lower score", "Two circles"),
    "small team": ("River Street: week 5", "A team of fewer than 7 people", "a score begins by itself"),
    "notes and topics": (
        "River Street: week 9",
        "We meet in the community centre now.",
        "people wrote about: Power sharing",
    ),
}
"""State -> words that stand in its summary: its title, which no other has, and what tells this state."""


def summaries(library: Library) -> dict[str, Card]:
    """State -> the summary that a channel gets in it."""
    five, three = partial(_series, labels=5, size="10+"), partial(_series, labels=3, size="7+")
    return {
        "collecting": _summary(library, five("power", ".."), five("trust", "..")),
        "new": _summary(library, five("power", "..1122-23334"), five("trust", "..344-443332")),
        "held": _summary(library, five("power", "..22-2333--"), five("trust", "..43-3322--")),
        "closed": _summary(library, three("power", "..11--222x"), three("trust", "..01--112x")),
        "two voices": _summary(
            library,
            three("power.lived", "..0011-1"),
            three("power.professional", "..1222-2"),
            three("trust.lived", "..1112-2"),
            three("trust.professional", "..22-222"),
            two_circles=True,
        ),
        "small team": _summary(library, five("power", "....."), five("trust", "....."), people=4),
        "notes and topics": _summary(
            library,
            five("power", "..2-23-34"),
            five("trust", "..2-22-33"),
            notes=("We meet in the community centre now.", "The agenda is sent a week before, in large print."),
            topics=("practice.power", "practice.communication", "The bus to our meetings"),
        ),
    }  # fmt: skip


def _series(name: str, weeks: str, labels: int, size: str) -> list[Reading]:
    """A series from week 1 on, a letter a week: the label of a new score, or "." collecting, "-" held, "x" closed."""
    return list(_readings(name, weeks, labels, size))


def _readings(name: str, weeks: str, labels: int, size: str) -> Iterator[Reading]:
    label: int | None = None
    for week, letter in enumerate(weeks, start=1):
        label = int(letter) if letter.isdigit() else label
        status = STATUS.get(letter, "new")
        if label is None or status == "collecting":
            yield Reading("t", week, name, status, None, None, None, _phase(week))
        else:
            yield Reading("t", week, name, status, label, labels, size, _phase(week))


def _summary(
    library: Library,
    *series: Sequence[Reading],
    people: int = 11,
    two_circles: bool = False,
    notes: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
) -> Card:
    (week,) = {len(each) for each in series}
    team = Team(
        "t", "River Street", Place("x", "c"), "ABCD2345", status="active", phase=_phase(week), week=week,
        power="sig.power.3", trust=library.statements_for("trust")[0].id, two_circles=two_circles,
    )  # fmt: skip
    round_ = Round("t", week, _phase(week), "power.1", CLOSES - timedelta(days=4), CLOSES - timedelta(days=1), CLOSES)
    readings = sorted((reading for each in series for reading in each), key=lambda reading: reading.week)
    phases = [(number, _phase(number)) for number in range(1, week + 1)]
    news = News(round_, readings, phases, "models.choice.1", ASKS, people, notes, topics)
    return summary(library, team, news)


def _phase(week: int) -> str:
    return [phase for first, phase in PHASES if first <= week][-1]
