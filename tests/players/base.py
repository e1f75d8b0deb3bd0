"""What a scenario needs of a platform: to act as a person there, and to read what a person would see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from bot.messages import Card, Event, Form, Place

Answer = str | tuple[str, ...]
"""What a person gives one input: words, the label of an option, or the labels of those that they tick."""


class Player(Protocol):
    """One platform, seen from its users' side.

    It builds the payload that the platform would send, runs it through the adapter's own `inbound.read`, and shows
    cards through the adapter's own `render`. `who` is a lower-case first name ("ana"); `rendered` is whatever
    `message` or `form` returned.
    """

    name: str

    def channel(self) -> Place:
        """The team's channel."""

    def home(self, who: str) -> Place:
        """The direct conversation of `who` with the bot: where cards for them go."""

    def settled(self, place: Place) -> Place:
        """Where a message sent to `place` is found: a person's conversation may have no address until it is opened."""

    def says(self, who: str, text: str, *, in_channel: bool = False) -> Event:
        """`who` writes to the bot: in their direct conversation, or by mentioning it in the channel."""

    def joins(self, who: str) -> Event:
        """`who` comes into the team's channel (or is found there)."""

    def message(self, card: Card) -> Any:
        """`card` as this platform shows it."""

    def words(self, rendered: Any) -> str:
        """Every word a person sees or hears in `rendered` (a message or a form), one element a line.

        A hint may stand in brackets behind the label it belongs to. Before the label of an option that can be ticked
        stands "[x]" when it is, and "[ ]" when it is not.
        """

    def buttons(self, rendered: Any) -> list[str]:
        """The labels of its buttons, in order."""

    def presses(self, who: str, rendered: Any, label: str, *, at: Place, message: str) -> Event:
        """`who` presses the button `label` of a message standing at `at` under the reference `message`."""

    def form(self, form: Form, message: str = "") -> Any:
        """`form` as this platform shows it."""

    def submits(self, who: str, rendered: Any, answers: Mapping[str, Answer]) -> Event:
        """`who` fills in the form and sends it. `answers` maps an input's label to the chosen option's label, to the
        labels of all that are then ticked, or to the words written; inputs not named keep what they hold."""
