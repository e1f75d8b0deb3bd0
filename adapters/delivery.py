"""What the courier and a platform say to each other, beside `deliver`.

What can go wrong is said in two words: later, or not at all. The protocols are optional beside bot.ports.Platform.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.messages import Place, Stored


class TryAgain(Exception):
    """The platform asked for patience or did not answer. `after` is how many seconds it asked for, None when it
    did not say.

    `perhaps_sent`: the request may have arrived all the same (no answer, a connection that broke, a server's error).
    `whole_workspace`: the refusal holds for the workspace, not only for this conversation.
    """

    def __init__(
        self, why: str, after: float | None = None, *, perhaps_sent: bool = False, whole_workspace: bool = False
    ) -> None:
        super().__init__(why)
        self.after = after
        self.perhaps_sent, self.whole_workspace = perhaps_sent, whole_workspace


class Unreachable(Exception):
    """This will never arrive: the person is gone or blocked the bot, or the channel is closed to it. `why` is the
    platform's own error code, without content."""


@runtime_checkable
class Looks(Protocol):
    """A platform that can tell whether something has arrived."""

    async def look(self, reply: Stored) -> str | None:
        """The reference of the message that already stands for `reply.key`; None when none does, or when nothing is
        lost by performing the reply once more. Raises TryAgain when it cannot be told now."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many messages at once, and then one `every` so many seconds."""

    burst: int
    every: float


AT_WILL = Pace(1, 0)


@runtime_checkable
class Paced(Protocol):
    """A platform that says how fast it may be written to: one conversation, and all of a workspace. Without it only
    what it asks for is waited for."""

    conversation_pace: Pace
    workspace_pace: Pace

    def workspace(self, to: Place) -> str:
        """A piece of text that all addresses of the workspace of `to` have in them, and no others."""
