"""What a button or a form carries through Teams and back: ours under one key, so that no input can be taken for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.teams.text import clean, unbroken
from bot.messages import Button, Form

Json = dict[str, Any]

KEY: Final = "coreflect"
INPUT: Final = "in."  # the inputs on a card are in.0, in.1 and so on: whatever the engine calls them, Teams takes it
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


def of_form(form: Form, message: str, inputs: list[str]) -> Json:
    """What the button that sends `form` carries; `inputs` are its inputs' ids in their order on the card."""
    return {KEY: {"kind": "form", "form": form.name, "value": form.value, "message": message, "inputs": inputs}}


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
            answers = {each: _answer(sent.get(f"{INPUT}{place}")) for place, each in enumerate(ids)}
            return Filled(named["form"], named.get("value", ""), named.get("message", ""), answers)
    return None


def _answer(value: object) -> str:
    return unbroken(clean(value)) if isinstance(value, str) else ""
