"""What happens with a request once its signature is verified: read, handed over, answered."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.delivery import TryAgain, Unreachable
from adapters.slack import forms, inbound
from adapters.slack.address import parse
from adapters.slack.pages import INSTALL
from adapters.slack.workspaces import team_of
from bot.messages import Button, Card, Event, OpenForm, Post, Pressed, Said, Submitted, Text

if TYPE_CHECKING:
    from adapters.slack.platform import SlackPlatform
    from adapters.slack.workspaces import Workspaces
    from bot.ports import Door

log = logging.getLogger("coreflect.slack")

NAME_WITHIN = 1.0  # seconds; a name is nice to have, Slack's three seconds are not
OPEN = "Open the form"
NOT_HERE = "Coreflect is not installed here. Please tell whoever looks after it."


class Listener(AsyncMiddleware):
    """The last of Bolt's middlewares: it answers every request itself, so nothing of one is ever logged as unhandled.

    Slack is answered 200 only after the door has stored the event. Opening a form is not stored; it goes on beside the
    answer, so that neither waits for the other.
    """

    def __init__(self, door: Door, workspaces: Workspaces) -> None:
        self._door, self._workspaces = door, workspaces
        self._opening: set[asyncio.Task[None]] = set()

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        started, team = perf_counter(), team_of(req.context.team_id)
        if inbound.is_taken_away(req.body):
            return await self._gone(team)
        workspace = await self._workspaces.of(team)
        if workspace is None:
            log.warning("slack: something came from a workspace where the bot is not installed; see %s", INSTALL)
            return BoltResponse(status=200, body=NOT_HERE if "command" in req.body else "")
        event, response = await self._answer(req.body, req.context.bot_user_id or "", workspace.platform)
        kind = type(event).__name__.lower() if event else "nothing"
        log.info("slack: %s, answered %s in %.1f ms", kind, response.status, (perf_counter() - started) * 1000)
        return response

    async def close(self) -> None:
        """Wait for the forms that are being opened."""
        await asyncio.gather(*self._opening, return_exceptions=True)

    async def _gone(self, team: str) -> BoltResponse:
        try:
            await self._workspaces.gone(team)
        except Exception as error:  # Slack says it again
            log.error("slack: what was kept of a workspace is still there: %s", type(error).__name__)
            return BoltResponse(status=503)
        return BoltResponse(status=200)

    async def _answer(
        self, payload: dict[str, Any], bot: str, platform: SlackPlatform
    ) -> tuple[Event | None, BoltResponse]:
        try:
            event = inbound.read(payload, bot)
        except inbound.Unknown:
            return None, _refusal(404)
        except inbound.Malformed:
            return None, _refusal(400)
        if event is None or (event := await _named(event, platform)) is None:
            return None, BoltResponse(status=200)
        try:
            to_open = await self._door.handle(event)
        except Exception as error:  # whatever it was: not stored means not acknowledged, and Slack sends it again
            where = "".join(traceback.format_tb(error.__traceback__))  # the places, not the values
            log.error("an event could not be stored: %s\n%s", type(error).__name__, where)
            return event, BoltResponse(status=503)
        return event, self._respond(event, to_open, payload, platform)

    def _respond(
        self, event: Event, to_open: Sequence[OpenForm], payload: dict[str, Any], platform: SlackPlatform
    ) -> BoltResponse:
        for each in to_open[:1]:
            if isinstance(event, Submitted):
                body = forms.answer(each.form, payload["view"], each.message or event.message)
                return BoltResponse(status=200, body=body)
            task = asyncio.create_task(_open(platform, event, each, payload.get("trigger_id", "")))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)
        return BoltResponse(status=200)


async def _named(event: Event, platform: SlackPlatform) -> Event | None:
    """`event` with the person's name; None when it is another bot. Slack sends neither along, so it is asked once
    for each person, and not waited for long."""
    user = parse(event.who.home).to
    found = platform.known(user)  # as it mostly is: then nothing need be limited in time
    if found is None:
        try:
            found = await asyncio.wait_for(platform.person(user), NAME_WITHIN)
        except (TryAgain, Unreachable, TimeoutError):
            return event
    name, is_person = found
    return replace(event, who=replace(event.who, name=name)) if is_person else None


async def _open(platform: SlackPlatform, event: Event, wanted: OpenForm, trigger: str) -> None:
    """Open a form; without a trigger, or with one that came too late, offer a button that brings a fresh one."""
    message = wanted.message or (event.message if isinstance(event, Pressed) else "")
    try:
        if trigger:
            try:
                return await platform.open(wanted.form, trigger, message)
            except Unreachable as error:
                log.warning("a form was not opened: %s; a button is sent instead", error)
        await platform.deliver(Post(f"open:{event.id}", event.who.place, _offer(event, wanted)))
    except (TryAgain, Unreachable) as error:
        log.warning("a form was not opened: %s", error)
    except Exception as error:  # nobody waits for this task: its error would be logged with all its words
        log.error("a form was not opened: %s", type(error).__name__)


def _offer(event: Event, wanted: OpenForm) -> Card:
    """A button that asks for the form again, in the words or with the button that asked before."""
    action, value = "say", ""
    if isinstance(event, Said):
        value = event.text
    elif isinstance(event, Pressed):
        action, value = event.action, event.value
    return Card((Text(wanted.form.title),), (Button(OPEN, action, value, "primary"),))


def _refusal(status: int) -> BoltResponse:
    """An answer that Slack need not ask for twice."""
    return BoltResponse(status=status, headers={"X-Slack-No-Retry": "1"})
