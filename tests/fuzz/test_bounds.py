"""What no client may make the server hold: large bodies, slow requests, thousands of connections."""

from __future__ import annotations

import asyncio
import resource
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.serving import Patience
from bot.languages import Languages
from framework_content import load_all
from tests.fuzz.house import House, house
from tests.fuzz.wire import Case, send, written

DOORS = ("/slack/events", "/api/messages", "/web/events", "/web/demonstration")
TEN_MEGABYTES = 10 * 2**20
QUICK = Patience(idle=0.2, body=0.2, refused=0.05)


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(load_all(None), "en")


@pytest.fixture
async def opened(tmp_path: Path, languages: Languages) -> AsyncIterator[House]:
    async with house(tmp_path, patience=QUICK, languages=languages) as running:
        yield running


async def alive(opened: House) -> None:
    answer = await send(opened.port, b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 5.0)
    assert answer.status == 200


def head(opened: House, door: str, *more: str) -> bytes:
    origin = f"Origin: http://127.0.0.1:{opened.port}"
    lines = (f"POST {door} HTTP/1.1", f"Host: 127.0.0.1:{opened.port}", "Content-Type: application/json", origin, *more)
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


# ---- large --------------------------------------------------------------------------------------------------------


async def _pour(opened: House, start: bytes, size: int, wrap: Callable[[bytes], bytes] = bytes) -> bytes:
    """Send so much after `start` as the server takes; the first line of what it answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", opened.port)
    part = wrap(b" " * 2**16)
    writer.write(start)

    async def pour() -> None:
        with suppress(ConnectionError):
            for _ in range(size // 2**16):
                writer.write(part)
                await writer.drain()

    pouring = asyncio.create_task(pour())
    async with asyncio.timeout(5):
        said = await reader.readline()
    pouring.cancel()
    writer.transport.abort()
    return said


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("told", [True, False], ids=["with its length", "in parts"])
async def test_ten_megabytes_are_refused_and_not_kept(opened: House, door: str, told: bool) -> None:
    start = head(opened, door, f"Content-Length: {TEN_MEGABYTES}" if told else "Transfer-Encoding: chunked")
    wrap = bytes if told else (lambda part: b"%x\r\n%s\r\n" % (len(part), part))
    await alive(opened)
    tracemalloc.start()
    said = await _pour(opened, start, TEN_MEGABYTES, wrap)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said.split()[1] == b"413"
    assert most < 4 * 2**20, f"{most / 2**20:.1f} MB were held"
    await alive(opened)


@pytest.mark.parametrize(
    "line",
    [b"GET /" + b"x" * 2**16, b"GET / HTTP/1.1\r\nX: " + b"y" * 2**16, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 9_999],
    ids=["address", "header", "headers"],
)
async def test_a_long_head_is_refused(opened: House, line: bytes) -> None:
    said = await _pour(opened, line, 2**16)
    assert said.split()[1] == b"400"
    assert opened.watch.take() == []


# ---- slow ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [b"", b"POST /slack/ev", b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Sl"],
                         ids=["nothing", "half a line", "half a head"])  # fmt: skip
async def test_a_head_that_does_not_end_is_cut_off(opened: House, start: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", opened.port)
    writer.write(start)
    async with asyncio.timeout(3):
        assert await reader.read() == b""
    writer.close()


@pytest.mark.parametrize("door", DOORS)
async def test_a_body_that_drips_is_cut_off(opened: House, door: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", opened.port)
    writer.write(head(opened, door, "Content-Length: 1000"))

    async def drip() -> None:
        with suppress(ConnectionError):
            while True:
                writer.write(b" ")
                await asyncio.sleep(0.02)

    dripping = asyncio.create_task(drip())
    async with asyncio.timeout(3):
        with suppress(ConnectionError):
            said = await reader.read()
            assert said == b"" or said.split()[1] == b"404"  # without a demonstration the body is not waited for
    dripping.cancel()
    writer.transport.abort()
    assert opened.watch.take() == []


@pytest.mark.parametrize("door", DOORS)
async def test_who_goes_away_in_the_middle_leaves_nothing_behind(opened: House, door: str) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", opened.port)
    before = len(asyncio.all_tasks())
    writer.write(head(opened, door, "Content-Length: 1000") + b"{")
    await alive(opened)  # by then it has been read
    writer.transport.abort()
    async with asyncio.timeout(3):
        while len(asyncio.all_tasks()) >= before:  # noqa: ASYNC110 - nobody tells when a task has gone
            await asyncio.sleep(0.01)
    assert opened.watch.take() == []


async def test_a_reader_that_does_not_read_fills_nothing(opened: House) -> None:
    """A thousand requests in one line, and nobody takes the answers: the server stops reading."""
    case = Case("", "GET", "/", (("Connection", "keep-alive"),))
    _, writer = await asyncio.open_connection("127.0.0.1", opened.port)
    tracemalloc.start()
    writer.write(written(case, "/", b"", {}, opened.port) * 1000)
    await alive(opened)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8 * 2**20
    writer.transport.abort()


# ---- many ---------------------------------------------------------------------------------------------------------


async def test_thousands_of_idle_connections_keep_nobody_out(
    tmp_path: Path, languages: Languages, record_property: Callable[[str, object], None]
) -> None:
    """As many as this machine lets one process open, both ends of each, up to four thousand."""
    many = min(4_000, (resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200) // 2)
    record_property("idle connections", many)
    patience = Patience(idle=30, body=30, refused=0.05)
    async with house(tmp_path, patience=patience, languages=languages) as opened:
        idle = []
        for at in range(0, many, 100):  # no more at once than wait to be taken
            idle += await asyncio.gather(
                *(asyncio.open_connection("127.0.0.1", opened.port) for _ in range(min(100, many - at)))
            )
        for at, (_, writer) in enumerate(idle):
            writer.write((b"", b"POST /slack/events HT", head(opened, "/web/events", "Content-Length: 9"))[at % 3])
        async with asyncio.timeout(2):
            for _ in range(20):
                await alive(opened)
        for _, writer in idle:
            writer.transport.abort()
        assert opened.watch.take() == []
    print(f"{many} idle connections")
