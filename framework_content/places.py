"""Where something stands in a folder of content: TOML readers give no line numbers, so the lines are looked for."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from bot.library import ContentError

_HEAD: Final = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")


@dataclass(slots=True)
class _Table:
    """A table of a file as it is written: its kind, the line of its head, and each field's lines and value."""

    kind: str
    line: int
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)  # the first line and the one after the last
    values: dict[str, Any] = field(default_factory=dict)

    def first(self, part: str) -> int:
        """The first line of a field, or the table's own when it has no such field."""
        return self.fields[part][0] if part in self.fields else self.line


def opened(file: Path) -> dict[str, Any]:
    """What a TOML file says. Raises ContentError with its name and, where it can be told, the line."""
    at = f"{file.parent.name}/{file.name}"
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ContentError(f"{at}: cannot be read ({error.strerror}). Correct the file or bring it back.") from error
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError(f"{at}:{line}: cannot be read, it is not UTF-8. Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        told = re.search(r"at line (\d+)", str(error))
        line = int(told[1]) if told else max(1, len(raw.decode().rstrip().splitlines()))
        raise ContentError(
            f"{at}:{line}: cannot be read ({error}). Correct this line, or a bracket or quotation mark before it."
        ) from error


def name(kind: str, table: Mapping[str, Any]) -> str:
    """What a table goes by: its id; a level's topic and phase; the entry that it is for; the first of its words."""
    if kind == "level":
        return " ".join(str(table[key]) for key in ("topic", "phase") if key in table)
    if "id" in table or kind not in ("outside", "asked", "alike"):
        return str(table.get("id", ""))
    words = table.get("words")
    first = str(words[0]) if isinstance(words, list) and words else ""
    return str(table.get("topic") or table.get("entry") or first)


def place(file: Path, kind: str, number: int = 0, part: str = "") -> str:
    """`en/22_power.toml:14`: a field of the file's nth table of a kind, or the table's head."""
    outside, *tables = _tables(file)
    tables = [table for table in tables if table.kind == kind]
    if number >= len(tables):
        return _shown(file, outside.fields.get(kind, (1, 1))[0])
    return _shown(file, tables[number].first(part))


def find(folders: Sequence[Path], kind: str, id: str, part: str = "", text: str = "") -> str:
    """The same for the table that goes by an id, in the last folder that has it; "" when none has.

    With `text`, the line in the table on which the text begins is meant; "" when no such table has the text.
    """
    for folder in reversed(folders):
        for file in sorted(folder.glob("*.toml")):
            for table in _tables(file):
                if table.kind == kind and name(kind, table.values) == id:
                    if not text:
                        return _shown(file, table.first(part))
                    if line := _line(file, table, text):
                        return _shown(file, line)
    return ""


def _shown(file: Path, line: int) -> str:
    return f"{file.parent.name}/{file.name}:{line}"


def _line(file: Path, table: _Table, text: str) -> int:
    """The line on which a text begins. A long one is broken over lines, so its first words are looked for."""
    for key, value in table.values.items():
        texts = value if isinstance(value, list) else [value]
        if not any(isinstance(each, str) and " ".join(each.split()) == text for each in texts):
            continue
        first, after = table.fields[key]
        lines = _read(file).split("\n")[first - 1 : after - 1]
        for words in (6, 3, 1):
            beginning = " ".join(text.split()[:words])
            for number, line in enumerate(lines, first):
                if beginning in " ".join(line.split()):
                    return number
        return first
    return 0


def _tables(file: Path) -> tuple[_Table, ...]:
    return _scan(_read(file))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


@lru_cache(maxsize=256)
def _scan(text: str) -> tuple[_Table, ...]:
    """The tables of a file that can be read, those fields first that stand before any head."""
    found, lines, at = [_Table("", 1)], text.split("\n"), 0
    while at < len(lines):
        head = _HEAD.match(lines[at])
        if head:
            found.append(_Table(head[1], at + 1))
        after, parsed = (at + 1, {}) if head else _value(lines, at)
        for key, value in parsed.items():
            found[-1].fields[key] = (at + 1, after + 1)
            found[-1].values[key] = value
        at = after
    return tuple(found)


def _value(lines: Sequence[str], start: int) -> tuple[int, dict[str, Any]]:
    """The line after a field, and the field: as many lines as it takes until they can be read."""
    for after in range(start + 1, len(lines) + 1):
        with suppress(tomllib.TOMLDecodeError):
            return after, tomllib.loads("\n".join(lines[start:after]))
    return start + 1, {}
