"""Reads a language's folder into a `Library`: all of it, or a `ContentError` that says what to mend and where."""

from collections.abc import Mapping, Sequence
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
from bot.wholeness import Problem, problems
from framework_content.interface import CATALOGUE, speech
from framework_content.meaning import likeness
from framework_content.nearby import nearby
from framework_content.overlay import overlay
from framework_content.places import find, name, place
from framework_content.tables import Where, noting, refuse, tables, text, texts

TABLES: Final[Mapping[str, type]] = {
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
_TYPES: Final[Mapping[type, str]] = {
    str: "a text, between quotation marks",
    int: "a whole number",
    bool: "true or false",
}

SHIPPED: Final = Path(__file__).parent
REFERENCE: Final = "en"
"""The language that is complete; the others are laid over it, and what they lack is taken from it."""

EMPTY: Final = "holds no content. Give a folder that has one folder a language in it, such as en, with .toml files"


def load(language: str = "en", folder: Path | None = None, meaning: bool = True) -> Library:
    """The content in one language, with what `folder` adds to it. Read once and kept.

    A text that the language does not have is taken from English. `meaning=False` leaves the language model out, where
    it is installed, so that words alone decide what is found.
    """
    return _load(language, folder, meaning)


def load_all(folder: Path | None = None) -> dict[str, Library]:
    """Every language that has a folder, here or in what `folder` adds; English first."""
    known = {*languages(), *(languages(folder) if folder else ())}
    return {language: load(language, folder) for language in sorted(known, key=lambda each: (each != REFERENCE, each))}


@cache
def _load(language: str, folder: Path | None, meaning: bool) -> Library:
    # Apart from `load`, so that load() and load("en") are one library with one index.
    if folder is not None and not languages(folder):
        raise ContentError(f"{folder}: {EMPTY}.")
    known = sorted({*languages(), *(languages(folder) if folder else ())})
    if language not in known:
        raise ContentError(f"There is no content in {language!r}. Use one of: {', '.join(known)}, or add a folder.")
    library = _english(folder)
    if language != REFERENCE:
        for translated in roots(folder, language):
            library, _ = overlay(library, translated, language)
        library = replace(library, language=language, t=speech(catalogue(folder, language), language))
    library = replace(library, near=nearby(SHIPPED / language))
    return replace(library, likeness=likeness(library, SHIPPED / language)) if meaning else library


@cache
def _english(folder: Path | None) -> Library:
    """Read once for all languages that are laid over it."""
    return read(*roots(folder, REFERENCE))


def catalogue(folder: Path | None, language: str) -> Path:
    """The folder whose interface the bot speaks: the team's own, where it has the catalogue, else the shipped one."""
    own = folder / language if folder else SHIPPED / language
    return own if (own / CATALOGUE).exists() else SHIPPED / language


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
    refuse(located(problems(library), folders), "content")
    return library


def located(wrong: Sequence[Problem], folders: Sequence[Path]) -> list[str]:
    """Each problem after the file and line that it is in, or after the folder when it is about something missing."""
    return [
        f"{find(folders, each.kind, each.id, each.field) or '/'.join(dict.fromkeys(f.name for f in folders))}: {each}"
        for each in wrong
    ]


def laid(stack: list[Library]) -> Library:
    """Libraries laid over each other."""
    entries = {id: it for library in stack for id, it in library.entries.items()}
    more = tuple(it for library in stack for it in library.asked)
    for asked in more:
        if entry := entries.get(asked.entry):
            entries[asked.entry] = replace(entry, asked=tuple(dict.fromkeys(entry.asked + asked.words)))
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
    found: dict[str, dict[Any, Any]] = {kind: {} for kind in TABLES}
    places: dict[tuple[str, Any], Where] = {}
    wrong: list[str] = []
    for file in sorted(folder.glob("*.toml")):
        with noting(wrong):
            for kind, table, where in tables(file, TABLES, "is not a table we know"):
                with noting(wrong):
                    record = _record(TABLES[kind], table, where)
                    # One entry may be asked about, and one word be like others, several times.
                    key = len(found[kind]) if isinstance(record, Asked | Alike) else _key(kind, record, table)
                    _once(places, (kind, key), where)
                    found[kind][key] = record
    refuse(wrong, "content")
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


def _key(kind: str, record: Any, table: dict[str, Any]) -> Any:
    return (record.topic, record.phase) if isinstance(record, Level) else name(kind, table)


def _once(places: dict[tuple[str, Any], Where], key: tuple[str, Any], where: Where) -> None:
    """Refuses what goes by the same id as something before it."""
    if (first := places.setdefault(key, where)) is not where:
        at = place(first.file, first.kind, first.number, "id")
        raise where.error(f"this id is there already, in {at}; rename or remove one of the two", "id")


def _record(kind: type, table: dict[str, Any], where: Where) -> Any:
    """A table as a record of its kind; nothing missing, nothing unknown, nothing of the wrong type."""
    types = _hints(kind)
    needed = [f.name for f in fields(kind) if f.default is MISSING]
    for field in table:
        if field not in types:
            raise where.error(f"{field!r} is not a field we know; use one of {', '.join(types)}", field)
    for field in needed:
        if field not in table:
            raise where.error(f"{field!r} is missing; add it")
    return kind(**{field: _value(value, types[field], where, field) for field, value in table.items()})


_hints: Final = cache(get_type_hints)


def _value(value: object, wanted: Any, where: Where, field: str) -> object:
    if get_origin(wanted) is tuple:
        return texts(value, where, field)
    plain = get_args(wanted)[0] if get_origin(wanted) is UnionType else wanted
    # A truth value is a number to Python, so the exact type is asked for.
    if type(value) is not plain:
        raise where.error(f"{field!r} must be {_TYPES[plain]}; correct it", field)
    return text(value, where, field) if isinstance(value, str) else value
