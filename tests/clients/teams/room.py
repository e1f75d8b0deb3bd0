"""The people of River Street before their screens: each acts on Teams, and reads what Teams shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from adapters.teams.text import read_markdown
from tests.clients.running import Program, until
from tests.clients.teams.playground import CHANNEL, Json, Playground
from tests.clients.teams.screens import Screens, Shown
from tests.players.teams import TeamsPlayer

PATIENCE = 30.0
T = TypeVar("T")
_player = TeamsPlayer()


class Room:
    """`who` is always a lower-case first name. Whatever is looked for may come a little later: everything waits."""

    def __init__(self, there: Playground, program: Program, screens: Screens) -> None:
        self.there, self.program, self.screens = there, program, screens

    async def says(self, who: str, text: str) -> None:
        """`who` writes to the bot, in their own chat."""
        if who == "ana":
            await self.there.says(text)
        else:
            await self.there.writes(who, text, self.screens.chat(who))

    async def mentions(self, text: str) -> None:
        """Ana writes to the bot in the channel."""
        await self.there.says(text, CHANNEL)

    async def presses(self, who: str, label: str, shown: Shown | None = None) -> str:
        """`who` presses the newest button `label` of their chat, or the one of `shown`; the words that Teams puts in
        its place or beside it."""
        held = shown or await self.finds(who, lambda each: each.has(label), f"a button {label!r}")
        return _words(await self.there.presses(held.message, label, who))

    async def sends(self, who: str, answers: Mapping[str, str]) -> str:
        """`who` fills in the newest form of their chat by labels and sends it; the words that take its place.

        What is not named stays as it stands in the form.
        """
        form = await self.finds(who, lambda each: bool(_fields(each.card)), "a form")
        return _words(await self.there.presses(form.message, form.buttons[0], who, **_filled(form.card, answers)))

    async def sees(self, who: str, words: str) -> Shown:
        """The newest message of the chat with `who` in which these words stand."""
        return await self.finds(who, lambda each: words in each.words, repr(words))

    async def reads(self, words: str) -> Shown:
        """The newest message in the channel in which these words stand."""
        return await self._waits(lambda: _newest(self.channel(), words), f"the channel shows {words!r}", self.channel)

    async def finds(self, who: str, right: Callable[[Shown], bool], name: str) -> Shown:
        """The newest message of the chat with `who` for which `right` holds."""
        found = lambda: next((each for each in reversed(self.of(who)) if right(each)), None)  # noqa: E731
        return await self._waits(found, f"{who} sees {name}", lambda: self.of(who))

    def of(self, who: str) -> list[Shown]:
        """What stands in the chat with `who` now."""
        self.screens.look()
        return self.screens.of(who)

    def channel(self) -> list[Shown]:
        """What the bot has put into the channel until now."""
        self.screens.look()
        return self.screens.channel()

    async def _waits(self, look: Callable[[], T | None], name: str, screen: Callable[[], list[Shown]]) -> T:
        try:
            found = await until(look, PATIENCE)
        except TimeoutError:
            there = "\n\n".join(each.words for each in screen()[-3:])
            raise AssertionError(f"waited in vain until {name}; instead:\n{there}") from None
        assert found is not None
        return found


def _newest(shown: list[Shown], words: str) -> Shown | None:
    return next((each for each in reversed(shown) if words in each.words), None)


def _words(answer: Json) -> str:
    """What an answer to a button says: a card in its place, or a few words."""
    value = answer.get("value")
    return _player.words(value) if isinstance(value, dict) else str(value)


def _fields(form: Json) -> list[Json]:
    return [part for part in form["body"] if part["type"].startswith("Input.")]


def _filled(form: Json, answers: Mapping[str, str]) -> dict[str, str]:
    """What the client sends for a form filled in by labels."""
    left, sent = dict(answers), dict[str, str]()
    for field in _fields(form):
        label = next((each for each in left if field["label"] == each or field["label"].startswith(f"{each} (")), None)
        sent[field["id"]] = field.get("value", "") if label is None else _entered(field, left.pop(label))
    assert not left, f"the form has no field {sorted(left)}"
    return sent


def _entered(field: Json, answer: str) -> str:
    if field["type"] == "Input.Text":
        return answer
    return str(next(each["value"] for each in field["choices"] if read_markdown(each["title"]) == answer))
