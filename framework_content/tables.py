"""The tables of a file of content, one after the other, and the mistakes in them, each told with its place."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.library import ContentError
from framework_content.places import name, opened, place

MOST: Final = 20  # mistakes that are told at once


@dataclass(frozen=True, slots=True)
class Where:
    """A table that is being read: the nth of its kind in a file."""

    file: Path
    kind: str
    number: int
    table: Mapping[str, Any]

    def error(self, told: str, field: str = "") -> ContentError:
        """What is wrong and what to do, after the line of the field, or of the table when it is not there."""
        called = name(self.kind, self.table) or "without an id"
        return ContentError(f"{place(self.file, self.kind, self.number, field)}: [[{self.kind}]] {called}: {told}.")


def tables(file: Path, known: Collection[str], told: str) -> Iterator[tuple[str, dict[str, Any], Where]]:
    """The kind of each table of a file, the table, and where it is. `told` says of a kind that is not known why not."""
    for kind, records in opened(file).items():
        if kind not in known:
            raise ContentError(f"{place(file, kind)}: [[{kind}]] {told}; use one of {', '.join(known)}.")
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise ContentError(f"{place(file, kind)}: {kind} must be written with two brackets: [[{kind}]].")
        yield from ((kind, record, Where(file, kind, number, record)) for number, record in enumerate(records))


def text(value: object, where: Where, field: str) -> str:
    """A text that is not empty; spaces and line ends evened out."""
    if not isinstance(value, str) or not value.strip():
        raise where.error(f"{field!r} must be a text that is not empty; write it or take the line out", field)
    return " ".join(value.split())


def texts(value: object, where: Where, field: str) -> tuple[str, ...]:
    """A list of texts, none of them empty; spaces and line ends evened out."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise where.error(
            f"{field!r} must be a list of texts, none of them empty; write them or take the line out", field
        )
    return tuple(" ".join(item.split()) for item in value)


@contextmanager
def noting(wrong: list[str]) -> Iterator[None]:
    """Goes on after a mistake with the next table or file, so that all are told at once."""
    try:
        yield
    except ContentError as error:
        wrong.append(str(error))


def refuse(wrong: list[str], what: str) -> None:
    """Raises ContentError when there is anything to mend."""
    if len(wrong) == 1:
        raise ContentError(wrong[0])
    if wrong:
        raise ContentError("\n".join((f"{len(wrong)} things to mend in the {what}, first:", *wrong[:MOST])))
