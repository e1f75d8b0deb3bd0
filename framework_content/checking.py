"""Every check on the content, of the shipped bank or of a folder: file, line and what to do."""

from dataclasses import dataclass
from pathlib import Path

from bot.library import ContentError, Library
from bot.plainness import faults
from bot.wholeness import problems
from framework_content.overlay import overlay
from framework_content.places import find, place
from framework_content.reading import REFERENCE, SHIPPED, gather, laid, languages, roots


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
        return Report((f"{root}: holds no content; put the files into one folder a language, such as en",), ())
    wrong: list[str] = []
    missing: list[str] = []
    for language in found:
        mend, lacking = _check(language, root, folder)
        wrong += mend
        missing += lacking
    return Report(tuple(dict.fromkeys(wrong)), tuple(missing))


def _check(language: str, root: Path, folder: Path | None) -> tuple[list[str], list[str]]:
    try:
        base = [gather(at) for at in roots(folder, REFERENCE)]
        english = laid(base)
        broken = [f"{_at(roots(folder, REFERENCE), line)}: {line}" for line in problems(english)]
        if language == REFERENCE or broken:
            own = base[-1] if language == REFERENCE else None
            return broken + (_hard(own, root / language) if own else []), []
        library, missing = overlay(english, root / language, language)
    except ContentError as error:
        return [
            line if "/" in line.partition(":")[0] else f"{REFERENCE}/{line}" for line in str(error).splitlines()
        ], []
    # Of a folder that adds to the shipped content, only what it says itself can be missing in its other languages.
    said = {*base[-1].entries, *base[-1].questions, *base[-1].statements, *base[-1].phases}
    lacking = [line for line in missing if folder is None or line.split()[1] in said]
    return _hard(library, root / language), lacking


def _hard(library: Library, at: Path) -> list[str]:
    """What is too long or too hard in a folder: in a translation, only the texts that it has itself."""
    found = []
    for fault in faults(library):
        where = place(at, fault.id, text=fault.text)
        if where != at.name:
            found.append(f"{at.name}/{where}: {fault}")
    return found


def _at(folders: list[Path], line: str) -> str:
    return find(folders, line.partition(":")[0])
