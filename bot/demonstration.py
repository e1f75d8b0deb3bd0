"""A made-up team that lives some weeks through the real engine, on a clock of its own. For showing only."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.domain import MEASURES
from bot.engine import Engine
from bot.mailroom import Mailroom, Parcel, Sent
from bot.messages import Card, Choice, Event, Form, Joined, Person, Place, Post, Pressed, Said, Scale, Submitted, Words
from bot.speech import ENGLISH, Speech

PLATFORM = "demonstration"
CHANNEL = Place(PLATFORM, "channel")
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
NAMES = ("Asha", "Bram", "Chidi", "Dalia", "Eve", "Farid", "Gwen", "Hana", "Idris", "June", "Kofi", "Lena")
PHASES = {2: "phase.shape", 5: "phase.deliver"}
"""In which week the team moves on; the next question is the first of the new phase."""

TAKES_PART = 0.8
"""How likely a made-up person is to answer in a week."""


class SetClock:
    """A clock that shows what it is set to."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it is set to."""
        return self.moment


@dataclass
class Demonstration:
    """The made-up team. `engine` must run on `clock`, and `mailroom` on the engine's store; `t` is how it is told."""

    engine: Engine
    mailroom: Mailroom
    clock: SetClock
    t: Speech = ENGLISH
    seed: int = 7
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _team: str = ""

    def live(self, weeks: int) -> Iterator[tuple[str, Card]]:
        """(caption, summary as posted) for each week. The same seed tells the same story."""
        t, chance = self.t, random.Random(self.seed)  # noqa: S311 - a story, not a secret
        self._set_up()
        leaning = {name: chance.gauss(0, 0.6) for name in NAMES}
        for week in range(1, weeks + 1):
            if week in PHASES:
                self.engine.handle(self._press(NAMES[0], "set_phase", f"{self._team}:{PHASES[week]}"))
            for name in NAMES:
                if chance.random() < TAKES_PART:
                    self._answer(name, {m: str(_opinion(chance, leaning[name], m, week)) for m in MEASURES})
            self._pass(3)
            self._pass(1)
            for card in self._posted("summary"):
                yield t("Week {week}: the made-up people have answered", week=week), card
            self._pass(3)

    def _set_up(self) -> None:
        t, (first, *others) = self.t, NAMES
        form = self._opens(Said(**self._by(first, CHANNEL), text="setup"))
        self._team = form.value
        start = (BEGIN + timedelta(days=14)).date().isoformat()
        self._send(first, form, {"name": t("Demonstration team"), "zone": "UTC", "start": start})
        for name in others:
            self.engine.handle(Joined(**self._by(name, CHANNEL)))
        for parcel in self._parcels("welcome"):
            self._accept(parcel)
        self._pass(14)

    def _accept(self, parcel: Parcel) -> None:
        reply = parcel.reply
        assert isinstance(reply, Post)
        yes = next(button for button in reply.card.actions if button.action == "join")
        self.engine.handle(self._press(reply.to.address, yes.action, yes.value))

    def _answer(self, name: str, answers: dict[str, str]) -> None:
        form = self._opens(self._press(name, "answer"))
        self._send(name, form, answers)

    def _press(self, name: str, action: str, value: str = "") -> Pressed:
        return Pressed(**self._by(name, self._person(name).place), action=action, value=value)

    def _opens(self, event: Event) -> Form:
        return self.engine.handle(event)[0].form

    def _send(self, name: str, form: Form, answers: dict[str, str]) -> None:
        held = {part.id: part.chosen for part in form.body if isinstance(part, Scale | Choice)}
        written = {part.id: part.text for part in form.body if isinstance(part, Words)}
        event = Submitted(**self._by(name, self._person(name).place), form=form.name, value=form.value,
                          answers=held | written | answers)  # fmt: skip
        self.engine.handle(event)

    def _pass(self, days: int) -> None:
        self.clock.moment += timedelta(days=days)
        self.engine.tick()

    def _posted(self, occasion: str) -> list[Card]:
        return [parcel.reply.card for parcel in self._parcels(occasion) if isinstance(parcel.reply, Post)]

    def _parcels(self, occasion: str) -> list[Parcel]:
        now = self.clock.now()
        parcels = self.mailroom.claim([PLATFORM], now, now + timedelta(hours=1), 1000)
        self.mailroom.mark([Sent(parcel.id, "shown") for parcel in parcels])
        return [parcel for parcel in parcels if parcel.reply.key.startswith(f"{occasion}:")]

    def _by(self, name: str, where: Place) -> dict[str, Any]:
        return {"id": f"d{next(self._ids)}", "who": self._person(name), "where": where}

    def _person(self, name: str) -> Person:
        return Person(PLATFORM, name, name, name)


def _opinion(chance: random.Random, leaning: float, measure: str, week: int) -> int:
    """1 to 5: power sharing grows from week to week, trust dips in the middle and comes back."""
    mean = 2.3 + 0.25 * week if measure == "power" else 3.6 - 0.8 * (3 <= week <= 5)
    return max(1, min(5, round(mean + leaning + chance.gauss(0, 0.5))))
