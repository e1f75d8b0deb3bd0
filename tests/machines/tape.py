"""What a program says to its database, written down at the driver, and said again to another database.

Every statement is kept as the driver was given it, with its values and with the rows that came back. So what a
release really says can be replayed without the release.
"""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event, text

Line = list[Any]
"""[number of the statement, its values, the rows that it found]."""


@dataclass
class Tape:
    """Statements, each once, and the lines in which they were said; a lone word between the lines is a mark."""

    statements: list[str] = field(default_factory=list)
    lines: list[Line | str] = field(default_factory=list)

    def said(self, statement: str, values: Any, rows: Sequence[Any] | None) -> None:
        """Write one down, when it is about the program's rows: drivers talk about themselves, a World looks ahead."""
        if statement.split(maxsplit=1)[0] not in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            return
        if "pg_catalog" in statement or "UNION ALL" in statement:
            return
        if statement not in self.statements:
            self.statements.append(statement)
        found = None if rows is None else [list(map(_written, row)) for row in rows]
        self.lines.append([self.statements.index(statement), _written(values), found])

    def mark(self, word: str) -> None:
        """A place to come back to."""
        self.lines.append(word)

    def part(self, begin: str, end: str) -> list[Line]:
        """The lines between two marks."""
        return [
            line
            for line in self.lines[self.lines.index(begin) + 1 : self.lines.index(end)]
            if not isinstance(line, str)
        ]

    def names(self, table: str, column: str = "") -> bool:
        """Whether the release speaks of a table, or of a column in the same breath."""
        words = [re.compile(rf"\b{word}\b") for word in (table, column) if word]
        return any(all(word.search(statement) for word in words) for statement in self.statements)


def record(engine: Engine, tape: Tape) -> None:
    """From now on every new connection of `engine` writes on the tape."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", lambda _, __, ___, given: given.update(factory=_sqlite(tape)))
    else:
        factory = type("Recorded", (psycopg.Cursor,), _recorded(tape, psycopg.Cursor))
        event.listen(engine, "connect", lambda driver, _: setattr(driver, "cursor_factory", factory))


def _sqlite(tape: Tape) -> type[sqlite3.Connection]:
    cursor: Any = type("Recorded", (sqlite3.Cursor,), _recorded(tape, sqlite3.Cursor))

    class Recording(sqlite3.Connection):
        def cursor(self, *_: Any) -> Any:
            return super().cursor(cursor)

    return Recording


def _recorded(tape: Tape, base: Any) -> dict[str, Callable[..., Any]]:
    """The methods of a cursor that writes down what it is told, and hands out the rows that it has read already."""

    def execute(self: Any, statement: str, values: Any = (), *_: Any, **__: Any) -> Any:
        base.execute(self, statement, values)
        self.rows_read = base.fetchall(self) if self.description else None
        tape.said(statement, values, self.rows_read)
        return self

    def executemany(self: Any, statement: str, several: Iterable[Any], **_: Any) -> Any:
        for values in several:
            execute(self, statement, values)
        return self

    def fetchall(self: Any) -> Any:
        rows, self.rows_read = self.rows_read or [], []
        return rows

    def fetchone(self: Any) -> Any:
        return self.rows_read.pop(0) if self.rows_read else None

    def fetchmany(self: Any, size: int = 1) -> Any:
        rows, self.rows_read = self.rows_read[:size], self.rows_read[size:]
        return rows

    return {each.__name__: each for each in (execute, executemany, fetchall, fetchone, fetchmany)}


def replay(connection: Connection, tape: Tape, lines: Iterable[Line]) -> list[tuple[str, Any, Any]]:
    """Say `lines` on the driver's own cursor; returns (statement, rows then, rows now) wherever they differ."""
    differing = []
    for number, values, then in lines:
        now = said(connection, tape.statements[number], values)
        if _sorted(now) != _sorted(then):
            differing.append((tape.statements[number], then, now))
    return differing


def said(connection: Connection, statement: str, values: Any) -> list[Any] | None:
    """The rows that a statement finds, on the driver's own cursor; None for one that finds none."""
    cursor = connection.connection.cursor()
    cursor.execute(statement, read(values))
    return [list(map(_written, row)) for row in cursor.fetchall()] if cursor.description else None


def build(engine: Engine, schema: Iterable[str]) -> None:
    """Make the tables that were written down."""
    with engine.begin() as connection:
        for statement in schema:
            connection.execute(text(statement))


def _sorted(rows: Any) -> Any:
    return rows if rows is None else sorted(rows, key=repr)


KINDS: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat, "date": date.fromisoformat, "bytes": base64.b64decode,
}  # fmt: skip


def _written(value: Any) -> Any:
    """A value as JSON can hold it."""
    value = value.obj if isinstance(value, psycopg.Binary) else value
    if isinstance(value, dict):
        return {name: _written(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_written(each) for each in value]
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    return value


def read(value: Any) -> Any:
    """The other way round."""
    if isinstance(value, dict):
        kind = next(iter(value), "")
        if kind in KINDS and len(value) == 1:
            return KINDS[kind](value[kind])
        return {name: read(each) for name, each in value.items()}
    return [read(each) for each in value] if isinstance(value, list) else value
