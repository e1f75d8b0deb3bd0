"""What Teams sent, as events. Pure. Whatever is not for the bot, or not what it seems, is no event."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from adapters.teams import addresses, data, people
from adapters.teams.addresses import Address
from adapters.teams.text import clean, spoken
from bot.messages import Event, Joined, Left, Person, Place, Pressed, Said, Submitted

Json = dict[str, Any]

_MARKUP: Final = ("xml", "xhtml", "html")


def read(activity: Json) -> list[Event]:
    """The events in one activity, usually one or none. Several people can come into a channel at once."""
    at = scene(activity)
    return events(at) if at else []


def events(at: Scene) -> list[Event]:
    """The events in the activity that happened there."""
    reader = _READERS.get(_text(at.activity, "type"))
    return list(reader(at)) if reader else []


def chat(at: Scene) -> tuple[str, str] | None:
    """(address, conversation id) of the personal chat in which it happened; None elsewhere."""
    return (at.where.address, at.here.conversation) if at.private and not at.is_bot(at.sender) else None


def same(activity: Json, index: int = 0) -> str:
    """An id that a repeated delivery of `activity` carries as well.

    Teams numbers its messages within a conversation only, so the conversation is part of it.
    """
    name = _text(activity, "id")
    if not name:
        name = _digest(json.dumps(activity, sort_keys=True))
    return f"{name}.{_digest(_text(_dict(activity, 'conversation'), 'id'))}" + (f".{index}" if index else "")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an activity happened and who did it. `where` is the chat with the sender, or the channel."""

    activity: Json
    sender: Json
    here: Address
    where: Place
    private: bool

    @property
    def about(self) -> dict[str, Any]:
        """The arguments that every event begins with."""
        thread = None if self.here == self.here.channel else people.place(self.here)
        return {"id": same(self.activity), "who": self.person(self.sender), "where": self.where, "reply_at": thread}

    def person(self, account: Json) -> Person:
        return people.person(account, self.here)

    def is_bot(self, account: Json) -> bool:
        return people.is_bot(account, self.here.bot)


def scene(activity: Json) -> Scene | None:
    """Where `activity` happened; None when that is nowhere that could be answered."""
    conversation = _dict(activity, "conversation")
    tenant = _text(conversation, "tenantId") or _text(_dict(_dict(activity, "channelData"), "tenant"), "id")
    here = Address(
        service=addresses.service(_text(activity, "serviceUrl")),
        bot=_text(_dict(activity, "recipient"), "id"),
        tenant=tenant,
        conversation=_text(conversation, "id"),
    )
    sender = _dict(activity, "from")
    if not (here.service and here.conversation and _text(sender, "id")):
        return None
    private = _text(conversation, "conversationType") == "personal"
    where = people.place(people.home(sender, here) if private else here.channel, private=private)
    return Scene(activity, sender, here, where, private)


def _message(scene: Scene) -> Iterator[Event]:
    if scene.is_bot(scene.sender):
        return
    if isinstance(scene.activity.get("value"), dict):  # Action.Submit, from a client without Action.Execute
        yield from _sent(scene, scene.activity["value"])
        return
    mentions = [
        _text(entity, "text")
        for entity in _list(scene.activity, "entities")
        if _text(entity, "type") == "mention" and _text(_dict(entity, "mentioned"), "id") == scene.here.bot
    ]
    markup = _text(scene.activity, "textFormat") in _MARKUP
    said = spoken(_text(scene.activity, "text"), filter(None, mentions), markup=markup)
    yield Said(**scene.about, text=said)


def _invoke(scene: Scene) -> Iterator[Event]:
    if _text(scene.activity, "name") == data.ACTION and not scene.is_bot(scene.sender):
        yield from _sent(scene, _dict(_dict(scene.activity, "value"), "action").get("data"))


def _sent(scene: Scene, sent: object) -> Iterator[Event]:
    """A button or a form that came back; `replyToId` is the message that held it."""
    held = _text(scene.activity, "replyToId")
    match data.back(sent):
        case data.Press(action, value):
            yield Pressed(**scene.about, action=action, value=value, message=held)
        case data.Filled(form, value, message, answers):
            yield Submitted(**scene.about, form=form, value=value, message=message or held, answers=answers)


def _members(scene: Scene) -> Iterator[Event]:
    for key, event in (("membersAdded", Joined), ("membersRemoved", Left)):
        members = _list(scene.activity, key)
        if scene.private and members:
            yield from _private(scene, event)
            continue
        for index, member in enumerate(members):
            if not scene.is_bot(member):
                name = same(scene.activity, index)
                yield event(id=name, who=scene.person(member), where=scene.where)


def _installation(scene: Scene) -> Iterator[Event]:
    # "add-upgrade" and "remove-upgrade" are a new version of the app, not news about a person.
    event = {"add": Joined, "remove": Left}.get(_text(scene.activity, "action"))
    if scene.private and event:
        yield from _private(scene, event)


def _private(scene: Scene, event: type[Joined] | type[Left]) -> Iterator[Event]:
    """The bot came into, or went from, somebody's personal chat.

    Teams says so twice, once as an installation and once as a member: both are given one id, made of the minute.
    """
    if scene.is_bot(scene.sender):
        return
    minute = _text(scene.activity, "timestamp")[:16]
    name = f"{event.__name__}.{minute}.{_digest(scene.here.conversation)}" if minute else same(scene.activity)
    yield event(id=name, who=scene.person(scene.sender), where=scene.where)


_READERS: Final[dict[str, Callable[[Scene], Iterator[Event]]]] = {
    "message": _message,
    "invoke": _invoke,
    "conversationUpdate": _members,
    "installationUpdate": _installation,
}


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=8).hexdigest()


def _text(holder: Json, key: str) -> str:
    value = holder.get(key)
    return clean(value) if isinstance(value, str) else ""


def _dict(holder: Json, key: str) -> Json:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def _list(holder: Json, key: str) -> list[Json]:
    value = holder.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
