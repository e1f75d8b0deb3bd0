"""A running site with Slack's door open, and ways to reach it as Slack does."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient
from slack_sdk.signature import SignatureVerifier

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # the example in Slack's own documentation


def signed(body: bytes, kind: str, secret: str = SECRET, at: float | str | None = None) -> dict[str, str]:
    """The headers of a request that Slack sends, now or `at` another time."""
    stamp = str(int(time.time())) if at is None else str(at)
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": kind}


@dataclass
class Bot:
    """A running site, and ways to reach it as Slack does."""

    client: TestClient[web.Request, web.Application]

    async def event(self, sent: Any, **how: Any) -> ClientResponse:
        return await self.post(json.dumps(sent).encode(), "application/json", **how)

    async def interaction(self, sent: Any) -> ClientResponse:
        return await self.form({"payload": json.dumps(sent)})

    async def form(self, sent: Mapping[str, str]) -> ClientResponse:
        return await self.post(urlencode(sent).encode(), "application/x-www-form-urlencoded")

    async def post(
        self, body: bytes, kind: str, *, at: float | str | None = None, secret: str = SECRET, **headers: str
    ) -> ClientResponse:
        head = signed(body, kind, secret, at) | headers
        return await self.client.post("/slack/events", data=body, headers=head)
