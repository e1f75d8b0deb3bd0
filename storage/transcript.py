"""What the web chat has shown, so that a page that is opened again shows it again."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, bindparam, insert, select, update

from storage.sql.trouble import troubles
from storage.tables import TranscriptRow

TRANSCRIPT = TranscriptRow.__table__  # type: ignore[attr-defined]
_SINCE = (
    select(TRANSCRIPT.c.seq, TRANSCRIPT.c.message, TRANSCRIPT.c.payload)
    .where(TRANSCRIPT.c.address == bindparam("a"), TRANSCRIPT.c.seq > bindparam("n"))
    .order_by(TRANSCRIPT.c.seq)
)


class SqlTranscript:
    """The messages of the web chat, in the order in which they came."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, address: str, payload: dict[str, Any]) -> str:
        """Keep a message; returns its reference."""
        message = uuid4().hex
        values = {"address": address, "message": message, "payload": json.dumps(payload)}
        with troubles(), self._engine.begin() as connection:
            connection.execute(insert(TRANSCRIPT), values)
        return message

    def revise(self, address: str, message: str, payload: dict[str, Any]) -> bool:
        """Put `payload` in the place of `message`; False when there is no such message at `address`.

        The change stands in the old rows, so that the message keeps its place on a page opened later, and in a new
        one, so that pages that are open learn of it.
        """
        values = {"address": address, "message": message, "payload": json.dumps(payload)}
        there = (TRANSCRIPT.c.address == address) & (TRANSCRIPT.c.message == message)
        with troubles(), self._engine.begin() as connection:
            found = connection.execute(update(TRANSCRIPT).where(there).values(payload=values["payload"])).rowcount
            if found:
                connection.execute(insert(TRANSCRIPT), values)
            return found > 0

    def since(self, address: str, after: int) -> list[tuple[int, str, dict[str, Any]]]:
        """(sequence number, reference, payload) of each message at `address` that came or changed after `after`.

        Each once, in the order in which they came; its number is that of its last change.
        """
        with troubles(), self._engine.begin() as connection:
            rows = connection.execute(_SINCE, {"a": address, "n": after}).all()
        newest = {row.message: row for row in rows}  # keeps the place of the first, and the row of the last
        return [(row.seq, row.message, json.loads(row.payload)) for row in newest.values()]
