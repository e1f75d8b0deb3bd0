"""Teams from the other side, on this machine: its tokens, its Bot Connector, and a door that only remembers."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.messages import Event, OpenForm

Json = dict[str, Any]

APP = "11111111-1111-1111-1111-111111111111"
ISSUER = "https://api.botframework.com"
SERVICE = "http://localhost:56150/_connector"  # the service URL of every recorded activity


class FakeDoor:
    """bot.ports.Door that remembers what came, and opens what it is told to."""

    def __init__(self, opens: Callable[[Event], Sequence[OpenForm]] = lambda _event: ()) -> None:
        self.came: list[Event] = []
        self.opens = opens

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        self.came.append(event)
        return self.opens(event)


@cache
def signing_key(name: str) -> rsa.RSAPrivateKey:
    """A private key; the same one for the same name, because making one takes long."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def claims(now: float, **changes: Any) -> Json:
    """What a good token says; a change to None leaves that out."""
    good = {"iss": ISSUER, "aud": APP, "serviceurl": SERVICE, "nbf": int(now) - 60, "exp": int(now) + 600}
    return {key: value for key, value in {**good, **changes}.items() if value is not None}


def token(said: Json, key: str = "k1", kid: str | None = "k1") -> str:
    """A signed token."""
    return jwt.encode(said, signing_key(key), algorithm="RS256", headers={"kid": kid} if kid else {})


@dataclass
class Keys:
    """The OpenID document and the public keys behind it."""

    published: dict[str, list[str] | None] = field(default_factory=lambda: {"k1": ["msteams"]})
    asked: int = 0
    broken: bool = False

    @asynccontextmanager
    async def on(self) -> AsyncIterator[str]:
        """Serve them; the address of the document."""
        site = web.Application()
        site.router.add_get("/openid", self._document)
        site.router.add_get("/keys", self._keys)
        async with TestServer(site) as server:
            yield str(server.make_url("/openid"))

    async def _document(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.broken:
            raise web.HTTPBadGateway
        return web.json_response({"issuer": ISSUER, "jwks_uri": str(request.url.with_path("/keys"))})

    async def _keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [public(kid, channels) for kid, channels in self.published.items()]})


def public(kid: str, channels: list[str] | None) -> Json:
    """The public key `kid`, good for `channels`."""
    numbers = signing_key(kid).public_key().public_numbers()
    key: Json = {"kty": "RSA", "use": "sig", "kid": kid, "n": _base64(numbers.n), "e": _base64(numbers.e)}
    return key if channels is None else {**key, "endorsements": channels}


def _base64(number: int) -> str:
    return urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8)).rstrip(b"=").decode()


@dataclass
class BotConnector:
    """Microsoft's Bot Connector. `trouble` answers the next requests, in order, instead of it; while it is `silent`
    it takes them and hangs up."""

    trouble: list[web.Response] = field(default_factory=list)
    asked: list[tuple[str, str, Json]] = field(default_factory=list)
    pages: list[Json] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    silent: bool = False

    @asynccontextmanager
    async def on(self) -> AsyncIterator[str]:
        """Serve it; the service URL."""
        site = web.Application(client_max_size=10**6)
        site.router.add_route("*", "/{path:.*}", self._any)
        async with TestServer(site) as server:
            yield str(server.make_url("/teams"))

    @property
    def paths(self) -> list[str]:
        """What was asked, as "POST /v3/…"."""
        return [f"{method} {path}" for method, path, _body in self.asked]

    @property
    def cards(self) -> list[Json]:
        """The cards that were sent or updated."""
        return [body["attachments"][0]["content"] for _method, _path, body in self.asked if "attachments" in body]

    async def _any(self, request: web.Request) -> web.Response:
        self.headers.append(request.headers)
        raw = await request.read()
        body = json.loads(raw) if raw else {}
        self.asked.append((request.method, request.raw_path.removeprefix("/teams"), body))
        if self.silent and request.transport:
            request.transport.abort()
        if self.trouble:
            return self.trouble.pop(0)
        if request.path.endswith("/pagedmembers"):
            return web.json_response(self.pages[int(request.query.get("continuationToken", "0"))])
        if request.path.endswith("/v3/conversations"):
            return web.json_response({"id": f"a:{body['members'][0]['id']}"}, status=201)
        return web.json_response({"id": f"m-{len(self.asked)}"}, status=201)


def refusal(status: int, code: str = "", headers: dict[str, str] | None = None, **more: Any) -> web.Response:
    """The Bot Connector says no."""
    error = {"error": {"code": code, "message": "with words of the member in it", **more}} if code else {}
    return web.json_response(error, status=status, headers=headers)
