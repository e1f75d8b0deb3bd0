"""People: they answer, skip, come back later, change their minds, come and go. Each only knows what they were shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from random import Random

from bot.messages import (
    Button,
    Card,
    Choice,
    Event,
    Form,
    Joined,
    Left,
    OpenForm,
    Person,
    Place,
    Pressed,
    Said,
    Scale,
    Submitted,
    Words,
)
from tests.simulation.books import Plan
from tests.simulation.loop import SimLoop
from tests.simulation.platform import FakePlatform

HOUR, DAY = 3600.0, 86400.0
WHAT = (("answer", 60), ("same", 14), ("later", 9), ("skip", 5), ("", 12))
"""What somebody does about a question that they see, and how likely."""


class Crowd:
    """Everybody on one platform."""

    def __init__(self, platform: FakePlatform, loop: SimLoop, chance: Random) -> None:
        self._platform, self._loop, self._chance = platform, loop, chance
        self._ids = count(1)
        self._read: set[str] = set()
        self.done: set[tuple[str, str]] = set()
        self.by_home: dict[Place, Person] = {}
        platform.on_shown = self.sees

    # ---- doing --------------------------------------------------------------------------------------------------

    def id(self) -> str:
        return f"E{next(self._ids):06d}"

    def presses(self, who: Person, action: str, value: str, ref: str = "",
                then: Callable[[Sequence[OpenForm]], None] = lambda _: None) -> None:  # fmt: skip
        """A button of theirs."""
        at = who.place
        event = Pressed(id=self.id(), who=who, where=at, action=action, value=value, message=ref)
        self._platform.send(event, then)

    def submits(self, who: Person, form: str, value: str, answers: dict[str, str], where: Place | None = None) -> None:
        """A form of theirs."""
        event: Event = Submitted(
            id=self.id(), who=who, where=where or who.place, form=form, value=value, answers=answers
        )
        self._platform.send(event)

    def joins(self, who: Person, channel: Place) -> None:
        """They come into the channel."""
        self.by_home[who.place] = who
        self._platform.roster.setdefault(channel, []).append(who)
        self._platform.send(Joined(id=self.id(), who=who, where=channel))

    def leaves(self, who: Person, channel: Place) -> None:
        """They go out of the channel."""
        if who in self._platform.roster.get(channel, []):
            self._platform.roster[channel].remove(who)
        self._platform.send(Left(id=self.id(), who=who, where=channel))

    def sets_up(self, who: Person, plan: Plan, statements: dict[str, str]) -> None:
        """The coordinator asks for the form, and sends it as planned."""
        self.by_home[who.place] = who

        def fill(forms: Sequence[OpenForm]) -> None:
            for form in forms:
                self.submits(who, "setup", form.form.value, _settings(form.form, plan, statements), plan.channel)

        self._platform.send(Said(id=self.id(), who=who, where=plan.channel, text="setup"), fill)

    # ---- seeing -------------------------------------------------------------------------------------------------

    def sees(self, place: Place, key: str, ref: str, card: Card) -> None:
        """Something new stands in a conversation. What comes twice is read once."""
        who = self.by_home.get(place)
        if who is None or key in self._read:
            return
        self._read.add(key)
        buttons = {button.action: button for button in card.actions}
        if buttons.keys() >= {"join", "decline"}:
            self._soon(lambda: self._presses(who, buttons["decline" if self._chance.random() < 0.06 else "join"], ref))
        elif "voice" in buttons:
            self._soon(lambda: self._presses(who, self._chance.choice(card.actions), ref))
        elif buttons.keys() >= {"answer", "same", "later"}:
            self._asked(who, buttons, ref)
        elif buttons.keys() >= {"answer", "skip"}:
            self._saved(who, buttons, ref)
        elif "answer" in buttons and self._chance.random() < 0.4:  # they had said “later”, or skipped
            self._soon(lambda: self._answers(who, buttons["answer"], ref))

    def _soon(self, act: Callable[[], None]) -> None:
        self._loop.after(self._chance.expovariate(1 / (2 * HOUR)) + 5, act)

    def _presses(self, who: Person, button: Button, ref: str) -> None:
        self.presses(who, button.action, button.value, ref)

    def _asked(self, who: Person, buttons: dict[str, Button], ref: str) -> None:
        what = self._chance.choices([name for name, _ in WHAT], [weight for _, weight in WHAT])[0]
        if not what or (who.id, buttons["answer"].value) in self.done:
            return
        # Most are quick; some wait for the last minute, or for the first one after it.
        wait = self._chance.expovariate(1 / (6 * HOUR)) + 1
        if self._chance.random() < 0.05:
            wait = 4 * DAY + self._chance.uniform(-90, 30)
        self._loop.after(wait, lambda: self._does(who, what, buttons, ref))

    def _does(self, who: Person, what: str, buttons: dict[str, Button], ref: str) -> None:
        if what == "answer":
            self._answers(who, buttons["answer"], ref)
            return
        button = buttons.get(what)
        if button is not None:
            self.presses(who, button.action, button.value, ref)

    def _answers(self, who: Person, button: Button, ref: str) -> None:
        self.done.add((who.id, button.value))

        def fill(forms: Sequence[OpenForm]) -> None:
            for form in forms:
                send = partial(self.submits, who, "answer", form.form.value, self._filled(form.form))
                self._loop.after(self._chance.uniform(10, 90), send)

        self.presses(who, "answer", button.value, ref, fill)

    def _filled(self, form: Form) -> dict[str, str]:
        answers = {}
        for part in form.body:
            if isinstance(part, Scale):
                answers[part.id] = self._chance.choice([option.value for option in part.options])
            elif isinstance(part, Words):
                answers[part.id] = "We could meet outside." if self._chance.random() < 0.2 else part.text
        return answers

    def _saved(self, who: Person, buttons: dict[str, Button], ref: str) -> None:
        roll = self._chance.random()
        if roll < 0.08:
            self._soon(lambda: self._answers(who, buttons["answer"], ref))
        elif roll < 0.11:
            self._soon(lambda: self._presses(who, buttons["skip"], ref))


def _settings(form: Form, plan: Plan, statements: dict[str, str]) -> dict[str, str]:
    answers = {}
    for part in form.body:
        if isinstance(part, Words):
            answers[part.id] = part.text
        elif isinstance(part, Scale | Choice):
            answers[part.id] = part.chosen
    at = f"{plan.minute // 60:02}:{plan.minute % 60:02}"
    return answers | statements | {
        "name": plan.name, "zone": plan.zone, "weekday": str(plan.weekday), "time": at,
        "colluders": str(plan.colluders), "circles": plan.circles,
    }  # fmt: skip
