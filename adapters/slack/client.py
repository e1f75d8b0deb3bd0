"""Slack's own client, with a shorter way for what is plain JSON.

A week's question goes to thousands. What the library does around each request takes a third of the whole sending: it
makes address and headers anew, keeps account of retries that we don't have, and writes and reads JSON with Python's own
module. Errors are the library's, and so are answers where it asks itself, so nobody else sees a difference.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.answers import json_object

JSON = "application/json;charset=utf-8"


class Client(AsyncWebClient):
    """As AsyncWebClient, for one session, which its owner closes."""

    def __init__(self, token: str, base_url: str, session: aiohttp.ClientSession, logger: logging.Logger) -> None:
        # No retries of its own: they could say a thing twice, and the outbox owns all trying again.
        super().__init__(token, base_url, session=session, retry_handlers=[], logger=logger)
        self._sender = session
        self._head = {**self.headers, "Authorization": f"Bearer {self.token}", "Content-Type": JSON}

    async def call(self, api_method: str, body: dict[str, Any]) -> dict[str, Any]:
        """What a method of the Web API answers to `body`, sent as JSON. Raises as `api_call` does."""
        answer, said = await self._post(api_method, body)
        if answer.status != HTTPStatus.OK or not said.get("ok"):
            self._checked(answer, said)
        return said

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        """As the library's own. Raises SlackApiError, and whatever aiohttp raises."""
        if given.keys() != {"json"}:
            return await super().api_call(api_method, **given)
        return self._checked(*await self._post(api_method, given["json"]))

    async def _post(self, api_method: str, body: dict[str, Any]) -> tuple[aiohttp.ClientResponse, dict[str, Any]]:
        url = self.base_url + api_method
        answer = await self._sender.post(url, data=orjson.dumps(body), headers=self._head, proxy=self.proxy)
        return answer, json_object(await answer.read())  # reading to the end gives the connection back

    def _checked(self, answer: aiohttp.ClientResponse, said: dict[str, Any]) -> AsyncSlackResponse:
        response = AsyncSlackResponse(
            client=self, http_verb="POST", api_url=str(answer.url), req_args={}, data=said,
            headers=answer.headers, status_code=answer.status,  # type: ignore[arg-type]  # as the library gives them
        )  # fmt: skip
        return response.validate()  # type: ignore[no-any-return,no-untyped-call]
