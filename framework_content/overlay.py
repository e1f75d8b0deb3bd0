"""Lays a translation over the English content: a language's folder has ids and texts, all else is inherited.

A text that is not translated yet stays English and is listed; a record or field that does not belong is refused.
The words that finding needs, [[alike]], [[asked]] and [[outside]], are no translations: a language has its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from bot.library import Alike, Asked, ContentError, Library, Outside
from bot.wholeness import problems
from framework_content.interface import CATALOGUE
from framework_content.places import find, name, place
from framework_content.tables import Where, noting, refuse, tables, text, texts

_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "phase": ("name", "short", "meaning", "ask_if", "note"),
    "entry": ("name", "aka", "line", "what", "why", "helps", "wrong", "limits", "question", "note", "asked"),
    "question": ("lived", "professional", "easy"),
    "statement": ("text",),
    "level": ("why",),
}
"""What can be translated, by table. Sources stay as published, and a statement keeps the way it is keyed."""

_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "alike": ("words",),
    "asked": ("entry", "words"),
    "outside": ("topic", "asked"),
}
_OPTIONAL: Final = frozenset({("level", "why")})  # said to nobody yet, so not missed when it is not there
# Each says one thing of the source, so the counts match.
_ONE_FOR_ONE: Final = frozenset({"what", "why", "helps", "wrong", "limits"})

_Key = tuple[str, str]  # the table, and what its record goes by


@dataclass(frozen=True, slots=True)
class _Translation:
    """The texts of one record, and where they are."""

    where: Where
    texts: Mapping[str, Any]


@dataclass(slots=True)
class _Found:
    """What a language's folder has: translations of records, and words of its own."""

    translations: dict[_Key, _Translation] = field(default_factory=dict)
    alike: list[Alike] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
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
    return _laid_over(english, folder, language, originals, found), missing


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
    if not files and not (folder / CATALOGUE).exists():
        raise ContentError(f"{language}: there is no .toml file in {folder.name}; add the translated files.")
    found, wrong = _Found(), list[str]()
    for file in files:
        with noting(wrong):
            for kind, table, where in tables(file, (*_TEXTS, *_OWN), "cannot be translated"):
                with noting(wrong):
                    if kind in _OWN:
                        _keep(found, kind, _own(kind, table, where), originals, where)
                    else:
                        _translate(found, table, originals, where)
    refuse(wrong, "translation")
    return found


def _translate(found: _Found, table: Mapping[str, Any], originals: Mapping[_Key, Any], where: Where) -> None:
    key = (where.kind, name(where.kind, table))
    if key not in originals:
        raise where.error("the English content has no such record; correct the id or take it out", "id")
    if key in found.translations:
        first = found.translations[key].where
        at = place(first.file, first.kind, first.number, "id")
        raise where.error(f"this id is there already, in {at}; remove one of the two", "id")
    found.translations[key] = _Translation(where, _checked(where.kind, table, originals[key], where))


def _own(kind: str, table: Mapping[str, Any], where: Where) -> dict[str, Any]:
    """The fields of a record that finding uses: all of them there, and no others."""
    wanted = _OWN[kind]
    for part in table:
        if part not in wanted:
            raise where.error(f"{part!r} is not a field we know; it must have {' and '.join(wanted)}", part)
    for part in wanted:
        if part not in table:
            raise where.error(f"{part!r} is missing; it must have {' and '.join(wanted)}")
    return {
        part: text(value, where, part) if part in ("topic", "entry") else _filled(value, where, part)
        for part, value in table.items()
    }


def _keep(found: _Found, kind: str, own: dict[str, Any], originals: Mapping[_Key, Any], where: Where) -> None:
    if kind == "alike":
        found.alike.append(Alike(**own))
    elif kind == "outside":
        found.outside.append(Outside(**own))
    elif ("entry", own["entry"]) not in originals:
        raise where.error("[[asked]] is for an entry that is not there; correct the id", "entry")
    else:
        found.asked.append(Asked(**own))


def _checked(kind: str, table: Mapping[str, Any], original: Any, where: Where) -> dict[str, Any]:
    """The texts as the record keeps them: known fields only, of the right type, with something in English behind."""
    twin = getattr(original, "repeats", None)
    if twin:
        raise where.error(f"it repeats {twin} and takes its words from there; take this record out")
    known, found = ", ".join(_TEXTS[kind]), dict[str, Any]()
    for part, value in table.items():
        if part in (("topic", "phase") if kind == "level" else ("id",)):
            continue
        if part not in _TEXTS[kind]:
            raise where.error(f"{part!r} is not a text to translate; use one of {known}, or take it out", part)
        if not getattr(original, part):
            raise where.error(f"{part!r} has no English text behind it; take it out or write that first", part)
        one = isinstance(getattr(original, part), str)
        found[part] = text(value, where, part) if one else _filled(value, where, part)
    return found


def _filled(value: object, where: Where, field: str) -> tuple[str, ...]:
    return texts(value or None, where, field)  # an empty list says nothing, so it is no list of texts


def _missing(language: str, key: _Key, original: Any, translation: _Translation | None) -> Iterator[str]:
    """A line for each text that stays English, and for each list that tells more or fewer things than the English."""
    kind, id = key
    if getattr(original, "repeats", None):
        return  # the question that it repeats is asked for its words instead
    for part in _TEXTS[kind]:
        english = getattr(original, part)
        if not english or (kind, part) in _OPTIONAL:
            continue
        found = translation.texts.get(part) if translation else None
        if found is None:
            yield f"{language}: {id} has no `{part}`; add it to {_home(language, kind, translation)}"
        elif part in _ONE_FOR_ONE and len(found) != len(english):
            told = f"{language}: {id} has {len(found)} of {len(english)} texts in `{part}`"
            yield f"{told}; bring it in line, in {_home(language, kind, translation)}"


def _home(language: str, kind: str, translation: _Translation | None) -> str:
    """Where a missing text belongs. Looked for only then: it reads the file once more."""
    if translation is None:
        return f"a new [[{kind}]] of that name in {language}/"
    at = translation.where
    return f"its [[{kind}]] in {place(at.file, kind, at.number)}"


def _laid_over(english: Library, folder: Path, language: str, originals: Mapping[_Key, Any], found: _Found) -> Library:
    """The library in the language, held to the same checks as the English one."""
    laid: dict[str, dict[Any, Any]] = {kind: {} for kind in _TEXTS}
    for (kind, id), record in originals.items():
        words = found.translations.get((kind, getattr(record, "repeats", None) or id))
        key = (record.topic, record.phase) if kind == "level" else id
        laid[kind][key] = replace(record, **words.texts) if words else record
    for more in found.asked:
        entry = laid["entry"][more.entry]
        laid["entry"][more.entry] = replace(entry, asked=tuple(dict.fromkeys(entry.asked + more.words)))
    # Over a translation already there, as when a team adds its own, words for finding are added to those.
    own = english if english.language == language else None
    library = replace(
        english,
        language=language,
        phases=laid["phase"],
        entries=laid["entry"],
        questions=laid["question"],
        statements=laid["statement"],
        levels=laid["level"],
        alike=(*(own.alike if own else ()), *found.alike) or english.alike,
        asked=(*(own.asked if own else ()), *found.asked),
        outside=(*(own.outside if own else ()), *found.outside) or english.outside,
    )
    refuse([f"{find([folder], p.kind, p.id, p.field) or language}: {p}" for p in problems(library)], "translation")
    return library
