"""Where answers could leak to: every row, every byte of the file, every line that is logged."""

from __future__ import annotations

import base64
import logging
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus

from sqlalchemy import Engine as Database
from sqlalchemy import inspect, text

PEOPLE: Final = tuple(f"quix{name}" for name in ("ana", "ben", "cai", "dee", "eli", "fay", "gus"))
WRITTEN: Final = "vexed ospreys waltz"
CHOSEN: Final = "Agree strongly"
VALUES: Final = re.compile(rb"(power|trust)(#[0-9])?[^a-z0-9]{1,8}(value[^a-z0-9]{1,8})?5(?![0-9])")
"""An answer as the forms send it: the name of a measure, and the number beside it."""

BOOM: Final = f"{PEOPLE[0]} chose {CHOSEN} (power: 5) and wrote {WRITTEN}"
"""What an error says that tells everything."""

LONG: Final = 5
"""Letters from which a name can hardly stand in a locked text by chance."""

ANSWERS: Final = ("answer", "circle", "words", "quote")
"""The tables that hold what people answered."""


class Lines(logging.Handler):
    """Keeps everything that any library says, at its most talkative."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # The formatter writes an exception's text and the place where it was raised below the line.
        self.said.append(logging.Formatter("%(levelname)s %(name)s %(message)s").format(record))


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Everything that any library logs meanwhile: each of them is told to say all that it can."""
    root, lines = logging.getLogger(), Lines()
    before = {root: root.level}
    for name in list(logging.root.manager.loggerDict):
        before[logging.getLogger(name)] = logging.getLogger(name).level
    for logger in before:
        logger.setLevel(logging.DEBUG)
    root.addHandler(lines)
    yield lines.said
    root.removeHandler(lines)
    for logger, level in before.items():
        logger.setLevel(level)


def spellings(canary: str) -> set[bytes]:
    """`canary` as it may stand somewhere: as it is, in an address, as bytes in letters. In small letters."""
    raw = canary.lower().encode()
    plain = {raw, quote(raw).lower().encode(), quote_plus(raw).lower().encode()}
    for spelled in (canary, canary.lower()):
        plain.add(spelled.encode().hex().encode())
        for shift in range(3):  # base64 reads three letters at a time: where they begin depends on what stands before
            padded = b" " * shift + spelled.encode()
            plain.add(base64.b64encode(padded)[-(shift * -8 // 6) : len(padded) * 8 // 6].lower())
    return {each for each in plain if len(each) >= LONG}


def found(canaries: Iterable[str], *where: str | bytes) -> list[str]:
    """Which of `canaries`, or of the answers as forms send them, stand somewhere in `where`."""
    hay = b"\n".join(each.encode() if isinstance(each, str) else each for each in where).lower()
    seen = [canary for canary in canaries if any(each in hay for each in spellings(canary))]
    return seen + [match[0].decode() for match in VALUES.finditer(hay)]


def hidden_in(png: bytes) -> bytes:
    """Everything in a picture that is not seen when one looks at it: its chunks of words, unpacked, and its tail."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n"), "no picture"
    at, said = 8, b""
    while at < len(png):
        (long,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + long]
        at += 12 + long
        if kind not in (b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"IEND"):
            said += kind + b" " + data + b" " + _unpacked(data) + b"\n"
        if kind == b"IEND":
            return said + png[at:]
    return said


def _unpacked(data: bytes) -> bytes:
    """What is packed somewhere in a chunk: zTXt and iTXt put it behind a keyword."""
    for start in (match.start() for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data)):
        try:
            return zlib.decompress(data[start:])
        except zlib.error:
            continue
    return b""


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
