"""The way out into every workspace in which somebody installed the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.delivery import AT_WILL, TryAgain
from adapters.slack import limits
from adapters.slack.address import team_in
from adapters.slack.platform import SlackPlatform
from adapters.slack.workspaces import Installed
from bot.codec import place_of
from bot.messages import Place, Stored

T = TypeVar("T")

NOT_INSTALLED = "not_installed"


class Everywhere:
    """Each reply goes out with the token of its workspace. What is for one in which the bot is not installed waits: it
    may be installed there again."""

    conversation_pace, workspace_pace = limits.PACE, AT_WILL

    def __init__(self, workspaces: Installed) -> None:
        self._workspaces = workspaces

    async def deliver(self, reply: Stored) -> str:
        """As SlackPlatform's own."""
        return await self._there(reply, lambda platform: platform.deliver(reply))

    async def look(self, reply: Stored) -> str | None:
        """As SlackPlatform's own."""
        return await self._there(reply, lambda platform: platform.look(reply))

    def workspace(self, to: Place) -> str:
        """adapters.delivery.Paced: an address begins with it."""
        return f"{team_in(to.address)}/"

    async def _there(self, reply: Stored, perform: Callable[[SlackPlatform], Awaitable[T]]) -> T:
        team = team_in(place_of(reply).address)
        workspace = await self._workspaces.of(team)
        if workspace is None:
            raise TryAgain(NOT_INSTALLED, whole_workspace=True)
        try:
            return await perform(workspace.platform)
        except TryAgain as later:
            if later.whole_workspace:  # a token that is refused may have been replaced, by another process even
                self._workspaces.forget(team)
            raise
