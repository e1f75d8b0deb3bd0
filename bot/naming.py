"""Finds the words of a text that are somebody's name: whole, in part, misspelt, with an s, or a short form of it. Pure.

How sure a word has to be depends on what else it could mean. "Gwen" is taken for Gwendolyn anywhere; "will" is taken
for Will where it has a capital, and for William only where the capital is not that of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from bot.ordinary import ordinary
from bot.phrases import ALIKE, SHORTEST_FUZZY, Phrases, Word, bases, near, replaced, words_in, words_of
from bot.short_names import folded, short_forms, single, sound

_ALIKE_CAPITAL: Final = 80.0  # a capital within a sentence: one other letter of five is enough ("Lynda")
_SHORTEST_SOUND: Final = 4
_ANYWHERE, _CAPITAL, _WITHIN = range(3)  # how sure: any case; with a capital; with one that no sentence put there
_PARTICLES: Final = frozenset({
    "af", "al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "las", "le", "los", "ten", "ter",
    "van", "von",
})  # fmt: skip
_ENDINGS: Final = ("", "a", "an", "e", "i", "ie", "is", "o", "y")  # Fred, Fredde, Freddie, Freddy; Rob, Robban


class People:
    """The names of a team, and everything that may be said for them.

    A name that is an ordinary word, too, is found where it has a capital: "mark" in small letters stays.
    """

    def __init__(self, names: Collection[str], language: str) -> None:
        self._ordinary = ordinary(language)
        self._met: dict[tuple[str, int], bool] = {}  # what was found of a word; a text says most of them often
        self._whole = Phrases((name for name in names if len(_parts(name)) > 1), language, fuzzy=False)
        self._letters = self._ordinary.letters
        parts = {
            folded(part, letters): part.lower()
            for name in names
            for part in _parts(name)
            for letters in (self._letters, "")  # Åsa is looked for as "asa", too
        }
        self._parts = {fold: part for fold, part in parts.items() if len(fold) >= 2 and fold not in _PARTICLES}
        self._parts |= {fold.replace("'", ""): part for fold, part in self._parts.items() if "'" in fold}
        together = [*names, *(chunk for name in names for chunk in name.split())]  # marialind, annakarin
        self._parts |= {joined: joined for name in together if len(joined := "".join(map(folded, _parts(name)))) >= 6}
        self._long = [fold for fold in self._parts if len(fold) >= SHORTEST_FUZZY]
        self._sounds = {heard for fold in self._parts if len(heard := sound(fold)) >= 3}
        self._starts = {fold[:end] for fold in self._parts if len(fold) >= 4 for end in range(3, len(fold))}
        self._short = {short for fold in self._parts for short in short_forms(fold)} - self._parts.keys()

    def without(self, text: str, instead: str) -> str:
        """`text` with `instead` for every name; one for a first and last name together, with or without an initial."""
        text = self._whole.without(text, instead)
        text = replaced(text, ((word.start, word.end) for word in words_of(text) if self._named(word)), instead)
        text = re.sub(rf"{instead}(?:[ -]{instead})+", instead, text)
        return re.sub(rf"{instead} (?!I\b)[A-ZÅÄÖ]\b(?!')(?:\.(?= [a-zåäö]))?", instead, text)

    def _named(self, word: Word) -> bool:
        within = word.titled and not word.begins
        sure = _WITHIN if within else _CAPITAL if word.titled else _ANYWHERE
        if (word.lower, sure) not in self._met:
            self._met[word.lower, sure] = self._is_name(word.lower, sure)
        return self._met[word.lower, sure]

    def _is_name(self, word: str, sure: int) -> bool:
        within = sure == _WITHIN
        roots = [word] if word in self._ordinary.grammar else list(bases(word))  # "this" is not of Thi
        doubt = max(self._doubt(base) for base in roots)
        for base in roots:
            fold = folded(base, self._letters)
            if fold in self._parts and sure >= max(doubt, self._doubt(self._parts[fold])):
                return True
            if fold in self._short and self._short_form(fold, doubt, within):
                return True
        if doubt or word in self._ordinary.never:
            return False
        return any(self._like(folded(base, self._letters), within) for base in roots)

    def _doubt(self, word: str) -> int:
        return _WITHIN if word in self._ordinary.grammar else _CAPITAL if word in self._ordinary.words else _ANYWHERE

    def _short_form(self, fold: str, doubt: int, within: bool) -> bool:
        if doubt == _WITHIN:
            return False
        return within or (doubt == _ANYWHERE and len(fold) >= 3)

    def _like(self, fold: str, within: bool) -> bool:
        """Misspelt, or cut short: Fredde, Gwenny."""
        heard = sound(fold)
        if heard in self._sounds and (within or len(heard) >= _SHORTEST_SOUND):
            return True
        if near(fold, self._long, _ALIKE_CAPITAL if within else ALIKE):
            return True
        return within and any(single(stem) in self._starts or stem in self._starts for stem in _stems(fold))


def _parts(name: str) -> list[str]:
    """First names and last names: people write about "Maria", not about "Maria Lind"."""
    return [part for part in words_in(name) if not part.isdigit()]


def _stems(fold: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if fold.endswith(ending) and len(stem := fold.removesuffix(ending)) >= 3:
            yield stem
            if stem[-1] == stem[-2]:
                yield stem[:-1]
