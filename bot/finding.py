"""How well each entry fits a question: by its words, by words near to them in meaning, and by how people ask for it.

A question is cut into units: its telling words, each with all the keys under which the index may hold it. A unit meets
a phrase by the word itself, by its root, by a word of the same group or by one near in meaning, each for less than the
one before. Rare words count for more than common ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from rapidfuzz import fuzz, process

from bot.indexing import Index, expressions, pairs

_BY_ROOT: Final = 0.8  # how much it counts to meet a word of the same root
_BY_GROUP: Final = 0.85  # how much it counts to meet a word that means much the same
_BY_NEAR: Final = 0.85  # the same for a word that is near in meaning, times how near
_NEAR: Final = 0.35  # so near must it be
_PAIR: Final = 0.5  # how much more it counts to meet two words that follow each other
_MISSED: Final = 0.59  # how much it costs a phrase that the question has words which the phrase has not
_SPARE: Final = 0.55  # and how much that the phrase has words which the question has not
_PHRASE_SHARE: Final = 0.44  # how much the best phrase counts beside all that the entry says
_LIGHT: Final = 0.75  # how much a word counts that stands in questions of every kind
_OTHERS: Final = tuple(0.2 * 0.94**n for n in range(1, 6))  # how much the next best phrases count
_HABIT: Final = 0.015  # how much it counts that an entry is asked for in such words, beside the phrases
_UNKNOWN: Final = 0.3  # how much a word weighs that nothing in the library is like
_OWN_WORD: Final = 0.7  # a word met for at least so much of its weight is the entry's own
_WORD_TYPO: Final = 82.0  # rapidfuzz ratio, 0 to 100
_RESPELLED: Final = 0.9  # how much a word counts that is put right first
_MOST_WORDS: Final = 40  # a long message is judged by its beginning; nobody asks for one entry in 4,000 characters
_MOST_SLIPS: Final = 8


Weighted = Sequence[tuple[str, float]]
"""Keys of the index, each with how rare it is."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well something fits: the score that ranks, and what it is made of.

    Strength is how well its best phrase and all its words fit, shared how many of the words it has itself, and habit
    how much more than others it is asked for in such words, in standard deviations.
    """

    score: float
    strength: float
    shared: int
    habit: float


@dataclass(frozen=True, slots=True)
class Found:
    """All that fits a question; which part of it the library has seen, and which in outside topics alone, 0 to 1."""

    fits: Mapping[str, Fit]
    known: float
    foreign: float
    units: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of a question, or a few words that form one expression, with the keys under which it is looked up."""

    stem: str
    keys: tuple[tuple[str, float], ...]  # key of the index -> what meeting it counts, worst first
    weight: float
    seen: float  # 1 for a word that the library has, less for one that is put right first, 0 for others


def find(index: Index, asked: str) -> Found:
    """How well each entry, and each outside topic, fits a plain text."""
    words = asked.split()[:_MOST_WORDS]
    stems = [index.spelling.stem(word) for word in words]
    units = list(_units(index, words, stems))
    total = sum(unit.weight for unit in units)
    if not any(unit.keys for unit in units):
        return Found({}, 0.0, 0.0, len(units))
    met: dict[int, float] = defaultdict(float)
    covered: dict[int, float] = defaultdict(float)  # owner -> how much of the question
    own: dict[int, int] = defaultdict(int)
    for unit in units:
        for phrase, share in _phrases(index, unit).items():
            met[phrase] += share
        for owner, share in _owners(index, unit).items():
            covered[owner] += share
            own[owner] += share >= unit.weight * _OWN_WORD
    following = [(pair, rarity) for pair in pairs(stems) if (rarity := index.rarity(pair))]
    likest = _likest(index, met, following, total)
    habits = _habits(index, units, following)
    fits = {
        index.owners[owner]: _fit(likest[owner], much / total, own[owner], habits[owner])
        for owner, much in covered.items()
    }
    known = sum(unit.weight * unit.seen for unit in units) / total
    foreign = sum(unit.weight for unit in units if unit.stem in index.foreign) / total
    return Found(fits, known, foreign, len(units))


def _phrases(index: Index, unit: _Unit) -> dict[int, float]:
    """What each phrase shares with a unit. A better key comes later and overwrites."""
    shares: dict[int, float] = {}
    for key, share in unit.keys:
        shares.update(dict.fromkeys(index.posted(key), share))
    return shares


def _owners(index: Index, unit: _Unit) -> dict[int, float]:
    shares: dict[int, float] = {}
    for key, share in unit.keys:
        for owner, field in index.held(key):
            worth = share * field
            if worth > shares.get(owner, 0.0):
                shares[owner] = worth
    return shares


