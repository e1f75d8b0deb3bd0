"""Where answers could leak to: every row, every byte of the file, every line that is logged."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from sqlalchemy import Engine as Database
from sqlalchemy import inspect, text

PEOPLE: Final = tuple(f"quix{name}" for name in ("ana", "ben", "cai", "dee", "eli", "fay", "gus"))
WRITTEN: Final = "vexed ospreys waltz"
CHOSEN: Final = "Agree strongly"
LONG: Final = 5
"""Letters from which a name can hardly stand in a locked text by chance."""

ANSWERS: Final = ("answer", "circle", "words")
"""The tables that hold what people answered."""


class Lines(logging.Handler):
    """Keeps everything that any library says, at its most talkative."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(logging.Formatter("%(name)s %(message)s").format(record))


def rows(database: Database) -> list[tuple[str, str]]:
    """(table, everything in a row) of every row there is."""
    with database.connect() as connection:
        return [
            (table, repr(tuple(row)))
            for table in inspect(database).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        ]


def names_and_ids(database: Database) -> set[str]:
    """All by which a person can be known."""
    with database.connect() as connection:
        found = connection.execute(text("SELECT person, name, home FROM identity")).all()
        members = connection.execute(text("SELECT id FROM member")).scalars()
        return {*PEOPLE, *(part for row in found for part in row if len(part) >= LONG), *members}


def file_bytes(database: Database) -> bytes:
    """The database file and its log, free pages and all; nothing for a server's."""
    path = Path(database.url.database or "")
    return b"".join(
        file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")) if database.dialect.name == "sqlite"
    )


def no_id_stands_beside_a_value(database: Database) -> None:
    known = names_and_ids(database)
    for table, row in rows(database):
        if table in ANSWERS:
            assert not [one for one in known if one in row], f"{table} tells who"
        assert CHOSEN not in row, f"{table} holds an answer in words"
        assert WRITTEN not in row, f"{table} holds what somebody wrote"
    assert WRITTEN.encode() not in file_bytes(database)


def person_keys(database: Database) -> list[str]:
    with database.connect() as connection:
        return list(connection.execute(text("SELECT person_key FROM answer")).scalars())


def teams_of(database: Database) -> list[tuple[str, str]]:
    with database.connect() as connection:
        return [(row.id, row.name) for row in connection.execute(text("SELECT id, name FROM team"))]


def everything(database: Database) -> bytes:
    """All rows and, on SQLite, all bytes."""
    return "\n".join(row for _, row in rows(database)).encode() + file_bytes(database)
