"""The code under which somebody's rows stand, in the place of who they are."""

from __future__ import annotations

import hmac
from hashlib import sha256

from bot.messages import Person
from bot.ports import Keys


def pseudonym(keys: Keys, circle: str, person: Person) -> str:
    """HMAC-SHA-256 of who somebody is on their platform, in hexadecimal.

    The key is that of `circle`, kept outside the database: once it is destroyed, nobody can make the code again.
    """
    return hmac.new(keys.circle_key(circle), f"{person.platform}:{person.id}".encode(), sha256).hexdigest()
