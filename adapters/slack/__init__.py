"""Slack. `connect` opens its doors on a web application and returns the way out.

The only package that knows Slack's libraries; the program imports it when Slack is switched on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from adapters.slack.client import Client
from adapters.slack.door import PATH, SignedDoor
from adapters.slack.identity import Identity
from adapters.slack.listener import Listener
from adapters.slack.platform import SlackPlatform
from adapters.slack.settings import SlackSettings

if TYPE_CHECKING:
    from bot.ports import Door

__all__ = ["SlackPlatform", "SlackSettings", "connect"]

TIMEOUT = aiohttp.ClientTimeout(total=20)


async def connect(site: web.Application, settings: SlackSettings, door: Door) -> SlackPlatform:
    """Open Slack's doors on `site`, before it starts: POST /slack/events with a signing secret, Socket Mode with an
    app token, or both. Raises ValueError, saying what to do, when the settings cannot work."""
    if not settings.signing_secret and not settings.app_token:
        raise ValueError("Slack needs SLACK_SIGNING_SECRET (signed HTTP) or SLACK_APP_TOKEN (Socket Mode), or both.")
    session = aiohttp.ClientSession(timeout=TIMEOUT)
    client = Client(settings.bot_token, settings.api_url, session, _quiet())
    identity = Identity(client)
    try:
        await identity.check()
    except ValueError:
        await session.close()
        raise
    platform = SlackPlatform(client, door)
    listener = Listener(door, platform)
    bolt = _bolt(client, identity, listener)
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


def _bolt(client: Client, identity: Identity, listener: Listener) -> AsyncApp:
    bolt = AsyncApp(
        name="coreflect.slack.bolt",  # also the name of a logger, which Bolt sets up like the one below
        client=client,
        authorize=identity,
        process_before_response=True,
        request_verification_enabled=False,  # done in `door`, which parses nothing that is not verified
        logger=_quiet(),
    )
    bolt.use(listener)
    return bolt


def _socket(bolt: AsyncApp, settings: SlackSettings, session: aiohttp.ClientSession) -> AsyncSocketModeHandler:
    # Its own: app tokens open sockets and nothing else.
    client = Client(settings.app_token, settings.api_url, session, _quiet())
    return AsyncSocketModeHandler(bolt, settings.app_token, logger=_quiet(), web_client=client)


class _WithoutContent(logging.Filter):
    """The libraries put payloads, answers and socket tickets behind a bracket or a colon, and into tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = record.getMessage().partition("(")[0].partition(":")[0].strip()
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


def _quiet() -> logging.Logger:
    """The logger that Slack's libraries are given: what went wrong, never with what."""
    logger = logging.getLogger("coreflect.slack.sdk")
    if not logger.filters:
        logger.addFilter(_WithoutContent())
        logger.setLevel(logging.ERROR)
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return logger
