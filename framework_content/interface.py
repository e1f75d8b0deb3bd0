"""Reads the catalogue of a language's interface (gettext's .po) into a `Speech`, or says what to mend."""

from __future__ import annotations

import re
from gettext import c2py
from pathlib import Path
from typing import Final

from babel import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from bot.library import ContentError
from bot.speech import Speech

CATALOGUE: Final = "interface.po"

_GAP = re.compile(r"\{[^{}]*\}|[{}]")
_OPEN = re.compile(r'(?:msg\w+(?:\[\d\])?\s*)?"(?:[^"\\]|\\.)*$')
_PLAIN_GAP = re.compile(r"\{[a-z_]+\}")


def speech(folder: Path, language: str) -> Speech:
    """How the bot speaks `language`: by the folder's catalogue; without one, in English with that language's dates."""
    file = folder / CATALOGUE
    try:
        if not file.exists():
            return Speech(language)
        lines = file.read_text(encoding="utf-8").splitlines()
        _check_quotes(lines, f"{folder.name}/{file.name}")
        catalogue = read_po(lines, locale=language, abort_invalid=True)
        return _spoken(catalogue, f"{folder.name}/{file.name}")
    except UnknownLocaleError:
        raise ContentError(f"{folder.name}: no language has this code. Name the folder like sv or pt_BR.") from None
    except ContentError:
        raise
    except (PoFileError, ValueError, OSError) as error:
        raise ContentError(f"{folder.name}/{file.name}: cannot be read ({error}). Correct the file.") from error


def _check_quotes(lines: list[str], where: str) -> None:
    """Babel would take the last letter for the missing sign."""
    for number, line in enumerate(lines, start=1):
        if _OPEN.match(line.strip()):
            raise ContentError(f'{where}:{number}: the text has no " at its end. Add it.')


def _spoken(catalogue: Catalog, where: str) -> Speech:
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        # A fuzzy text was guessed from another one: nobody has read it yet.
        if not message.id or message.fuzzy or not all(_forms(message.string)):
            continue
        _check(message, where)
        if isinstance(message.id, str):
            texts[message.id] = str(message.string)
        else:
            plurals[message.id[0]] = _forms(message.string)
    return Speech(str(catalogue.locale), texts, plurals, c2py(catalogue.plural_expr))


def _check(message: Message, where: str) -> None:
    """A gap that is not filled would fail in front of a member, so it fails here."""
    wanted = {gap for said in _forms(message.id) for gap in _PLAIN_GAP.findall(said)}
    for said in _forms(message.string):
        gaps = _GAP.findall(said)
        if not set(gaps) <= wanted or (isinstance(message.id, str) and set(gaps) != wanted):
            need = ", ".join(sorted(wanted)) or "none"
            raise ContentError(
                f"{where}:{message.lineno}: {said!r} has other gaps in braces than its English. Use these: {need}."
            )


def _forms(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (said or "",) if isinstance(said, str | None) else tuple(said)
