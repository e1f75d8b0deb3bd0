"""What the web chat has shown, so that a page that is opened again shows it again."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from storage.sql.trouble import troubles
from storage.tables import TranscriptRow

TRANSCRIPT = TranscriptRow.__table__  # type: ignore[attr-defined]
_SINCE = (
    select(TRANSCRIPT.c.seq, TRANSCRIPT.c.message, TRANSCRIPT.c.payload)
    .where(TRANSCRIPT.c.address == bindparam("a"), TRANSCRIPT.c.seq > bindparam("n"))
    .order_by(TRANSCRIPT.c.seq)
)
_FIND = (
    select(TRANSCRIPT.c.payload)
    .where(TRANSCRIPT.c.address == bindparam("a"), TRANSCRIPT.c.message == bindparam("m"))
    .order_by(TRANSCRIPT.c.seq.desc())
    .limit(1)
)
_NEWEST = select(func.max(TRANSCRIPT.c.seq))
_NEWS = (
    select(TRANSCRIPT.c.address, func.max(TRANSCRIPT.c.seq).label("seq"))
    .where(TRANSCRIPT.c.seq > bindparam("n"))
    .group_by(TRANSCRIPT.c.address)
)


def _put(connection: Connection, address: str, message: str, payload: str) -> None:
    if connection.dialect.name == "postgresql":
        # Numbers are given out before they are committed. One after the other at an address, or a page that has seen
        # the higher number of two would never ask for the lower one.
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(address))))
    connection.execute(insert(TRANSCRIPT), {"address": address, "message": message, "payload": payload})


class SqlTranscript:
    """The messages of the web chat, in the order in which they came."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, address: str, payload: dict[str, Any], message: str = "") -> str:
        """Keep a message; returns its reference, which is `message` where that is given. Kept twice under one reference
        it is one message."""
        message = message or uuid4().hex
        with troubles(), self._engine.begin() as connection:
            _put(connection, address, message, json.dumps(payload))
        return message

    def find(self, address: str, message: str) -> dict[str, Any] | None:
        """The payload of a message as it is now; None when there is none at `address`."""
        with troubles(), self._engine.begin() as connection:
            payload = connection.execute(_FIND, {"a": address, "m": message}).scalar()
        return json.loads(payload) if payload else None

    def newest(self) -> int:
        """The highest sequence number, 0 for none."""
        with troubles(), self._engine.begin() as connection:
            return connection.execute(_NEWEST).scalar() or 0

    def news(self, after: int) -> tuple[int, set[str]]:
        """The highest sequence number, and the addresses at which something came or changed after `after`."""
        with troubles(), self._engine.begin() as connection:
            rows = connection.execute(_NEWS, {"n": after}).all()
        return max((row.seq for row in rows), default=after), {row.address for row in rows}

    def revise(self, address: str, message: str, payload: dict[str, Any]) -> bool:
        """Put `payload` in the place of `message`; False when there is no such message at `address`.

        The change stands in the old rows, so that the message keeps its place on a page opened later, and in a new
        one, so that pages that are open learn of it.
        """
        words = json.dumps(payload)
        there = (TRANSCRIPT.c.address == address) & (TRANSCRIPT.c.message == message)
        with troubles(), self._engine.begin() as connection:
            found = connection.execute(update(TRANSCRIPT).where(there).values(payload=words)).rowcount
            if found:
                _put(connection, address, message, words)
            return found > 0

    def since(self, address: str, after: int) -> list[tuple[int, str, dict[str, Any]]]:
        """(sequence number, reference, payload) of each message at `address` that came or changed after `after`.

        Each once, in the order in which they came; its number is that of its last change.
        """
        with troubles(), self._engine.begin() as connection:
            rows = connection.execute(_SINCE, {"a": address, "n": after}).all()
        newest = {row.message: row for row in rows}  # keeps the place of the first, and the row of the last
        return [(row.seq, row.message, json.loads(row.payload)) for row in newest.values()]
