"""The web chat, seen from its users' side: what the page sends, and what the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from adapters.web_chat import address, inbound, render
from bot.messages import Card, Event, Form, Place
from tests.players.base import Answer

Json = dict[str, Any]


class WebPlayer:
    """tests.players.base.Player for the page. It sends what `static/*.js` sends."""

    name = address.PLATFORM

    def __init__(self) -> None:
        self._ids = count(1)

    def channel(self) -> Place:
        return address.channel()

    def home(self, who: str) -> Place:
        return address.home(who)

    def settled(self, place: Place) -> Place:
        return place

    def says(self, who: str, text: str, *, in_channel: bool = False) -> Event:
        if in_channel:
            return self._event(who, self.channel(), kind="said", text=f"@coreflect {text}")
        return self._event(who, self.home(who), kind="said", text=text)

    def joins(self, who: str) -> Event:
        return self._event(who, self.channel(), kind="joined", id=f"joined-{who}")

    def leaves(self, who: str) -> Event:
        return self._event(who, self.channel(), kind="left")

    def message(self, card: Card) -> Json:
        return render.message(card)

    def words(self, rendered: Json) -> str:
        lines = [rendered.get("title", ""), *(line for part in rendered["body"] for line in _words(part))]
        lines += [button["label"] for button in rendered.get("buttons", ())]
        lines.append(rendered.get("submit", ""))
        return "\n".join(line for line in lines if line)

    def buttons(self, rendered: Json) -> list[str]:
        return [button["label"] for button in rendered["buttons"]]

    def presses(self, who: str, rendered: Json, label: str, *, at: Place, message: str) -> Event:
        button = next(button for button in rendered["buttons"] if button["label"] == label)
        what = {"action": button["action"], "value": button["value"], "message": message}
        return self._event(who, at, kind="pressed", **what)

    def form(self, form: Form, message: str = "") -> Json:
        return render.form(form, message)

    def submits(self, who: str, rendered: Json, answers: Mapping[str, Answer]) -> Event:
        labels = {part["label"] for part in rendered["body"] if "label" in part}
        assert set(answers) <= labels, f"no such input: {set(answers) - labels}"
        given = {part["id"]: _given(part, answers) for part in rendered["body"] if "id" in part}
        what = {"form": rendered["name"], "value": rendered["value"], "message": rendered["message"]}
        return self._event(who, self.home(who), kind="submitted", answers=given, **what)

    def _event(self, who: str, where: Place, **what: Any) -> Event:
        payload = {"id": f"e{next(self._ids)}", "who": who.capitalize(), "where": where.address, **what}
        event = inbound.read(payload)
        assert event is not None
        return event


def _words(part: Json) -> list[str]:
    """Every word of one element or input, as the page shows it."""
    match part["kind"]:
        case "text":
            return [part["text"]]
        case "fields":
            return [f"{label}: {value}" for label, value in part["rows"]]
        case "link":
            return [part["text"], part["url"]]
        case "picture":
            return [part["title"], part["words"]]
        case "divider":
            return []
    options = [_box(part, option) + option["label"] for option in part.get("options", ())]
    if part["kind"] == "file":
        return [part["name"]]
    return [part["label"], part["hint"], part["error"], part.get("text", ""), *options]


def _box(part: Json, option: Json) -> str:
    if part["kind"] != "ticks":
        return ""
    return "[x] " if option["value"] in part["chosen"] else "[ ] "


def _given(part: Json, answers: Mapping[str, Answer]) -> str:
    """What stands in one input when the form is sent."""
    if part["kind"] == "words":
        return str(answers.get(part["label"], part["text"]))
    given = answers.get(part["label"])
    values = {option["label"]: str(option["value"]) for option in part["options"]}
    if part["kind"] == "ticks":
        return " ".join(part["chosen"] if given is None else (values[each] for each in given))
    return str(part["chosen"]) if given is None else values[str(given)]
