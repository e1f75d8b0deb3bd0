"""Words in and out: what Teams would take for markup is taken apart, so that everything comes out as plain words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

BREAK: Final = "\u200b"  # no width, no sound: it only parts two characters that together would mean something
_EXPRESSION: Final = re.compile(r"(?<=[${])(?=\{)")  # ${…} and {{…}}
_BROKEN: Final = re.compile(rf"(?<=[${{]){BREAK}(?=\{{)")
_MARKS: Final = re.compile(r"([\\`*_\[\]<>~&])")
_OPENING: Final = re.compile(r"^([-+]|#{1,6}|\d+[.)])(?=\s|$)")  # a list or a heading, where a line begins
_ESCAPED: Final = re.compile(r"\\([\\`*_\[\]<>~&#+.)-])")
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TAG: Final = re.compile(r"</?(?:p|br|div|span|b|i|u|s|em|strong|strike|a|ul|ol|li|pre|code|h[1-6])\b[^<>]*>", re.I)
_AT: Final = re.compile(r"</?at\b[^<>]*>", re.I)


def clean(text: str) -> str:
    """`text` without characters that no database or client can hold: controls and halves of surrogate pairs."""
    return text if text.isprintable() else _UNSEEN.sub("", text)  # nothing unseen can be printed, and most can


def plain(text: str) -> str:
    """`text` for a place that knows no Markdown (a text run, a label, a value): only expressions are taken apart."""
    return _EXPRESSION.sub(BREAK, clean(text))


def named(text: str, most: int) -> str:
    """`text` as a label on one line: never empty, because a part without a name would be refused."""
    return plain(shorten(" ".join(clean(text).split()), most)) or "…"


def unbroken(text: str) -> str:
    """What `plain` was given, for text that comes back from a form."""
    return _BROKEN.sub("", text)


def markdown(text: str) -> str:
    """`text` on one line for a place that reads Markdown (a text block, a visible choice), as plain words."""
    marked = _MARKS.sub(r"\\\1", " ".join(clean(text).split()))
    return _EXPRESSION.sub(BREAK, _OPENING.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", marked))


def read_markdown(text: str) -> str:
    """The words that a person sees where `markdown(text)` stands."""
    return unbroken(_ESCAPED.sub(r"\1", text))


def shorten(text: str, most: int) -> str:
    """`text` in at most `most` characters, cut at the end of a word, with "…" where something is missing."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut if text[most - 1].isspace() else cut[: max(cut.rfind(" "), cut.rfind("\n"), 0)]
    return (words if len(words) > most // 2 else cut).rstrip() + "…"


def spoken(text: str, mentions: Iterable[str], *, markup: bool = False) -> str:
    """What a person said: without `mentions` of the bot, tags and doubled spaces, with entities as characters.

    `markup` says that the message was written with formatting, so that its tags are not the person's own words.
    """
    for mention in mentions:
        text = text.replace(mention, " ")
    text = _AT.sub("", text)
    if markup:
        text = _TAG.sub(" ", text)
    return " ".join(clean(html.unescape(text)).split())
