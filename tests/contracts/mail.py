"""Short words for tests of the outbox: put something in, claim it, mark it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.mailroom import Parcel
from bot.messages import Card, Place, Post, Text
from storage.sql import SqlStore

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def at(seconds: float) -> datetime:
    """So long after the beginning."""
    return NOW + timedelta(seconds=seconds)


def post(key: str, to: str) -> Post:
    """Something to say to somebody on Slack."""
    return Post(key, Place("slack", to), Card((Text(key),)))


def put(store: SqlStore, *keys: str, to: str = "T1/ana", due: datetime = NOW, until: datetime | None = None) -> None:
    """Into the outbox, in this order, to one conversation."""
    with store.unit() as unit:
        unit.outbox.put([replace(post(key, to), until=until) for key in keys], due, "t1")


def claim(store: SqlStore, when: datetime = NOW, most: int = 250) -> list[Parcel]:
    """What a courier is given."""
    return store.mailroom.claim(["slack"], when, when + LEASE, most)


def keys(parcels: Sequence[Parcel]) -> list[str]:
    """What they are called."""
    return [parcel.reply.key for parcel in parcels]


def rows(store: SqlStore, statement: str, **given: Any) -> list[Any]:
    """What the database itself answers."""
    with store._engine.begin() as connection:
        found = connection.execute(text(statement), given)
        return list(found.all()) if found.returns_rows else []
