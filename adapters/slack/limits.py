"""How much Slack takes, as a table, and the two ways to stay below it: shorten and split.

Slack counts characters as JavaScript does, so one emoji counts two; `size` counts the same way. From
https://docs.slack.dev/reference/block-kit and https://docs.slack.dev/surfaces/modals; MESSAGE is measured: Slack
answers msg_blocks_too_long somewhere above 11,000 characters and names no figure (bolt-js issues 2509 and 2867).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.delivery import Pace

MESSAGE = 11_000  # all blocks of one message, as JSON
MESSAGE_BLOCKS = 50
VIEW = 200_000  # the same of a view; Slack says only view_too_large, above 250 KB
VIEW_BLOCKS = 100
FALLBACK = 3_000  # the words of a notification; longer ones are refused with msg_too_long

SECTION = 3_000
HEADER = 150
FIELD = 2_000
FIELDS = 10
ALT = 2_000
IMAGE_TITLE = 2_000
UPLOAD_ALT = 1_000
URL = 3_000

BUTTON = 75
BUTTON_VALUE = 2_000
BUTTONS = 5  # in one row; Slack takes 25, a phone shows five
ACTION = 240  # an id takes 255; what remains is for the number that makes it unique
ID = 240

VIEW_TITLE = 24
VIEW_SUBMIT = 24
CALLBACK = 255
METADATA = 3_000
LABEL = 2_000
HINT = 2_000
WRITTEN = 3_000
RADIO = 10
TICKS = 10
OPTIONS = 100
GROUPS = 100
OPTION = 75
OPTION_VALUE = 150
ERROR = 250  # not documented; longer ones are cut off on a phone

PACE = Pace(5, 1.0)
"""About one message a second in a channel, and short bursts are tolerated: docs.slack.dev/apis/web-api/rate-limits.
For a whole workspace Slack names no figure; when several of its conversations are refused, it is left alone."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202d\u202e]")


def clean(text: str) -> str:
    """`text` without what Slack refuses or what hides words: control characters, lone surrogates, writing turned
    round."""
    if text.isprintable():  # most texts, and quickly seen; none of those is
        return text.strip()
    return _CONTROL.sub("", text.replace("\r\n", "\n")).encode("utf-8", "replace").decode("utf-8").strip()


def size(text: str) -> int:
    """The length of `text` as Slack counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def fits(text: str, most: int) -> bool:
    """Whether `text` is at most `most` long."""
    return 2 * len(text) <= most or size(text) <= most  # no character counts more than two, and most texts are short


def shorten(text: str, most: int) -> str:
    """`text`, at most `most` long; what is too long ends with "…", after a whole word where there is one."""
    text = clean(text)
    if fits(text, most):
        return text
    return f"{_cut(text, most - 1)}…"


def line(text: str, most: int) -> str:
    """The same on one line, for titles and labels."""
    return shorten(" ".join(text.split()), most)


def exact(text: str, most: int) -> str:
    """`text` cut to `most` without a mark: for what is read by programs and not by people."""
    text = text[:most]
    return text if fits(text, most) else text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def split(text: str, most: int) -> Iterator[str]:
    """`text` in pieces of at most `most`, each ending with a paragraph, a line or a word, whichever goes furthest."""
    text = exact(clean(text), VIEW)  # nothing takes more, and the rest need not be looked at again and again
    while not fits(text, most):
        piece = _cut(text, most, ("\n\n", "\n", " "))
        yield piece
        text = text[len(piece) :].strip()
    if text:
        yield text


def _cut(text: str, most: int, marks: tuple[str, ...] = (" ", "\n")) -> str:
    """The longest beginning of `text` within `most` that ends at one of `marks`; the first that does not waste half."""
    whole = exact(text, most + 1)  # one more: the mark itself may stand just behind the end
    for mark in marks:
        end = whole.rfind(mark)
        if end > len(whole) // 2:
            return whole[:end].rstrip()
    return exact(text, most).rstrip()
