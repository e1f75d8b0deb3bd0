"""Slack from its users' side: recorded payloads in, Block Kit out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

from adapters.slack import inbound, limits, render
from bot.messages import Card, Event, Form, Person, Place, Pressed
from tests.players.base import Answer

TEAM, CHANNEL, BOT = "T01TEST", "C01GEN", "U0BOT"
SEVERAL = ("checkboxes", "multi_static_select")
PAYLOADS = Path(__file__).parents[1] / "adapters" / "slack" / "payloads"


@cache
def _recorded(name: str) -> Any:
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def payload(name: str) -> Any:
    """A recorded payload, to be changed freely."""
    return deepcopy(_recorded(name))


class SlackPlayer:
    """tests.players.base.Player on Slack. "ana" is the user U0ANA, whose conversation with the bot is D0ANA."""

    name = "slack"

    def __init__(self) -> None:
        self._numbers = count(1)

    def person(self, who: str) -> Person:
        return Person("slack", f"{TEAM}/{_user(who)}", who.capitalize(), f"{TEAM}/{_user(who)}")

    def channel(self) -> Place:
        return Place("slack", f"{TEAM}/{CHANNEL}")

    def home(self, who: str) -> Place:
        return Place("slack", f"{TEAM}/{_user(who)}", private=True)

    # ---- acting -------------------------------------------------------------------------------------------------

    def settled(self, place: Place) -> Place:
        return place

    def says(self, who: str, text: str, *, in_channel: bool = False) -> Event:
        sent = self._event("app_mention" if in_channel else "message_im", who)
        typed = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        sent["event"] |= {"text": f"<@{BOT}> {typed}" if in_channel else typed, "ts": self._ts()}
        sent["event"]["channel"] = CHANNEL if in_channel else _direct(who)
        return _read(sent, who)

    def commands(self, who: str, text: str, *, in_channel: bool = False) -> Event:
        """`who` types /reflect and `text`."""
        sent = payload("command_channel" if in_channel else "command_dm")
        sent |= {"user_id": _user(who), "user_name": who, "text": text, "trigger_id": self._ts()}
        if not in_channel:
            sent["channel_id"] = _direct(who)
        return _read(sent, who)

    def joins(self, who: str) -> Event:
        sent = self._event("member_joined_channel", who)
        return _read(sent, who)

    def leaves(self, who: str) -> Event:
        return _read(self._event("member_left_channel", who), who)

    def opens(self, who: str) -> Event:
        """`who` opens the App Home."""
        return _read(self._event("app_home_opened", who), who)

    def presses(self, who: str, rendered: Any, label: str, *, at: Place, message: str) -> Event:
        element = next(each for each in _buttons(rendered) if each["text"]["text"] == limits.line(label, limits.BUTTON))
        home = rendered.get("type") == "home"
        sent = payload("block_actions_home" if home else "block_actions_dm" if at.private else "block_actions_channel")
        sent["user"] |= {"id": _user(who), "name": who, "username": who}
        sent["trigger_id"] = self._ts()
        sent["actions"] = [{key: element[key] for key in ("type", "action_id", "value", "text") if key in element}]
        sent["actions"][0]["action_ts"] = self._ts()
        if home:
            return _read(sent, who)
        channel, _, stamp = message.rpartition("/")
        channel = channel or (_direct(who) if at.private else at.address.split("/")[1])
        sent["channel"]["id"] = sent["container"]["channel_id"] = channel
        sent["container"]["message_ts"] = sent["message"]["ts"] = stamp
        event = _read(sent, who)
        assert isinstance(event, Pressed)
        return replace(event, message=message)  # a world may number its messages without the channel

    def submits(self, who: str, rendered: Any, answers: Mapping[str, Answer]) -> Event:
        sent = payload("view_submission")
        sent["user"] |= {"id": _user(who), "name": who, "username": who}
        sent["trigger_id"] = self._ts()
        answers = {limits.line(label, limits.LABEL): given for label, given in answers.items()}
        inputs = [block for block in rendered["blocks"] if block["type"] == "input"]
        assert answers.keys() <= {block["label"]["text"] for block in inputs}, "the form has no such field"
        values = {block["block_id"]: {block["element"]["action_id"]: _given(block, answers)} for block in inputs}
        sent["view"] |= rendered | {"id": "V01FORM", "hash": "1.1", "state": {"values": values}}
        return _read(sent, who)

    # ---- seeing -------------------------------------------------------------------------------------------------

    def message(self, card: Card) -> dict[str, Any]:
        return render.message(card)

    def form(self, form: Form, message: str = "") -> dict[str, Any]:
        return render.view(form, message)

    def buttons(self, rendered: Any) -> list[str]:
        return [element["text"]["text"] for element in _buttons(rendered)]

    def words(self, rendered: Any) -> str:
        title = [rendered["title"]["text"]] if "title" in rendered else []
        return "\n".join([*title, *(line for block in rendered["blocks"] for line in _words(block) if line)])

    # ---- payloads -----------------------------------------------------------------------------------------------

    def _event(self, name: str, who: str) -> Any:
        sent = payload(name)
        sent["event_id"] = f"Ev{next(self._numbers):08d}"
        sent["event"]["user"] = _user(who)
        return sent

    def _ts(self) -> str:
        return f"1795320000.{next(self._numbers):06d}"


def _user(who: str) -> str:
    return f"U0{who.upper()}"


def _direct(who: str) -> str:
    return f"D0{who.upper()}"


def _read(sent: Any, who: str) -> Event:
    event = inbound.read(sent, BOT)
    assert event is not None
    return replace(event, who=replace(event.who, name=who.capitalize()))  # the listener asks Slack for it


def _buttons(rendered: Any) -> list[Any]:
    return [each for block in rendered["blocks"] if block["type"] == "actions" for each in block["elements"]]


def _given(block: Any, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """What stands in an input when the form is sent: as Slack says it, null where there is nothing."""
    element, label = block["element"], block["label"]["text"]
    if element["type"] == "plain_text_input":
        return {"type": element["type"], "value": answers.get(label, element.get("initial_value")) or None}
    named = {option["text"]["text"]: option for option in _options(element)}
    if element["type"] in SEVERAL:
        ticked = element.get("initial_options", [])
        if label in answers:
            ticked = [named[limits.line(each, limits.OPTION)] for each in answers[label]]
        return {"type": element["type"], "selected_options": ticked}
    option = element.get("initial_option")
    if label in answers:
        option = named[limits.line(str(answers[label]), limits.OPTION)]
    return {"type": element["type"], "selected_option": option}


def _options(element: Any) -> list[Any]:
    groups = element.get("option_groups", [element])
    return [option for group in groups for option in group.get("options", ())]


def _words(block: Any) -> Iterator[str]:
    """What one block shows or says. Buttons are told apart by `buttons`."""
    match block:
        case {"type": "section", "fields": fields}:
            yield from (field["text"] for field in fields)
        case {"type": "section", "text": {"type": "mrkdwn", "text": text}}:
            url, _, label = unescape(text.strip("<>")).partition("|")
            yield label if label == url else f"{label}: {url}"
        case {"type": "section" | "header", "text": {"text": text}}:
            yield text
        case {"type": "context", "elements": elements}:
            yield from (element["text"] for element in elements)
        case {"type": "rich_text", "elements": [{"elements": [{"text": text, "url": url}]}]}:
            yield text if text == url else f"{text}: {url}"
        case {"type": "image", "alt_text": alt}:
            yield from (block.get("title", {}).get("text", ""), alt)
        case {"type": "input", "label": label, "element": element}:
            yield from (label["text"], block.get("hint", {}).get("text", ""), element.get("initial_value", ""))
            for option in _options(element):
                box = "[x] " if option in element.get("initial_options", ()) else "[ ] "
                yield (box if element["type"] in SEVERAL else "") + option["text"]["text"]
