"""What the Bot Connector's refusals mean to the courier: later, or not at all. Only Microsoft's own code is kept of
them: their words can hold what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import aiohttp

from adapters.answers import json_object
from adapters.delivery import TryAgain, Unreachable

_LATER: Final = (401, 412, 425, 429)  # 401: our own token or the registration; nothing to do with the receiver
_BROKE: Final = (408, *range(500, 600))  # it broke while it did what it was asked: perhaps it was done
# Not about the receiver either: an administrator, or whoever runs the bot, has to put it right.
_EVERYWHERE: Final = ("BotDisabledByAdmin", "BotNotRegistered", "InvalidBotApiHost")
_NOT_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")


def unanswered(method: str, path: str, error: Exception) -> TryAgain:
    """Nothing came back, or not all of it."""
    return TryAgain(type(error).__name__, perhaps_sent=_says(method, path) and not isinstance(error, _NOT_LEFT))


def refused(method: str, path: str, status: int, headers: Mapping[str, str], body: bytes) -> TryAgain | Unreachable:
    """An answer came, and it is no."""
    code = _code(body)
    why = code or f"http {status}"
    if status not in _LATER and status not in _BROKE and code not in _EVERYWHERE:
        return Unreachable(why)
    # The pace is counted for each conversation; where there is none yet, it is the tenant's.
    opening = method == "POST" and path.endswith("/conversations")
    wait = headers.get("Retry-After", "")
    return TryAgain(
        why,
        float(wait) if wait.isdigit() else None,
        perhaps_sent=status in _BROKE and _says(method, path),
        whole_workspace=status == 401 or code in _EVERYWHERE or (status == 429 and opening),
    )


def _says(method: str, path: str) -> bool:
    """Does this put something before people? To do anything else once more does no harm."""
    return method == "POST" and path.endswith("/activities")


def _code(body: bytes) -> str:
    """The code of an error, the more exact one where there are two ("MessageWritesBlocked")."""
    error = json_object(body).get("error")
    if not isinstance(error, dict):
        return ""
    inner = error.get("innerHttpError") or error.get("innererror") or {}
    for code in (error.get("subCode"), inner.get("code") if isinstance(inner, dict) else None, error.get("code")):
        if isinstance(code, str) and _CODE.fullmatch(code):
            return code
    return ""
