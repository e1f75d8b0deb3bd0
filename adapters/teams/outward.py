"""Microsoft's Bot Connector: messages out, as its REST interface wants them.

Of Microsoft's SDK only the sign-in is used (`credentials`). Its own way of sending holds up the event loop for a token,
sends through six threads, retries by itself and takes each card apart into models, which costs more than everything
else that is done for a message.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from adapters.answers import json_object
from adapters.delivery import TryAgain
from adapters.teams.addresses import Address
from adapters.teams.credentials import Token
from adapters.teams.failures import refused, unanswered
from adapters.teams.settings import TeamsSettings

Json = dict[str, Any]

CARD: Final = "application/vnd.microsoft.card.adaptive"
PAGE: Final = 100
_PATIENCE: Final = aiohttp.ClientTimeout(total=20)
_ACCEPT: Final = {"Accept": "application/json"}


class Connector:
    """Sends through the Bot Connector. Every method raises TryAgain or Unreachable, and nothing else."""

    def __init__(self, settings: TeamsSettings) -> None:
        self._token = None if settings.open_to_anyone else Token(settings)
        self._session: aiohttp.ClientSession | None = None

    async def send(self, to: Address, card: Json, summary: str) -> str:
        """Put a card into the conversation; the id of the message."""
        sent = await self._ask("POST", to, f"{_conversation(to)}/activities", _activity(to, card, summary))
        return str(sent.get("id") or "")

    async def update(self, to: Address, message: str, card: Json, summary: str) -> None:
        """Put a card in the place of an earlier message."""
        path = f"{_conversation(to)}/activities/{quote(message, safe='')}"
        await self._ask("PUT", to, path, _activity(to, card, summary))

    async def open(self, to: Address) -> str:
        """The id of the personal conversation with `to.user`; opening it again gives the same one."""
        parameters = {
            "isGroup": False,
            "bot": {"id": to.bot},
            "members": [{"id": to.user}],
            "tenantId": to.tenant,
            "channelData": {"tenant": {"id": to.tenant}},
        }
        opened = await self._ask("POST", to, "/v3/conversations", parameters)
        if not opened.get("id"):
            raise TryAgain("no conversation was opened")
        return str(opened["id"])

    async def roster(self, to: Address) -> AsyncIterator[Json]:
        """Everybody in the conversation, page by page, as Teams describes them."""
        first = path = f"{_conversation(to)}/pagedmembers?pageSize={PAGE}"
        while True:
            page = await self._ask("GET", to, path)
            for member in page.get("members") or []:
                yield member
            if not (token := page.get("continuationToken")):
                return
            path = f"{first}&continuationToken={quote(str(token), safe='')}"

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _ask(self, method: str, to: Address, path: str, said: Json | None = None) -> Json:
        """One request of the service of `to`, and the object that it answers, {} when it answers something else."""
        signed = {} if self._token is None else {"Authorization": f"Bearer {await self._token.get()}"}
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_PATIENCE, headers=_ACCEPT, json_serialize_bytes=orjson.dumps)
        # encoded: the conversation's id is quoted already, and a second reading would spoil its ";" and ":"
        url = URL(to.service + path, encoded=True)
        try:
            async with self._session.request(method, url, json=said, headers=signed) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise unanswered(method, path, error) from None
        if answer.status >= 400:
            raise refused(method, path, answer.status, answer.headers, body)
        return json_object(body)


def _conversation(of: Address) -> str:
    return f"/v3/conversations/{quote(of.conversation, safe='')}"


def _activity(to: Address, card: Json, summary: str) -> Json:
    attachment = {"contentType": CARD, "content": card}
    return {"type": "message", "from": {"id": to.bot}, "summary": summary, "attachments": [attachment]}
