"""Who the bot is on Slack: asked once, remembered for good."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from slack_bolt.authorization import AuthorizeResult

from adapters.delivery import TryAgain, Unreachable
from adapters.slack.failures import translated

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger("coreflect.slack")

NEEDED = frozenset(
    {
        "app_mentions:read",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
    }
)
REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"})


class Identity:
    """In one workspace. Bolt asks for it at every request, and by default would ask Slack each time."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._lock = asyncio.Lock()
        self._known: AuthorizeResult | None = None

    async def __call__(self) -> AuthorizeResult:
        return self._known or await self.ask()

    async def ask(self) -> AuthorizeResult:
        """Ask Slack, once. Raises TryAgain or Unreachable, never Slack's own error: Bolt would answer that with "all is
        well", and the event would be lost."""
        async with self._lock:
            if self._known is None:
                with translated:
                    answer = await self._client.auth_test()
                _warn(answer.headers)
                self._known = AuthorizeResult(
                    enterprise_id=answer.get("enterprise_id"),
                    team_id=answer["team_id"],
                    bot_user_id=answer["user_id"],
                    bot_id=answer.get("bot_id"),
                    bot_token=self._client.token,
                )
            return self._known

    async def check(self) -> None:
        """Ask at the start. Raises ValueError, saying what to do, when Slack refuses the token; when Slack cannot be
        reached the question waits for the first event."""
        try:
            await self.ask()
        except (TryAgain, Unreachable) as error:
            if str(error) in REFUSED:
                raise ValueError(_advice(str(error))) from None
            log.warning("Slack could not be asked who the bot is (%s); it is asked again at the first event", error)


def _advice(why: str) -> str:
    return f"Slack refused the bot token ({why}). Copy it again: api.slack.com/apps, your app, OAuth & Permissions."


def _warn(headers: Any) -> None:
    granted = headers.get("x-oauth-scopes", "")
    if granted and (missing := NEEDED - {scope.strip() for scope in granted.split(",")}):
        log.warning("the Slack app lacks scopes: %s; see docs/slack-manifest.yaml", ", ".join(sorted(missing)))
