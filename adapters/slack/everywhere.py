"""The way out into every workspace in which somebody installed the bot."""

from __future__ import annotations

from adapters.delivery import AT_WILL, TryAgain
from adapters.slack import limits
from adapters.slack.platform import SlackPlatform
from adapters.slack.workspaces import Installed
from bot.codec import place_of
from bot.messages import Place, Stored

NOT_INSTALLED = "not_installed"


class Everywhere:
    """Each reply goes out with the token of its workspace. What is for one in which the bot is not installed waits: it
    may be installed there again."""

    conversation_pace, workspace_pace = limits.PACE, AT_WILL

    def __init__(self, workspaces: Installed) -> None:
        self._workspaces = workspaces

    async def deliver(self, reply: Stored) -> str:
        """As SlackPlatform's own."""
        team = _team(reply)
        platform = await self._platform(team)
        try:
            return await platform.deliver(reply)
        except TryAgain as later:
            self._look_again(team, later)
            raise

    async def look(self, reply: Stored) -> str | None:
        """As SlackPlatform's own."""
        team = _team(reply)
        platform = await self._platform(team)
        try:
            return await platform.look(reply)
        except TryAgain as later:
            self._look_again(team, later)
            raise

    def workspace(self, to: Place) -> str:
        """adapters.delivery.Paced: an address begins with it."""
        return to.address.partition("/")[0] + "/"

    async def _platform(self, team: str) -> SlackPlatform:
        workspace = await self._workspaces.of(team)
        if workspace is None:
            raise TryAgain(NOT_INSTALLED, whole_workspace=True)
        return workspace.platform

    def _look_again(self, team: str, later: TryAgain) -> None:
        """A token that is refused may have been replaced, by another process even."""
        if later.whole_workspace:
            self._workspaces.forget(team)


def _team(reply: Stored) -> str:
    return place_of(reply).address.partition("/")[0]
