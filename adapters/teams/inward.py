"""Is this request from Teams? One of the two files that know Microsoft's SDK (the other is `credentials`).

The SDK verifies the signature, the issuer, the audience and the dates of every request's token; nothing is remembered
between requests but the platform's public keys. Three things are ours, because the SDK's own would fail:
its keys are fetched with a blocking call in the event loop, and a key it has not seen ends in an IndexError instead of
a new look; a bad token is answered with all kinds of exceptions; and a token without an end would be let in.
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
from botframework.connector.auth import (
    AuthenticationConstants,
    ChannelValidation,
    ClaimsIdentity,
    JwtTokenExtractor,
    SimpleCredentialProvider,
    VerifyOptions,
)
from jwt.algorithms import RSAAlgorithm

from adapters.teams.settings import TeamsSettings

log = logging.getLogger(__name__)

CHANNEL: Final = "msteams"
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
        options = VerifyOptions(
            issuer=[AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER],
            audience=None,  # checked below against the app id
            clock_tolerance=5 * 60,
            ignore_expiration=False,
        )
        self._extractor = JwtTokenExtractor(options, url, AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS)
        self._extractor.open_id_metadata = _Keys(url, monotonic)
        self._app = SimpleCredentialProvider(settings.app_id, "")

    async def check(self, header: str, channel: str, service_url: str) -> None:
        """Returns when `header` holds a token from Teams for this bot and this service URL.

        Raises Refused when not, KeysUnavailable when that cannot be known now.
        """
        if not channel or not service_url:
            raise Refused("the activity names no channel or no service URL")
        try:
            identity = await self._extractor.get_identity_from_auth_header(header, channel)
            await ChannelValidation.validate_identity(identity, self._app)
        except KeysUnavailable:
            raise
        except Exception as error:  # the SDK raises everything from PermissionError to IndexError for a bad token
            raise Refused(type(error).__name__) from None
        self._claims(identity, service_url)

    @staticmethod
    def _claims(identity: ClaimsIdentity, service_url: str) -> None:
        if identity.get_claim_value(AuthenticationConstants.SERVICE_URL_CLAIM) != service_url:
            raise Refused("the token is for another service URL")
        if identity.get_claim_value("exp") is None:
            raise Refused("the token has no end")


@dataclass(frozen=True, slots=True)
class _Key:
    """A public key and the channels whose tokens it may sign. The names are those the SDK reads."""

    public_key: Any
    endorsements: list[str]


class _Keys:
    """The platform's public keys, fetched without holding up the event loop, and looked at again once a day.

    It stands where the SDK keeps its `_OpenIdMetadata`, and has the one method that the SDK calls.
    """

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
        # The SDK lets a key that endorses nobody sign for every channel; here it signs for none.
        return _Key(RSAAlgorithm.from_jwk(json.dumps(key)), key.get("endorsements") or ["none"])
