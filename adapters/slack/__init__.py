"""Slack. `connect` opens its doors on a web application and returns the way out.

The only package that knows Slack's libraries; the program imports it when Slack is switched on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from adapters.clocks import SystemClock
from adapters.slack.client import Client
from adapters.slack.door import PATH, SignedDoor
from adapters.slack.everywhere import Everywhere
from adapters.slack.identity import Identity
from adapters.slack.installing import Installing
from adapters.slack.listener import Listener
from adapters.slack.platform import SlackPlatform
from adapters.slack.quiet import quiet
from adapters.slack.settings import SlackSettings
from adapters.slack.workspaces import Authorize, Installed, Safe, TheOne, Workspace, Workspaces

if TYPE_CHECKING:
    from bot.ports import Door

__all__ = ["SlackPlatform", "SlackSettings", "connect"]

CLOCK = SystemClock()
TIMEOUT = aiohttp.ClientTimeout(total=20)


async def connect(
    site: web.Application, settings: SlackSettings, door: Door, safe: Safe | None = None,
    now: Callable[[], datetime] = CLOCK.now,
) -> SlackPlatform | Everywhere:  # fmt: skip
    """Open Slack's doors on `site`, before it starts: POST /slack/events with a signing secret, Socket Mode with an
    app token, or both. With a client id also the pages on which the app is installed; what is installed is kept in
    `safe`. Raises ValueError, saying what to do, when the settings cannot work."""
    if not settings.signing_secret and not settings.app_token:
        raise ValueError("Slack needs SLACK_SIGNING_SECRET (signed HTTP) or SLACK_APP_TOKEN (Socket Mode), or both.")
    session = aiohttp.ClientSession(timeout=TIMEOUT)

    def workspace(token: str) -> Workspace:
        with_token = Client(token, settings.api_url, session, quiet())
        return Workspace(token, SlackPlatform(with_token, door), Identity(with_token))

    client = Client("", settings.api_url, session, quiet())
    try:
        workspaces, platform = await _workspaces(site, settings, client, workspace, safe, now)
    except ValueError:
        await session.close()
        raise
    listener = Listener(door, workspaces)
    bolt = _bolt(client, workspaces, listener)
    if settings.signing_secret:
        site.router.add_post(PATH, SignedDoor(bolt, settings.signing_secret).receive)

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        sockets = [_socket(bolt, settings, session)] if settings.app_token else []
        # In the background: it tries until Slack answers, and nothing else should wait for that.
        connecting = [asyncio.create_task(socket.connect_async()) for socket in sockets]  # type: ignore[no-untyped-call]
        yield
        for task, socket in zip(connecting, sockets, strict=True):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await socket.close_async()  # type: ignore[no-untyped-call]
        await listener.close()
        await session.close()

    site.cleanup_ctx.append(lifetime)
    return platform


async def _workspaces(
    site: web.Application, settings: SlackSettings, client: Client, make: Callable[[str], Workspace],
    safe: Safe | None, now: Callable[[], datetime],
) -> tuple[Workspaces, SlackPlatform | Everywhere]:  # fmt: skip
    if not settings.client_id:
        one = make(settings.bot_token)
        await one.identity.check()
        return TheOne(one), one.platform
    if settings.bot_token or not settings.client_secret or safe is None:
        raise ValueError("With SLACK_CLIENT_ID, set SLACK_CLIENT_SECRET too, and leave SLACK_BOT_TOKEN out.")
    installed = Installed(safe, make)
    Installing(settings, client, installed, safe, now).open_on(site)
    return installed, Everywhere(installed)


def _bolt(client: Client, workspaces: Workspaces, listener: Listener) -> AsyncApp:
    bolt = AsyncApp(
        name="coreflect.slack.bolt",  # also the name of a logger, which Bolt sets up like the one below
        client=client,
        authorize=Authorize(workspaces),
        process_before_response=True,
        request_verification_enabled=False,  # done in `door`, which parses nothing that is not verified
        logger=quiet(),
    )
    bolt.use(listener)
    return bolt


def _socket(bolt: AsyncApp, settings: SlackSettings, session: aiohttp.ClientSession) -> AsyncSocketModeHandler:
    # Its own: app tokens open sockets and nothing else.
    client = Client(settings.app_token, settings.api_url, session, quiet())
    return AsyncSocketModeHandler(bolt, settings.app_token, logger=quiet(), web_client=client)
