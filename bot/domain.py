"""The things Coreflect keeps, as plain values. Storage reads and writes them; handlers decide with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from bot.messages import Person, Place

MEASURES = ("power", "trust")
"""The two series every team has: power sharing and trust."""

CIRCLE_VOICES = ("lived", "professional")
"""The voices that may have a circle each (rule R7)."""

VOICES = ("lived", "professional", "other", "unsaid")
"""How a member may say they speak: lived experience, professional, other, rather not say."""

COUNTS_AFTER_DAYS = 14
"""Rule R2: how long somebody is a member before their answers count."""

GONE_KEPT_DAYS = 30
"""How long somebody who has left can come back without being asked anew who they are; then their row goes."""

WORDS_KEPT = timedelta(weeks=4)
"""The longest that what somebody wrote is kept after its week has closed, even when its window does not end."""

Status = Literal["draft", "active", "paused", "ended"]
State = Literal["invited", "in", "declined", "left"]
Step = Literal["ask", "remind", "close"]


@dataclass(frozen=True, slots=True)
class Team:
    """A team and its settings. `minute` counts from midnight on the wall clock of `zone`; `weekday` 0 is Monday.

    `week` is the number of the last round opened, 0 before the first. `step` is what is due next, at `due` (UTC);
    `due` is None while nothing is. `language` is that of the summary, "" for the workspace's. `pinned` is the id of the
    question that the team wants next, "" for none; `skipped` are those it did not want, as (week, question id).
    With `two_circles`, people who use services and professionals have a circle each; chosen before the first question.
    """

    id: str
    name: str
    channel: Place
    code: str
    status: Status = "draft"
    zone: str = "Europe/London"
    weekday: int = 0
    minute: int = 9 * 60
    phase: str = "phase.start"
    colluders: int = 2
    power: str = ""
    trust: str = ""
    week: int = 0
    step: Step = "ask"
    due: datetime | None = None
    language: str = ""
    pinned: str = ""
    skipped: tuple[tuple[int, str], ...] = ()
    two_circles: bool = False
    topics: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def statement(self, measure: str) -> str:
        """The id of the statement the team chose for `measure`."""
        return self.power if measure == "power" else self.trust

    @property
    def series(self) -> dict[str, str]:
        """name -> voice of every series that the team has; the voice is "" when there is one circle for all."""
        voices = CIRCLE_VOICES if self.two_circles else ("",)
        return {series_name(measure, voice): voice for measure in MEASURES for voice in voices}

    def has_circle_for(self, voice: str) -> bool:
        """Whether who speaks in this voice is in a circle: with two of them, only the two voices are."""
        return not self.two_circles or voice in CIRCLE_VOICES

    @property
    def live(self) -> bool:
        """Whether the team has been set up and not ended."""
        return self.status in ("active", "paused")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team. `joined` is the day they said yes, `gone` the day they left or the team ended; else None."""

    id: str
    team: str
    person: Person
    state: State = "invited"
    voice: str = "unsaid"
    coordinator: bool = False
    joined: date | None = None
    gone: date | None = None
    read_as: tuple[object, ...] | None = field(default=None, compare=False, repr=False)
    """What the store held when this was read: by it the store sees that nobody has changed it since. None: new."""

    def counts_on(self, day: date) -> bool:
        """Rule R2: in the team, and for at least 14 days."""
        return _counts(self.state, self.joined, day)


class Standing(NamedTuple):
    """Of a member, what the end of a week has to know: neither a name nor a home. `id` is the person's."""

    platform: str
    id: str
    state: State
    voice: str
    joined: date | None

    def counts_on(self, day: date) -> bool:
        """As `Member.counts_on`."""
        return _counts(self.state, self.joined, day)


def _counts(state: State, joined: date | None, day: date) -> bool:
    return state == "in" and joined is not None and (day - joined).days >= COUNTS_AFTER_DAYS


def series_name(measure: str, voice: str = "") -> str:
    """What a series is called: its measure, with the voice behind it when each voice has a circle."""
    return f"{measure}.{voice}" if voice else measure


def gone_before(today: date) -> date:
    """The day before which somebody must have left for their row to go now."""
    return today - timedelta(days=GONE_KEPT_DAYS)


@dataclass(frozen=True, slots=True)
class Seat:
    """A team and somebody's place in it."""

    team: Team
    member: Member

    def counts_on(self, day: date) -> bool:
        """Whether this person's answers count in a score of the team on this day."""
        return self.team.has_circle_for(self.member.voice) and self.member.counts_on(day)


@dataclass(frozen=True, slots=True)
class Round:
    """One week's asking. Times are UTC."""

    team: str
    week: int
    phase: str
    question: str
    opens: datetime
    reminds: datetime
    closes: datetime
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Thought:
    """What somebody wrote in one week. Not shared while there are no `topics`; `quote` is "" when none is offered."""

    words: str
    topics: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was published for one series of one team in one week, and nothing more. `measure` is the series' name."""

    team: str
    week: int
    measure: str
    status: Literal["collecting", "new", "held", "closed"]
    label: int | None
    labels: int | None
    size: str | None
    phase: str = field(default="")
