"""The page's HTTP doors: what happened comes in, what is new goes out."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from aiohttp import web

from adapters.web_chat import address, inbound, limits, render
from adapters.web_chat.demonstration import Demonstrate
from adapters.web_chat.guard import HEADERS, refusal
from adapters.web_chat.roster import Roster
from adapters.web_chat.shelf import Shelf
from bot.messages import Card, Event

if TYPE_CHECKING:
    from adapters.web_chat.hub import Hub
    from adapters.web_chat.transcript import Transcript
    from bot.ports import Clock, Door

log = logging.getLogger(__name__)
T = TypeVar("T")


class TooLarge(ValueError):
    """More than a page ever sends."""


async def read_json(request: web.Request) -> object:
    """The body as JSON. Raises TooLarge and inbound.Malformed. A form from another page cannot send this type."""
    if request.content_type != "application/json":
        raise inbound.Malformed("Send this as application/json.")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limits.BODY_BYTES:
            raise TooLarge
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise inbound.Malformed("This is not JSON.") from None


def answer(body: object, status: int = 200) -> web.Response:
    """`body` as JSON."""
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(status=status, text=text, content_type="application/json", headers=HEADERS)


class Events:
    """POST /web/events and GET /web/person: what people do."""

    def __init__(self, door: Door, transcript: Transcript, hub: Hub, clock: Clock) -> None:
        self._door = door
        self._roster = Roster(transcript)
        self._hub = hub
        self._clock = clock

    async def post(self, request: web.Request) -> web.Response:
        """One event. Answers {"open": form or null, "heard": whether the bot was spoken to}."""
        try:
            payload = await read_json(request)
            event = inbound.read(payload)
        except TooLarge:
            return refusal(413, "This is too much at once.")
        except inbound.Unknown as error:
            return refusal(404, str(error))
        except inbound.Malformed as error:
            return refusal(400, str(error))
        assert isinstance(payload, dict)  # inbound.read has made sure; this tells mypy
        if payload["kind"] == "said":
            self._pass_on(payload)
        if event is None:
            return answer({"open": None, "heard": False})
        return await self._hand_over(event)

    async def _hand_over(self, event: Event) -> web.Response:
        try:
            if not event.where.private:
                await asyncio.to_thread(self._roster.note, event)
            forms = await self._door.handle(event)
        except Exception as error:
            # Whatever it was, it was not stored: the page keeps the words and can send them again under the same id.
            log.error("web chat: an event was not taken in: %s", type(error).__name__)
            return refusal(503, "That did not arrive. Please send it again.")
        opened = [render.form(each.form, each.message or getattr(event, "message", "")) for each in forms]
        return answer({"open": opened[0] if opened else None, "heard": True})

    def _pass_on(self, payload: dict[str, Any]) -> None:
        """Let the other open pages see what somebody said. Kept nowhere."""
        who, where = address.person(payload["who"]), address.place(payload["where"])
        if who is not None and where is not None:
            at = self._clock.now().replace(second=0, microsecond=0).isoformat()
            words = {"id": payload["id"], "who": who.id, "name": who.name, "at": at}
            self._hub.said(where.address, {**words, "text": limits.clean(payload["text"]).strip()})

    async def person(self, request: web.Request) -> web.Response:
        """Who a typed name is: {"id", "name", "home"}."""
        who = address.person(request.query.get("name", ""))
        if who is None:
            return refusal(400, f"A name needs a letter or a digit, and at most {limits.NAME} characters.")
        return answer({"id": who.id, "name": who.name, "home": who.home})


class Stage:
    """GET /web/picture/…, GET /web/file/… and POST /web/demonstration."""

    def __init__(self, shelf: Shelf, transcript: Transcript, demonstrate: Demonstrate | None) -> None:
        self._shelf, self._transcript = shelf, transcript
        self._demonstrate = demonstrate
        self._running = 0

    async def about(self, request: web.Request) -> web.Response:
        """What this page can do: {"demonstration": whether there is one}."""
        return answer({"demonstration": self._demonstrate is not None})

    async def picture(self, request: web.Request) -> web.Response:
        """One picture as a PNG."""
        drawn = await self._taken(self._shelf.png, request)
        if drawn is None:
            return refusal(404, "There is no such picture.")
        return web.Response(body=drawn, content_type="image/png", headers=HEADERS)

    async def file(self, request: web.Request) -> web.Response:
        """One file, to be saved."""
        found = await self._taken(self._shelf.file, request)
        if found is None:
            return refusal(404, "There is no such file any more. Please ask for it again.")
        name, content = found
        saved = f"attachment; filename*=UTF-8''{quote(name)}"
        headers = {**HEADERS, "Content-Disposition": saved, "Cache-Control": "no-store"}
        return web.Response(body=content, content_type="text/plain", charset="utf-8", headers=headers)

    async def _taken(self, take: Callable[[str], T | None], request: web.Request) -> T | None:
        """What is called so on the shelf. Another process may have shown it: then its message is put on ours first."""
        name = request.match_info["name"]
        place, message = request.query.get("place", ""), request.query.get("message", "")

        def look() -> T | None:
            if (found := take(name)) is None and message and address.place(place) is not None:
                self._shelf.shown(self._transcript.find(place, limits.clean(message)[: limits.ID]) or {})
                found = take(name)
            return found

        return await asyncio.to_thread(look)

    async def demonstration(self, request: web.Request) -> web.StreamResponse:
        """The weeks as they pass, one JSON object a line: {"caption", "message"}; {"error"} when it broke off."""
        if self._demonstrate is None:
            return refusal(404, "There is no demonstration here.")
        try:
            asked = await read_json(request)
        except TooLarge:
            return refusal(413, "This is too much at once.")
        except inbound.Malformed as error:
            return refusal(400, str(error))
        weeks = asked.get("weeks") if isinstance(asked, dict) else None
        if type(weeks) is not int or not 1 <= weeks <= limits.WEEKS:
            return refusal(400, f"“weeks” is a number from 1 to {limits.WEEKS}.")
        if self._running >= limits.DEMONSTRATIONS:
            return refusal(429, "A demonstration is already running. Try again in a minute.")
        self._running += 1
        try:
            return await self._show(request, self._demonstrate(weeks))
        finally:
            self._running -= 1

    async def _show(self, request: web.Request, steps: AsyncIterator[tuple[str, Card]]) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "application/x-ndjson; charset=utf-8"})
        await response.prepare(request)
        with suppress(ConnectionError):  # whoever watches may go at any time
            await self._tell(response, steps)
            await response.write_eof()
        return response

    async def _tell(self, response: web.StreamResponse, steps: AsyncIterator[tuple[str, Card]]) -> None:
        """Write each week as it passes. Raises ConnectionError when nobody watches any more."""
        try:
            async for caption, card in steps:
                shown = self._shelf.shown(render.message(card))
                await response.write(_line({"caption": limits.shorten(caption, limits.TITLE), "message": shown}))
        except ConnectionError:
            raise
        except Exception as error:
            log.error("web chat: the demonstration broke off: %s", type(error).__name__)
            await response.write(_line({"error": "The demonstration broke off. Please start it again."}))
        finally:
            if hasattr(steps, "aclose"):
                await steps.aclose()


def _line(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode() + b"\n"
