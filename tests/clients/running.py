"""The real program, `coreflect run`, as a process of its own: started, asked to stop, and started again elsewhere in
time on the same database. What a client test on any platform talks to.

    async with running(tmp_path, {"SLACK_BOT_TOKEN": "…"}, clock="2026-03-02T10:00+00:00") as program:
        ...
        await program.moves_to("2026-03-16T08:58+00:00", speed=120)
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

import aiohttp

PROGRAM = Path(__file__).parents[2] / "coreflect.py"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")
"""All that a program gets from the environment of the tests: no setting of the machine's own may slip in."""

STARTS_WITHIN, STOPS_WITHIN, LOOKS_EVERY = 30.0, 8.0, 0.05
T = TypeVar("T")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def until(look: Callable[[], T], patience: float = 15.0) -> T:
    """What `look` returns, once there is something. Raises TimeoutError after `patience` seconds."""
    async with asyncio.timeout(patience):
        while not (found := look()):  # noqa: ASYNC110 - what is looked at is another process
            await asyncio.sleep(LOOKS_EVERY)
    return found


class Program:
    """One installation: a folder with its database and its keys, and a port. Use `running` to have it started."""

    def __init__(self, folder: Path, environment: Mapping[str, str], port: int) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self._folder, self._output = folder, folder / "coreflect.log"
        own = {name: os.environ[name] for name in KEPT if name in os.environ}
        self._environment = own | {
            "DATABASE_URL": f"sqlite:///{folder}/coreflect.db",
            "COREFLECT_KEYS": f"{folder}/keys.json",
            "COREFLECT_PORT": str(port),
            **environment,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._began, self._speed, self._spawned = datetime.min, 1.0, 0.0

    async def start(self, clock: str, speed: float = 1.0) -> None:
        """Start it at the moment `clock` ("" for now) and wait until it is healthy."""
        order = [sys.executable, str(PROGRAM), "run"]
        if clock:
            self._began, self._speed = datetime.fromisoformat(clock), speed
            order += ["--clock", clock, "--speed", str(speed)]
        self._spawned = monotonic()
        with self._output.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *order, env=self._environment, cwd=self._folder, stdout=output, stderr=asyncio.subprocess.STDOUT
            )
        await self._healthy(self._process)

    async def _healthy(self, process: asyncio.subprocess.Process) -> None:
        deadline = monotonic() + STARTS_WITHIN
        async with aiohttp.ClientSession() as session:
            while monotonic() < deadline:
                assert process.returncode is None, f"it did not start:\n{self.log()}"
                try:
                    async with session.get(f"{self.url}/health") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(LOOKS_EVERY)
        raise AssertionError(f"not healthy after {STARTS_WITHIN} seconds:\n{self.log()}")

    async def stop(self) -> None:
        """Ask it to stop as Ctrl-C does; it must end well, and soon."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        try:
            async with asyncio.timeout(STOPS_WITHIN):
                code = await self._process.wait()
        except TimeoutError:
            raise AssertionError(f"still running {STOPS_WITHIN} seconds after it was asked to stop") from None
        assert code == 0, f"it ended with {code}:\n{self.log()}"

    async def moves_to(self, clock: str, speed: float = 1.0) -> None:
        """Stop it and start it again at another moment, on the same database."""
        await self.stop()
        await self.start(clock, speed)

    def kill(self) -> None:
        """The end of a test that went wrong."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    def latest(self) -> datetime:
        """The latest it can be on the program's own clock now: that one starts a little after the process. What has
        happened although this is before its hour came too early."""
        return self._began + timedelta(seconds=(monotonic() - self._spawned) * self._speed)

    def log(self) -> str:
        """Everything it printed and logged, over all its starts."""
        return self._output.read_text(encoding="utf-8", errors="replace") if self._output.exists() else ""

    def troubles(self) -> list[str]:
        """The lines of its log that speak of an error."""
        return [line for line in self.log().splitlines() if line.startswith(("ERROR", "CRITICAL", "Traceback"))]

    def tells_nothing(self, words: Iterable[str]) -> None:
        """Assert that none of `words` stands in its log, in any spelling."""
        log = self.log().casefold()
        told = [word for word in words if word.casefold() in log]
        assert not told, f"the log tells {told}"


@asynccontextmanager
async def running(
    folder: Path, environment: Mapping[str, str], *, clock: str = "", speed: float = 1.0, port: int = 0
) -> AsyncIterator[Program]:
    """The program, healthy, with its own database and keys in `folder`; stopped well at the end."""
    program = Program(folder, environment, port or free_port())
    try:
        await program.start(clock, speed)
        yield program
        await program.stop()
    finally:
        program.kill()
