"""A form as Slack shows it: a modal view, and what to answer when it was sent with something wrong. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import MORE, Block, fit, paragraphs, plain_text, section
from bot.messages import Choice, Divider, Form, Input, Option, Scale, Text, Words

WARNING = "⚠ "


def view(form: Form, message: str = "") -> dict[str, Any]:
    """The modal of a form. It carries the form's value and `message`, the reference of the message it belongs to."""
    names = iter(_names(form))
    title = limits.line(form.title, limits.VIEW_TITLE)
    blocks = [] if title == limits.line(form.title, limits.SECTION) else list(paragraphs(form.title, "title"))
    for part in form.body:
        match part:
            case Text(text=text, style=style):
                blocks += paragraphs(text, style)
            case Divider():
                blocks.append({"type": "divider"})
            case _:
                blocks += _input(part, next(names), form.errors.get(part.id, ""))
    return {
        "type": "modal",
        "callback_id": limits.exact(form.name, limits.CALLBACK),
        "title": plain_text(title or MORE),
        "submit": plain_text(limits.line(form.submit, limits.VIEW_SUBMIT) or "OK"),
        "private_metadata": _carried(form.value, message),
        "blocks": _within(blocks) or [section(MORE)],
    }


def answer(form: Form, sent: str, message: str = "") -> dict[str, Any]:
    """What to answer when a form named `sent` came in and `form` is to be shown next.

    The form that still stands there gets its errors beside its fields and keeps what was typed. Slack refuses errors
    for fields it does not show; then, and for another form, the modal is replaced.
    """
    blocks = {name.rpartition("#")[0]: name for name in _names(form)}
    if form.name == sent and form.errors and form.errors.keys() <= blocks.keys():
        errors = {blocks[name]: limits.line(words, limits.ERROR) or MORE for name, words in form.errors.items()}
        return {"response_action": "errors", "errors": errors}
    return {"response_action": "update", "view": view(form, message)}


def _names(form: Form) -> list[str]:
    """The block id of each input: its own id, numbered, since Slack refuses a view in which one comes twice."""
    inputs = [part for part in form.body if not isinstance(part, Text | Divider)]
    return [f"{limits.exact(part.id, limits.ID)}#{at}" for at, part in enumerate(inputs)]


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


def _input(part: Input, name: str, error: str) -> Iterator[Block]:
    element = _element(part, name)
    label = limits.line(part.label, limits.LABEL) or MORE
    if not element:  # a list without choices: Slack refuses it, and there is nothing to choose
        yield section(label)
        return
    block: Block = {"type": "input", "block_id": name, "label": plain_text(label), "element": element}
    block["optional"] = part.optional
    if hint := limits.line(part.hint, limits.HINT):
        block["hint"] = plain_text(hint)
    yield block
    if error:
        yield section(WARNING + limits.line(error, limits.LABEL))


def _element(part: Input, name: str) -> Block | None:
    match part:
        case Words(text=text, lines=lines, most=most):
            most = max(1, min(most, limits.WRITTEN))
            element: Block = {"type": "plain_text_input", "action_id": name, "multiline": lines > 1, "max_length": most}
            return element | ({"initial_value": limits.exact(text, most)} if text else {})
        case Scale(options=options, chosen=chosen) if len(options) <= limits.RADIO:
            return _choosing("radio_buttons", name, options, chosen)
        case Scale(options=options, chosen=chosen) | Choice(options=options, chosen=chosen):
            return _choosing("static_select", name, options, chosen)


def _choosing(kind: str, name: str, options: tuple[Option, ...], chosen: str) -> Block | None:
    shown = [_option(each) for each in options[: limits.OPTIONS * limits.GROUPS]]
    if not shown:
        return None
    element: Block = {"type": kind, "action_id": name}
    if len(shown) <= limits.OPTIONS:
        element["options"] = shown
    else:  # a list takes 100; groups of 100 take the rest, each named by its first and last
        element["option_groups"] = [
            {"label": plain_text(_span(some[0], some[-1])), "options": some}
            for some in (shown[at : at + limits.OPTIONS] for at in range(0, len(shown), limits.OPTIONS))
        ]
    if chosen and (initial := next((each for each in shown if each["value"] == chosen), None)):
        element["initial_option"] = initial
    return element


def _option(option: Option) -> Block:
    value = limits.exact(option.value, limits.OPTION_VALUE) or MORE
    return {
        "text": plain_text(limits.line(option.label, limits.OPTION) or limits.line(value, limits.OPTION) or MORE),
        "value": value,
    }


def _span(first: Block, last: Block) -> str:
    half = (limits.OPTION - 3) // 2
    return f"{limits.line(first['text']['text'], half)} – {limits.line(last['text']['text'], half)}"
