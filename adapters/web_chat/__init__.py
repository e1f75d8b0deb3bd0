"""The web chat: the whole bot in a browser, with no account anywhere. It is what a newcomer runs first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import web

from adapters.web_chat.demonstration import Demonstrate
from adapters.web_chat.guard import HEADERS, Guard, refusal
from adapters.web_chat.hub import Hub
from adapters.web_chat.listener import Events, Stage
from adapters.web_chat.platform import WebPlatform
from adapters.web_chat.settings import WebSettings
from adapters.web_chat.shelf import Shelf
from adapters.web_chat.stream import Stream
from adapters.web_chat.transcript import Transcript
from adapters.web_chat.watch import keep_watch

if TYPE_CHECKING:
    from bot.ports import Clock, Door

__all__ = ["Demonstrate", "Transcript", "WebPlatform", "WebSettings", "connect"]

_STATIC: Final = Path(__file__).parent / "static"
_TYPES: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


async def connect(
    site: web.Application,
    settings: WebSettings,
    door: Door,
    transcript: Transcript,
    clock: Clock,
    demonstrate: Demonstrate | None = None,
    unlock: Callable[[str], str] = str,
) -> WebPlatform:
    """Put the page at / and its doors under /web/ of `site`; returns the way out. The caller listens, at
    `settings.host` and `settings.port`. `unlock` gives the text of a locked file; it raises ValueError when the key is
    gone."""
    hub, shelf, guard = Hub(), Shelf(unlock), Guard(settings)
    events, stage = Events(door, transcript, hub, clock), Stage(shelf, transcript, demonstrate)
    files = {path.name: path.read_bytes() for path in _STATIC.iterdir() if path.suffix in _TYPES}

    async def file(request: web.Request) -> web.Response:
        name = request.match_info.get("name", "page.html")
        if name not in files:
            return refusal(404, "There is no such file.")
        kind = _TYPES[Path(name).suffix]
        return web.Response(body=files[name], content_type=kind, charset="utf-8", headers=HEADERS)

    site.add_routes(
        [
            web.get("/", guard.wrap(file)),
            web.get("/web/static/{name}", guard.wrap(file)),
            web.get("/web/about", guard.wrap(stage.about)),
            web.get("/web/person", guard.wrap(events.person)),
            web.post("/web/events", guard.wrap(events.post)),
            web.get("/web/stream", guard.wrap(Stream(transcript, hub, shelf).get)),
            web.get("/web/picture/{name}.png", guard.wrap(stage.picture)),
            web.get("/web/file/{name}", guard.wrap(stage.file)),
            web.post("/web/demonstration", guard.wrap(stage.demonstration)),
        ]
    )

    async def let_go(_: web.Application) -> None:
        hub.close()

    async def watching(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(keep_watch(transcript, hub))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    site.on_shutdown.append(let_go)
    site.cleanup_ctx.append(watching)
    return WebPlatform(door, transcript, hub, clock)
