"""Reads a language's folder into a `Library`: all of it, or a `ContentError` that says what to mend."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from bot.library import ContentError, Entry, Level, Library, Phase, Question, Source, Statement, problems
from bot.speech import ENGLISH as ENGLISH_SPEECH
from framework_content.interface import CATALOGUE, speech

_TABLES: Final[Mapping[str, type]] = {
    "source": Source,
    "phase": Phase,
    "level": Level,
    "entry": Entry,
    "question": Question,
    "statement": Statement,
}


ENGLISH: Final = "en"
"""The language in which everything is there: what another one does not have is taken from it."""

HERE: Final = Path(__file__).parent


def load(language: str = ENGLISH) -> Library:
    """The content in one language. Read once; the same library is returned afterwards."""
    return _load(language)


def load_all() -> dict[str, Library]:
    """Every language that has a folder, English first."""
    return {language: load(language) for language in sorted(languages(), key=lambda each: (each != ENGLISH, each))}


def languages() -> list[str]:
    """The codes of the languages that have a folder with content or with a catalogue of the interface."""
    return sorted(f.name for f in HERE.iterdir() if any(f.glob("*.toml")) or (f / CATALOGUE).exists())


@cache
def _load(language: str) -> Library:
    # Apart from `load`, so that load() and load("en") are one library with one index.
    known = languages()
    if language not in known:
        raise ContentError(f"There is no content in {language!r}. Use one of: {', '.join(known)}, or add a folder.")
    folder = HERE / language
    if any(folder.glob("*.toml")):
        return read(folder, language)
    return replace(load(), language=language, t=speech(folder, language))


def read(folder: Path, language: str) -> Library:
    """Every TOML file of a folder, in the order of the file names."""
    found: dict[str, dict[Any, Any]] = {name: {} for name in _TABLES}
    files: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        for name, table in _tables(file):
            where = f"{file.name}: [[{name}]] {table.get('id') or table.get('topic') or 'without an id'}"
            record = _record(_TABLES[name], table, where)
            key = (record.topic, record.phase) if isinstance(record, Level) else record.id
            if key in found[name]:
                raise ContentError(f"{where}: this id is there already; rename or remove one of the two.")
            found[name][key] = record
            files.setdefault(table.get("id") or table["topic"], file.name)
    library = Library(
        language=language,
        sources=found["source"],
        entries=found["entry"],
        phases=found["phase"],
        questions=found["question"],
        statements=found["statement"],
        levels=found["level"],
        t=ENGLISH_SPEECH if language == ENGLISH else speech(folder, language),
    )
    wrong = problems(library)
    if wrong:
        lines = [f"{files.get(line.partition(':')[0], folder.name)}: {line}" for line in wrong[:20]]
        raise ContentError(f"{len(wrong)} things to mend in the content, first:\n" + "\n".join(lines))
    return library


def _tables(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table of a file, with the name of its kind."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ContentError(f"{file.name}: cannot be read ({error}). Correct the file or bring it back.") from error
    for name, tables in content.items():
        if name not in _TABLES:
            raise ContentError(f"{file.name}: [[{name}]] is not a table we know; use one of {', '.join(_TABLES)}.")
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise ContentError(f"{file.name}: {name} must be written with two brackets: [[{name}]].")
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
