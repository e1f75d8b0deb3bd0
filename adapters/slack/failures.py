"""What Slack's refusals mean to the courier: later, or not at all."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.delivery import TryAgain, Unreachable

log = logging.getLogger("coreflect.slack")

# Slack is busy or broken, or something is wrong that the operator will put right: nothing is given up for that.
LATER = frozenset(
    """
    ratelimited rate_limited message_limit_exceeded internal_error fatal_error service_unavailable request_timeout
    team_added_to_org org_login_required ekm_access_denied
    invalid_auth not_authed token_expired missing_scope no_permission not_allowed_token_type access_denied
    """.split()  # noqa: SIM905 - forty quotation marks would hide the words
)
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,80}")
# What we made was wrong: it will not get better, and somebody should know.
OURS = ("invalid_", "msg_", "no_text", "view_", "too_")


@contextmanager
def translated() -> Iterator[None]:
    """Turn every failure of a call to Slack into TryAgain or Unreachable. Their words are Slack's error codes: what was
    to be sent is never in them."""
    try:
        yield
    except SlackApiError as error:
        raise _verdict(error) from None
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise TryAgain(type(error).__name__) from None


def code(error: Exception) -> str:
    """A failure as one word without content: where the code should be, the library puts any page that came instead."""
    data = getattr(getattr(error, "response", None), "data", None)
    found = data.get("error") if isinstance(data, dict) else None
    return found if isinstance(found, str) and _CODE.fullmatch(found) else type(error).__name__


def _verdict(error: SlackApiError) -> TryAgain | Unreachable:
    response, why = error.response, code(error)
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0) or 200
    if status == 429 or status >= 500 or why in LATER:
        return TryAgain(why if status == 200 else f"HTTP {status}", _retry_after(getattr(response, "headers", {})))
    if isinstance(getattr(response, "data", None), dict) and why != type(error).__name__:
        if why.startswith(OURS):
            log.error("Slack refused what was made for it: %s", why)
        return Unreachable(why)
    return TryAgain(f"HTTP {status}")  # no answer of Slack's at all: something between us and it


def _retry_after(headers: object) -> float | None:
    try:
        return float(headers["Retry-After"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return None
