"""The bot's own token. One of the two files that know Microsoft's SDK (the other is `inward`).

The SDK knows how to sign in, and holds up whatever it runs in until Microsoft answers: here that is a thread.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

from botframework.connector.auth import MicrosoftAppCredentials

from adapters.delivery import TryAgain
from adapters.teams.settings import TeamsSettings

_PATIENCE: Final = 20.0
_KEPT: Final = 300.0  # MSAL renews in time when asked this often


class Token:
    """Fetched when it is needed, one request at a time."""

    def __init__(self, settings: TeamsSettings) -> None:
        self._credentials = _credentials(settings)
        self._one_at_a_time = asyncio.Lock()
        self._token = ""
        self._until = float("-inf")

    async def get(self) -> str:
        """The token that is good now. Raises TryAgain when Microsoft gives none."""
        async with self._one_at_a_time:
            if time.monotonic() >= self._until:
                try:
                    fetching = asyncio.to_thread(self._credentials.get_access_token)
                    self._token = await asyncio.wait_for(fetching, _PATIENCE)
                except Exception as error:  # MSAL, requests and the SDK each have their own
                    raise TryAgain(f"no token: {type(error).__name__}", whole_workspace=True) from None
                self._until = time.monotonic() + _KEPT
            return self._token


def _credentials(settings: TeamsSettings) -> Any:
    """The bot's registration, as the SDK signs in with it: in its own tenant, or in Microsoft's for all tenants."""
    return MicrosoftAppCredentials(settings.app_id, settings.app_password, settings.tenant_id or None)
