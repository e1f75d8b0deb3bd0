"""Does a message stand already? Looked up in the conversation itself, by a mark that every message carries.

A bot that was killed between sending and noting it cannot know whether what it said has arrived, and Slack offers no
way to send a thing at most once. So each message carries, as metadata, what it was sent for, and before it is sent a
second time the newest messages of the conversation are looked through.

Everybody in a workspace may read metadata through Slack's API. The mark is a hash of the occasion's key, whose parts
are random ids of our own: it says nothing, and only who has the key can recognise it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from slack_sdk.errors import SlackApiError

from adapters.slack.failures import code

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger("coreflect.slack")

EVENT: Final = "coreflect_message"
BACK: Final = 7 * 24 * 3600.0  # seconds; what is older than the week it was for says nothing any more
PAGE: Final = 200  # messages at a time; Slack gives some apps no more than 15
PAGES: Final = 5
KEPT: Final = 1000
# Nobody may look in here.
CLOSED: Final = frozenset({"missing_scope", "not_in_channel", "channel_not_found", "no_permission", "access_denied"})


def mark(key: str) -> dict[str, Any]:
    """The metadata of the message that is sent for `key`."""
    return {"event_type": EVENT, "event_payload": {"occasion": sha256(key.encode()).hexdigest()[:32]}}


def _occasion(metadata: Any) -> str:
    """What was sent for, as a mark says it; "" for metadata that is no mark of ours."""
    ours = isinstance(metadata, dict) and metadata.get("event_type") == EVENT
    return str((metadata.get("event_payload") or {}).get("occasion") or "") if ours else ""


class Lookout:
    """Looks through conversations for messages of our own."""

    def __init__(self, client: AsyncWebClient, now: Callable[[], float] = time.time) -> None:
        self._client, self._now = client, now
        self._me: tuple[str, str] | None = None
        self._stopped: dict[str, tuple[str, int]] = {}  # by key: where a look was broken off, and how much was left
        self._told = False

    async def find(self, key: str, channel: str, thread: str = "") -> tuple[str, list[str]]:
        """The "channel/ts" of the message that was sent for `key`, "" when there is none or nobody may look; and the
        names of our files below which no message of ours stands yet. Raises what Slack's client raises."""
        wanted, files, said = _occasion(mark(key)), list[str](), False
        cursor, left = self._stopped.pop(key, ("", PAGES))
        while left:
            messages, following = await self._page(key, channel, thread, cursor, left)
            for message in messages:
                if not await self._mine(message):
                    continue
                if _occasion(message.get("metadata")) == wanted:
                    return f"{channel}/{message['ts']}", []
                said = said or not message.get("files")
                files += [] if said else [str(file.get("name")) for file in message["files"]]
            if not following:
                break
            cursor, left = following, left - 1
        return "", files

    async def _page(
        self, key: str, channel: str, thread: str, cursor: str, left: int
    ) -> tuple[list[dict[str, Any]], str]:
        """Some messages, newest first, and where the next ones are."""
        asked: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": PAGE}
        asked |= {"cursor": cursor or None, "oldest": f"{self._now() - BACK:.6f}"}
        try:
            if thread:
                page = await self._client.conversations_replies(ts=thread, **asked)
            else:
                page = await self._client.conversations_history(**asked)
        except SlackApiError as error:
            if code(error) == "thread_not_found":
                return [], ""
            if code(error) in CLOSED:
                self._tell(error)
                return [], ""
            self._stopped[key] = cursor, left  # asked for patience: the next look goes on from here
            if len(self._stopped) > KEPT:
                del self._stopped[next(iter(self._stopped))]
            raise
        messages: list[dict[str, Any]] = page["messages"]
        return messages[::-1] if thread else messages, (page.get("response_metadata") or {}).get("next_cursor") or ""

    async def _mine(self, message: Mapping[str, Any]) -> bool:
        """Another app could say what we say, and copy its mark."""
        if self._me is None:
            me = await self._client.auth_test()
            self._me = str(me["user_id"]), str(me.get("bot_id") or "")
        user, bot = self._me
        return message.get("user") == user or (bool(bot) and message.get("bot_id") == bot)

    def _tell(self, error: SlackApiError) -> None:
        if not self._told:
            why = (
                "the app may not read there (%s): a message of which nobody knows may be said twice, see docs/slack.md"
            )
            log.warning("slack: " + why, code(error))
        self._told = True
