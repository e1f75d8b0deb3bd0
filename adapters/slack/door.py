"""The signed HTTP door: nothing gets past it that Slack did not send, and that within the last five minutes."""

from __future__ import annotations

import logging
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from yarl import URL

from adapters.answers import json_sent

log = logging.getLogger("coreflect.slack")

LARGEST = 1 << 20  # bytes; Slack's own payloads stay far below
PATH = "/slack/events"


class SignedDoor:
    """POST /slack/events: 413 when too large, 401 when not signed by Slack, 400 when it cannot be read."""

    def __init__(self, bolt: AsyncApp, signing_secret: str) -> None:
        self._bolt = bolt
        self._verifier = SignatureVerifier(signing_secret)

    async def receive(self, request: web.Request) -> web.Response:
        """Verify, parse once, and let Bolt answer."""
        if (request.content_length or 0) > LARGEST:
            return _refuse(413)
        body = await request.read()
        if len(body) > LARGEST:
            return _refuse(413)
        if not self._is_signed(body, request):
            return _refuse(401)
        try:
            payload = _parse(body, request.content_type)
            # Bolt's name for a request that is verified and parsed already; it would parse forms fifteen times slower.
            verified = AsyncBoltRequest(body=payload, mode="socket_mode")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return _refuse(400)
        return await to_aiohttp_response(await self._bolt.async_dispatch(verified))

    def _is_signed(self, body: bytes, request: web.Request) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp")
        signature = request.headers.get("X-Slack-Signature")
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, TypeError):  # a timestamp that is no number, a signature that is not ASCII
            return False


def _parse(body: bytes, content_type: str) -> dict[str, Any]:
    """The payload: JSON, a form that holds JSON, or the form itself. Raises ValueError for anything else."""
    text = body.decode()
    if content_type == "application/json":
        payload = json_sent(text)
    else:
        form = URL.build(query_string=text, encoded=True).query
        payload = json_sent(form["payload"]) if "payload" in form else dict(form)
    if not isinstance(payload, dict) or not isinstance(payload.get("event", {}), dict):
        raise ValueError("not a payload")
    return payload


def _refuse(status: int) -> web.Response:
    log.warning("slack: a request was refused with %s", status)
    return web.Response(status=status, headers={"X-Slack-No-Retry": "1"})
