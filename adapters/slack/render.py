"""A card as Slack shows it: a message, or the App Home. Pure; forms are in `forms`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import MORE, Pictures, card, escape
from adapters.slack.forms import view
from bot.messages import Card, plain

__all__ = ["home", "message", "view"]


def message(shown: Card, pictures: Pictures | None = None) -> dict[str, Any]:
    """The message of a card: `blocks`, and `text`, its words for notifications.

    `pictures` maps each picture that has been uploaded to the id of its file; the others become bars of text.
    """
    if not pictures:
        return dict(_words(_Same(shown)))
    return {"text": _fallback(shown), "blocks": card(shown, limits.MESSAGE_BLOCKS, limits.MESSAGE, pictures)}


class _Same:
    """A card that is itself and no other: to compare two of them takes longer than most of what is done with one."""

    __slots__ = ("card",)

    def __init__(self, shown: Card) -> None:
        self.card = shown

    def __hash__(self) -> int:
        return id(self.card)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.card is self.card


@lru_cache(maxsize=8)
def _words(same: _Same) -> dict[str, Any]:
    """The message of a card without pictures. A week's question goes to many: it is made once for all who come soon."""
    shown = same.card
    return {"text": _fallback(shown), "blocks": card(shown, limits.MESSAGE_BLOCKS, limits.MESSAGE, {})}


def home(shown: Card) -> dict[str, Any]:
    """The App Home that shows a card. Files that only the bot can see do not show there: pictures are bars of text."""
    return {"type": "home", "blocks": card(shown, limits.VIEW_BLOCKS, limits.VIEW, {})}


def _fallback(shown: Card) -> str:
    words = (plain(shown) or "\n".join(button.label for button in shown.actions))[: 2 * limits.FALLBACK]
    most = limits.FALLBACK
    while not limits.fits(text := escape(limits.shorten(words, most)), limits.FALLBACK):
        most = most * 9 // 10  # escaping makes it longer, by as much as five times
    return text or MORE
