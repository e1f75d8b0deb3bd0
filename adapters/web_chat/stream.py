"""GET /web/stream: one stream of server-sent events for each open page, for all the places it follows."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Final

from aiohttp import web

from adapters.web_chat import address, limits
from adapters.web_chat.guard import HEADERS, refusal

if TYPE_CHECKING:
    from adapters.web_chat.hub import Hub, Listener
    from adapters.web_chat.shelf import Shelf
    from adapters.web_chat.transcript import Transcript

log = logging.getLogger(__name__)

PATIENCE: Final = 5.0  # seconds until a page looks by itself, and proxies see that the line is in use


class Stream:
    """What stands in a place already comes first, then `ready`, then everything new as it comes.

    `message` carries {"place", "seq", "message", "payload"}, `said` what a person said: {"place", "id", "who", "name",
    "at", "text"}. A page that was cut off asks again with the last seq it has seen.
    """

    def __init__(self, transcript: Transcript, hub: Hub, shelf: Shelf, patience: float = PATIENCE) -> None:
        self._transcript = transcript
        self._hub = hub
        self._shelf = shelf
        self._patience = patience

    async def get(self, request: web.Request) -> web.StreamResponse:
        """?place=channel:team&after=0&place=home:ana&after=12: pairs, in order."""
        places, after = request.query.getall("place", []), request.query.getall("after", [])
        if not 1 <= len(places) <= limits.PLACES or len(places) != len(after):
            return refusal(400, f"Name 1 to {limits.PLACES} places, each with what was seen of it last.")
        if not all(each.isascii() and each.isdigit() and len(each) < 19 for each in after):
            return refusal(400, "“after” is a number.")
        if any(address.place(each) is None for each in places):
            return refusal(404, "There is no such place.")
        if len(self._hub) >= limits.STREAMS or self._hub.closing:
            return refusal(503, "Too many pages are open. Try again in a minute.")
        seen = dict(zip(places, map(int, after), strict=True))
        with self._hub.listening(places) as listener:
            return await self._follow(request, listener, seen)

    async def _follow(self, request: web.Request, listener: Listener, seen: dict[str, int]) -> web.StreamResponse:
        headers = {**HEADERS, "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        try:
            await self._catch_up(response, seen)
            await response.write(_event("ready", {}))
            while not self._hub.closing:
                await listener.news(self._patience)
                while listener.said:
                    await response.write(_event("said", listener.said.popleft()))
                if not await self._catch_up(response, seen):
                    await response.write(b": still here\n\n")
        except ConnectionError:
            pass  # the page was closed
        except Exception as error:  # the page asks again; what went wrong is said without content
            log.error("web chat: a stream broke off: %s", type(error).__name__)
        return response

    async def _catch_up(self, response: web.StreamResponse, seen: dict[str, int]) -> bool:
        """Send what is new, and remember that it was sent. Whether there was anything."""
        found = False
        for place, after in seen.items():
            for seq, message, payload in await asyncio.to_thread(self._transcript.since, place, after):
                shown = self._shelf.shown(payload, place, message)
                data = {"place": place, "seq": seq, "message": message, "payload": shown}
                await response.write(_event("message", data))
                seen[place] = max(seen[place], seq)
                found = True
        return found


def _event(name: str, data: object) -> bytes:
    """One server-sent event. JSON keeps its data on one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
