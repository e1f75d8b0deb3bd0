"""The program's parts in one process, with a beat on its event loop that tells when something held it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from aiohttp import web

from adapters import serving
from adapters.clocks import SystemClock
from adapters.courier import Courier
from adapters.door import EngineDoor
from adapters.slack import SlackSettings, connect
from adapters.ticker import Ticker
from bot.engine import Engine
from bot.ports import Platform
from framework_content import load
from storage.database import connect as connect_database
from storage.keys import KeyFile
from storage.sql import SqlStore
from tests.bench.processes import answer
from tests.bench.slack_servers import SECRET

BEAT, TICKS_EVERY = 0.002, 0.5


def serve(pipe: Connection, database: str, keys: Path, api: str, users: list[str]) -> None:
    """Sends its port; then answers whatever is asked with the longest that the loop was held since, in seconds."""
    asyncio.run(_serve(pipe, database, keys, api, users))


class Heart:
    """Beats on the event loop; what keeps it from beating kept everybody waiting."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        """For ever."""
        while True:
            before = perf_counter()
            await asyncio.sleep(BEAT)
            self.longest = max(self.longest, perf_counter() - before - BEAT)

    def told(self, _asked: object) -> float:
        """The longest pause since this was last asked."""
        longest, self.longest = self.longest, 0.0
        return longest


async def _serve(pipe: Connection, database: str, keys: Path, api: str, users: list[str]) -> None:
    store, platforms, heart = SqlStore(connect_database(database)), dict[str, Platform](), Heart()
    courier = Courier(store.mailroom, platforms, SystemClock())
    door = EngineDoor(Engine(store, load(), SystemClock(), KeyFile(keys)), courier.wake, courier.give_way)
    site = web.Application(client_max_size=2**20)
    slack = await connect(site, SlackSettings("xoxb", signing_secret=SECRET, api_url=api), door)
    for user in users:
        await slack.person(user)
    platforms["slack"] = slack
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    beside = [asyncio.create_task(courier.run()), asyncio.create_task(heart.beat())]
    ticker = Ticker(door.tick, TICKS_EVERY)
    serving.settle()
    pipe.send(runner.addresses[0][1])
    await answer(pipe, heart.told)
    await ticker.stop()
    courier.stop()
    beside[1].cancel()
    with suppress(TimeoutError):
        await asyncio.wait_for(beside[0], 5)
    await runner.cleanup()
    door.close()
    store.dispose()
