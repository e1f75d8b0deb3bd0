"""Teams, seen from its users' side: recorded activities in, Adaptive Cards as words out."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from adapters.teams import addresses, inbound, render
from adapters.teams.text import read_markdown, unbroken
from bot.messages import Card, Event, Form, Person, Place
from tests.players.base import Answer

Json = dict[str, Any]

PAYLOADS = Path(__file__).parent.parent / "adapters" / "teams" / "payloads"
LINK = re.compile(r"\[(?P<words>.*)\]\((?P<url>[^()]*)\)")


@cache
def _recorded(name: str) -> Json:
    loaded: Json = json.loads((PAYLOADS / f"{name}.json").read_text())
    return loaded


def recorded(name: str) -> Json:
    """An activity as the Agents Playground sent it."""
    return copy.deepcopy(_recorded(name))


class TeamsPlayer:
    """tests.players.base.Player for Teams."""

    name = "teams"

    def __init__(self) -> None:
        self._ids = count(1)

    def channel(self) -> Place:
        return self._one(self._activity("ana", "mentions_channel")).where

    def home(self, who: str) -> Place:
        return self._one(self._activity(who, "says_private")).where

    def person(self, who: str) -> Person:
        return self._one(self._activity(who, "says_private")).who

    def settled(self, place: Place) -> Place:
        user = addresses.parse(place.address).user
        return self.home(user.removeprefix("29:")) if user else place

    def says(self, who: str, text: str, *, in_channel: bool = False) -> Event:
        activity = self._activity(who, "mentions_channel" if in_channel else "says_private")
        activity["text"] = f"<at>Reflect Bot</at>  {text}" if in_channel else text
        return self._one(activity)

    def joins(self, who: str) -> Event:
        return self._one(self._moves(who, "person_added_team", "membersAdded"))

    def leaves(self, who: str) -> Event:
        return self._one(self._moves(who, "person_removed_team", "membersRemoved"))

    def message(self, card: Card) -> Json:
        return render.message(card)

    def form(self, form: Form, message: str = "") -> Json:
        return render.form(form, message)

    def words(self, rendered: Json) -> str:
        return "\n".join(line for part in rendered["body"] for line in _words(part) if line)

    def buttons(self, rendered: Json) -> list[str]:
        return [unbroken(action["title"]) for action in _actions(rendered)]

    def presses(self, who: str, rendered: Json, label: str, *, at: Place, message: str) -> Event:
        action = next(each for each in _actions(rendered) if unbroken(each["title"]) == label)
        activity = self._activity(who, "presses_private" if at.private else "presses_channel")
        address = addresses.parse(at.address)
        if not at.private:
            activity["conversation"]["id"] = f"{address.conversation};messageid={message}"
        activity["replyToId"] = message
        activity["value"]["action"] = {"type": action["type"], "verb": action["verb"], "data": action["data"]}
        return self._one(activity)

    def submits(self, who: str, rendered: Json, answers: Mapping[str, Answer]) -> Event:
        (action,) = _actions(rendered)
        typed = dict(answers)
        sent: Json = copy.deepcopy(action["data"])
        for field in (part for part in rendered["body"] if part["type"].startswith("Input.")):
            label = next((each for each in typed if _labelled(field, each)), None)
            sent[field["id"]] = field.get("value", "") if label is None else _entered(field, typed.pop(label))
        assert not typed, f"the form has no field {sorted(typed)}"
        activity = self._activity(who, "executes_form_private")
        activity["value"]["action"] = {"type": action["type"], "verb": action["verb"], "data": sent}
        return self._one(activity)

    def _activity(self, who: str, name: str) -> Json:
        activity = recorded(name)
        activity["id"] = f"f:{next(self._ids)}"
        activity["from"] = _account(who)
        if activity["conversation"]["conversationType"] == "personal":
            activity["conversation"]["id"] = f"a:chat-{who}"
        return activity

    def _moves(self, who: str, name: str, key: str) -> Json:
        activity = self._activity(who, name)
        activity["conversation"]["id"] = recorded("mentions_channel")["channelData"]["channel"]["id"]
        activity[key] = [_account(who)]
        return activity

    @staticmethod
    def _one(activity: Json) -> Event:
        (event,) = inbound.read(activity)
        return event


def _account(who: str) -> Json:
    return {"id": f"29:{who}", "name": who.capitalize(), "aadObjectId": f"aad-{who}"}


def _actions(rendered: Json) -> list[Json]:
    """Every button of the card, in the order in which one comes to it."""
    sets = [action for part in rendered["body"] if part["type"] == "ActionSet" for action in part["actions"]]
    return [*sets, *rendered.get("actions", [])]


def _words(part: Json) -> Iterator[str]:
    match part["type"]:
        case "TextBlock":
            link = LINK.fullmatch(part["text"])
            if link is None:
                yield read_markdown(part["text"])
            else:
                said = read_markdown(link["words"])
                yield said if said == link["url"] else f"{said} {link['url']}"
        case "RichTextBlock":
            yield "".join(unbroken(run["text"]) for run in part["inlines"])
        case "Chart.Line":
            yield unbroken(part["title"])
        case "Input.Text":
            yield unbroken(part["label"])
            yield unbroken(part.get("value", ""))
        case "Input.ChoiceSet":
            yield unbroken(part["label"])
            for choice in part["choices"]:
                box = "[x] " if choice["value"] in part.get("value", "").split(",") else "[ ] "
                yield (box if part.get("isMultiSelect") else "") + _title(part, choice)


def _title(field: Json, choice: Json) -> str:
    return read_markdown(choice["title"]) if field["style"] == "expanded" else unbroken(choice["title"])


def _labelled(field: Json, label: str) -> bool:
    shown = unbroken(field["label"])
    return shown == label or shown.startswith(f"{label} (")


def _entered(field: Json, answer: Answer) -> str:
    if field["type"] == "Input.Text":
        assert len(answer) <= field["maxLength"], "Teams takes no more characters than the field allows"
        return str(answer)
    values = {_title(field, choice): str(choice["value"]) for choice in field["choices"]}
    return values[answer] if isinstance(answer, str) else ",".join(values[each] for each in answer)
