"""From the command to the first acknowledged event, against importing the dependencies alone; and the memory."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.library import Library
from storage.database import connect
from tests.adapters.teams.fakes import APP
from tests.bench import crowd, slack_servers, stub_slack
from tests.bench.press import request
from tests.bench.processes import CLIENT, SERVER, beside, pin
from tests.bench.table import Pairs, Row
from tests.databases import fresh_url
from tests.load.running import free_port, megabytes

BOTH = (
    "aiohttp.web, alembic, apscheduler.schedulers.asyncio, babel.dates, cryptography.fernet, filelock, nicknames,"
    " orjson, pydantic_settings, rapidfuzz, slack_bolt.async_app, slack_sdk.web.async_client, sqlalchemy, sqlmodel,"
    " typer"
)
TEAMS = "botframework.connector.auth"
WAYS = {"Slack alone": (BOTH, 85.0), "everything on": (f"{BOTH}, {TEAMS}", 130.0)}
"""What is on -> the dependencies that it needs, and the MB of memory that it may take."""

SLOWEST, QUIET = 1.5, 5.0
"""Times the imports; seconds after which everything that is made ready beside the work is."""


def run(rounds: int, library: Library, folder: Path) -> list[Row]:
    """Each way of running, `rounds` times. What is started keeps to the core of whoever starts it."""
    pin(SERVER)
    with ExitStack() as stack:
        stub = stack.enter_context(beside(CLIENT, stub_slack.serve))
        api = f"http://127.0.0.1:{stub.recv()}/api/"
        return [row for name in WAYS for row in _rows(name, rounds, api, library, folder)]


def _rows(name: str, rounds: int, api: str, library: Library, folder: Path) -> list[Row]:
    imports, most = WAYS[name]
    started = [(_imported(imports), _start(_Place.made(name, api, library, folder))) for _ in range(rounds)]
    pairs = Pairs([floor for floor, _ in started], [begun.ms for _, begun in started])
    mb = median(begun.mb for _, begun in started)
    what = f"From the start to the first acknowledged press, {name}, against importing the dependencies"
    return [
        pairs.at_most(SLOWEST, what, "ms"),
        Row(f"  its memory, {name}, everything made ready", "", f"{mb:.0f} MB", None, f"≤ {most:.0f} MB", mb <= most),
    ]  # fmt: skip


def _imported(modules: str) -> float:
    """Milliseconds of a Python that imports these and ends."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {modules}"], check=True)
    return (time.perf_counter() - started) * 1000


@dataclass(frozen=True)
class _Place:
    """What a start is given: its settings, its port, and the press that it has to acknowledge."""

    settings: Mapping[str, str]
    port: int
    press: bytes

    @classmethod
    def made(cls, name: str, api: str, library: Library, folder: Path) -> _Place:
        people = crowd.seats(1, library, crowd.now())
        url, keys, port = fresh_url("sqlite", folder), folder / f"{os.urandom(4).hex()}.json", free_port()
        database = connect(url)
        crowd.fill(database, people, keys)
        database.dispose()
        settings = {
            "DATABASE_URL": url, "COREFLECT_KEYS": str(keys), "COREFLECT_PORT": str(port), "SLACK_BOT_TOKEN": "xoxb",
            "SLACK_SIGNING_SECRET": slack_servers.SECRET, "SLACK_API_URL": api,
        }  # fmt: skip
        if name != "Slack alone":
            settings |= {"TEAMS_APP_ID": APP, "TEAMS_APP_PASSWORD": "secret"}
        return cls(settings, port, request(people[0], library))


@dataclass(frozen=True)
class _Begun:
    """Milliseconds until the first acknowledgement, and megabytes some seconds later."""

    ms: float
    mb: float


def _start(place: _Place) -> _Begun:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TZ") if name in os.environ}
    order = [str(Path(sys.executable).with_name("coreflect")), "run"]
    started = time.perf_counter()
    with subprocess.Popen(order, env={**kept, **place.settings}, stdout=subprocess.DEVNULL) as program:
        try:
            while not _acknowledged(place):
                if program.poll() is not None:
                    raise RuntimeError("the program did not start")
                time.sleep(0.005)
            taken = (time.perf_counter() - started) * 1000
            time.sleep(QUIET)
            return _Begun(taken, megabytes(program.pid))
        finally:
            program.send_signal(signal.SIGTERM)


def _acknowledged(place: _Place) -> bool:
    head, _, body = place.press.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    line = http.client.HTTPConnection("127.0.0.1", place.port, timeout=10)
    try:
        line.request("POST", slack_servers.PATH, body, headers)
        return line.getresponse().status == 200
    except ConnectionError:
        return False
    finally:
        line.close()