def _likest(index: Index, met: Mapping[int, float], following: Weighted, total: float) -> dict[int, list[float]]:
    """How like the question each owner's phrases are, from what they share with it; 1 for the same words."""
    more: dict[int, float] = defaultdict(float)
    for pair, rarity in following:
        for phrase in index.posted(pair):
            more[phrase] += _PAIR * rarity
    likest: dict[int, list[float]] = defaultdict(list)
    owners, fields, weights = index.phrases.owner, index.phrases.field, index.phrases.weight
    for phrase, share in met.items():
        weight = weights[phrase]
        both = share + more[phrase] if phrase in more else share
        # What the phrase lacks of the question, and what it has beside it. Shares are never more than the whole.
        lost = _MISSED * (total - share) + (_SPARE * (weight - share) if weight > share else 0.0)
        likest[owners[phrase]].append(fields[phrase] * both / (both + lost))
    return likest


def _habits(index: Index, units: Sequence[_Unit], following: Weighted) -> Sequence[float]:
    """How much more than the others each owner is asked for in such words, in standard deviations."""
    weights = {unit.stem: unit.weight for unit in units if index.rarity(unit.stem)}
    roots = {"^" + index.spelling.root(unit.stem) for unit in units}
    weights |= {root: rarity for root in roots if (rarity := index.rarity(root))}
    weights |= dict(following)
    if not weights:
        return [0.0] * len(index.owners)
    length = sqrt(sum(weight**2 for weight in weights.values()))
    breadth = sum(weights.values()) / length
    spoken = [-breadth * much for much in index.breadths]
    for key, weight in weights.items():
        for owner, habit in index.spoken(key):
            spoken[owner] += weight / length * habit
    mean = sum(spoken) / len(spoken)
    spread = sqrt(sum((value - mean) ** 2 for value in spoken) / len(spoken)) or 1.0
    return [(value - mean) / spread for value in spoken]


def _fit(likest: Sequence[float], covered: float, shared: int, habit: float) -> Fit:
    """From the likeness of an owner's phrases, how much of the question it covers, and how it is asked for."""
    first, *others = sorted(likest, reverse=True)[: len(_OTHERS) + 1]
    strength = _PHRASE_SHARE * first + (1 - _PHRASE_SHARE) * covered
    more = sum(likeness * share for likeness, share in zip(others, _OTHERS, strict=False))
    return Fit((strength + more) / (1 + sum(_OTHERS)) + _HABIT * habit, strength, shared, habit)


def _units(index: Index, words: Sequence[str], stems: Sequence[str]) -> Iterator[_Unit]:
    extra: dict[int, set[str]] = defaultdict(set)  # position -> groups of an expression that covers it
    for start, end, groups in expressions(stems, index.sayings):
        told = [at for at in range(start, end) if index.spelling.telling(words[at])]
        for at in told or [start]:
            extra[at].update(groups)
    slips = 0
    seen: set[str] = set()
    for at, (word, stem) in enumerate(zip(words, stems, strict=True)):
        if not index.spelling.telling(word):
            if extra.get(at):
                yield _unit(index, "", extra[at], 1.0, 1.0)
            continue
        if stem in seen:
            continue
        seen.add(stem)
        key, sure = stem, 1.0
        if (
            len(stem) >= 4
            and slips < _MOST_SLIPS
            and not extra.get(at)
            and not (index.knows(stem) or _near(index, stem))
        ):
            slips += 1
            found = process.extractOne(stem, index.words, scorer=fuzz.ratio, score_cutoff=_WORD_TYPO)
            key, sure = (found[0], _RESPELLED) if found else (stem, 1.0)
        counts = sure * (_LIGHT if index.spelling.light(word) else 1.0)
        yield _unit(index, key, {*index.groups.get(key, ()), *extra.get(at, ())}, counts, sure)


def _unit(index: Index, stem: str, groups: Iterable[str], counts: float, seen: float) -> _Unit:
    looked = dict.fromkeys(groups, _BY_GROUP)
    if stem:
        looked |= {"^" + index.spelling.root(stem): _BY_ROOT, stem: 1.0}
    keys = {key: share * rarity * counts for key, share in looked.items() if (rarity := index.rarity(key))}
    known = bool(keys)
    rare = index.rarity(stem)
    for other, nearness in _near(index, stem).items():
        share = _BY_NEAR * nearness * counts * min(index.rarity(other), rare or index.rarest)
        for key in (other, "^" + index.spelling.root(other)):
            if index.rarity(key):
                keys[key] = max(share, keys.get(key, 0.0))
    if not keys:
        return _Unit(stem, (), index.rarest * _UNKNOWN, 0.0)
    weight = rare * counts if rare else max(keys.values())
    shares = sorted(((key, min(share, weight)) for key, share in keys.items()), key=lambda pair: pair[1])
    return _Unit(stem, tuple(shares), weight, seen if known else 0.0)


def _near(index: Index, stem: str) -> dict[str, float]:
    """The library's words that are near to one in meaning, and how near."""
    found = index.near(stem) if index.near is not None and stem else {}
    return {other: nearness for other, nearness in found.items() if nearness >= _NEAR and index.rarity(other)}
