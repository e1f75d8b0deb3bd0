"""A card or a form as an Adaptive Card. Pure; whatever is given, Teams takes the result."""

from __future__ import annotations

import json
from collections.abc import Iterable

from adapters.teams import data, elements, limits
from adapters.teams.elements import Json
from adapters.teams.inputs import field
from adapters.teams.text import named, shorten
from adapters.teams.text import plain as words_only
from bot.messages import Button, Card, Divider, Element, Fields, File, Form, Input, Link, Picture, Text, plain


def message(card: Card) -> Json:
    """`card` as an Adaptive Card (the attachment's content), its texts shortened as far as its size demands."""
    for most in limits.TEXTS:
        shown = _message(card, most)
        if size(shown) <= limits.CARD_BYTES:
            return shown
    return _message(Card((Text(shorten(plain(card), limits.TEXTS[0])),), card.actions), limits.TEXTS[0])


def form(form: Form, message: str = "", *, follows: bool = False) -> Json:
    """`form` as an Adaptive Card, its errors beside their fields and what was typed kept.

    `message` is the reference of the message whose button opened it; it comes back in `Submitted.message`. `follows`
    says that it takes the place of a form that was sent: a next step, which begins with what it says itself.
    """
    mark = data.mark(form) if follows and not form.errors else ""
    shown = _form(form, message, limits.WORDS, mark)
    for most in limits.TEXTS:
        if size(shown) <= limits.CARD_BYTES:
            break
        shown = _form(form, message, most, mark)
    return shown


def size(shown: Json) -> int:
    """Bytes of `shown` as Teams counts them: UTF-16."""
    return len(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))


def summary(shown: Json) -> str:
    """The words of the notification for a rendered card."""
    return shorten(str(shown["fallbackText"]).partition("\n")[0], limits.SUMMARY)


def _message(card: Card, most: int) -> Json:
    body: list[Json] = []
    separator = False
    for part in card.body[: limits.ELEMENTS]:
        shown = _element(part, most)
        body += _parted(shown, separator)
        separator = isinstance(part, Divider) or (separator and not shown)
    rows = [[_button(each) for each in row] for row in _rows(card.actions[: limits.BUTTONS])]
    if len(rows) > 1:
        body += [{"type": "ActionSet", "actions": row} for row in rows]
        rows = []
    return _card(body, rows[0] if rows else [], shorten(plain(card), most))


def _form(form: Form, message: str, most: int, mark: str) -> Json:
    body = elements.heading(form.title, "Large")
    fields: list[Input] = []
    separator = False
    for part in form.body:
        if isinstance(part, Divider):
            separator = True
            continue
        if isinstance(part, Text):
            shown = elements.text(part, most)
        else:
            shown = field(part, f"{data.INPUT}{mark}{len(fields)}", form.errors.get(part.id, ""), most)
            fields.append(part)
        body += _parted(shown, separator)
        separator = separator and not shown
    button = _execute("form", form.submit, data.of_form(form, message, fields, mark))
    return _card(body, [button], form.title)


def _element(part: Element, most: int) -> list[Json]:
    match part:
        case Text():
            return elements.text(part, most)
        case Fields():
            return elements.fields(part, most)
        case Picture():
            return elements.picture(part, most)
        case Link():
            return elements.link(part, most)
        case File(text=text):  # to send a file a bot needs the person's OneDrive; its words need nothing
            return elements.text(Text(text), most)
        case Divider():
            return []


def _parted(shown: list[Json], separator: bool) -> list[Json]:
    """`shown` with a line above its first part, when there is a line to draw."""
    return [{**shown[0], "separator": True, "spacing": "Medium"}, *shown[1:]] if separator and shown else shown


def _rows(buttons: Iterable[Button]) -> list[list[Button]]:
    """Buttons side by side while their labels fit; Teams would cut longer rows, or hide their ends behind a menu."""
    rows: list[list[Button]] = []
    taken = 0
    for button in buttons:
        taken += len(button.label)
        if not rows or len(rows[-1]) == limits.ROW or taken > limits.ROW_WORDS:
            rows.append([])
            taken = len(button.label)
        rows[-1].append(button)
    return rows


def _button(button: Button) -> Json:
    return _execute("press", button.label, data.of_button(button))


def _execute(verb: str, label: str, carried: Json) -> Json:
    """Action.Execute, which can answer in place; Action.Submit for the clients that do not know it."""
    title = named(label, limits.BUTTON)
    fallback = {"type": "Action.Submit", "title": title, "data": carried}
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": carried, "fallback": fallback}


def _card(body: list[Json], actions: list[Json], words: str) -> Json:
    shown: Json = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": limits.VERSION,
        "fallbackText": words_only(words) or "…",
        "body": body,
    }
    if actions:
        shown["actions"] = actions
    return shown
