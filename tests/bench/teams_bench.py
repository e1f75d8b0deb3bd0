"""Activities a second, with every token checked: the adapter against Microsoft's own CloudAdapter.

`python -m tests.bench.teams_bench` measures both in one run, in pairs, each in a process of its own and driven from
a third. Both verify the same token against one OpenID document on this machine, on every request: neither remembers
a token that it has seen.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from statistics import median
from typing import Any

from aiohttp import web

from bot.messages import Event, OpenForm
from tests.adapters.teams.fakes import APP, Keys, claims, token
from tests.players.teams import recorded

NAME = "Teams: activities a second, token checked"
GOAL = 12.0
CONNECTIONS = 16
SECONDS = 3.0
WARM_UP = 0.7


class NoDoor:
    """bot.ports.Door that does nothing, so that only the adapter is measured."""

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        return ()


def run(rounds: int = 5, door_factory: Callable[[], Any] | str = NoDoor, seconds: float = SECONDS) -> dict[str, Any]:
    """Medians of paired rounds of so many seconds: floor (CloudAdapter), figure (the adapter), ratio (of the pairs').

    `door_factory` is made and called in the server's own process: a function or class at the top of a module.
    """
    door = door_factory if isinstance(door_factory, str) else f"{door_factory.__module__}:{door_factory.__qualname__}"
    with _keys() as openid, _serving("stock", openid, door) as stock, _serving("ours", openid, door) as ours:
        pairs = [(_load(stock, openid, seconds), _load(ours, openid, seconds)) for _ in range(rounds)]
    return {
        "name": NAME,
        "floor": round(median(floor for floor, _ in pairs), 1),
        "figure": round(median(figure for _, figure in pairs), 1),
        "ratio": round(median(figure / floor for floor, figure in pairs), 2),
        "goal": GOAL,
    }


# ---- the two sides ------------------------------------------------------------------------------------------------


def serve(kind: str, openid: str, door: str) -> None:
    """Serve one side until the end; its port is the first line it prints."""
    asyncio.run(_serve(kind, openid, door))


async def _serve(kind: str, openid: str, door: str) -> None:
    site = web.Application()
    if kind == "stock":
        site.router.add_post("/api/messages", _stock(openid))
    else:
        from adapters import serving
        from adapters.teams import TeamsSettings, connect

        module, _, name = door.partition(":")
        made = getattr(import_module("tests.bench.teams_bench" if module == "__main__" else module), name)()
        await connect(site, TeamsSettings(APP, "secret", openid_url=openid), made)
        serving.settle()
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


def _stock(openid: str) -> Callable[[web.Request], Any]:
    """CloudAdapter as its documentation shows it, with a bot that does nothing."""
    from botbuilder.core import ActivityHandler
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

    class Config:
        APP_ID, APP_PASSWORD, APP_TYPE, APP_TENANTID = APP, "secret", "SingleTenant", "tenant"
        TO_CHANNEL_FROM_BOT_LOGIN_URL = "https://login.microsoftonline.com/tenant"
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = "https://api.botframework.com"
        OAUTH_URL = "https://token.botframework.com"
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = openid

    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Config)), ActivityHandler()

    async def post(request: web.Request) -> web.Response:
        return await adapter.process(request, bot)

    return post


# ---- driving them -------------------------------------------------------------------------------------------------


@contextmanager
def _serving(kind: str, openid: str, door: str) -> Iterator[str]:
    order = [sys.executable, "-m", "tests.bench.teams_bench", "serve", kind, openid, door]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


@contextmanager
def _keys() -> Iterator[str]:
    """The OpenID document, served from a thread: CloudAdapter asks for it while its own loop stands still."""
    ready, loop, done = threading.Event(), asyncio.new_event_loop(), asyncio.Event()
    address: list[str] = []

    async def hold() -> None:
        async with Keys().on() as url:
            address.append(url)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(hold(),))
    thread.start()
    ready.wait()
    yield address[0]
    loop.call_soon_threadsafe(done.set)
    thread.join()


def _load(port: str, openid: str, seconds: float) -> float:
    """Activities a second that the server at `port` answers, driven from a process of its own."""
    activity = json.dumps(recorded("says_private")).encode()
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token(claims(time.time()))}\r\nContent-Length: {len(activity)}\r\n\r\n"
    )
    order = [sys.executable, "-m", "tests.bench.teams_bench", "load", port, str(seconds)]
    done = subprocess.run(order, input=head.encode() + activity, stdout=subprocess.PIPE, check=True)
    return float(done.stdout)


async def _drive(port: int, request: bytes, seconds: float) -> float:
    """Send `request` over and over for so many seconds; the answers a second, once it runs evenly."""
    answered = 0
    begin, end = time.perf_counter() + WARM_UP, time.perf_counter() + WARM_UP + seconds

    async def one() -> None:
        nonlocal answered
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (now := time.perf_counter()) < end:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")), head
            length = next(
                (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
            )
            if length:
                await reader.readexactly(length)
            answered += now >= begin
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return answered / seconds


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", kind, openid, door]:
            serve(kind, openid, door)
        case ["load", port, seconds]:
            print(asyncio.run(_drive(int(port), sys.stdin.buffer.read(), float(seconds))))
        case _:
            print(json.dumps(run(), indent=2))
