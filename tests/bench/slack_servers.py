"""The two servers that take the presses: a hello-world Bolt, and the real listener with the real engine behind it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from adapters import serving
from adapters.clocks import SystemClock
from adapters.door import EngineDoor
from adapters.slack import SlackSettings, connect
from bot.engine import Engine
from framework_content import load
from storage.database import connect as connect_database
from storage.keys import KeyFile
from storage.sql import SqlStore
from tests.bench.processes import answer

SECRET = "signed-by-slack"
PATH = "/slack/events"


def hello(pipe: Connection) -> None:
    """The floor: verifies the signature, acknowledges, keeps nothing. Sends its port."""
    asyncio.run(_hello(pipe))


async def _hello(pipe: Connection) -> None:
    known = AuthorizeResult(
        enterprise_id=None, team_id="T01TEST", bot_user_id="U0BOT", bot_id="B0BOT", bot_token="xoxb"
    )

    async def authorize() -> AuthorizeResult:
        return known

    logger = logging.getLogger("hello")
    logger.setLevel(logging.ERROR)
    app = AsyncApp(client=AsyncWebClient("xoxb", logger=logger), signing_secret=SECRET, authorize=authorize,
                   process_before_response=True, logger=logger)  # fmt: skip

    @app.action("same#1")
    async def same(ack: AsyncAck) -> None:
        await ack()

    await _serve(app.web_app(PATH), pipe)


def coreflect(pipe: Connection, database: str, keys: Path, api: str, users: Sequence[str]) -> None:
    """The figure: the program's own parts, wired as the program wires them. Sends its port.

    It knows the names of `users` already: Slack is asked for somebody's name once in the program's life.
    """
    asyncio.run(_coreflect(pipe, database, keys, api, users))


async def _coreflect(pipe: Connection, database: str, keys: Path, api: str, users: Sequence[str]) -> None:
    store = SqlStore(connect_database(database))
    door = EngineDoor(Engine(store, load(), SystemClock(), KeyFile(keys)))
    site = web.Application(client_max_size=2**20)
    platform = await connect(site, SlackSettings("xoxb", signing_secret=SECRET, api_url=api), door)
    for user in users:
        await platform.person(user)
    serving.settle()
    await _serve(site, pipe)
    door.close()
    store.dispose()


async def _serve(site: web.Application, pipe: Connection) -> None:
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    await answer(pipe, lambda asked: asked)
    await runner.cleanup()
