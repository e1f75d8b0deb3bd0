"""A connection on which some writes wait for each other, so that those of many events go as one."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Dialect, Executable, Table

if TYPE_CHECKING:
    from storage.sql.prepared import Prepared


class Line:
    """Whoever reads a table for which something waits, or writes otherwise, first lets what waits go: nobody can tell
    that it waited."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[Prepared, list[Mapping[str, Any]]] = {}
        self._last: dict[Table, Prepared] = {}

    @property
    def dialect(self) -> Dialect:
        return self._connection.dialect

    def driver(self, reads: Container[Table] | None = None) -> Any:
        """The driver's own connection, for a statement that reads these tables and does nothing else; None for any."""
        if reads is None or any(table in reads for table in self._last):
            self.flush()
        return self._connection.connection

    def execute(self, statement: Executable, values: Any = None) -> Any:
        """As SQLAlchemy's `Connection.execute`."""
        self.flush()
        return self._connection.execute(statement, values)

    def later(self, statement: Prepared, *values: Mapping[str, Any]) -> None:
        """Run `statement` once for each of `values`, before anything else is done here.

        What waits for one table is done in its order: another statement first lets the one before it go.
        """
        if self._last.setdefault(statement.table, statement) is not statement:
            self.flush()
            self._last[statement.table] = statement
        self._waiting.setdefault(statement, []).extend(values)

    def drop(self) -> None:
        """Forget what waits: the step that it belongs to is undone."""
        self._waiting, self._last = {}, {}

    def flush(self) -> None:
        """Let what waits go."""
        if self._waiting:
            waiting = self._waiting
            self.drop()
            for statement, values in waiting.items():
                statement.run(self._connection, *values)
