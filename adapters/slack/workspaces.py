"""The workspaces that the bot is in: the one whose token the operator gave, or each in which somebody installed it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize

from adapters.delivery import TryAgain, Unreachable
from adapters.slack.identity import REFUSED

if TYPE_CHECKING:
    from adapters.slack.identity import Identity
    from adapters.slack.platform import SlackPlatform


_ID = re.compile(r"[A-Za-z0-9]{1,255}")


class Safe(Protocol):
    """What is kept for every process of the program, locked. Synchronous: called in a thread. Raises StoreTrouble."""

    def keep(self, name: str, words: str) -> None:
        """Keep `words`, instead of what was kept under this name."""

    def read(self, name: str) -> str | None:
        """What is kept under this name, None when there is nothing."""

    def drop(self, name: str, words: str) -> None:
        """Keep it no longer, unless it is something else by now."""

    def ticket(self, now: datetime) -> str:
        """A word for an address on the web that nobody can make up."""

    def redeem(self, ticket: str, now: datetime) -> bool:
        """Whether `ticket` is a new one that nobody has redeemed yet, in any process."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One of them: its token, the way out, and who the bot is there."""

    token: str = field(repr=False)
    platform: SlackPlatform
    identity: Identity


class Workspaces(Protocol):
    """Finds a workspace by Slack's id of it, "" for one that has none (`team_of`)."""

    async def of(self, team: str) -> Workspace | None:
        """None where the bot is not installed. Raises StoreTrouble when that cannot be told now."""

    async def gone(self, team: str) -> None:
        """Slack says that the bot was taken away there. Raises TryAgain when Slack cannot be asked now."""


class TheOne:
    """The operator's."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def of(self, team: str) -> Workspace:
        return self._workspace

    async def gone(self, team: str) -> None:
        """The token is the operator's to change: what waits is sent once there is a new one."""


class Installed:
    """Every one in which somebody installed the bot. What is remembered here of one goes as soon as Slack refuses its
    token: another process may have been given a new one."""

    def __init__(self, safe: Safe, make: Callable[[str], Workspace]) -> None:
        self._safe, self._make = safe, make
        self._known: dict[str, Workspace] = {}

    async def of(self, team: str) -> Workspace | None:
        if team not in self._known:
            token = await asyncio.to_thread(self._safe.read, _name(team)) if team else None
            if token is None:
                return None
            self._known.setdefault(team, self._make(token))  # somebody else may have been quicker
        return self._known[team]

    async def install(self, team: str, token: str) -> None:
        """From now on the bot is there, with this token."""
        await asyncio.to_thread(self._safe.keep, _name(team), token)
        self.forget(team)

    def forget(self, team: str) -> None:
        """Look again what is kept of it."""
        self._known.pop(team, None)

    async def gone(self, team: str) -> None:
        """The token goes, if Slack refuses it: somebody may have installed the bot again since."""
        self.forget(team)
        if (workspace := await self.of(team)) is None:
            return
        try:
            await workspace.identity.ask()
        except (TryAgain, Unreachable) as error:
            if str(error) not in REFUSED:
                raise TryAgain(str(error)) from None
            await asyncio.to_thread(self._safe.drop, _name(team), workspace.token)
            self.forget(team)


class Authorize(AsyncAuthorize):
    """Bolt's `authorize`: who the bot is where a request comes from. Nobody, where it is not installed: of that Bolt
    would tell people itself, at an address that is in the request."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(self, *, team_id: str | None = None, **_request: Any) -> AuthorizeResult:
        workspace = await self._workspaces.of(team_of(team_id))
        return await workspace.identity() if workspace else AuthorizeResult(enterprise_id=None, team_id=None)


def team_of(given: object) -> str:
    """Slack's id of a workspace as a request gives it, "" when that is none."""
    return given if isinstance(given, str) and _ID.fullmatch(given) else ""


def _name(team: str) -> str:
    return f"slack:{team}"
