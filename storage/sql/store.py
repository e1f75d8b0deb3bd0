"""The Store: one unit, one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, exists, or_, select, text
from sqlalchemy.exc import OperationalError

from bot.messages import Person
from storage.database import patient
from storage.sql.ahead import Ahead
from storage.sql.ballots import ANSWER, CIRCLE, SqlBallots, SqlCircles
from storage.sql.line import Line
from storage.sql.mailroom import SqlMailroom
from storage.sql.notes import SqlNotes
from storage.sql.outbox import SqlOutbox
from storage.sql.people import SqlMembers, SqlPeople, SqlSeen
from storage.sql.quarantine import SqlQuarantine
from storage.sql.teams import SqlRounds, SqlTeams
from storage.sql.thoughts import WORDS, SqlQuotes, SqlThoughts
from storage.sql.together import Together
from storage.sql.trouble import troubles


class SqlUnit:
    """bot.ports.Unit: one open transaction and everything that can be done in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._line = connection, Line(connection)
        self._ahead = ahead = Ahead(self._line)
        self._together = together = Together(self._line)
        self.seen = SqlSeen(self._line)
        self.people = SqlPeople(self._line, ahead)
        self.teams = SqlTeams(self._line, ahead, together)
        self.members = SqlMembers(self._line, ahead, together)
        self.rounds = SqlRounds(self._line, ahead, together)
        self.ballots = SqlBallots(self._line, together)
        self.circles = SqlCircles(self._line, ahead, together)
        self.thoughts = SqlThoughts(self._line, ahead)
        self.quotes = SqlQuotes(self._line)
        self.notes = SqlNotes(self._line, together)
        self.outbox = SqlOutbox(self._line, ahead, together, self.members)

    def expect(self, people: Sequence[Person]) -> None:
        self._ahead.read(people)

    def finish(self) -> None:
        """Let what waits to be written go."""
        self._line.flush()

    @contextmanager
    def step(self) -> Iterator[None]:
        self.finish()
        try:
            with troubles(), self._connection.begin_nested():
                yield
                self.finish()
        finally:
            self._line.drop()
            self._ahead.forget()
            self._together.forget()


class SqlStore:
    """bot.ports.Store on SQLite or PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.mailroom, self.quarantine = SqlMailroom(engine), SqlQuarantine(engine)

    @contextmanager
    def unit(self) -> Iterator[SqlUnit]:
        with troubles(), self._engine.begin() as connection:
            unit = SqlUnit(connection)
            yield unit
            unit.finish()

    def needs_keys(self) -> bool:
        """Whether there is anything that only the keys that it was stored with can link to people, or open."""
        states = select(CIRCLE.c.team_id).where(CIRCLE.c.state != "{}")  # what an ended team leaves
        found = select(or_(*(exists(each) for each in (states, select(ANSWER.c.week), select(WORDS.c.week)))))
        with troubles(), self._engine.begin() as connection:
            return bool(connection.execute(found).scalar_one())

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
            with patient(connection.driver_connection):
                cursor = connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")  # nearly all of it, and nobody has to wait meanwhile
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise OperationalError("", None, error) from None
        finally:
            connection.close()

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()
