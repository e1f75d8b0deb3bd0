"""How the site is served: what no client may hold for long, and what the server may say of those who try.

The platforms and the page send small requests in one piece. Whoever sends otherwise is let go of, so that they hold a
socket for a while and nothing more.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler, Middleware

LARGEST: Final = 2**20
"""Bytes that a request may have where its door does not allow fewer."""


AT_A_TIME: Final = 0.001
"""Seconds for which a thread that computes may keep the interpreter while others want it; Python's own is five times as
long."""

SELDOM: Final = 1_000
"""A hundred times as long as Python itself would go without looking through everything for what nobody holds. It looks
at a quiet moment (`rest`), so that this is for a program that never has one."""

OFTEN: Final = 10
"""After so many small looks Python itself would look through everything."""

HEAPS: Final = -8
"""M_ARENA_MAX of glibc's malloc.h."""


def settle() -> None:
    """Let nothing hold the event loop that need not, nor memory.

    What there is by now stays as long as the program: the collector shall not look through it again. The content, the
    index and a thousand modules are over a hundred thousand objects. A look at all of them held everything up for a
    tenth of a second, each time that much had come and gone.

    The loop gives the interpreter away at each read and write. While weeks close and pictures are drawn it must ask
    for it back each time, so that what costs it a millisecond took the longer the longer others may keep it.

    All threads share one heap. With one for each, what the first large round of questions needed in each of six threads
    stayed with it for good: memory grew by a sixth. They seldom meet there, since one at a time has the interpreter.
    """
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], SELDOM)
    sys.setswitchinterval(AT_A_TIME)
    with suppress(AttributeError, OSError, TypeError):  # only glibc can, and only glibc has to be told
        system = ctypes.CDLL(None)
        system.mallopt(HEAPS, 1)
        system.malloc_trim(0)  # what was needed on the way goes back to the system: two megabytes


def rest() -> None:
    """Look through everything, if it is time: to be called when nothing is under way.

    While weeks close there is so much, for a moment, that a look at it held everything up for 23 ms; at rest it is 3.
    """
    if gc.get_count()[2] >= OFTEN:
        gc.collect()


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `idle`: for a whole head, or between two requests; longer than the proxies in use keep a connection.
    `body`: for the rest of a request once its head is there. `refused`: for the rest of one that is answered."""

    idle: float = 150.0
    body: float = 20.0
    refused: float = 5.0


async def asked_to_stop() -> None:
    """Returns when the process is told to end, by Ctrl-C or by whoever runs it."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()


def site(patience: Patience = Patience()) -> web.Application:
    """An empty site, to be served by `runner`."""
    return web.Application(client_max_size=LARGEST, middlewares=[_in_time(patience.body)])


def runner(site: web.Application, patience: Patience = Patience()) -> web.AppRunner:
    """What serves `site`, without a log of who asked for what."""
    return web.AppRunner(
        site,
        access_log=None,
        handle_signals=False,
        logger=_quiet(),
        keepalive_timeout=patience.idle,
        lingering_time=patience.refused,
        auto_decompress=False,  # nobody has reason to send anything packed; a broken one would be a failure of ours
    )


def _in_time(within: float) -> Middleware:
    @web.middleware
    async def in_time(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.content.is_eof():  # it came in one piece, as nearly all do
            return await handler(request)
        cut = asyncio.get_running_loop().call_later(within, _cut, request)
        try:
            return await handler(request)
        except (ConnectionError, web.RequestPayloadError):  # whoever asked went away, or sent what cannot be read
            raise web.HTTPBadRequest from None
        finally:
            cut.cancel()

    return in_time


def _cut(request: web.Request) -> None:
    if not request.content.is_eof() and request.transport is not None:
        request.transport.abort()  # whoever reads the body is told that the connection is gone


class _WithoutContent(logging.Filter):
    """The server would tell who sent it something that is no HTTP, what that was, and from where it was called."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = (record.exc_info and record.exc_info[0]) or Exception
        record.msg, record.args = f"a request could not be served: {kind.__name__}", ()
        record.exc_info = record.exc_text = None
        if issubclass(kind, HttpProcessingError):  # theirs, not ours
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def _quiet() -> logging.Logger:
    logger = logging.getLogger("coreflect.server")
    if not logger.filters:
        logger.addFilter(_WithoutContent())
    return logger
