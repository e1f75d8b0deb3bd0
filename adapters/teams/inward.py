"""Is this request from Teams? One of the two files that know Microsoft's SDK (the other is `credentials`).

PyJWT verifies the signature, the issuer, the audience and the dates of every request's token; nothing is remembered
between requests but the platform's public keys. From the SDK come the names of who signs, and where the keys are. Its
own check is not used: it reads each token three times, lets in one without an end, answers a bad one with all kinds of
exceptions, and fetches its keys with a blocking call in the event loop.
Source of what has to be checked: Microsoft, "Authentication with the Bot Connector API", step 4.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import jwt
from botframework.connector.auth import AuthenticationConstants
from jwt.algorithms import RSAAlgorithm

from adapters.teams.settings import TeamsSettings

log = logging.getLogger(__name__)

CHANNEL: Final = "msteams"
_LEEWAY: Final = 5 * 60.0  # seconds that Microsoft's clock and ours may differ, as Microsoft asks for
_DAY: Final = 24 * 60 * 60.0
_SOON: Final = 10 * 60.0  # a key nobody has seen makes us look again at most this often
_AGAIN: Final = 10.0  # and a look that failed is tried again at most this often
_PATIENCE: Final = aiohttp.ClientTimeout(total=10)


class Refused(Exception):
    """This request is not from Teams, or not for this bot. The text is for the log and tells nothing of the token."""


class KeysUnavailable(Exception):
    """Microsoft's public keys cannot be fetched now, so nothing can be said about a request."""


class Doorkeeper:
    """Checks the token of every request."""

    def __init__(self, settings: TeamsSettings, monotonic: Callable[[], float] = time.monotonic) -> None:
        url = settings.openid_url or AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
        self._keys = _Keys(url, monotonic)
        self._app = settings.app_id

    async def check(self, header: str, channel: str, service_url: str) -> None:
        """Returns when `header` holds a token from Teams for this bot and this service URL.

        Raises Refused when not, KeysUnavailable when that cannot be known now.
        """
        if not channel or not service_url:
            raise Refused("the activity names no channel or no service URL")
        scheme, _, token = header.partition(" ")
        if scheme != "Bearer":
            raise Refused("there is no token")
        try:
            key = await self._keys.get(jwt.get_unverified_header(token).get("kid"))
            claims = self._verified(token, key)
        except (jwt.PyJWTError, ValueError) as error:  # ValueError: bytes that are no text
            raise Refused(type(error).__name__) from None
        if channel not in key.endorsements:
            raise Refused("the token's key is not for this channel")
        if claims.get(AuthenticationConstants.SERVICE_URL_CLAIM) != service_url:
            raise Refused("the token is for another service URL")

    def _verified(self, token: str, key: _Key) -> dict[str, Any]:
        """What the token says, all of it checked but the service URL. Raises PyJWTError."""
        return jwt.decode(
            token,
            key.public_key,
            algorithms=["RS256"],
            audience=self._app,
            issuer=AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
            leeway=_LEEWAY,
            options={"require": ["exp", "iss", "aud"], "strict_aud": True},
        )


@dataclass(frozen=True, slots=True)
class _Key:
    """A public key, and the channels whose tokens it may sign."""

    public_key: Any
    endorsements: frozenset[str]


class _Keys:
    """The platform's public keys, fetched without holding up the event loop, and looked at again once a day."""

    def __init__(self, url: str, monotonic: Callable[[], float]) -> None:
        self._url = url
        self._now = monotonic
        self._keys: dict[str, _Key] = {}
        self._fetched = float("-inf")
        self._tried = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def get(self, key_id: str | None) -> _Key:
        """The key named `key_id`. Raises Refused when there is none, KeysUnavailable when that cannot be known."""
        if not key_id:
            raise Refused("the token names no key")
        if self._age() > _DAY or key_id not in self._keys:
            async with self._one_at_a_time:  # whoever comes during a look waits for what it brings
                await self._look_again(key_id)
        if self._age() > 2 * _DAY:  # yesterday's keys are better than no door at all, but not for long
            raise KeysUnavailable("no answer")
        if key_id not in self._keys:
            raise Refused("the token names an unknown key")
        return self._keys[key_id]

    def _age(self) -> float:
        return self._now() - self._fetched

    async def _look_again(self, key_id: str) -> None:
        """Fetch the keys, but not so often that tokens out of thin air could make us flood Microsoft."""
        fresh = self._age() <= _DAY
        if (fresh and key_id in self._keys) or self._now() - self._tried < (_SOON if fresh else _AGAIN):
            return
        self._tried = self._now()
        try:
            self._keys = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("teams: the public keys cannot be fetched: %s", type(error).__name__)
        else:
            self._fetched = self._now()

    async def _fetch(self) -> dict[str, _Key]:
        async with aiohttp.ClientSession(timeout=_PATIENCE, raise_for_status=True) as session:
            async with session.get(self._url) as answer:
                keys_url = (await answer.json(content_type=None))["jwks_uri"]
            async with session.get(keys_url) as answer:
                keys = (await answer.json(content_type=None))["keys"]
        return {key["kid"]: self._read(key) for key in keys if key.get("kty") == "RSA"}

    @staticmethod
    def _read(key: dict[str, Any]) -> _Key:
        return _Key(RSAAlgorithm.from_jwk(json.dumps(key)), frozenset(key.get("endorsements") or ()))
