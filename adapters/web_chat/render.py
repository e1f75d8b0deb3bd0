"""Cards and forms as the JSON that the page shows. Pure.

The page puts every text into the document as text, never as markup, so nothing is escaped here: JSON is plain words.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from adapters.web_chat import limits
from adapters.web_chat.limits import shorten
from bot.messages import (
    Button,
    Card,
    Choice,
    Divider,
    Element,
    Fields,
    File,
    Form,
    Input,
    Line,
    Link,
    Option,
    Picture,
    Scale,
    Text,
    Ticks,
    Words,
    plain,
)

Json = dict[str, Any]

_KINDS: Final[dict[type, str]] = {Scale: "scale", Choice: "choice", Ticks: "ticks"}
_MORE: Final[Json] = {"kind": "text", "style": "quiet", "text": "…"}


def message(card: Card) -> Json:
    """`card` as {"words", "body": [element], "buttons": [button]}. A picture stands in it as its data."""
    body = [_element(element) for element in card.body[: limits.ELEMENTS]]
    return {
        "words": shorten(plain(card), limits.TEXT),
        "body": [*body, _MORE] if len(card.body) > limits.ELEMENTS else body,
        "buttons": [_button(button) for button in card.actions[: limits.BUTTONS]],
    }


def form(form: Form, message: str = "") -> Json:
    """`form` as {"name", "value", "message", "title", "submit", "body": [text, divider or input]}; each input carries
    its own error, "" for none."""
    return {
        "name": form.name,
        "value": form.value,
        "message": message,
        "title": shorten(form.title, limits.TITLE),
        "submit": shorten(form.submit, limits.BUTTON),
        "body": [_part(part, form) for part in form.body[: limits.INPUTS]],
    }


def _element(element: Element) -> Json:
    match element:
        case Text(text=text, style=style):
            most = limits.TITLE if style in ("title", "heading") else limits.TEXT
            return {"kind": "text", "style": style, "text": shorten(text, most)}
        case Fields(rows=rows):
            kept = rows[: limits.FIELDS]
            return {"kind": "fields", "rows": [[shorten(text, limits.FIELD) for text in row] for row in kept]}
        case Link(text=text, url=url):
            return _link(text, url)
        case Picture():
            return _picture(element)
        case File(name=name, locked=locked):
            return {"kind": "file", "name": shorten(name, limits.TITLE), "locked": locked}
        case Divider():
            return {"kind": "divider"}


def _link(text: str, url: str) -> Json:
    """A link to a web page. An address of any other kind is shown, not followed."""
    url = limits.clean(url)
    if len(url) <= limits.URL and _is_web(url):
        return {"kind": "link", "text": shorten(text or url, limits.TEXT), "url": url}
    return {"kind": "text", "style": "body", "text": shorten(f"{text}: {url}" if text != url else url, limits.TEXT)}


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme.lower() in ("http", "https")
    except ValueError:
        return False


def _picture(picture: Picture) -> Json:
    return {
        "kind": "picture",
        "title": shorten(picture.title, limits.TITLE),
        "words": shorten(picture.words, limits.TEXT),
        "lines": [
            {
                "name": shorten(line.name, limits.TITLE),
                "labels": [shorten(label, limits.FIELD) for label in line.labels],
                "points": [list(point) for point in line.points],
                "held": list(line.held),
            }
            for line in picture.lines
        ],
        "bands": [[week, shorten(name, limits.TITLE)] for week, name in picture.bands],
    }


def picture(data: Json) -> Picture:
    """The picture that `message` made `data` of."""
    lines = (
        Line(
            line["name"],
            tuple(line["labels"]),
            tuple((week, label) for week, label in line["points"]),
            tuple(line["held"]),
        )
        for line in data["lines"]
    )
    return Picture(data["title"], data["words"], tuple(lines), tuple((week, name) for week, name in data["bands"]))


def _button(button: Button) -> Json:
    return {
        "label": shorten(button.label, limits.BUTTON),
        "action": button.action,
        "value": button.value,
        "style": button.style,
    }


def _part(part: Text | Divider | Input, form: Form) -> Json:
    match part:
        case Text() | Divider():
            return _element(part)
        case Words():
            own: Json = {
                "kind": "words",
                "text": part.text,
                "lines": part.lines,
                "most": min(part.most, limits.ANSWER),
            }
        case Scale() | Choice() | Ticks():
            own = {
                "kind": _KINDS[type(part)],
                "options": [_option(option) for option in part.options[: limits.OPTIONS]],
                "chosen": list(part.chosen) if isinstance(part, Ticks) else part.chosen,
            }
    return {
        **own,
        "id": part.id,
        "label": shorten(part.label, limits.FIELD),
        "hint": shorten(part.hint, limits.FIELD),
        "optional": part.optional,
        "error": shorten(form.errors.get(part.id, ""), limits.FIELD),
    }


def _option(option: Option) -> Json:
    return {"value": option.value, "label": shorten(option.label, limits.OPTION)}
