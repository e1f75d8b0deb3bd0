"""One run: the server, the outside and the traffic in processes of their own, and both rounds in the middle."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from coreflect import WARMS_AFTER
from framework_content import load
from storage.database import connect
from tests.bench.crowd import EACH
from tests.databases import fresh_url
from tests.load import client, crowd, outside, server
from tests.load.client import Sent
from tests.load.traffic import rate

_SPAWN = multiprocessing.get_context("spawn")

MEMBERS = 10_000
EARLY = 20
"""Teams whose week ends during the warm-up, so that everything has been done once before memory is measured."""

WARM, CLOSES, ASKS = 0.25, 0.35, 0.6
"""Parts of the run: when it is warm, when the weeks end, and when the questions go out."""


@dataclass
class Taken:
    """What was measured. `rounds`: name -> (begin, end), seconds from the start; `memory`: (second, MB)."""

    sent: list[Sent] = field(default_factory=list)
    rounds: dict[str, tuple[float, float]] = field(default_factory=dict)
    memory: list[tuple[float, float]] = field(default_factory=list)
    seconds: float = 0.0
    arrived: tuple[int, int, int] = (0, 0, 0)
    waiting: int = 0
    processor: float = 0.0
    """Seconds of processor that the server used."""

    def within(self, round_: str) -> list[Sent]:
        begin, end = self.rounds[round_]
        return [each for each in self.sent if begin <= each.due <= end]

    @property
    def failed(self) -> list[Sent]:
        """Answered 5xx, or not at all."""
        return [each for each in self.sent if each.status >= 500 or not each.status]

    @property
    def growth(self) -> tuple[float, float]:
        """Memory when warm and at the end: the median of a tenth of the run each."""
        warm = [mb for at, mb in self.memory if WARM <= at / self.seconds < WARM + 0.1]
        end = [mb for at, mb in self.memory if at / self.seconds >= 0.9]
        warm, end = warm or [self.memory[0][1]], end or [self.memory[-1][1]]  # in a short run a look may be late
        return sorted(warm)[len(warm) // 2], sorted(end)[len(end) // 2]


def run(seconds: float, factor: float, folder: Path, members: int = MEMBERS) -> Taken:
    """Everything, from an empty folder."""
    database, keys, taken = fresh_url("sqlite", folder), folder / "keys.json", Taken(seconds=seconds)
    path = database.removeprefix("sqlite:///")
    with ExitStack() as stack:
        far = stack.enter_context(_beside(outside.serve))
        url, openid, token = far.recv()
        people = crowd.seats(members, load(), datetime.now(UTC), f"{url}/teams")
        store = connect(database)
        crowd.fill(store, people, keys)
        store.dispose()
        port = free_port()
        serving = _SPAWN.Process(target=server.run, args=(database, keys, port, url, openid), daemon=True)
        serving.start()
        stack.callback(_stop, serving)
        _wait_until_ready(port, serving.pid or 0)
        asked = (port, people, f"{url}/teams", token, seconds, rate(members, factor), seconds * ASKS)
        load_ = stack.enter_context(_beside(client.run, *asked))
        _watch(path, [seat.team.id for seat in people[::EACH]], serving.pid or 0, taken)
        taken.sent = load_.recv()
        far.send("?")
        taken.arrived = far.recv()
        taken.waiting = _count(path, "%")
    return taken


@contextmanager
def _beside(target: Callable[..., None], *given: object) -> Iterator[Connection]:
    """`target(pipe, *given)` in another process, on whichever core is free; yields our end of the pipe."""
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=target, args=(theirs, *given), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        _stop(process)


def _stop(process: SpawnProcess) -> None:
    process.terminate()
    process.join(20)
    if process.is_alive():
        process.kill()


def _watch(path: str, teams: list[str], pid: int, taken: Taken) -> None:
    """Until the end: begin the rounds when it is time, see when they are through, and look at the memory."""
    begun, seconds, used = time.perf_counter(), taken.seconds, _processor_seconds(pid)
    plan = [
        (0.08, "early summaries", "summary", lambda when: crowd.close_at(path, teams[:EARLY], when)),
        (0.16, "early questions", "ask", lambda when: crowd.ask_at(path, when)),
        (CLOSES, "summary round", "summary", lambda when: crowd.close_at(path, teams[EARLY:], when)),
        (ASKS, "question round", "ask", lambda when: crowd.ask_at(path, when)),
    ]
    under_way: tuple[str, str, float] | None = None
    while (now := time.perf_counter() - begun) < seconds:
        taken.memory.append((now, megabytes(pid)))
        if plan and now >= plan[0][0] * seconds:
            _, name, occasion, begin = plan.pop(0)
            begin(datetime.now(UTC) - timedelta(seconds=1))
            under_way = (name, occasion, now)
        if under_way is not None:
            name, occasion, began = under_way
            taken.rounds[name] = (began, now)
            if not _many_due(path) and not _count(path, f"{occasion}:%"):
                under_way = None
        time.sleep(0.5)
    taken.processor = _processor_seconds(pid) - used


def _count(path: str, key: str) -> int:
    """How many messages of an occasion wait."""
    return _look(path, "SELECT count(*) FROM outbox WHERE state = 'waiting' AND key LIKE ?", key)


def _many_due(path: str) -> int:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return _look(path, "SELECT count(*) FROM team WHERE due_at <= ?", now)


def _look(path: str, asked: str, value: str) -> int:
    """A number from the database, without keeping any writer waiting."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as looking:
        found: int = looking.execute(asked, (value,)).fetchone()[0]
        return found


def megabytes(pid: int) -> float:
    """The resident memory of a process."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_until_ready(port: int, pid: int) -> None:
    """Until it answers, and what it makes ready beside that, a little later, is ready: a start is not a Monday."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                break
        except OSError:
            time.sleep(0.1)
    else:
        raise RuntimeError("the server did not start")
    time.sleep(WARMS_AFTER)
    before, now = -1.0, _processor_seconds(pid)
    while now - before > 0.1:
        time.sleep(0.5)
        before, now = now, _processor_seconds(pid)


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
