"""What a button or a form carries through Teams and back: ours under one key, so that no input can be taken for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote

from adapters.teams.text import clean, unbroken
from bot.messages import Button, Form, Input, Ticks

Json = dict[str, Any]

KEY: Final = "coreflect"
INPUT: Final = "in."  # the inputs on a card are in.0, in.1 and so on: whatever the engine calls them, Teams takes it
_BETWEEN: Final = re.compile("[,;]")  # what is ticked comes back with commas between, from older phones with semicolons
ACTION: Final = "adaptiveCard/action"  # the name of the invoke that Action.Execute causes


@dataclass(frozen=True, slots=True)
class Press:
    """A button that came back."""

    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that came back. `message` is the message whose button had opened it, "" when unknown."""

    form: str
    value: str
    message: str
    answers: Mapping[str, str]


def of_button(button: Button) -> Json:
    """What `button` carries."""
    return {KEY: {"kind": "press", "action": button.action, "value": button.value}}


def of_form(form: Form, message: str, inputs: list[Input], mark: str = "") -> Json:
    """What the button that sends `form` carries; `inputs` are its inputs in their order on the card."""
    ours = {"kind": "form", "form": form.name, "value": form.value, "message": message}
    told: Json = {**ours, "inputs": [each.id for each in inputs]}
    if ticks := [place for place, each in enumerate(inputs) if isinstance(each, Ticks)]:
        told["ticks"] = ticks
    return {KEY: {**told, "mark": mark} if mark else told}


def mark(form: Form) -> str:
    """What the names of the inputs have more when `form` takes the place of a card that was sent.

    Under a name that both cards have, Teams may go on showing what had been typed.
    """
    return f"{hashlib.blake2b(repr(form).encode(errors='replace'), digest_size=4).hexdigest()}."


def tick(value: str) -> str:
    """`value` as one among several that may be ticked: without a comma, which stands between them."""
    return quote(value, safe=":/")


def back(sent: object) -> Press | Filled | None:
    """What came back in an action's data; None when it is not one of ours."""
    ours = sent.get(KEY) if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or not isinstance(ours, dict):
        return None
    named = {key: clean(value) for key, value in ours.items() if isinstance(value, str)}
    match named.get("kind"):
        case "press" if named.get("action"):
            return Press(named["action"], named.get("value", ""))
        case "form" if named.get("form"):
            ids = ours.get("inputs")
            ids = [each for each in ids if isinstance(each, str)] if isinstance(ids, list) else []
            start, ticks = INPUT + named.get("mark", ""), ours.get("ticks")
            ticks = ticks if isinstance(ticks, list) else []
            given = [(_ticked if at in ticks else _answer)(sent.get(f"{start}{at}")) for at in range(len(ids))]
            answers = dict(zip(ids, given, strict=True))
            return Filled(named["form"], named.get("value", ""), named.get("message", ""), answers)
    return None


def _answer(value: object) -> str:
    return unbroken(clean(value)) if isinstance(value, str) else ""


def _ticked(value: object) -> str:
    ticked = _BETWEEN.split(value) if isinstance(value, str) else []
    return " ".join(clean(unquote(each)) for each in ticked if each)
