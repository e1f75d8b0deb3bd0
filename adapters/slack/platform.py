"""How the courier reaches Slack: each reply is one or two calls to the Web API."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any, assert_never

from slack_sdk.errors import SlackApiError

from adapters.delivery import AT_WILL, TryAgain, Unreachable
from adapters.drawing import drawn
from adapters.slack import address, forms, limits, render
from adapters.slack.address import Address, team_in
from adapters.slack.failures import code, saying, translated
from adapters.slack.looking import Lookout, mark
from adapters.slack.pictures import Pictures
from bot.messages import Card, File, Form, Gather, Joined, Picture, Place, Post, Revise, Stored

if TYPE_CHECKING:
    from adapters.slack.client import Client
    from bot.ports import Door

log = logging.getLogger("coreflect.slack")

PAGE = 200  # members at a time, as Slack recommends
NO_WHISPER = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived"})


class SlackPlatform:
    """One workspace. Everything here may be called again after TryAgain: nothing but a message is ever doubled."""

    conversation_pace, workspace_pace = limits.PACE, AT_WILL

    def __init__(
        self,
        client: Client,
        door: Door,
        *,
        draw: Callable[[Picture], bytes] = drawn,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._client, self._door = client, door
        self._lookout = Lookout(client, now)
        self._pictures = Pictures(client, draw, pause)
        self._conversations: dict[str, str] = {}  # a person's direct conversation: it never changes
        self._people: dict[str, tuple[str, bool]] = {}
        self._files: dict[str, list[str]] = {}  # by key: the files of a message that stand there without it

    async def deliver(self, reply: Stored) -> str:
        """Perform one reply. The reference of a message is "channel/ts"; a whisper and the App Home have none."""
        with translated:
            match reply:
                case Post(key=key, to=to, card=card):
                    return await self._post(key, _parts(to), card)
                case Revise(key=key, to=to, card=card, message=message):
                    return await self._revise(key, _parts(to), card, message)
                case Gather(key=occasion, place=place):
                    await self._gather(occasion, place)
                    return ""
                case _:
                    assert_never(reply)

    async def look(self, reply: Stored) -> str | None:
        """adapters.delivery.Looks. To revise, to show the App Home and to gather once more does no harm; a whisper is
        in no history, so it may come twice."""
        if isinstance(reply, Gather) or (isinstance(reply, Revise) and _stamp(reply.message)):
            return None
        try:
            to = _parts(reply.to)
            if to.home or to.whisper:
                return None
            with translated:
                found, files = await self._lookout.find(reply.key, await self._channel(to), to.thread)
        except Unreachable:  # nothing can stand there; delivering says why
            return None
        if files:
            self._files[reply.key] = files
        return found or None

    def workspace(self, to: Place) -> str:
        """adapters.delivery.Paced: an address begins with it."""
        return f"{team_in(to.address)}/"

    async def open(self, form: Form, trigger: str, message: str = "") -> None:
        """Open a form in answer to the request that `trigger` came with. Slack takes it for three seconds."""
        with translated:
            await self._client.views_open(trigger_id=trigger, view=forms.view(form, message))

    def known(self, user: str) -> tuple[str, bool] | None:
        """What `person` gives, when Slack was asked before."""
        return self._people.get(user)

    async def person(self, user: str) -> tuple[str, bool]:
        """The name of a user, and whether there is a person behind it."""
        if user not in self._people:
            with translated:
                answer = await self._client.users_info(user=user)
            found = answer["user"]
            profile = found.get("profile") or {}
            name = profile.get("display_name") or profile.get("real_name") or found.get("real_name") or found["name"]
            is_person = not (found.get("is_bot") or found.get("deleted") or user == "USLACKBOT")
            self._people[user] = (name, is_person)
        return self._people[user]

    # ---- messages -------------------------------------------------------------------------------------------------

    async def _post(self, key: str, to: Address, card: Card) -> str:
        if to.home:
            await self._client.views_publish(user_id=to.to, view=render.home(card))
            return ""
        if to.whisper:
            return await self._whisper(key, to, card)
        channel = await self._channel(to)
        await self._put_files(key, channel, card)

        async def post(message: dict[str, Any]) -> str:
            # Not the client's own chat_postMessage, which looks through every block for objects to convert: ours are
            # plain. A week's question goes to thousands.
            said = {"channel": channel, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False, **message}
            said["metadata"] = mark(key)
            if to.thread:
                said["thread_ts"] = to.thread
            with saying:
                answer = await self._client.call("chat.postMessage", said)
            return f"{answer['channel']}/{answer['ts']}"

        reference = await self._with_pictures(card, post)
        self._files.pop(key, None)
        return reference

    async def _put_files(self, key: str, channel: str, card: Card) -> None:
        """A file is a message of its own, before the one that speaks of it. It is not put there twice."""
        for file in (element for element in card.body if isinstance(element, File)):
            if file.name in self._files.get(key, ()):
                continue
            with saying:
                await self._client.files_upload_v2(
                    channel=channel, filename=file.name, title=file.name, content=file.text or "-"
                )
            self._files.setdefault(key, []).append(file.name)

    async def _revise(self, key: str, to: Address, card: Card, message: str) -> str:
        channel, stamp = message.partition("/")[0], _stamp(message)
        if to.home or not stamp:  # what has no reference cannot be changed; it is said anew
            return await self._post(key, to, card)

        async def update(rendered: dict[str, Any]) -> str:
            await self._client.chat_update(channel=channel, ts=stamp, **rendered)
            return message

        return await self._with_pictures(card, update)

    async def _with_pictures(self, card: Card, send: Callable[[dict[str, Any]], Awaitable[str]]) -> str:
        """Send `card` with its pictures, and with their words alone where Slack will not show them."""
        pictures = await self._pictures.of(card)
        try:
            return await send(render.message(card, pictures))
        except SlackApiError as error:
            if not pictures or code(error) != "invalid_blocks":
                raise
        log.warning("a picture is shown as text: Slack refused its block")
        return await send(render.message(card))

    async def _whisper(self, key: str, to: Address, card: Card) -> str:
        """A message that one person sees. Where that is not possible it reaches them directly: it is never lost, and
        never said aloud. No pictures: a file that only the bot can see does not show in a whisper."""
        thread = to.thread or None
        try:
            await self._client.chat_postEphemeral(
                channel=to.to, user=to.whisper, thread_ts=thread, **render.message(card)
            )
        except SlackApiError as error:
            if code(error) not in NO_WHISPER:
                raise
            return await self._post(key, Address(to.team, to.whisper), card)
        return ""

    async def _channel(self, to: Address) -> str:
        if not to.is_person:
            return to.to
        if to.to not in self._conversations:
            answer = await self._client.conversations_open(users=to.to)
            self._conversations[to.to] = answer["channel"]["id"]
        return self._conversations[to.to]

    # ---- who is there ---------------------------------------------------------------------------------------------

    async def _gather(self, occasion: str, place: Place) -> None:
        where = _parts(place)
        async for user in self._members(where.to):
            try:
                name, is_person = await self.person(user)
            except Unreachable:  # gone since the list was made
                continue
            if is_person:
                who = address.person(where.team, user, name)
                try:
                    await self._door.handle(Joined(id=f"{occasion}:{who.id}", who=who, where=place))
                except Exception as error:  # not stored, so not done: the rest waits for the next time
                    raise TryAgain(type(error).__name__) from None

    async def _members(self, channel: str) -> AsyncIterator[str]:
        cursor = ""
        while True:
            answer = await self._client.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None)
            for user in answer["members"]:
                yield user
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _stamp(message: str) -> str:
    return message.partition("/")[2]


def _parts(place: Place) -> Address:
    try:
        return address.parse(place.address)
    except ValueError as error:
        raise Unreachable(str(error)) from None
