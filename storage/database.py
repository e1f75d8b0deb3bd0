"""Connections: SQLite made safe and patient, PostgreSQL as it comes."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from socket import gethostname
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
HOW = "Write sqlite:///data/coreflect.db or postgresql+psycopg://user:password@host/name."

POOL, MORE = 8, 10
"""Connections that a process keeps to PostgreSQL, and how many more it opens for a while when all are taken."""

PROGRAM = "coreflect"
"""How a process calls itself on PostgreSQL, with its machine and number behind it."""

BUSY_MS = 5_000
"""How long a SQLite writer waits for another before it says so."""

OVERTAKEN_MS = 200
"""How long it lets others of this program go first."""


def _is_no_row(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


# Statements may be logged, by those who want them. Their parameters are hidden below; the rows read are told at DEBUG.
logging.getLogger("sqlalchemy.engine.Engine").addFilter(_is_no_row)


def connect(url: str) -> Engine:
    """An engine for `url` ("sqlite:///path" or "postgresql+psycopg://…"). Makes the folder of a SQLite file.

    Raises ValueError, saying what to write, when `url` is no such address.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError(f"DATABASE_URL is no address of a database. {HOW}") from None
    if parsed.drivername not in DRIVERS:
        raise ValueError(f"DATABASE_URL names {parsed.drivername!r}, which is not supported. {HOW}")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed, hide_parameters=True, pool_pre_ping=True, pool_size=POOL, max_overflow=MORE,
            connect_args={"application_name": f"{PROGRAM} {gethostname()} {os.getpid()}"},
        )  # fmt: skip
    if parsed.database and not parsed.database.startswith((":memory:", "file:")):
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", partial(_begin, Lock()))
    return engine


def others(engine: Engine) -> int | None:
    """How many other processes of this program are connected now; None where the database cannot tell."""
    if engine.dialect.name != "postgresql":
        return None
    with engine.connect() as connection:
        return int(connection.execute(_OTHERS, {"like": f"{PROGRAM} %"}).scalar_one())


_OTHERS = text(
    "SELECT count(DISTINCT application_name) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name LIKE :like AND application_name != current_setting('application_name')"
)


def _prepare(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin too late for a writer; ours begin with BEGIN IMMEDIATE below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {OVERTAKEN_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",  # acknowledged means stored, also when the power goes
        "secure_delete = ON",  # a deleted answer is overwritten, not only unlinked
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(overtaken: Lock, connection: Connection) -> None:
    """Begin a transaction as a writer: one that starts as a reader can be refused half-way.

    SQLite's writers look again and again whether they may, so a busy thread that begins one transaction after the other
    can overtake another until that one gives up. Whoever was overtaken for a while holds the lock; then everybody else
    waits. Handing on each turn so would be fairer still, and cost a quarter of the presses.
    """
    raw: Any = connection.connection.driver_connection
    if overtaken.locked():
        with overtaken:
            pass
    try:
        # On the driver's own connection: around each statement SQLAlchemy spends twenty times what this one needs.
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        with overtaken, patient(raw):
            _begin_now(raw)


def _begin_now(raw: Any) -> None:
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise OperationalError("BEGIN IMMEDIATE", None, error) from None


@contextmanager
def patient(raw: Any) -> Iterator[None]:
    """The driver's connection waits as long as it ever does for others."""
    raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {OVERTAKEN_MS}")
