"""Words as people type them, brought to one form so that they can be compared."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.tongues import ENGLISH, TONGUES, Tongue

_LONGEST: Final = 400  # characters that are looked at; what is asked for stands at the beginning
_SHORTEST_STEM: Final = 3
_SHORTEST_ROOT: Final = 4


def plain(text: str) -> str:
    """Lower case, no accents, signs or doubled spaces; `co-design`, `co design` and `codesign` are one word."""
    text = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"['’‘`]", "", text)
    text = re.sub(r"[^a-z0-9]+", " ", text).strip()
    return re.sub(r"\bco (?=[a-z]{4})", "co", text)


class Spelling:
    """How words are taken apart in one language. Plain words go in; what comes out is the same each time."""

    def __init__(self, tongue: Tongue) -> None:
        self._leads = re.compile(rf"^(?:{tongue.leads})\s+")
        self._tails = re.compile(rf"\s+(?:{tongue.tails})$")
        self._stop, self._light = frozenset(tongue.stop.split()), frozenset(tongue.light.split())
        self._spellings = tuple((re.compile(pattern), instead) for pattern, instead in tongue.spellings)
        self._endings = tuple(ending.partition(">")[::2] for ending in tongue.endings.split())
        self._suffixes = tuple(tongue.suffixes.split())
        self._tongue = tongue
        # Finding asks for the same few thousand words again and again, and an index for each of them twice.
        self.stem = lru_cache(maxsize=4_000)(self._stem)
        self.root = lru_cache(maxsize=4_000)(self._root)

    def framings(self, text: str) -> Iterator[str]:
        """What may be asked about: all of it, then ever less of "can you tell me what … means please"."""
        waiting, seen = [plain(text)], set[str]()
        while waiting:
            left = waiting.pop(0)
            if left and left not in seen:
                seen.add(left)
                yield left
                waiting += [self._tails.sub("", left), self._leads.sub("", left)]

    def subject(self, text: str) -> str:
        """What is asked about, without "explain", "what is a" and the like; all of it if nothing would be left."""
        return min(self.framings(text), key=len, default="")

    def question(self, text: str) -> str:
        """What is asked, without the words that only lead up to it."""
        left = plain(text)
        while (shorter := self._leads.sub("", left)) not in ("", left):
            left = shorter
        return left

    def tokens(self, text: str) -> list[str]:
        """The telling words of a plain text, cut to their stems, in order."""
        return [self.stem(word) for word in text.split() if self.telling(word)]

    def telling(self, word: str) -> bool:
        """Whether a plain word says what something is about."""
        return word not in self._stop

    def light(self, word: str) -> bool:
        """Whether a plain word says little of what something is about."""
        return word in self._light

    def _stem(self, word: str) -> str:
        """A rough stem: enough for "sharing" to meet "share", and "organisations" to meet "organization"."""
        if len(word) > 4:
            for pattern, instead in self._spellings:
                word = pattern.sub(instead, word)
        for ending, instead in self._endings:
            left = len(word) - len(ending) + len(instead)
            if word.endswith(ending) and left >= _SHORTEST_STEM and not word.endswith("ss"):
                word = word.removesuffix(ending) + instead
                return self._stem(word) if ending in self._tongue.long else self._undoubled(word)
        return word

    def _undoubled(self, word: str) -> str:
        """`planning` and `plan` share a stem: the letter that is doubled before an ending is taken off."""
        doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in self._tongue.doubled
        return word[:-1] if doubled else word

    def _root(self, stem: str) -> str:
        """A stem without what makes it a noun, an adjective or a verb: "represent" of "representative"."""
        for suffix in self._suffixes if not stem.startswith(self._tongue.kept or "\n") else ():
            if stem.endswith(suffix) and len(stem) - len(suffix) >= _SHORTEST_ROOT:
                return self._root(stem.removesuffix(suffix))
        return stem


_SPELLINGS: Final = {language: Spelling(tongue) for language, tongue in TONGUES.items()}
_DEFAULT: Final = next(how for language, how in _SPELLINGS.items() if TONGUES[language] is ENGLISH)


def spelling(language: str) -> Spelling:
    """How words are taken apart in a language, such as `sv`; as in English where it is not known."""
    return _SPELLINGS.get(language, _DEFAULT)


subject = _DEFAULT.subject
tokens = _DEFAULT.tokens
