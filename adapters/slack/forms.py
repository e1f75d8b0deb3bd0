"""A form as Slack shows it: a modal view, and what to answer when it was sent and another is to follow. Pure.

Slack refuses a view in which a block id comes twice, and keeps what was typed under a block id that a view and the one
in its place have in common, whatever the new one says stands there. So the id of an input is numbered, and a view in
the place of another numbers on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.slack import inputs, limits
from adapters.slack.blocks import MORE, Block, fit, paragraphs, plain_text, section
from bot.messages import Divider, Form, Text

LONGEST_NUMBER = 9
"""Digits of the number of an input. Ours have two."""


def view(form: Form, message: str = "", first: int = 0) -> dict[str, Any]:
    """The modal of a form. It carries the form's value and `message`, the reference of the message it belongs to.

    `first` is the number of its first input.
    """
    title = limits.line(form.title, limits.VIEW_TITLE)
    blocks = [] if title == limits.line(form.title, limits.SECTION) else list(paragraphs(form.title, "title"))
    for part in form.body:
        match part:
            case Text(text=text, style=style):
                blocks += paragraphs(text, style)
            case Divider():
                blocks.append({"type": "divider"})
            case _:
                name = f"{limits.exact(part.id, limits.ID)}#{first}"
                blocks += inputs.blocks(part, name, form.errors.get(part.id, ""))
                first += 1
    return {
        "type": "modal",
        "callback_id": limits.exact(form.name, limits.CALLBACK),
        "title": plain_text(title or MORE),
        "submit": plain_text(limits.line(form.submit, limits.VIEW_SUBMIT) or "OK"),
        "private_metadata": _carried(form.value, message),
        "blocks": _within(blocks) or [section(MORE)],
    }


def answer(form: Form, sent: Mapping[str, Any], message: str = "") -> dict[str, Any]:
    """What to answer when the view `sent` came in and `form` is to be shown next.

    When it asks and carries the same as the view that still stands there, its errors are put beside the fields, and
    what was typed is kept. Anything else, a next step under the same name or an error elsewhere, takes its place.
    """
    standing = list(_names(sent))
    shown = view(form, message, 1 + max((_number(name) for name in standing), default=-1))
    asked = [_id(name) for name in standing]
    same = all(shown[key] == sent.get(key) for key in ("callback_id", "private_metadata"))
    same = same and asked == [_id(name) for name in _names(shown)]
    wrong = {limits.exact(id, limits.ID): limits.line(words, limits.ERROR) for id, words in form.errors.items()}
    if same and wrong and wrong.keys() <= set(asked):
        at = dict(zip(asked, standing, strict=True))
        return {"response_action": "errors", "errors": {at[id]: words or MORE for id, words in wrong.items()}}
    return {"response_action": "update", "view": shown}


def _names(shown: Mapping[str, Any]) -> Iterator[str]:
    """The block ids of a view's inputs. By now what was sent is stored: a view that is odd elsewhere breaks nothing."""
    blocks = shown.get("blocks")
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, Mapping) and block.get("type") == "input" and isinstance(block.get("block_id"), str):
            yield block["block_id"]


def _id(name: str) -> str:
    return name.rpartition("#")[0]


def _number(name: str) -> int:
    number = name.rpartition("#")[2]
    return int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else -1


def _carried(value: str, message: str) -> str:
    """`value` and `message` as the view brings them back."""
    message = limits.exact(message, limits.ID)
    while True:
        carried = json.dumps({"value": value, "message": message}, ensure_ascii=False, separators=(",", ":"))
        if (over := limits.size(carried) - limits.METADATA) <= 0:
            return carried
        value = value[: max(0, len(value) - max(1, over // 6))]


def _within(blocks: list[Block]) -> list[Block]:
    """What a modal can hold. Inputs come before words: without its inputs a form asks nothing."""
    if len(blocks) > limits.VIEW_BLOCKS:
        spare = limits.VIEW_BLOCKS - sum(block["type"] == "input" for block in blocks)
        words = iter([True] * max(0, spare))
        blocks = [block for block in blocks if block["type"] == "input" or next(words, False)]
    return fit(blocks, limits.VIEW_BLOCKS, limits.VIEW)
