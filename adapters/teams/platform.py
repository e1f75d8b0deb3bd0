"""The courier's way to Teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.delivery import Unreachable
from adapters.teams import addresses, limits, people, render
from adapters.teams.addresses import Address
from adapters.teams.data import Json
from adapters.teams.outward import Connector
from bot.messages import Form, Gather, Joined, Person, Place, Post, Revise, Stored

if TYPE_CHECKING:
    from bot.ports import Door


class TeamsPlatform:
    """Performs replies through the Bot Connector."""

    name = people.PLATFORM
    conversation_pace, workspace_pace = limits.CONVERSATION_PACE, limits.TENANT_PACE

    def __init__(self, connector: Connector, door: Door) -> None:
        self._connector = connector
        self._door = door
        self._chats: dict[str, str] = {}  # by a person's address: the id of the chat with them

    async def deliver(self, reply: Stored) -> str:
        """Perform one reply; the message's id, "" when there is none. Raises TryAgain or Unreachable."""
        match reply:
            case Post(to=to, card=card):
                return await self._send(_address(to.address), render.message(card))
            case Revise(to=to, message=message, card=card):
                return await self._replace(_address(to.address), message, render.message(card))
            case Gather():
                await self._gather(reply)
                return ""

    def workspace(self, to: Place) -> str:
        """adapters.delivery.Paced: the tenant, as an address has it in it."""
        return addresses.tenant_in(to.address)

    async def show(self, form: Form, to: Person, opened_by: str = "", instead_of: str = "") -> str:
        """Put `form` into the personal chat with `to`, in the place of the message `instead_of` when there is one."""
        shown = render.form(form, opened_by, follows=bool(instead_of))
        home = _address(to.home)
        return await (self._replace(home, instead_of, shown) if instead_of else self._send(home, shown))

    def met(self, address: str, conversation: str) -> None:
        """Somebody was met in their personal chat: it need not be opened to write to them."""
        self._chats[address] = conversation

    async def close(self) -> None:
        """Close the connections."""
        await self._connector.close()

    async def _send(self, to: Address, card: Json) -> str:
        at = await self._reach(to)
        try:
            return await self._connector.send(at, card, render.summary(card))
        except Unreachable:
            self._chats.pop(str(to), None)  # should the person come back, their conversation is opened anew
            raise

    async def _replace(self, to: Address, message: str, card: Json) -> str:
        if not message:
            return await self._send(to, card)
        try:
            await self._connector.update(await self._reach(to), message, card, render.summary(card))
        except Unreachable:  # too old, deleted, or somewhere else: what it says still has to arrive
            return await self._send(to, card)
        return message

    async def _reach(self, to: Address) -> Address:
        """The conversation behind `to`; with somebody who has none yet it is opened, once."""
        if to.conversation:
            return to
        if not to.user:
            raise Unreachable("NoAddress")
        known = self._chats.get(str(to))
        if known is None:
            known = self._chats[str(to)] = await self._connector.open(to)
        return Address(to.service, to.bot, to.tenant, conversation=known)

    async def _gather(self, reply: Gather) -> None:
        """Hand everybody in the channel to the engine. A page that fails is asked for again with all before it; the
        engine knows whom it has seen."""
        where = _address(reply.place.address)
        async for member in self._connector.roster(where.channel):
            if people.is_bot(member, where.bot):
                continue
            who = people.person(member, where)
            name = f"{reply.key}:{who.id}"  # the occasion is part of it: who is gathered again is told again
            await self._door.handle(Joined(id=name, who=who, where=reply.place))


def _address(text: str) -> Address:
    try:
        return addresses.parse(text)
    except ValueError:
        raise Unreachable("NoAddress") from None
