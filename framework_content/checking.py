"""Every check on the content, of the shipped bank or of a folder: file, line and what to do."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

from bot.library import ContentError, Library
from bot.plainness import faults
from bot.wholeness import problems
from framework_content.interface import CATALOGUE, speech
from framework_content.overlay import overlay
from framework_content.places import find
from framework_content.reading import (
    EMPTY,
    REFERENCE,
    SHIPPED,
    catalogue,
    gather,
    laid,
    languages,
    located,
    roots,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: what must be mended, and what is only worth knowing, each with its place."""

    wrong: tuple[str, ...]
    missing: tuple[str, ...]  # texts that a language lacks and takes from English


def check(folder: Path | None = None) -> Report:
    """Check the shipped content, or the shipped content with what a folder adds to it."""
    root = folder or SHIPPED
    found = languages(root)
    if not found:
        return Report((f"{root}: {EMPTY}.",), ())
    wrong, missing = list[str](), list[str]()
    for language in sorted({REFERENCE, *found}):
        mend, lacking = _check(language, root, folder)
        wrong += mend
        missing += lacking
    return Report(tuple(dict.fromkeys(wrong)), (*missing, *_untranslated(found, folder)))


def _check(language: str, root: Path, folder: Path | None) -> tuple[list[str], list[str]]:
    folders = roots(folder, REFERENCE)
    try:
        base = [gather(at) for at in folders]
        english = laid(base)
        broken = problems(english)
        if broken or language == REFERENCE:
            return [*located(broken, folders), *_hard(english, root / language)], []
        library, missing = overlay(english, root / language, language)
        speech(root / language, language)
    except ContentError as error:
        return [line for line in str(error).splitlines() if not line.endswith("first:")], []
    # Of a folder that adds to the shipped content, only what it says itself can be missing in its other languages.
    said = {*base[-1].entries, *base[-1].questions, *base[-1].statements, *base[-1].phases}
    lacking = [line for line in missing if folder is None or line.split()[1] in said]
    return _hard(library, root / language), lacking


def _hard(library: Library, at: Path) -> list[str]:
    """What is too long or too hard in a folder; what it takes from elsewhere is not looked at."""
    placed = ((find([at], fault.kind, fault.id, text=fault.text), fault) for fault in faults(library))
    return [f"{where}: {fault}" for where, fault in placed if where]


def _untranslated(found: list[str], folder: Path | None) -> Iterator[str]:
    """Whole languages, and sentences of the bot's own, that are said in English."""
    if folder:
        for language in languages():
            if language not in (REFERENCE, *found):
                yield f"{language}: the folder says nothing in this language; add a folder {language}/ to it"
    for language in found:
        file = catalogue(folder, language) / CATALOGUE
        if language == REFERENCE:
            continue
        if not file.exists():
            yield f"{language}: there is no {CATALOGUE}, so the bot's own sentences are in English; copy and fill one"
        elif file.parent.parent == (folder or SHIPPED):
            yield from _unsaid(file)


def _unsaid(file: Path) -> Iterator[str]:
    """What a catalogue does not translate, or not surely. One that cannot be read is told as wrong before."""
    with suppress(Exception):
        for message in read_po(file.read_text(encoding="utf-8").splitlines(), abort_invalid=True):
            said = (message.string,) if isinstance(message.string, str) else message.string or ()
            if message.id and (message.fuzzy or not all(said)):
                english = message.id if isinstance(message.id, str) else message.id[0]
                yield f"{file.parent.name}/{file.name}:{message.lineno}: “{english}” has no translation; write one"
