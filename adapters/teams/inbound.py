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
    scene = _scene(activity)
    reader = _READERS.get(_text(activity, "type"))
    return list(reader(scene)) if scene and reader else []


def chat(activity: Json) -> tuple[str, str] | None:
    """(address, conversation id) of the personal chat in which `activity` happened; None elsewhere."""
    scene = _scene(activity)
    if scene is None or not scene.private or scene.is_bot(scene.sender):
        return None
    return scene.where.address, scene.here.conversation


def same(activity: Json, index: int = 0) -> str:
    """An id that a repeated delivery of `activity` carries as well.

    Teams numbers its messages within a conversation only, so the conversation is part of it.
    """
    name = _text(activity, "id")
    if not name:
        name = _digest(json.dumps(activity, sort_keys=True))
    return f"{name}.{_digest(_text(_dict(activity, 'conversation'), 'id'))}" + (f".{index}" if index else "")


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where an activity happened and who did it."""

    activity: Json
    here: Address
    private: bool

    @property
    def sender(self) -> Json:
        return _dict(self.activity, "from")

    @property
    def about(self) -> dict[str, Any]:
        """The arguments that every event begins with."""
        thread = None if self.here == self.here.channel else people.place(self.here)
        return {"id": same(self.activity), "who": self.person(self.sender), "where": self.where, "reply_at": thread}

    @property
    def where(self) -> Place:
        if self.private:
            return people.place(people.home(self.sender, self.here), private=True)
        return people.place(self.here.channel)

    def person(self, account: Json) -> Person:
        return people.person(account, self.here)

    def is_bot(self, account: Json) -> bool:
        return people.is_bot(account, self.here.bot)


def _scene(activity: Json) -> _Scene | None:
    conversation = _dict(activity, "conversation")
    tenant = _text(conversation, "tenantId") or _text(_dict(_dict(activity, "channelData"), "tenant"), "id")
    here = Address(
        service=addresses.service(_text(activity, "serviceUrl")),
        bot=_text(_dict(activity, "recipient"), "id"),
        tenant=tenant,
        conversation=_text(conversation, "id"),
    )
    if not (here.service and here.conversation and _text(_dict(activity, "from"), "id")):
        return None
    return _Scene(activity, here, private=_text(conversation, "conversationType") == "personal")


def _message(scene: _Scene) -> Iterator[Event]:
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


def _invoke(scene: _Scene) -> Iterator[Event]:
    if _text(scene.activity, "name") == data.ACTION and not scene.is_bot(scene.sender):
        yield from _sent(scene, _dict(_dict(scene.activity, "value"), "action").get("data"))


def _sent(scene: _Scene, sent: object) -> Iterator[Event]:
    """A button or a form that came back; `replyToId` is the message that held it."""
    held = _text(scene.activity, "replyToId")
    match data.back(sent):
        case data.Press(action, value):
            yield Pressed(**scene.about, action=action, value=value, message=held)
        case data.Filled(form, value, message, answers):
            yield Submitted(**scene.about, form=form, value=value, message=message or held, answers=answers)


def _members(scene: _Scene) -> Iterator[Event]:
    for key, event in (("membersAdded", Joined), ("membersRemoved", Left)):
        members = _list(scene.activity, key)
        if scene.private and members:
            yield from _private(scene, event)
            continue
        for index, member in enumerate(members):
            if not scene.is_bot(member):
                name = same(scene.activity, index)
                yield event(id=name, who=scene.person(member), where=scene.where)


def _installation(scene: _Scene) -> Iterator[Event]:
    # "add-upgrade" and "remove-upgrade" are a new version of the app, not news about a person.
    event = {"add": Joined, "remove": Left}.get(_text(scene.activity, "action"))
    if scene.private and event:
        yield from _private(scene, event)


def _private(scene: _Scene, event: type[Joined] | type[Left]) -> Iterator[Event]:
    """The bot came into, or went from, somebody's personal chat.

    Teams says so twice, once as an installation and once as a member: both are given one id, made of the minute.
    """
    if scene.is_bot(scene.sender):
        return
    minute = _text(scene.activity, "timestamp")[:16]
    name = f"{event.__name__}.{minute}.{_digest(scene.here.conversation)}" if minute else same(scene.activity)
    yield event(id=name, who=scene.person(scene.sender), where=scene.where)


_READERS: Final[dict[str, Callable[[_Scene], Iterator[Event]]]] = {
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
