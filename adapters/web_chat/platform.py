"""The way out: the bot's replies, put where the open pages and those opened later find them."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import TYPE_CHECKING

from adapters.delivery import Unreachable
from adapters.web_chat import address, render
from adapters.web_chat.hub import Hub
from adapters.web_chat.roster import Roster
from adapters.web_chat.transcript import Transcript
from bot.messages import Card, Gather, Place, Post, Revise, Stored

if TYPE_CHECKING:
    from bot.ports import Clock, Door


class WebPlatform:
    """bot.ports.Platform for the page."""

    def __init__(self, door: Door, transcript: Transcript, hub: Hub, clock: Clock) -> None:
        self._door = door
        self._transcript = transcript
        self._hub = hub
        self._clock = clock

    async def deliver(self, reply: Stored) -> str:
        """Perform one reply; returns the message's id, "" for none. Raises Unreachable: nothing here passes by
        itself."""
        match reply:
            case Post(key=key, to=to, card=card):
                at = _address(to)
                message = await asyncio.to_thread(self._transcript.add, at, self._payload(card), _name(key))
                self._hub.posted(at)
                return message
            case Revise(key=key, to=to, message=message, card=card):
                at, payload = _address(to), self._payload(card)
                if not await asyncio.to_thread(self._transcript.revise, at, message, payload):
                    # It is gone, as everything is at “forget me”: what was to stand in its place is said anew.
                    message = await asyncio.to_thread(self._transcript.add, at, payload, _name(key))
                self._hub.posted(at)
                return message
            case Gather(key=occasion, place=place):
                _address(place)
                for event in await asyncio.to_thread(Roster(self._transcript).joins, occasion, place):
                    await self._door.handle(event)
                return ""

    async def look(self, reply: Stored) -> str | None:
        """adapters.delivery.Looks. What is not a message of its own may be performed twice."""
        if not isinstance(reply, Post):
            return None
        name = _name(reply.key)
        return name if await asyncio.to_thread(self._transcript.find, reply.to.address, name) else None

    def _payload(self, card: Card) -> dict[str, object]:
        # To the minute: the page says when, and nothing here can be laid beside an answer to tell whose it was.
        return {"at": self._clock.now().replace(second=0, microsecond=0).isoformat(), **render.message(card)}


def _name(key: str) -> str:
    """The id of the message that is sent for `key`: always the same one, so that it cannot stand there twice. The key
    itself would tell every page who is meant."""
    return sha256(key.encode()).hexdigest()[:32]


def _address(to: Place) -> str:
    if to.platform != address.PLATFORM or address.place(to.address) is None:
        raise Unreachable("no_such_place")
    return to.address
