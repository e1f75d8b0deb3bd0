"""Who and where, in the web chat's own words: `home:ana` is Ana's private chat, `channel:team` the team's channel.

There are no accounts. A person is the name that somebody typed, made into an id; two spellings of it are one person.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from adapters.web_chat.limits import NAME, clean
from bot.messages import Person, Place

PLATFORM: Final = "web"


def slug(name: str) -> str:
    """The id for a name: its letters and digits in small letters, everything else as single dashes; "" for none."""
    for _ in range(2):  # making small can leave a letter in two parts, and putting them together can leave it large
        name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in name).split()
    return "-".join(words) if any(c.isalnum() for c in name) else ""


def person(name: str) -> Person | None:
    """Who `name` is; None when it is too long or has no letter or digit in it."""
    name = " ".join(clean(name).split())
    who = slug(name)
    return Person(PLATFORM, who, name, f"home:{who}") if who and len(name) <= NAME else None


def home(who: str) -> Place:
    """The private chat of a person's id."""
    return Place(PLATFORM, f"home:{who}", private=True)


def channel(name: str = "team") -> Place:
    """The channel called `name`."""
    return Place(PLATFORM, f"channel:{name}")


def place(address: str) -> Place | None:
    """The place at `address`; None when there can be none."""
    kind, _, rest = address.partition(":")
    if kind not in ("home", "channel") or len(rest) > NAME * 3 or rest != slug(rest):
        return None
    return (home(rest) if kind == "home" else channel(rest)) if rest else None
