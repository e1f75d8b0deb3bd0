"""The code under which somebody's rows stand, in the place of who they are."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Protocol

from bot.ports import Keys


class Somebody(Protocol):
    """Who somebody is on their platform."""

    @property
    def platform(self) -> str: ...
    @property
    def id(self) -> str: ...


def pseudonym(keys: Keys, circle: str, person: Somebody) -> str:
    """HMAC-SHA-256 of who somebody is on their platform, in hexadecimal.

    The key is that of `circle`, kept outside the database: once it is destroyed, nobody can make the code again.
    """
    return pseudonyms(keys, circle, [person])[0]


def pseudonyms(keys: Keys, circle: str, people: Iterable[Somebody]) -> list[str]:
    """As `pseudonym`, for several people of one circle: its key is looked for, and taken in, once."""
    begun = hmac.new(keys.circle_key(circle), digestmod="sha256")
    codes = []
    for person in people:
        code = begun.copy()
        code.update(f"{person.platform}:{person.id}".encode())
        codes.append(code.hexdigest())
    return codes
