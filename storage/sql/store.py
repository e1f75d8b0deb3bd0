"""The Store: one unit, one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from storage.sql.ballots import SqlBallots, SqlCircles
from storage.sql.notes import SqlNotes
from storage.sql.outbox import SqlMailroom, SqlOutbox
from storage.sql.people import SqlMembers, SqlPeople, SqlSeen
from storage.sql.teams import SqlRounds, SqlTeams
from storage.sql.thoughts import SqlQuotes, SqlThoughts
from storage.sql.trouble import troubles


class SqlUnit:
    """bot.ports.Unit: one open transaction and everything that can be done in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.seen = SqlSeen(connection)
        self.people = SqlPeople(connection)
        self.teams = SqlTeams(connection)
        self.members = SqlMembers(connection)
        self.rounds = SqlRounds(connection)
        self.ballots = SqlBallots(connection)
        self.circles = SqlCircles(connection)
        self.thoughts = SqlThoughts(connection)
        self.quotes = SqlQuotes(connection)
        self.notes = SqlNotes(connection)
        self.outbox = SqlOutbox(connection)

    @contextmanager
    def step(self) -> Iterator[None]:
        with troubles(), self._connection.begin_nested():
            yield


class SqlStore:
    """bot.ports.Store on SQLite or PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.mailroom = SqlMailroom(engine)

    @contextmanager
    def unit(self) -> Iterator[SqlUnit]:
        with troubles(), self._engine.begin() as connection:
            yield SqlUnit(connection)

    def tidy(self) -> None:
        """Empty what the databases keep of deleted answers: SQLite's log, PostgreSQL's dead rows."""
        with troubles():
            if self._engine.dialect.name == "sqlite":
                self._empty_log()
            else:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("VACUUM answer, words, circle, quote"))

    def _empty_log(self) -> None:
        # On the driver's own connection: SQLAlchemy would begin a transaction, in which the log cannot be written back.
        connection = self._engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise OperationalError("", None, error) from None
        finally:
            connection.close()

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()
