"""What Slack's refusals mean to the courier: later, or not at all."""

from __future__ import annotations

import logging
import re

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.delivery import TryAgain, Unreachable

log = logging.getLogger("coreflect.slack")

# Slack is busy or broken, or something is wrong that the operator will put right: nothing is given up for that.
LATER = frozenset(
    """
    ratelimited rate_limited internal_error fatal_error service_unavailable request_timeout
    missing_scope no_permission access_denied
    """.split()  # noqa: SIM905 - forty quotation marks would hide the words
)
# The same, and so in every conversation of the workspace. A token that was revoked belongs here: what waits is sent
# once the operator has put in the new one.
EVERYWHERE = frozenset(
    """
    invalid_auth not_authed token_expired token_revoked account_inactive not_allowed_token_type
    message_limit_exceeded team_added_to_org org_login_required ekm_access_denied
    """.split()  # noqa: SIM905 - forty quotation marks would hide the words
)
LIMITS = frozenset({"ratelimited", "rate_limited"})
# Slack broke while it did what it was asked: perhaps it was done.
BROKE = frozenset({"internal_error", "fatal_error", "service_unavailable"})
# What puts something before people. To do anything else once more does no harm.
SAYS = frozenset({"chat.postMessage", "files.completeUploadExternal"})
# The pace of this one is counted for each conversation, that of the others for the whole workspace.
OF_ONE_CONVERSATION = "chat.postMessage"
NETWORK = (aiohttp.ClientError, TimeoutError, OSError)
# The request never left.
NOT_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,80}")
# What we made was wrong: it will not get better, and somebody should know.
OURS = ("invalid_", "msg_", "no_text", "view_", "too_")


class _Saying:
    """Round a call that puts something before people: without an answer it may stand there all the same."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, NETWORK):
            raise TryAgain(type(error).__name__, perhaps_sent=not isinstance(error, NOT_LEFT)) from None


class _Translated:
    """Turns every failure of a call to Slack into TryAgain or Unreachable. Their words are Slack's error codes: what
    was to be sent is never in them."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, SlackApiError):
            raise _verdict(error) from None
        if isinstance(error, (SlackClientError, *NETWORK)):
            raise TryAgain(type(error).__name__) from None


# One object each, for all calls: made anew, as generators, they took two microseconds of every message.
saying, translated = _Saying(), _Translated()


def code(error: Exception) -> str:
    """A failure as one word without content: where the code should be, the library puts any page that came instead."""
    data = getattr(getattr(error, "response", None), "data", None)
    found = data.get("error") if isinstance(data, dict) else None
    return found if isinstance(found, str) and _CODE.fullmatch(found) else type(error).__name__


def _verdict(error: SlackApiError) -> TryAgain | Unreachable:
    response, why = error.response, code(error)
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0) or 200
    # Where nothing can be read, the library hands over the answer of its own HTTP client.
    method = str(getattr(response, "api_url", "") or getattr(response, "url", "")).rpartition("/")[2]
    known = isinstance(getattr(response, "data", None), dict) and why != type(error).__name__
    if known and status < 500 and status != 429 and why not in LATER | EVERYWHERE:
        if why.startswith(OURS):
            log.error("Slack refused what was made for it: %s", why)
        return Unreachable(why)
    limited = status == 429 or why in LIMITS
    broke = status >= 500 or why in BROKE or (status < 300 and not known)
    return TryAgain(
        why if known and status == 200 else f"HTTP {status}",
        _retry_after(getattr(response, "headers", {})),
        perhaps_sent=broke and method in SAYS,
        whole_workspace=why in EVERYWHERE or (limited and method != OF_ONE_CONVERSATION),
    )


def _retry_after(headers: object) -> float | None:
    try:
        return float(headers["Retry-After"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return None
