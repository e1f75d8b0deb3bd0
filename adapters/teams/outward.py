"""Microsoft's Bot Connector: messages out. One of the two files that know Microsoft's SDK (the other is `inward`).

The SDK says what to send and where. Its own way of sending is not used: it holds up the event loop for a token, sends
through six threads, retries by itself and reads only JSON. Here one aiohttp session sends, the token is fetched in a
thread, and what went wrong is told in the courier's two words.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from functools import cache
from typing import Any, Final

import aiohttp
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationParameters
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import MicrosoftAppCredentials
from msrest.pipeline import AsyncHTTPSender, AsyncPipeline, Response
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http.async_abc import AsyncClientResponse
from yarl import URL

from adapters.delivery import TryAgain, Unreachable
from adapters.teams.addresses import Address
from adapters.teams.settings import TeamsSettings

Json = dict[str, Any]

CARD: Final = "application/vnd.microsoft.card.adaptive"
PAGE: Final = 100
_PATIENCE: Final = aiohttp.ClientTimeout(total=20)
_TOKEN_PATIENCE: Final = 20.0
_TOKEN_KEPT: Final = 300.0  # MSAL renews in time when asked this often
_LATER: Final = (401, 412, 425, 429)  # 401: our own token or the registration; nothing to do with the receiver
_BROKE: Final = (408, *range(500, 600))  # it broke while it did what it was asked: perhaps it was done
# Not about the receiver either: an administrator, or whoever runs the bot, has to put it right.
_EVERYWHERE: Final = ("BotDisabledByAdmin", "BotNotRegistered", "InvalidBotApiHost")
_NOT_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class Connector:
    """Sends through the Bot Connector. Every method raises TryAgain or Unreachable, and nothing else."""

    def __init__(self, settings: TeamsSettings) -> None:
        self._sender = _Sender(None if settings.open_to_anyone else _Token(settings))
        self._client = cache(self._connect)  # building one costs nine milliseconds

    async def send(self, to: Address, card: Json, summary: str) -> str:
        """Put a card into the conversation; the id of the message."""
        sent = await self._client(to.service).conversations.send_to_conversation(
            to.conversation, _activity(to, card, summary)
        )
        return (sent and sent.id) or ""

    async def update(self, to: Address, message: str, card: Json, summary: str) -> None:
        """Put a card in the place of an earlier message."""
        conversations = self._client(to.service).conversations
        await conversations.update_activity(to.conversation, message, _activity(to, card, summary))

    async def open(self, to: Address) -> str:
        """The id of the personal conversation with `to.user`; opening it again gives the same one."""
        parameters = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=to.bot),
            members=[ChannelAccount(id=to.user)],
            tenant_id=to.tenant,
            channel_data={"tenant": {"id": to.tenant}},
        )
        opened = await self._client(to.service).conversations.create_conversation(parameters)
        if not (opened and opened.id):
            raise TryAgain("no conversation was opened")
        return str(opened.id)

    async def roster(self, to: Address) -> AsyncIterator[Json]:
        """Everybody in the conversation, page by page, as Teams describes them."""
        conversations = self._client(to.service).conversations
        token = None
        while True:
            # raw: the SDK's own reading of a member leaves out the role and the tenant
            page = (await conversations.get_conversation_paged_members(to.conversation, PAGE, token, raw=True)).response
            found = _json(page.body())
            for member in found.get("members") or []:
                yield member
            token = found.get("continuationToken")
            if not token:
                return

    async def close(self) -> None:
        """Close the connections."""
        await self._sender.close()

    def _connect(self, service: str) -> ConnectorClient:
        # No credentials here and no policies: the sender below does what they would do, and logs nothing.
        nobody = MicrosoftAppCredentials.empty()
        return ConnectorClient(nobody, service, pipeline_type=lambda _config: AsyncPipeline([], self._sender))


def _activity(to: Address, card: Json, summary: str) -> Activity:
    attachment = Attachment(content_type=CARD, content=card)
    return Activity(type="message", from_property=ChannelAccount(id=to.bot), summary=summary, attachments=[attachment])


def _credentials(settings: TeamsSettings) -> Any:
    """The bot's registration, as the SDK signs in with it: in its own tenant, or in Microsoft's for all tenants."""
    return MicrosoftAppCredentials(settings.app_id, settings.app_password, settings.tenant_id or None)


class _Token:
    """The bot's own token, fetched by the SDK in a thread, one request at a time."""

    def __init__(self, settings: TeamsSettings) -> None:
        self._credentials = _credentials(settings)
        self._one_at_a_time = asyncio.Lock()
        self._token = ""
        self._until = float("-inf")

    async def get(self) -> str:
        async with self._one_at_a_time:
            if time.monotonic() >= self._until:
                try:
                    fetching = asyncio.to_thread(self._credentials.get_access_token)
                    self._token = await asyncio.wait_for(fetching, _TOKEN_PATIENCE)
                except Exception as error:  # MSAL, requests and the SDK each have their own
                    raise TryAgain(f"no token: {type(error).__name__}", whole_workspace=True) from None
                self._until = time.monotonic() + _TOKEN_KEPT
            return self._token


