"""Files are locked until the last moment: what waits in the outbox tells nobody who may read the database anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adapters.delivery import AT_WILL, Looks, Paced, Unreachable
from bot.messages import Card, File, Gather, Place, Stored
from bot.ports import Platform


class Unlocking:
    """A platform that is handed every file with its text."""

    def __init__(self, platform: Platform, unlock: Callable[[str], str]) -> None:
        self._platform, self._unlock = platform, unlock
        self.conversation_pace, self.workspace_pace = AT_WILL, AT_WILL
        if isinstance(platform, Paced):
            self.conversation_pace, self.workspace_pace = platform.conversation_pace, platform.workspace_pace

    async def deliver(self, reply: Stored) -> str:
        """As the platform's own. Raises Unreachable, too, when the key that opens a file is gone."""
        if isinstance(reply, Gather) or not any(isinstance(part, File) for part in reply.card.body):
            return await self._platform.deliver(reply)
        return await self._platform.deliver(replace(reply, card=self._opened(reply.card)))

    async def look(self, reply: Stored) -> str | None:
        """As the platform's own; None where it has no eyes."""
        return await self._platform.look(reply) if isinstance(self._platform, Looks) else None

    def workspace(self, to: Place) -> str:
        """As the platform's own; "" where it has none."""
        return self._platform.workspace(to) if isinstance(self._platform, Paced) else ""

    def _opened(self, card: Card) -> Card:
        try:
            parts = [
                replace(part, text=self._unlock(part.locked)) if isinstance(part, File) else part for part in card.body
            ]
        except ValueError:
            raise Unreachable("its key is gone") from None
        return replace(card, body=tuple(parts))
