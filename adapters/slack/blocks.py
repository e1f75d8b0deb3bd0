"""The pieces of Block Kit that cards and forms are made of. Pure.

Words go out as `plain_text`, which Slack shows as it stands: nobody can format, link or mention through the bot. The
one exception is a link, whose words are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import orjson

from adapters.bars import bars
from adapters.slack import limits
from bot.messages import Button, Card, Divider, Element, Fields, File, Link, Picture, Text

Block = dict[str, Any]
Pictures = Mapping[Picture, str]  # the id of the file that shows a picture

_FORMATTING = re.compile(r"[*_~`]")
MORE = "…"


def plain_text(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def section(text: str) -> Block:
    return {"type": "section", "text": plain_text(text)}


def escape(text: str) -> str:
    """`text` with Slack's three control characters made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def card(shown: Card, most: int, room: int, pictures: Pictures) -> list[Block]:
    """The blocks of a card: at most `most`, within `room` characters. Buttons always stay; a body that is too long
    ends with "…"."""
    buttons = list(_rows(shown.actions))[: most // 2]
    body = [block for element in shown.body for block in _element(element, pictures)]
    if not body and not buttons:
        body = [section(MORE)]
    return [*fit(body, most - len(buttons), room - weigh(buttons)), *buttons]


def fit(blocks: list[Block], most: int, room: int) -> list[Block]:
    """The first of `blocks` that stay within both bounds, with "…" after them when something is left out."""
    if len(blocks) <= most and weigh(blocks) <= room:
        return blocks
    end = section(MORE)
    kept: list[Block] = []
    room -= weigh([end])
    for at, block in enumerate(blocks):
        room -= weigh([block])
        if room < 0 or (at == most - 1 and len(blocks) > most):
            return [*kept, end]
        kept.append(block)
    return kept


def weigh(blocks: list[Block]) -> int:
    """How many characters Slack has to store for `blocks`, as they are sent."""
    return limits.size(orjson.dumps(blocks).decode()) - 1 - max(1, len(blocks))  # no brackets, no commas


def _element(element: Element, pictures: Pictures) -> Iterable[Block]:
    match element:
        case Text(text=text, style=style):
            return paragraphs(text, style)
        case Fields(rows=rows):
            return _fields(rows)
        case Divider():
            return [{"type": "divider"}]
        case Link(text=text, url=url):
            return _link(text, url)
        case File():
            return []  # goes up on its own, before the message
        case Picture():
            return _picture(element, pictures.get(element, ""))


def paragraphs(text: str, style: str) -> Iterator[Block]:
    """A text in its style. A title that is too long for a header is shown whole, as a paragraph."""
    text = limits.clean(text)
    if text and style in ("title", "heading") and limits.fits(text, limits.HEADER):
        yield {"type": "header", "text": plain_text(limits.line(text, limits.HEADER))}
        return
    for piece in limits.split(text, limits.SECTION):
        yield {"type": "context", "elements": [plain_text(piece)]} if style == "quiet" else section(piece)


def _fields(rows: tuple[tuple[str, str], ...]) -> Iterator[Block]:
    for at in range(0, len(rows), limits.FIELDS):
        some = rows[at : at + limits.FIELDS]
        texts = [plain_text(limits.shorten(f"{label}: {value}", limits.FIELD)) for label, value in some]
        yield {"type": "section", "fields": texts}


def _link(text: str, url: str) -> Iterator[Block]:
    url = quote(limits.clean(url), safe="%/:=&?~#+!$,;'@()*[]")  # no space, no bracket, no bar can end it early
    words = limits.line(text, limits.BUTTON_VALUE) or url
    if not url.lower().startswith(("https://", "http://")) or not limits.fits(url, limits.URL):
        yield from paragraphs(limits.shorten(words if words == url else f"{words}: {url}", limits.SECTION), "body")
        return
    marked = f"<{escape(url)}|{escape(words)}>"
    if _FORMATTING.search(words) or "|" in words or not limits.fits(marked, limits.SECTION):
        # mrkdwn has no way to say "this star is a star"; rich text has no marks at all.
        link = {"type": "link", "url": url, "text": words}
        yield {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [link]}]}
        return
    yield {"type": "section", "text": {"type": "mrkdwn", "text": marked, "verbatim": True}}


def _picture(picture: Picture, file: str) -> Iterator[Block]:
    """The picture where there is a file, bars of text where there is none; its words in both cases."""
    words = limits.clean(picture.words)
    if file:
        # No title: it stands in the picture, and is heard first.
        told = "\n".join(filter(None, (limits.line(picture.title, limits.IMAGE_TITLE), words)))
        yield {"type": "image", "slack_file": {"id": file}, "alt_text": limits.shorten(told, limits.ALT) or MORE}
    yield from paragraphs(words, "body")
    if not file:
        yield from paragraphs(bars(picture), "body")


def _rows(buttons: Iterable[Button]) -> Iterator[Block]:
    elements = [_button(each, at) for at, each in enumerate(buttons)]
    for at in range(0, len(elements), limits.BUTTONS):
        yield {"type": "actions", "block_id": f"actions#{at}", "elements": elements[at : at + limits.BUTTONS]}


def _button(button: Button, at: int) -> Block:
    shown: Block = {
        "type": "button",
        "text": plain_text(limits.line(button.label, limits.BUTTON) or MORE),
        # Slack wants every id of a message to differ; the number is taken off again when the button is pressed.
        "action_id": f"{limits.exact(button.action, limits.ACTION)}#{at}",
    }
    if button.value:
        shown["value"] = limits.exact(button.value, limits.BUTTON_VALUE)
    if button.style != "plain":
        shown["style"] = button.style
    return shown
