"""What a platform keeps for every process of the program: tokens, locked; and tickets, each of which is good once."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Engine, bindparam, delete, select

from bot.ports import Keys
from storage.sql.trouble import troubles
from storage.sql.upsert import insert_once, insert_or_replace
from storage.tables import KeptRow

KEPT = KeptRow.__table__  # type: ignore[attr-defined]

KEY = "tokens"
"""Its name in the key file. Not the key that locks words: that one is changed, and what it locked must go then."""

TICKET = b"ticket"
GOOD_FOR = timedelta(minutes=10)
"""How long a ticket is."""

_READ = select(KEPT.c.locked).where(KEPT.c.name == bindparam("this"))
_DROP = delete(KEPT).where(KEPT.c.name == bindparam("this"), KEPT.c.locked == bindparam("as_read"))
_TIDY = delete(KEPT).where(KEPT.c.until < bindparam("now"))


class SqlSafe:
    """In the database, under a key that only the key file has. Synchronous: to be called in a thread."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine, self._keys = engine, keys

    def keep(self, name: str, words: str) -> None:
        """Keep `words`, instead of what was kept under this name."""
        row = {"name": name, "locked": self._fernet().encrypt(words.encode()), "until": None}
        with troubles(), self._engine.begin() as connection:
            connection.execute(insert_or_replace(connection.dialect.name, KEPT), row)

    def read(self, name: str) -> str | None:
        """What is kept under this name; None when there is nothing, or its key is gone."""
        with troubles(), self._engine.begin() as connection:
            locked = connection.execute(_READ, {"this": name}).scalar()
        return None if locked is None else self._unlocked(locked)

    def drop(self, name: str, words: str) -> None:
        """Keep it no longer, unless it is something else by now."""
        with troubles(), self._engine.begin() as connection:
            locked = connection.execute(_READ, {"this": name}).scalar()
            if locked is not None and self._unlocked(locked) == words:
                connection.execute(_DROP, {"this": name, "as_read": locked})

    def ticket(self, now: datetime) -> str:
        """A word for an address on the web that nobody can make up. Nothing is written for it: whoever asks for many
        fills no disk."""
        return self._fernet().encrypt_at_time(TICKET, int(now.timestamp())).decode().rstrip("=")

    def redeem(self, ticket: str, now: datetime) -> bool:
        """Whether `ticket` is one of the last ten minutes that nobody has redeemed yet, in any process."""
        try:
            # One ticket has several spellings in base64: it is known by what they mean.
            meant = base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))
            spelled = base64.urlsafe_b64encode(meant)
            said = self._fernet().decrypt_at_time(spelled, GOOD_FOR.seconds, int(now.timestamp()))
        except (InvalidToken, ValueError):
            return False
        if said != TICKET:
            return False
        row = {"name": f"ticket:{sha256(meant).hexdigest()}", "locked": b"", "until": now + 2 * GOOD_FOR}
        with troubles(), self._engine.begin() as connection:
            connection.execute(_TIDY, {"now": now})
            first = insert_once(connection.dialect.name, KEPT).returning(KEPT.c.name)
            return connection.execute(first, row).first() is not None

    def _unlocked(self, locked: bytes) -> str | None:
        try:
            return self._fernet().decrypt(locked).decode()
        except InvalidToken:
            return None

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._keys.circle_key(KEY)))
