"""A platform that shows everything as it is: for tests of the engine alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from bot.messages import (
    Card,
    Choice,
    Event,
    Form,
    Joined,
    Left,
    Person,
    Place,
    Pressed,
    Said,
    Scale,
    Submitted,
    Text,
    Ticks,
    Words,
    plain,
)  # fmt: skip
from tests.players.base import Answer

NAME = "plain"
CHANNEL = Place(NAME, "channel")


class PlainPlayer:
    """tests.players.base.Player with nothing between."""

    name = NAME

    def __init__(self) -> None:
        self._ids = count(1)

    def _next(self) -> str:
        return f"e{next(self._ids)}"

    def person(self, who: str) -> Person:
        return Person(NAME, who, who.capitalize(), who)

    def channel(self) -> Place:
        return CHANNEL

    def home(self, who: str) -> Place:
        return Place(NAME, who, private=True)

    def settled(self, place: Place) -> Place:
        return place

    def says(self, who: str, text: str, *, in_channel: bool = False) -> Event:
        return Said(id=self._next(), who=self.person(who), where=CHANNEL if in_channel else self.home(who), text=text)

    def joins(self, who: str) -> Event:
        return Joined(id=f"join-{who}", who=self.person(who), where=CHANNEL)

    def leaves(self, who: str) -> Event:
        return Left(id=self._next(), who=self.person(who), where=CHANNEL)

    def message(self, card: Card) -> Card:
        return card

    def words(self, rendered: Card | Form) -> str:
        if isinstance(rendered, Card):
            return plain(rendered)
        lines = [rendered.title]
        for part in rendered.body:
            lines.append(getattr(part, "text", "") if isinstance(part, Text) else getattr(part, "label", ""))
            lines.append(getattr(part, "hint", ""))
            ticked = part.chosen if isinstance(part, Ticks) else None
            for option in getattr(part, "options", ()):
                box = "" if ticked is None else "[x] " if option.value in ticked else "[ ] "
                lines.append(box + option.label)
            lines.append(rendered.errors.get(getattr(part, "id", ""), ""))
        return "\n".join(filter(None, lines))

    def buttons(self, rendered: Card) -> list[str]:
        return [button.label for button in rendered.actions]

    def presses(self, who: str, rendered: Card, label: str, *, at: Place, message: str) -> Event:
        button = next(button for button in rendered.actions if button.label == label)
        return Pressed(id=self._next(), who=self.person(who), where=replace(at, private=at != CHANNEL),
                       action=button.action, value=button.value, message=message)  # fmt: skip

    def form(self, form: Form, message: str = "") -> Form:
        return form

    def submits(self, who: str, rendered: Form, answers: Mapping[str, Answer]) -> Event:
        values: dict[str, str] = {}
        for part in rendered.body:
            if isinstance(part, Words):
                values[part.id] = str(answers.get(part.label, part.text))
            elif isinstance(part, Ticks):
                options = {option.label: option.value for option in part.options}
                given = answers.get(part.label)
                values[part.id] = " ".join(part.chosen if given is None else (options[label] for label in given))
            elif isinstance(part, Scale | Choice):
                options = {option.label: option.value for option in part.options}
                values[part.id] = options[str(answers[part.label])] if part.label in answers else part.chosen
        return Submitted(id=self._next(), who=self.person(who), where=self.home(who), form=rendered.name,
                         value=rendered.value, answers=values)  # fmt: skip
