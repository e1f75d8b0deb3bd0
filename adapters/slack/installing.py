"""Installing the bot in one workspace after the other: Slack's OAuth flow, whose state outlives any process.

https://docs.slack.dev/authentication/installing-with-oauth. The token is kept locked (`workspaces.Safe`). The state is
a ticket of the safe: nothing is written for one that is only asked for, and each is good once, in whichever process.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import urljoin

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.identity import NEEDED
from adapters.slack.pages import BROKEN, DONE, FAILED, HEADERS, INSTALL, page
from adapters.slack.quiet import quiet
from adapters.slack.settings import SlackSettings
from adapters.slack.workspaces import Installed, Safe

log = logging.getLogger("coreflect.slack")

REDIRECT = "/slack/oauth_redirect"


class NotLikeThis(BoltError):
    """It is installed in a way that we cannot work with; says which, by its name in `pages.FAILED`."""


class Installing:
    """GET /slack/install and GET /slack/oauth_redirect. Whoever may reach them may install the bot."""

    def __init__(
        self, settings: SlackSettings, client: AsyncWebClient, installed: Installed, safe: Safe,
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._flow = AsyncOAuthFlow(
            client=client,
            logger=quiet(),
            settings=AsyncOAuthSettings(
                client_id=settings.client_id,
                client_secret=settings.client_secret,
                scopes=sorted(NEEDED),
                user_scopes=[],  # nothing in somebody's name
                authorization_url=urljoin(settings.api_url, "/oauth/v2/authorize"),
                install_page_rendering_enabled=False,  # Slack's own page says what is asked for
                callback_options=AsyncCallbackOptions(success=_installed, failure=_failed),
                installation_store=_Tokens(installed),
                state_store=_Tickets(safe, now),
                logger=quiet(),
            ),
        )

    def open_on(self, site: web.Application) -> None:
        """Add the two pages."""
        site.router.add_get(INSTALL, self._begin, allow_head=False)
        site.router.add_get(REDIRECT, self._end, allow_head=False)

    async def _begin(self, request: web.Request) -> web.Response:
        return await _answered(request, self._flow.handle_installation)

    async def _end(self, request: web.Request) -> web.Response:
        return await _answered(request, self._flow.handle_callback)


async def _answered(
    request: web.Request, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
) -> web.Response:
    try:
        # Without a body: whoever sends one is not waited for.
        response = await handle(AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers)))
    except Exception as error:  # somebody looks at this page: whatever it was, they are told what to do
        log.error("slack: the bot could not be installed: %s", type(error).__name__)
        response = BoltResponse(status=503, body=page(*BROKEN))
    response.headers.update({name.lower(): [value] for name, value in HEADERS.items()})
    return await to_aiohttp_response(response)


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    log.warning("slack: the bot was installed in a workspace")
    used = args.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=200, body=page(*DONE), headers={"Set-Cookie": used})


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    reason = str(args.error) if isinstance(args.error, NotLikeThis) else args.reason
    return BoltResponse(status=args.suggested_status_code, body=page(*FAILED.get(reason, BROKEN)))


class _Tokens(AsyncInstallationStore):
    """Where Bolt leaves what Slack gave it. It asks for nothing back: `workspaces.Authorize` does."""

    def __init__(self, installed: Installed) -> None:
        self._installed = installed

    async def async_save(self, installation: Installation) -> None:
        if installation.is_enterprise_install or not installation.team_id:
            raise NotLikeThis("organisation")
        if installation.bot_token_expires_at or not installation.bot_token:
            raise NotLikeThis("rotation")
        await self._installed.install(installation.team_id, installation.bot_token)


class _Tickets(AsyncOAuthStateStore):
    def __init__(self, safe: Safe, now: Callable[[], datetime]) -> None:
        self._safe, self._now = safe, now

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        return await asyncio.to_thread(self._safe.ticket, self._now())

    async def async_consume(self, state: str) -> bool:
        return await asyncio.to_thread(self._safe.redeem, state, self._now())
