"""Statements that find or change one thing, run on the driver's own cursor.

SQLAlchemy writes them and knows their types. Around each run of one it would spend ten times what the database itself
needs, and one press on a button runs ten of them.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Select, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors

from storage.sql.line import Line

Change = Callable[[Any], Any] | None
"""How a value is put in other words for the driver, or its words are read; None when they are the same."""


class Prepared:
    """One statement, or one for each dialect; compiled at its first use there. Raises SQLAlchemy's DBAPIError.

    `columns` are those that an INSERT gives, when not all of them.
    """

    def __init__(self, statement: Executable | Mapping[str, Executable], columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._made: dict[str, _Made] = {}

    @property
    def table(self) -> Table:
        """The table that it changes."""
        one: Any = next(iter(self._statement.values())) if isinstance(self._statement, Mapping) else self._statement
        table: Table = one.table
        return table

    def rows(self, connection: Connection | Line, values: Mapping[str, Any]) -> list[Any]:
        """Every row, its columns by their names."""
        return self._for(connection.dialect).rows(connection, values)

    def tuples(self, connection: Connection | Line, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """Every row, its columns by their order: for many rows, a third of whose time their names would cost."""
        return self._for(connection.dialect).tuples(connection, values)

    def first(self, connection: Connection | Line, values: Mapping[str, Any]) -> Any | None:
        """The first row, None when there is none."""
        return next(iter(self.rows(connection, values)), None)

    def run(self, connection: Connection | Line, *values: Mapping[str, Any]) -> None:
        """Once for each of `values`."""
        self._for(connection.dialect).run(connection, values)

    def _for(self, dialect: Dialect) -> _Made:
        made = self._made.get(dialect.name)
        if made is None:
            one = self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement
            made = self._made[dialect.name] = _Made(one, self._columns, dialect)
        return made


class _Made:
    """A statement in the words of one dialect."""

    def __init__(self, statement: Any, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self._text = str(compiled)
        binds, order = compiled.binds, compiled.positiontup  # no order where values go by their names
        self._names = None if order else list(binds)
        self._given = [(name, _to_driver(binds[name], dialect), binds[name].value) for name in order or binds]
        found = statement.exported_columns
        self._row: Any = namedtuple("Row", found.keys())  # type: ignore[misc]
        self._read = [(at, read) for at, column in enumerate(found) if (read := _from_driver(column, dialect))]
        every = visitors.iterate(statement) if isinstance(statement, Select) else None
        self._reads = None if every is None else {each for each in every if isinstance(each, Table)}
        self._error = dialect.loaded_dbapi.Error
        self._dialect = dialect

    def rows(self, connection: Connection | Line, values: Mapping[str, Any]) -> list[Any]:
        return list(map(self._row._make, self.tuples(connection, values)))

    def tuples(self, connection: Connection | Line, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        cursor = self._done(connection, [self._bound(values)])
        found: list[Sequence[Any]] = cursor.fetchall()
        cursor.close()
        if not self._read:
            return found
        changed: list[Any] = [list(row) for row in found]
        for at, read in self._read:  # a column at a time: a call for each row took longer than what it did
            for row in changed:
                row[at] = read(row[at])
        return changed

    def run(self, connection: Connection | Line, values: Sequence[Mapping[str, Any]]) -> None:
        self._done(connection, [self._bound(each) for each in values]).close()

    def _done(self, connection: Connection | Line, bound: list[Any]) -> Any:
        driver = connection.driver(self._reads) if isinstance(connection, Line) else connection.connection
        cursor = driver.cursor()
        try:
            if len(bound) == 1:
                cursor.execute(self._text, bound[0])
            else:
                cursor.executemany(self._text, bound)
        except self._error as error:
            raise DBAPIError.instance(self._text, None, error, self._error, dialect=self._dialect) from None
        return cursor

    def _bound(self, values: Mapping[str, Any]) -> Any:
        given = [
            value if (value := values.get(name, fixed)) is None or change is None else change(value)
            for name, change, fixed in self._given
        ]
        return given if self._names is None else dict(zip(self._names, given, strict=True))


def _to_driver(bind: Any, dialect: Dialect) -> Change:
    change: Change = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return change


def _from_driver(column: Any, dialect: Dialect) -> Change:
    read: Change = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return read
