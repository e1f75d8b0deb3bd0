"""How well each entry fits a question: an index over everything entries say and are known to be asked for.

A question is cut into units: its telling words, each with the groups of like-meant words that it belongs to. A unit
meets a phrase of the library by the word itself, by its root, or by a word of the same group, each for less than the
one before. Rare words count for more than common ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

from rapidfuzz import fuzz, process

from bot.library import Entry, Library
from bot.spelling import light, plain, root, stem, telling

OUTSIDE: Final = "outside:"
"""Before the topic of what the library does not know; such topics compete with the entries."""

_FIELD_WEIGHTS: Final = {"name": 1.0, "asked": 1.0, "line": 1.0, "text": 0.87}
_BY_ROOT: Final = 1.0  # how much it counts to meet a word of the same root
_BY_GROUP: Final = 0.78  # how much it counts to meet a word that means much the same
_MISSED: Final = 0.59  # how much it costs a phrase that the question has words which the phrase has not
_SPARE: Final = 0.85  # and how much that the phrase has words which the question has not
_PHRASE_SHARE: Final = 0.48  # how much the best phrase counts beside all that the entry says
_LIGHT: Final = 0.85  # how much a word counts that stands in questions of every kind
_OTHERS: Final = tuple(0.2 * 0.9**n for n in range(1, 6))  # how much the next best phrases count
_OWN_WORD: Final = 0.7  # a word met for at least so much of its weight is the entry's own
_WORD_TYPO: Final = 82.0  # rapidfuzz ratio, 0 to 100
_RESPELLED: Final = 0.9  # how much a word counts that is put right first
_MOST_WORDS: Final = 40  # a long message is judged by its beginning; nobody asks for one entry in 4,000 characters
_MOST_SLIPS: Final = 8


@dataclass(frozen=True, slots=True)
class Fit:
    """How well something fits: the score that ranks, the strength of the fit, and how many of the words it has itself.

    The score counts how many phrases are near as well; an outside topic has few, so strength is what is compared.
    """

    score: float
    strength: float
    shared: int


@dataclass(frozen=True, slots=True)
class Found:
    """All that fits a question; which part of it the library has ever seen, and which in outside topics alone, 0 to 1."""

    fits: Mapping[str, Fit]
    known: float
    foreign: float
    units: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of a question, or a few words that form one expression, with the keys under which it is looked up."""

    keys: tuple[tuple[str, float], ...]  # key of the index -> what meeting it counts, best first
    weight: float
    seen: float  # 1 for a word that the library has, less for one that is put right first, 0 for others


@dataclass(frozen=True, slots=True)
class _Phrase:
    owner: str
    field: float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A library prepared for searching."""

    phrases: Sequence[_Phrase]
    postings: Mapping[str, tuple[int, ...]]  # key -> phrases that have it
    rarity: Mapping[str, float]  # key -> how few entries have it
    groups: Mapping[str, frozenset[str]]  # stem of a word -> keys of the groups it belongs to
    sayings: Mapping[tuple[str, ...], frozenset[str]]  # the same for expressions of several words
    foreign: frozenset[str]  # words that stand in outside topics alone
    unseen: float
    words: tuple[str, ...]  # every stem, for slips of the keys

    def find(self, asked: str) -> Found:
        """How well each entry, and each outside topic, fits a plain text."""
        units = list(self._units(asked.split()[:_MOST_WORDS]))
        total = sum(unit.weight for unit in units)
        if not total:
            return Found({}, 0.0, 0.0, 0)
        met: dict[int, float] = defaultdict(float)
        covered: dict[str, dict[int, float]] = defaultdict(dict)
        own: dict[str, set[int]] = defaultdict(set)
        for number, unit in enumerate(units):
            for phrase, share in self._meet(unit).items():
                met[phrase] += share
                at = self.phrases[phrase]
                covered[at.owner][number] = max(covered[at.owner].get(number, 0.0), share * at.field)
                if share >= unit.weight * _OWN_WORD:
                    own[at.owner].add(number)
        likest = self._likest(met, total)
        fits = {id: _fit(likest[id], sum(c.values()) / total, len(own[id])) for id, c in covered.items()}
        known = sum(unit.weight * unit.seen for unit in units) / total
        foreign = sum(unit.weight for unit in units if unit.keys and unit.keys[0][0] in self.foreign) / total
        return Found(fits, known, foreign, len(units))

    def _likest(self, met: Mapping[int, float], total: float) -> dict[str, list[float]]:
        """How like the question each owner's phrases are, from what they share with it; 1 for the same words."""
        likest: dict[str, list[float]] = defaultdict(list)
        for phrase, share in met.items():
            at = self.phrases[phrase]
            spare = max(0.0, at.weight - share)
            likest[at.owner].append(at.field * share / (share + _MISSED * (total - share) + _SPARE * spare))
        return likest

    def _meet(self, unit: _Unit) -> dict[int, float]:
        shares: dict[int, float] = {}
        for key, share in unit.keys:
            for phrase in self.postings.get(key, ()):
                if share > shares.get(phrase, 0.0):
                    shares[phrase] = share
        return shares

    def _units(self, words: Sequence[str]) -> Iterator[_Unit]:
        stems = [stem(word) for word in words]
        extra: dict[int, set[str]] = defaultdict(set)  # position -> groups of an expression that covers it
        for start, end, groups in _expressions(stems, self.sayings):
            told = [at for at in range(start, end) if telling(words[at])]
            for at in told or [start]:
                extra[at] |= groups
        slips = 0
        seen: set[str] = set()
        for at, word in enumerate(words):
            key = stems[at]
            if not telling(word):
                if extra.get(at):
                    yield self._unit("", frozenset(extra[at]), 1.0)
                continue
            if key in seen:
                continue
            seen.add(key)
            sure = 1.0
            if not self._knows(key) and len(key) >= 4 and slips < _MOST_SLIPS and not extra.get(at):
                slips += 1
                found = process.extractOne(key, self.words, scorer=fuzz.ratio, score_cutoff=_WORD_TYPO)
                if found:
                    key, sure = found[0], _RESPELLED
            spelt = sure
            sure *= _LIGHT if light(word) else 1.0
            yield self._unit(key, self.groups.get(key, frozenset()) | frozenset(extra.get(at, ())), sure, spelt)

    def _knows(self, key: str) -> bool:
        return key in self.rarity or key in self.groups or "^" + root(key) in self.rarity

    def _unit(self, key: str, groups: frozenset[str], sure: float, seen: float = 1.0) -> _Unit:
        looked = {key: 1.0, "^" + root(key): _BY_ROOT} if key else {}
        looked |= dict.fromkeys(groups, _BY_GROUP)
        keys = {k: share * self.rarity[k] * sure for k, share in looked.items() if k in self.rarity}
        if not keys:
            return _Unit((), self.unseen * 0.5, 0.0)
        rare = self.rarity.get(key)
        weight = rare * sure if rare is not None else max(keys.values())
        return _Unit(tuple((k, min(share, weight)) for k, share in keys.items()), weight, seen)


