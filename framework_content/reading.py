"""Reads a language's folder into a `Library`: all of it, or a `ContentError` that says what to mend and where."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from bot.library import (
    Alike,
    Asked,
    ContentError,
    Entry,
    Level,
    Library,
    Outside,
    Phase,
    Question,
    Source,
    Statement,
)
from bot.wholeness import problems
from framework_content.interface import CATALOGUE, speech
from framework_content.meaning import likeness
from framework_content.overlay import overlay
from framework_content.places import find, place

_TABLES: Final[Mapping[str, type]] = {
    "source": Source,
    "phase": Phase,
    "level": Level,
    "entry": Entry,
    "question": Question,
    "statement": Statement,
    "alike": Alike,
    "asked": Asked,
    "outside": Outside,
}
_MOST: Final = 20  # problems that are told at once

SHIPPED: Final = Path(__file__).parent
REFERENCE: Final = "en"
"""The language that is complete; the others are laid over it, and what they lack is taken from it."""


def load(language: str = "en", folder: Path | None = None, meaning: bool = True) -> Library:
    """The content in one language, with what `folder` adds to it. Read once and kept.

    A text that the language does not have is taken from English. `meaning=False` leaves the language model out, where
    it is installed, so that words alone decide what is found.
    """
    return _load(language, folder, meaning)


def load_all() -> dict[str, Library]:
    """Every language that has a folder, English first."""
    return {language: load(language) for language in sorted(languages(), key=lambda each: (each != REFERENCE, each))}


@cache
def _load(language: str, folder: Path | None, meaning: bool) -> Library:
    # Apart from `load`, so that load() and load("en") are one library with one index.
    if folder is not None and not languages(folder):
        raise ContentError(f"{folder} holds no content. Give a folder with one folder a language in it, such as en.")
    known = sorted({*languages(), *(languages(folder) if folder else ())})
    if language not in known:
        raise ContentError(f"There is no content in {language!r}. Use one of: {', '.join(known)}, or add a folder.")
    library = read(*roots(folder, REFERENCE))
    if language != REFERENCE:
        for translated in roots(folder, language):
            library, _ = overlay(library, translated, language)
        library = replace(library, language=language, t=speech(SHIPPED / language, language))
    return replace(library, likeness=likeness(library, SHIPPED / language)) if meaning else library


def languages(folder: Path | None = None) -> list[str]:
    """The languages that a folder of content has."""
    folder = folder or SHIPPED
    inner = folder.iterdir() if folder.is_dir() else ()
    return sorted(one.name for one in inner if one.is_dir() and (any(one.glob("*.toml")) or (one / CATALOGUE).exists()))


def roots(folder: Path | None, language: str) -> list[Path]:
    """The folders that hold a language: the shipped one, and over it the one that a team adds."""
    return [root / language for root in (SHIPPED, folder) if root is not None and language in languages(root)]


def read(*folders: Path) -> Library:
    """Every TOML file of English folders, in the order of the names; what comes later replaces what has the same id."""
    library = laid([gather(folder) for folder in folders])
    wrong = problems(library)
    if wrong:
        lines = [f"{find(folders, line.partition(':')[0])}: {line}" for line in wrong[:_MOST]]
        raise ContentError(f"{len(wrong)} things to mend in the content, first:\n" + "\n".join(lines))
    return library


def laid(stack: list[Library]) -> Library:
    """Libraries laid over each other."""
    entries = {id: it for library in stack for id, it in library.entries.items()}
    more = tuple(it for library in stack for it in library.asked)
    for asked in more:
        if entry := entries.get(asked.entry):
            entries[asked.entry] = replace(entry, asked=entry.asked + asked.words)
    return Library(
        language=REFERENCE,
        sources={id: it for library in stack for id, it in library.sources.items()},
        entries=entries,
        phases={id: it for library in stack for id, it in library.phases.items()},
        questions={id: it for library in stack for id, it in library.questions.items()},
        statements={id: it for library in stack for id, it in library.statements.items()},
        levels={id: it for library in stack for id, it in library.levels.items()},
        alike=tuple(it for library in stack for it in library.alike),
        asked=more,
        outside=tuple(it for library in stack for it in library.outside),
    )


def gather(folder: Path) -> Library:
    """The tables of a folder as records, each of the right shape, before it is asked whether they make a whole."""
    found: dict[str, dict[Any, Any]] = {name: {} for name in _TABLES}
    for file in sorted(folder.glob("*.toml")):
        for name, table in _tables(file):
            id = _name(table)
            try:
                record = _record(_TABLES[name], table, f"[[{name}]] {id or 'without an id'}")
                key = (record.topic, record.phase) if isinstance(record, Level) else id
                if key in found[name]:
                    raise ContentError(f"[[{name}]] {id}: this id is there already; rename or remove one of the two.")
            except ContentError as error:
                raise ContentError(f"{place(folder, id, file)}: {error}") from None
            found[name][key] = record
    return Library(
        language=REFERENCE,
        sources=found["source"],
        entries=found["entry"],
        phases=found["phase"],
        questions=found["question"],
        statements=found["statement"],
        levels=found["level"],
        alike=tuple(found["alike"].values()),
        asked=tuple(found["asked"].values()),
        outside=tuple(found["outside"].values()),
    )


def _name(table: Mapping[str, Any]) -> str:
    """What a table goes by: its id, its topic, the entry it is for, or its words."""
    words = table.get("words")
    name = table.get("id") or table.get("topic") or table.get("entry") or (" ".join(map(str, words)) if isinstance(words, list) else "")
    return str(name)


def _tables(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table of a file, with the name of its kind."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        line = re.search(r"at line (\d+)", str(error))
        at = f"{file.name}:{line[1]}" if line else file.name
        raise ContentError(f"{at}: cannot be read ({error}). Correct the file or bring it back.") from error
    for name, tables in content.items():
        if name not in _TABLES:
            known = ", ".join(_TABLES)
            at = place(file.parent, f"[[{name}", file)
            raise ContentError(f"{at}: [[{name}]] is not a table we know; use one of {known}.")
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            at = place(file.parent, f"[{name}", file)
            raise ContentError(f"{at}: {name} must be written with two brackets: [[{name}]].")
        yield from ((name, table) for table in tables)


def _record(kind: type, table: dict[str, Any], where: str) -> Any:
    """A table as a record of its kind; nothing missing, nothing unknown, nothing of the wrong type."""
    types = get_type_hints(kind)
    needed = {f.name for f in fields(kind) if f.default is MISSING}
    for name in sorted(needed - table.keys()):
        raise ContentError(f"{where}: {name!r} is missing; add it.")
    for name in sorted(table.keys() - types.keys()):
        raise ContentError(f"{where}: {name!r} is not a field we know; use one of {', '.join(types)}.")
    return kind(**{name: _value(value, types[name], f"{where}: {name!r}") for name, value in table.items()})


def _value(value: object, wanted: Any, where: str) -> object:
    if get_origin(wanted) is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise ContentError(f"{where} must be a list of texts, none of them empty.")
        return tuple(" ".join(item.split()) for item in value)
    plain = get_args(wanted)[0] if get_origin(wanted) is UnionType else wanted
    # A truth value is a number to Python, so the exact type is asked for.
    if type(value) is not plain:
        raise ContentError(f"{where} must be of type {plain.__name__}.")
    if isinstance(value, str) and not value.strip():
        raise ContentError(f"{where} is empty; write it or take the line out.")
    return " ".join(value.split()) if isinstance(value, str) else value
