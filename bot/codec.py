"""Replies as JSON and back, for the outbox. The shapes are those of bot.messages, each with its kind beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any

import orjson

from bot import messages
from bot.messages import (
    Button,
    Card,
    Divider,
    Fields,
    File,
    Gather,
    Line,
    Link,
    Picture,
    Place,
    Post,
    Revise,
    Stored,
    Text,
)

_KINDS = {kind.__name__: kind for kind in (Text, Fields, Divider, Picture, Link, File, Button, Card, Line)}
_OF_TEXTS = frozenset({Text, Link, File, Button})
"""Pieces that hold nothing but texts: most of every card."""

_FIELDS = {name: [field.name for field in fields(kind)] for name, kind in _KINDS.items()}


def card_to_json(card: Card) -> str:
    """A card as JSON text."""
    # orjson could write these shapes alone, but without their kind.
    return orjson.dumps(card, default=_encode, option=orjson.OPT_PASSTHROUGH_DATACLASS).decode()


def _encode(value: Any) -> Any:
    kind = type(value).__name__
    return {"_": kind, **{name: getattr(value, name) for name in _FIELDS[kind]}}


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        kind: Any = _KINDS[value.pop("_")]
        # Asked here, or each text would be decoded too: reading cards is a third of claiming them.
        return kind(**value if kind in _OF_TEXTS else {name: _decode(item) for name, item in value.items()})
    return tuple([_decode(item) for item in value]) if isinstance(value, list) else value


def to_json(reply: Stored) -> str:
    """What an outbox row keeps of a reply beside its key and its place."""
    match reply:
        case Post(card=card):
            return f'{{"post":{card_to_json(card)}}}'
        case Revise(message=message, card=card):
            return f'{{"revise":{card_to_json(card)},"message":{orjson.dumps(message).decode()}}}'
        case Gather():
            return '{"gather":true}'


def post_json(card: Card) -> str:
    """What the row of a Post keeps, for rows that are made in the database itself."""
    return f'{{"post":{card_to_json(card)}}}'


def reader() -> Callable[[str, Place, str], Stored]:
    """(key, place, text) -> the reply that `to_json` gave. What many people are told in the same words is read once."""
    read = cache(_read)

    def from_json(key: str, place: Place, text: str) -> Stored:
        card, message = read(text)
        if card is None:
            return Gather(key, place)
        return Post(key, place, card) if message is None else Revise(key, place, message, card)

    return from_json


def _read(text: str) -> tuple[Card | None, str | None]:
    """The card of a Post or a Revise, and the message of a Revise."""
    data = orjson.loads(text)
    if "post" in data:
        return _decode(data["post"]), None
    return (_decode(data["revise"]), data["message"]) if "revise" in data else (None, None)


def place_of(reply: messages.Stored) -> Place:
    """Where a reply goes."""
    return reply.place if isinstance(reply, Gather) else reply.to
