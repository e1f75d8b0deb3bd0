"""What somebody sees in their browser while they install the bot. Pure; nothing that came in is ever shown."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

INSTALL = "/slack/install"

STYLE = "body{font:1.1rem/1.5 sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem}"
_ITSELF = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_ITSELF}'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address has Slack's code in it
    "X-Content-Type-Options": "nosniff",
}

AGAIN = f'<a href="{INSTALL}">Try again</a>'
NOTHING = "Nothing was installed."
ONCE = "If you have read “Coreflect is installed” before, all is well. If not, nothing was installed."
TOO_LATE = ("This page works once, and for ten minutes", ONCE, AGAIN)

DONE = (
    "Coreflect is installed",
    "Go to Slack. Under <strong>Apps</strong>, choose Coreflect. Write: help",
    "You can close this page now.",
)
FAILED: Mapping[str, tuple[str, ...]] = {
    "access_denied": ("Nothing was installed", "You did not say yes to Slack. That is fine.", AGAIN),
    "invalid_browser": ("This page works once, and in one browser", ONCE, "Begin and end in the same one.", AGAIN),
    "invalid_state": TOO_LATE,
    "missing_code": TOO_LATE,
    "invalid_code": TOO_LATE,
    "organisation": (
        "Please choose one workspace",
        f"{NOTHING} Coreflect cannot be installed for a whole organisation yet.",
        AGAIN,
    ),
    "rotation": (
        "Please turn off token rotation",
        f"{NOTHING} Whoever made the Slack app can turn it off: api.slack.com/apps, the app, OAuth &amp; Permissions.",
        AGAIN,
    ),
}
BROKEN = ("That did not work", f"{NOTHING} Slack or our database did not answer. Wait a minute.", AGAIN)


def page(heading: str, *paragraphs: str) -> str:
    """A page of our own words, which are HTML already."""
    said = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{heading}</title><style>{STYLE}</style></head><body><main><h1>{heading}</h1>{said}</main></body></html>"
    )
