"""Who may come in: with a secret, whoever knows it; without one, only pages of this machine's own address.

The page has no accounts, so another web site open in the same browser must not be able to use it: not by a name that
points here (Host), and not by a form or script of its own (Origin).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from adapters.web_chat.settings import WebSettings, is_loopback

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

COOKIE: Final = "coreflect_web"
HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def refusal(status: int, words: str) -> web.Response:
    """An answer that says, in words, why not."""
    body = json.dumps({"error": words}, ensure_ascii=False)
    return web.Response(status=status, text=body, content_type="application/json", headers=HEADERS)


class Guard:
    """Stands before every handler of the web chat."""

    def __init__(self, settings: WebSettings) -> None:
        self._secret = settings.secret
        # The cookie opens this page and nothing else: the secret itself stays out of the browser's store.
        self._ticket = hmac.new(self._secret.encode(), b"coreflect web chat", hashlib.sha256).hexdigest()

    def wrap(self, handler: Handler) -> Handler:
        """`handler`, for requests that may come in; everybody else is told why not."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                return self._stop(request) or await handler(request)
            except (web.HTTPException, ConnectionError, web.RequestPayloadError):
                raise
            except Exception as error:  # the server would log its words, and the address of who asked
                log.error("web chat: a request could not be answered: %s", type(error).__name__)
                return refusal(500, "Something went wrong here. Please try again.")

        return guarded

    def _stop(self, request: web.Request) -> web.Response | None:
        if not self._secret and not _names_this_machine(request.headers.get("Host", "")):
            return refusal(403, "This page is only for the machine it runs on: open it as 127.0.0.1 or localhost.")
        if request.method not in ("GET", "HEAD") and not _own_page(request):
            return refusal(403, "This came from another web page.")
        if self._secret and request.method == "GET" and request.path == "/" and "secret" in request.query:
            return self._let_in(request)
        if self._secret and not _same(request.cookies.get(COOKIE, ""), self._ticket):
            return refusal(401, "Open this page with its secret: add ?secret=… to the address.")
        return None

    def _let_in(self, request: web.Request) -> web.Response:
        """The secret in the address becomes a cookie, and leaves the address."""
        if not _same(request.query["secret"], self._secret):
            return refusal(401, "That is not this page's secret.")
        rest = request.rel_url.without_query_params("secret")
        answer = web.Response(status=303, headers={**HEADERS, "Location": str(rest)})
        # Lax, not Strict: an invitation is a link that comes from an e-mail.
        answer.set_cookie(COOKIE, self._ticket, httponly=True, samesite="Lax", secure=request.secure, path="/")
        return answer


def _same(given: str, ours: str) -> bool:
    """Compared in constant time. What cannot be encoded was never ours."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), ours.encode())


def _names_this_machine(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def _own_page(request: web.Request) -> bool:
    """Whether the page that sent this came from here. Every browser says so (Origin) with what changes something."""
    try:
        here = request.headers.get("Host", "")
        return bool(here) and urlsplit(request.headers.get("Origin", "")).netloc == here
    except ValueError:
        return False
