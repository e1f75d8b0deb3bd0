"""Lays a translation over the English content: a language's folder has ids and texts, all else is inherited.

A text that is not translated yet stays English and is listed; a record or field that does not belong is refused.
The words that finding needs, [[alike]] and [[outside]], are no translations: a language has its own.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from bot.library import Alike, ContentError, Library, Outside
from bot.wholeness import problems
from framework_content.places import place

_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "phase": ("name", "short", "meaning", "ask_if", "note"),
    "entry": ("name", "aka", "line", "what", "why", "helps", "wrong", "question", "note", "asked"),
    "question": ("lived", "professional", "easy"),
    "statement": ("text",),
    "level": ("why",),
}
"""What can be translated, by table. Sources stay as published, and a statement keeps the way it is keyed."""

_OWN: Final[Mapping[str, tuple[str, ...]]] = {"alike": ("words",), "outside": ("topic", "asked")}
_OPTIONAL: Final = frozenset({("level", "why")})  # said to nobody yet, so not missed when it is not there
_ONE_FOR_ONE: Final = frozenset({"what", "why", "helps", "wrong"})  # each says one thing of the source: counts match
_MOST: Final = 20  # problems that are told at once

_Key = tuple[str, str]  # the table, and what its record goes by


@dataclass(frozen=True, slots=True)
class _Translation:
    """The texts of one record, and the file that has them."""

    file: str
    texts: Mapping[str, Any]


@dataclass(slots=True)
class _Found:
    """What a language's folder has: translations of records, and words of its own."""

    translations: dict[_Key, _Translation] = field(default_factory=dict)
    alike: list[Alike] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)


def overlay(english: Library, folder: Path, language: str) -> tuple[Library, list[str]]:
    """The English library with a folder's texts in place of its own, and a line for each text that is missing.

    Raises ContentError, with file, record and what to do, for a file that cannot be read and for whatever is not
    a text of a record that the English library has.
    """
    originals = _originals(english)
    found = _read(folder, language, originals)
    missing = [
        line
        for key, record in originals.items()
        for line in _missing(language, key, record, found.translations.get(key))
    ]
    missing += [
        f"{language}: there is no [[{table}]]; add some, or finding goes by the English ones"
        for table, own, theirs in (
            ("alike", found.alike, english.alike),
            ("outside", found.outside, english.outside),
        )
        if theirs and not own
    ]
    return _laid_over(english, language, originals, found), missing


def _originals(english: Library) -> dict[_Key, Any]:
    """Every record that has texts, by table and by what it goes by."""
    tables: dict[str, Mapping[str, Any]] = {
        "phase": english.phases,
        "entry": english.entries,
        "question": english.questions,
        "statement": english.statements,
    }
    named = {(table, id): record for table, records in tables.items() for id, record in records.items()}
    return named | {("level", f"{topic} {phase}"): level for (topic, phase), level in english.levels.items()}


def _read(folder: Path, language: str, originals: Mapping[_Key, Any]) -> _Found:
    """All that a folder has, each record checked against the one it translates."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise ContentError(f"{language}: there is no .toml file in {folder.name}; add the translated files.")
    found = _Found()
    for file in files:
        for table, content in _tables(file, language):
            name, rest = _named(table, content)
            at = place(folder, str(content.get("id") or content.get("topic") or f"[[{table}"), file)
            where = f"{language}/{at}: [[{table}]] {name or 'without an id'}"
            if table == "alike":
                found.alike.append(Alike(**_own(table, content, where)))
            elif table == "outside":
                found.outside.append(Outside(**_own(table, content, where)))
            elif (table, name) not in originals:
                raise ContentError(f"{where}: the English content has no such record; correct the id or take it out.")
            elif (table, name) in found.translations:
                raise ContentError(f"{where}: this id is there already; remove one of the two.")
            else:
                texts = _checked(table, rest, originals[table, name], where)
                found.translations[table, name] = _Translation(f"{language}/{file.name}", texts)
    return found


def _tables(file: Path, language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table of a file, with the name of its kind."""
    shown = f"{language}/{file.name}"
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ContentError(f"{shown}: cannot be read ({error}). Correct the file or bring it back.") from error
    known = (*_TEXTS, *_OWN)
    for table, records in content.items():
        if table not in known:
            raise ContentError(f"{shown}: [[{table}]] cannot be translated; use one of {', '.join(known)}.")
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise ContentError(f"{shown}: {table} must be written with two brackets: [[{table}]].")
        yield from ((table, record) for record in records)