class _Answer(AsyncClientResponse):  # type: ignore[misc]  # msrest has no types
    """An answer that has been read, as the SDK wants it."""

    def __init__(self, request: Any, answer: aiohttp.ClientResponse, body: bytes) -> None:
        super().__init__(request, self)  # what the SDK hands on as "the raw response" is this, which can be read
        self.status_code = answer.status
        self.headers = answer.headers
        self.reason = answer.reason
        self._body = body

    def body(self) -> bytes:
        return self._body


class _Sender(AsyncHTTPSender):  # type: ignore[misc]  # msrest has no types
    """The end of the SDK's pipeline: one session for everything."""

    def __init__(self, token: _Token | None) -> None:
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def send(self, request: Any, **_config: Any) -> Any:
        http = request.http_request
        headers = dict(http.headers)
        if self._token is not None:
            headers["Authorization"] = f"Bearer {await self._token.get()}"
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_PATIENCE)
        try:
            # encoded: the SDK has quoted the conversation's id, and a second reading would spoil its ";" and ":"
            url = URL(http.url, encoded=True)
            async with self._session.request(http.method, url, data=http.data, headers=headers) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            perhaps = _says(http) and not isinstance(error, _NOT_LEFT)
            raise TryAgain(type(error).__name__, perhaps_sent=perhaps) from None
        if answer.status >= 400:
            raise _trouble(http, answer.status, answer.headers, body)
        return Response(request, _Answer(http, answer, body), {RawDeserializer.CONTEXT_NAME: _json(body)})

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def __aexit__(self, *_details: object) -> None:
        await self.close()


def _says(http: Any) -> bool:
    """Does this put something before people? To do anything else once more does no harm."""
    return bool(http.method == "POST" and http.url.endswith("/activities"))


def _trouble(http: Any, status: int, headers: Mapping[str, str], body: bytes) -> TryAgain | Unreachable:
    """What a refusal means for the courier. Only Microsoft's own code is kept of it."""
    code = _code(body)
    why = code or f"http {status}"
    if status not in _LATER and status not in _BROKE and code not in _EVERYWHERE:
        return Unreachable(why)
    # The pace is counted for each conversation; where there is none yet, it is the tenant's.
    opening = http.method == "POST" and http.url.endswith("/conversations")
    wait = headers.get("Retry-After", "")
    return TryAgain(
        why,
        float(wait) if wait.isdigit() else None,
        perhaps_sent=status in _BROKE and _says(http),
        whole_workspace=status == 401 or code in _EVERYWHERE or (status == 429 and opening),
    )


def _code(body: bytes) -> str:
    """The code of an error, the more exact one where there are two ("MessageWritesBlocked")."""
    error = _json(body).get("error")
    if not isinstance(error, dict):
        return ""
    inner = error.get("innerHttpError") or error.get("innererror") or {}
    for code in (error.get("subCode"), inner.get("code") if isinstance(inner, dict) else None, error.get("code")):
        if isinstance(code, str) and _CODE.fullmatch(code):
            return code
    return ""


def _json(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