def _fit(likest: list[float], covered: float, shared: int) -> Fit:
    """From the likeness of an owner's phrases and from how much of the question it covers."""
    first, *others = sorted(likest, reverse=True)[: len(_OTHERS) + 1]
    strength = _PHRASE_SHARE * first + (1 - _PHRASE_SHARE) * covered
    more = sum(likeness * share for likeness, share in zip(others, _OTHERS, strict=False))
    return Fit((strength + more) / (1 + sum(_OTHERS)), strength, shared)


def _expressions(
    stems: Sequence[str], sayings: Mapping[tuple[str, ...], frozenset[str]]
) -> Iterator[tuple[int, int, frozenset[str]]]:
    for length in (4, 3, 2):
        for start in range(len(stems) - length + 1):
            groups = sayings.get(tuple(stems[start : start + length]))
            if groups:
                yield start, start + length, groups


@lru_cache(maxsize=8)
def index(library: Library) -> Index:
    """Built once for each library; libraries are told apart by identity."""
    groups, sayings = _alike(library)
    phrases: list[_Phrase] = []
    keys_of: list[frozenset[str]] = []
    holders: dict[str, set[str]] = defaultdict(set)
    for owner, field, text in _texts(library):
        words = plain(text).split()
        stems = [stem(word) for word in words]
        told = [key for key, word in zip(stems, words, strict=True) if telling(word)]
        keys = {*told, *("^" + root(key) for key in told)}
        keys |= {group for key in told for group in groups.get(key, ())}
        keys |= {group for _, _, found in _expressions(stems, sayings) for group in found}
        for key in keys:
            holders[key].add(owner)
        phrases.append(_Phrase(owner, field, 0.0))
        keys_of.append(frozenset(keys))
    many = len(library.entries) + len(library.outside) + 1
    rarity = {key: log(1 + many / len(owners)) for key, owners in holders.items()}
    postings: dict[str, list[int]] = defaultdict(list)
    for number, keys in enumerate(keys_of):
        own = sum(rarity[key] for key in keys if key[0] not in "^#")
        phrases[number] = _Phrase(phrases[number].owner, phrases[number].field, own)
        for key in keys:
            postings[key].append(number)
    return Index(
        phrases=tuple(phrases),
        postings={key: tuple(numbers) for key, numbers in postings.items()},
        rarity=rarity,
        groups=groups,
        sayings=sayings,
        foreign=frozenset(
            key
            for key, owners in holders.items()
            if key not in groups and all(owner.startswith(OUTSIDE) for owner in owners)
        ),
        unseen=log(1 + many),
        words=tuple({*(key for key in rarity if key[0] not in "^#"), *groups}),
    )


def _alike(library: Library) -> tuple[dict[str, frozenset[str]], dict[tuple[str, ...], frozenset[str]]]:
    """The groups of each word and of each expression. A group's key is # and its number."""
    single: dict[str, set[str]] = defaultdict(set)
    several: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for number, group in enumerate(library.alike):
        for text in group.words:
            stems = tuple(stem(word) for word in plain(text).split())
            if len(stems) == 1:
                single[stems[0]].add(f"#{number}")
            else:
                several[stems].add(f"#{number}")
    return (
        {key: frozenset(found) for key, found in single.items()},
        {key: frozenset(found) for key, found in several.items()},
    )


def _texts(library: Library) -> Iterator[tuple[str, float, str]]:
    for entry in library.entries.values():
        for field, texts in _fields(entry).items():
            yield from ((entry.id, _FIELD_WEIGHTS[field], text) for text in texts)
    for outside in library.outside:
        yield from ((OUTSIDE + outside.topic, 1.0, text) for text in (outside.topic, *outside.asked))


def _fields(entry: Entry) -> dict[str, Iterable[str]]:
    return {
        "name": (entry.name, *entry.aka),
        "asked": (*entry.asked, entry.question) if entry.question else entry.asked,
        "line": (entry.line,),
        "text": (*entry.what, *entry.why, *entry.helps, *entry.wrong),
    }