def _named(table: str, content: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What a record goes by, and the rest of it. A level has no id: it goes by its topic and its phase."""
    keys = {"level": ("topic", "phase"), "outside": ("topic",)}.get(table, ("id",))
    name = " ".join(str(content[key]) for key in keys if key in content)
    return name, {name: value for name, value in content.items() if name not in keys}


def _own(table: str, content: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The fields of a record that finding uses: all of them there, and no others."""
    if content.keys() != set(_OWN[table]):
        raise ContentError(f"{where}: it must have {' and '.join(_OWN[table])}, and nothing else; mend it.")
    return {name: _text(value, "" if name == "topic" else (), f"{where}: {name!r}") for name, value in content.items()}


def _checked(table: str, texts: Mapping[str, Any], original: Any, where: str) -> dict[str, Any]:
    """The texts as the record keeps them: known fields only, of the right type, with something in English behind."""
    twin = getattr(original, "repeats", None)
    if twin:
        raise ContentError(f"{where}: it repeats {twin} and takes its words from there; take this record out.")
    for name in texts:
        if name not in _TEXTS[table]:
            known = ", ".join(_TEXTS[table])
            raise ContentError(f"{where}: {name!r} is not a text to translate; use one of {known}, or take it out.")
        if not getattr(original, name):
            raise ContentError(f"{where}: {name!r} has no English text behind it; take it out or write that first.")
    return {name: _text(value, getattr(original, name), f"{where}: {name!r}") for name, value in texts.items()}


def _text(value: object, english: str | tuple[str, ...], where: str) -> str | tuple[str, ...]:
    """A text, or a list of texts where the English is one; spaces and line ends evened out."""
    if isinstance(english, str):
        if not isinstance(value, str) or not value.strip():
            raise ContentError(f"{where} must be a text that is not empty; write it or take the line out.")
        return " ".join(value.split())
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item.strip() for item in value):
        raise ContentError(f"{where} must be a list of texts, none of them empty; write them or take the line out.")
    return tuple(" ".join(item.split()) for item in value)


def _missing(language: str, key: _Key, original: Any, translation: _Translation | None) -> Iterator[str]:
    """A line for each text that stays English, and for each list that tells more or fewer things than the English."""
    table, name = key
    if getattr(original, "repeats", None):
        return  # the question that it repeats is asked for its words instead
    to = f"its [[{table}]] in {translation.file}" if translation else f"a new [[{table}]] of that name in {language}/"
    for text in _TEXTS[table]:
        english = getattr(original, text)
        if not english or (table, text) in _OPTIONAL:
            continue
        found = translation.texts.get(text) if translation else None
        if found is None:
            yield f"{language}: {name} has no `{text}`; add it to {to}"
        elif text in _ONE_FOR_ONE and len(found) != len(english):
            yield f"{language}: {name} has {len(found)} of {len(english)} texts in `{text}`; bring it in line, in {to}"


def _laid_over(english: Library, language: str, originals: Mapping[_Key, Any], found: _Found) -> Library:
    """The library in the language, held to the same checks as the English one."""
    laid: dict[str, dict[Any, Any]] = {table: {} for table in _TEXTS}
    for (table, name), record in originals.items():
        words = found.translations.get((table, getattr(record, "repeats", None) or name))
        key = (record.topic, record.phase) if table == "level" else name
        laid[table][key] = replace(record, **words.texts) if words else record
    library = replace(
        english,
        language=language,
        phases=laid["phase"],
        entries=laid["entry"],
        questions=laid["question"],
        statements=laid["statement"],
        levels=laid["level"],
        alike=tuple(found.alike) or english.alike,
        outside=tuple(found.outside) or english.outside,
    )
    wrong = problems(library)
    if wrong:
        files = {name: translation.file for (_, name), translation in found.translations.items()}
        lines = [f"{files.get(line.partition(':')[0], language)}: {line}" for line in wrong[:_MOST]]
        raise ContentError(f"{len(wrong)} things to mend in the translation, first:\n" + "\n".join(lines))
    return library
