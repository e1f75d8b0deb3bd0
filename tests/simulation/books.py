"""The second bookkeeping: what a team's weeks, members and answers must be, from what its people did alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.messages import Person, Place
from bot.pseudonym import pseudonym
from bot.release import Circle, Published
from tests.simulation.clock import SimKeys

MEASURES = ("power", "trust")
COUNTS_AFTER = 14
WINDOW = 4


@dataclass(frozen=True)
class Plan:
    """What the coordinator types into the settings, and which statements count the other way."""

    channel: Place
    name: str
    zone: str
    weekday: int
    minute: int
    colluders: int
    circles: str
    turned: frozenset[str]


@dataclass
class Someone:
    """A member as they must be."""

    state: str = "invited"
    voice: str = "unsaid"
    joined: date | None = None


@dataclass
class Week:
    """An open week."""

    number: int
    opens: datetime
    reminds: datetime
    closes: datetime
    open: bool = True
    reminded: bool = False


@dataclass
class Book:
    """One team."""

    id: str
    plan: Plan
    keys: SimKeys
    status: str = "active"
    people: dict[Person, Someone] = field(default_factory=dict)
    week: Week | None = None
    answers: dict[Person, dict[str, int]] = field(default_factory=dict)
    """Of the open week: person -> series -> 1..5."""
    words: dict[tuple[Person, int], bool] = field(default_factory=dict)
    closed: dict[int, datetime] = field(default_factory=dict)
    """When each week closes."""
    circles: dict[str, Circle] = field(default_factory=dict)
    published: list[tuple[int, str, Published]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.circles = {name: Circle(self.plan.colluders) for name in self.series()}

    # ---- names --------------------------------------------------------------------------------------------------

    def series(self) -> dict[str, str]:
        """name -> voice."""
        if self.plan.circles == "one":
            return dict.fromkeys(MEASURES, "")
        return {f"{measure}.{voice}": voice for measure in MEASURES for voice in ("lived", "professional")}

    def own(self, who: Person) -> dict[str, str]:
        """measure -> the series in which their answer counts."""
        if self.plan.circles == "one":
            return {measure: measure for measure in MEASURES}
        voice = self.people[who].voice
        return {measure: f"{measure}.{voice}" for measure in MEASURES if voice in ("lived", "professional")}

    def key(self, series: str, who: Person) -> str:
        return pseudonym(self.keys, f"{self.id}:{series}", who)

    def day(self, moment: datetime) -> date:
        """The date on the team's wall."""
        return moment.astimezone(ZoneInfo(self.plan.zone)).date()

    def wall(self, day: date) -> datetime:
        """The team's hour on a day."""
        at = time(self.plan.minute // 60, self.plan.minute % 60)
        return datetime.combine(day, at, ZoneInfo(self.plan.zone)).astimezone(UTC)

    def those_in(self) -> set[Person]:
        return {who for who, one in self.people.items() if one.state == "in"}

    # ---- what people do -----------------------------------------------------------------------------------------

    def open_for(self, who: Person, week: int, now: datetime) -> bool:
        """Whether an answer of theirs to this week must be taken now."""
        one = self.people.get(who)
        at = self.week
        return bool(
            self.status in ("active", "paused") and one and one.state == "in"
            and at and at.open and at.number == week and now < at.closes
        )  # fmt: skip

    def earlier(self, who: Person) -> dict[str, int]:
        """measure -> their latest counted answer."""
        found = {m: (self.circles[s].state()["latest"], self.key(s, who)) for m, s in self.own(who).items()}
        return {measure: latest[key] for measure, (latest, key) in found.items() if key in latest}

    def submit(self, who: Person, given: Mapping[str, str]) -> None:
        """The form was taken."""
        earlier, kept = self.earlier(who), self.answers.setdefault(who, {})
        for measure, series in self.own(who).items():
            answer = given[measure]
            kept.pop(series, None)
            if answer == "same" and measure in earlier:
                kept[series] = earlier[measure]
            elif answer not in ("same", "unsure"):
                kept[series] = 6 - int(answer) if measure in self.plan.turned else int(answer)
        assert self.week
        if given.get("words"):
            self.words[who, self.week.number] = True

    def same(self, who: Person) -> None:
        """“Same as before” was pressed."""
        earlier, own = self.earlier(who), self.own(who)
        if len(earlier) == len(MEASURES):
            self.answers.setdefault(who, {}).update({own[measure]: value for measure, value in earlier.items()})

    def skip(self, who: Person) -> None:
        self.answers.pop(who, None)
        assert self.week
        self.words.pop((who, self.week.number), None)

    def erase(self, who: Person) -> None:
        """Every answer of theirs goes; what was published stays."""
        self.answers.pop(who, None)
        for series, circle in self.circles.items():
            circle.erase(self.key(series, who))

    def drop_words(self, who: Person) -> None:
        """Everything they wrote and that is not gone yet."""
        for at in [at for at in self.words if at[0] == who]:
            del self.words[at]

    def let_go(self, before: datetime) -> None:
        """Words of weeks that closed before a moment are gone."""
        for at in [at for at in self.words if self.closed[at[1]] < before]:
            del self.words[at]

    def leave(self, who: Person) -> None:
        self.erase(who)
        self.drop_words(who)
        self.people[who].state = "left"
        self.people[who].joined = None

    def choose_voice(self, who: Person, voice: str, today: date) -> None:
        one = self.people[who]
        if self.plan.circles == "two" and voice != one.voice and one.state == "in":
            self.erase(who)
            one.joined = today
        one.voice = voice

    def end(self) -> None:
        self.status = "ended"
        self.answers.clear()
        self.words.clear()
        self.circles.clear()

    # ---- the weekly close ---------------------------------------------------------------------------------------

    def close(self, wrong: Callable[[str], None]) -> dict[str, Published]:
        """What must be published now, and nothing else."""
        at = self.week
        assert at
        day, expected = self.day(at.closes), dict[str, Published]()
        counted = {who for who in self.those_in() if self._counts(who, day)}
        for series, voice in self.series().items():
            people = [who for who in counted if not voice or self.people[who].voice == voice]
            given = {self.key(series, w): self.answers[w][series] for w in people if series in self.answers.get(w, {})}
            expected[series] = self.circles[series].close_week(given)
            self.published.append((at.number, series, expected[series]))
        self.answers.clear()
        at.open = False
        if at.number % WINDOW == 0:
            self.words.clear()
        if len({(week, series) for week, series, _ in self.published}) != len(self.published):
            wrong(f"week {at.number} of {self.plan.name} is published twice")
        return expected

    def _counts(self, who: Person, day: date) -> bool:
        joined = self.people[who].joined
        return joined is not None and (day - joined).days >= COUNTS_AFTER

    # ---- what the database must hold ----------------------------------------------------------------------------

    def rows(self) -> set[tuple[int, str, str, int]]:
        """(week, series, person key, value) of every answer there may be."""
        number = self.week.number if self.week else 0
        return {
            (number, series, self.key(series, who), value)
            for who, kept in self.answers.items()
            for series, value in kept.items()
        }

    def states(self) -> dict[str, dict[str, Any]]:
        return {series: circle.state() for series, circle in self.circles.items()}


def after(opens: datetime, book: Book, days: int) -> datetime:
    """So many days after a question, at the same time on the wall."""
    return book.wall(book.day(opens) + timedelta(days=days))
