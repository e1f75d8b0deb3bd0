"""POST /api/messages: checked, read, handed to the door, answered. Answered means stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from adapters.answers import json_sent
from adapters.delivery import TryAgain, Unreachable
from adapters.teams import addresses, answers, inbound, limits
from adapters.teams.inward import CHANNEL, Doorkeeper, KeysUnavailable, Refused
from adapters.teams.platform import TeamsPlatform
from adapters.teams.settings import loopback
from bot.messages import Event, OpenForm, Submitted

if TYPE_CHECKING:
    from bot.ports import Door

Json = dict[str, Any]
Check = Callable[[web.Request, Json], Awaitable[None]]

log = logging.getLogger(__name__)


class Listener:
    """Takes activities. `check` raises Refused or KeysUnavailable for a request that is not from Teams."""

    def __init__(self, check: Check, door: Door, platform: TeamsPlatform) -> None:
        self._check = check
        self._door = door
        self._platform = platform
        self._showing: set[asyncio.Task[None]] = set()

    async def post(self, request: web.Request) -> web.Response:
        """The answer to one request. Never says why a request was refused; the log does, without content."""
        try:
            return await self._take(request)
        except (web.HTTPException, ConnectionError, web.RequestPayloadError):
            raise
        except Exception as error:  # the server would log its words, and the address of who asked
            log.error("teams: a request could not be answered: %s", type(error).__name__)
            raise web.HTTPInternalServerError from None

    async def _take(self, request: web.Request) -> web.Response:
        activity = await _activity(request)
        try:
            await self._check(request, activity)
        except Refused as why:
            log.warning("teams: a request was refused: %s", why)
            raise web.HTTPUnauthorized from None
        except KeysUnavailable as why:
            log.error("teams: without Microsoft's public keys nobody can be let in: %s", why)
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "30"}) from None
        if activity.get("channelId") != CHANNEL:  # another channel of the same registration
            return web.Response()
        scene = inbound.scene(activity)
        if scene and (chat := inbound.chat(scene)):
            self._platform.met(*chat)
        events = inbound.events(scene) if scene else []
        try:
            opened = [(event, form) for event in events for form in (await self._door.handle(event) or (None,))]
        except Exception as error:  # whatever it was: nothing is stored, and Teams should try again
            log.error("teams: an event could not be stored: %s", type(error).__name__)
            raise web.HTTPInternalServerError from None
        return self._answer(activity, opened)

    async def finish(self) -> None:
        """Wait for the forms that are on their way."""
        while self._showing:
            await asyncio.wait(self._showing)

    def _answer(self, activity: Json, opened: list[tuple[Event, OpenForm | None]]) -> web.Response:
        execute = answers.is_action(activity)
        for event, form in opened:
            if form is not None and not (execute and event.where.private):
                # A form that came back from a plain card with errors takes that card's place.
                again = isinstance(event, Submitted) and event.where.private
                self._show(event, form, str(activity.get("replyToId") or "") if again else "")
        if not execute:
            return web.Response()
        return web.json_response(answers.to(*opened[0]) if opened else answers.REFUSED)

    def _show(self, event: Event, form: OpenForm, instead_of: str) -> None:
        """Send a form for which no card is waiting. Teams is answered meanwhile: sending can take seconds."""
        task = asyncio.create_task(self._send(event, form, instead_of))
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)

    async def _send(self, event: Event, form: OpenForm, instead_of: str) -> None:
        to = form.to if form.to.home else event.who
        try:
            await self._platform.show(form.form, to, form.message, instead_of)
        except (TryAgain, Unreachable) as why:
            log.warning("teams: a form could not be shown: %s", why)
        except Exception as error:  # nobody waits for this task: its error would be logged with all its words
            log.error("teams: a form could not be shown: %s", type(error).__name__)


def authenticated(doorkeeper: Doorkeeper) -> Check:
    """Lets in what carries Teams' own token."""

    async def check(request: web.Request, activity: Json) -> None:
        header = request.headers.get("Authorization", "")
        channel, service_url = activity.get("channelId"), activity.get("serviceUrl")
        if not isinstance(channel, str) or not isinstance(service_url, str):
            raise Refused("the activity names no channel or no service URL")
        await doorkeeper.check(header, channel, service_url)

    return check


async def from_this_machine(request: web.Request, activity: Json) -> None:
    """Lets in the playground: both it and the place where answers go are on this machine."""
    if not loopback(request.remote or ""):
        raise Refused("the playground is only for this machine")
    if not loopback(addresses.host(str(activity.get("serviceUrl")))):
        raise Refused("the playground only answers to this machine")


async def _activity(request: web.Request) -> Json:
    """The body as JSON. Raises 415, 413 or 400."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > limits.REQUEST_BYTES:
        raise web.HTTPRequestEntityTooLarge(limits.REQUEST_BYTES, request.content_length or 0)
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limits.REQUEST_BYTES:
            raise web.HTTPRequestEntityTooLarge(limits.REQUEST_BYTES, len(body))
    try:
        activity = json_sent(body)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(activity, dict):
        raise web.HTTPBadRequest
    return activity
