"""Takes words and phrases out of a text as they stand, in any case, with an s or misspelt: whole names, or a team's own
list. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from bot.ordinary import ordinary
from bot.short_names import folded

ALIKE: Final = 84.0  # rapidfuzz ratio, 0 to 100, from which a word is taken for a misspelt name
SHORTEST_FUZZY: Final = 5  # shorter names are looked for letter by letter: "Ana" is too near to "and"
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_BETWEEN: Final = re.compile(r"[ .\-]{0,2}")


class Word(NamedTuple):
    start: int
    end: int
    lower: str
    titled: bool
    begins: bool  # first of its sentence


class Phrases:
    """Words and phrases that are taken out as they stand, in any case: whole names, or a team's own list."""

    def __init__(self, phrases: Iterable[str], language: str, *, fuzzy: bool) -> None:
        usual = ordinary(language)
        self._known = usual.grammar | usual.words | usual.never
        self._letters = usual.letters
        self._by_first: dict[str, list[list[str]]] = defaultdict(list)
        self._long: list[str] = []
        for phrase, letters in product(phrases, {usual.letters, ""}):
            words = [folded(word, letters) for word in words_in(phrase)]
            if words:
                self._by_first[words[0]].append(words)
            if fuzzy and len(words) == 1 and len(words[0]) >= SHORTEST_FUZZY:
                self._long.append(words[0])
        for longest_first in self._by_first.values():
            longest_first.sort(key=len, reverse=True)

    def without(self, text: str, instead: str) -> str:
        """`text` with `instead` in their place."""
        return replaced(text, self._found(text), instead) if self._by_first else text

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        words, at = list(words_of(text)), 0
        while at < len(words):
            length = self._length(text, words, at)
            if length:
                yield words[at].start, words[at + length - 1].end
            at += length or 1

    def _length(self, text: str, words: list[Word], at: int) -> int:
        """How many words from here on are one of the phrases; 0 if none."""
        for first in bases(words[at].lower):
            for phrase in self._by_first.get(folded(first, self._letters), ()):
                here = words[at : at + len(phrase)]
                if len(here) == len(phrase) and self._is(phrase, here, text):
                    return len(phrase)
        word = words[at].lower
        return int(
            bool(self._long) and word not in self._known and near(folded(word, self._letters), self._long, ALIKE)
        )

    def _is(self, phrase: list[str], words: list[Word], text: str) -> bool:
        joined = all(_BETWEEN.fullmatch(text, a.end, b.start) for a, b in pairwise(words))
        exact = all(folded(word.lower, self._letters) == part for part, word in zip(phrase[:-1], words, strict=False))
        return joined and exact and any(phrase[-1] == folded(base, self._letters) for base in bases(words[-1].lower))


def words_in(name: str) -> list[str]:
    """The words and numbers that a name or phrase is made of."""
    return _WORD.findall(unicodedata.normalize("NFKC", name).replace("’", "'"))


def words_of(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        raw = match[0]
        before = text[max(0, match.start() - 8) : match.start()].rstrip(" \"'(-")
        begins = before[-1:] in (".", "?", "!", ":", "\n") or not text[: match.start()].strip(" \"'(-")
        yield Word(match.start(), match.end(), raw.lower(), raw[0].isupper() and raw[1:] == raw[1:].lower(), begins)


def bases(word: str) -> Iterator[str]:
    """The word, and what it is the genitive, or with a verb drawn to it ("Ben'll"), of."""
    yield word
    if "'" in word:
        yield word.rpartition("'")[0]
    elif word.endswith("s") and len(word) > 2:
        yield word[:-1]


def near(word: str, names: list[str], alike: float) -> bool:
    """Whether the word may be one of these names misspelt: a short word only where less likeness is asked."""
    if len(word) < (SHORTEST_FUZZY if alike >= ALIKE else SHORTEST_FUZZY - 1):
        return False
    same_start = [name for name in names if name[0] == word[0]]  # slips of the first letter are rare; "andra" is not
    return process.extractOne(word, same_start, scorer=fuzz.ratio, score_cutoff=alike) is not None


def replaced(text: str, spans: Iterable[tuple[int, int]], instead: str) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], instead]
        last = end
    return "".join([*pieces, text[last:]])
