"""An index over everything entries say and are known to be asked for, made once for each library.

A phrase is looked up by keys of five kinds: the stem of a word, its root (`^`), a group of like-meant words (`#`), two
words that follow each other ("who decid"), and whatever a stem is near to in meaning, which is a stem again.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from threading import Lock
from typing import Final

from bot.library import Entry, Library, Near
from bot.packing import Hashed, Lists, Shares
from bot.spelling import Spelling, plain, spelling

OUTSIDE: Final = "outside:"
"""Before the topic of what the library does not know; such topics compete with the entries."""

_FIELDS: Final = {"name": 1.0, "asked": 1.0, "line": 1.0, "text": 0.87}
_WORD, _ROOT, _GROUP, _PAIR = b"w^# "  # a key's kind
_UNSAID: Final = 0.03  # how much of every key each owner is taken to have said, though it has not

Groups = tuple[str, ...]
"""Keys of groups of like-meant words."""

Sayings = Mapping[tuple[str, ...], Groups]
"""Expressions of several words, as stems, and the groups that they belong to."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The texts of all owners by their number: whose, how much it counts, and the weight of its words together."""

    owner: array[int]
    field: array[float]
    weight: array[float]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A library prepared for searching. Owners are the entries and outside topics; everything goes by numbers."""

    spelling: Spelling
    owners: tuple[str, ...]
    phrases: Phrases
    keys: Hashed
    rarities: array[float]  # key -> how few owners have it
    postings: Lists  # key -> phrases
    holders: Shares  # key, but for pairs -> owners and fields
    habits: Shares  # key, but for groups -> owners
    breadths: array[float]  # owner -> how much it says; of one that says a lot, any word is to be expected
    groups: Mapping[str, Groups]  # stem of a word -> the groups it belongs to
    sayings: Sayings
    foreign: frozenset[str]  # words that stand in outside topics alone
    rarest: float  # what a word counts that no owner has
    words: tuple[str, ...]  # every stem, for slips of the keys
    near: Near | None

    def rarity(self, key: str) -> float:
        """How few owners have a key; 0 for one that none has."""
        number = self.keys.number(key)
        return 0.0 if number is None else self.rarities[number]

    def posted(self, key: str) -> Sequence[int]:
        """The phrases that have a key."""
        number = self.keys.number(key)
        return () if number is None else self.postings[number]

    def held(self, key: str) -> Iterable[tuple[int, float]]:
        """The owners that have a key, and in a field that counts how much."""
        number = self.keys.number(key)
        return () if number is None else self.holders.pairs(number)

    def spoken(self, key: str) -> Iterable[tuple[int, float]]:
        """The owners that have a key, and how much that speaks for each."""
        number = self.keys.number(key)
        return () if number is None else self.habits.pairs(number)

    def knows(self, stem: str) -> bool:
        """Whether a stem, or a word of the same root or group, stands anywhere in the library."""
        return bool(self.rarity(stem) or stem in self.groups or self.rarity("^" + self.spelling.root(stem)))


_building = Lock()


def index(library: Library) -> Index:
    """Built once for each library; libraries are told apart by identity. Who comes meanwhile waits for it."""
    with _building:
        return _index(library)


@lru_cache(maxsize=8)
def _index(library: Library) -> Index:
    how = spelling(library.language)
    groups, sayings = _alike(library, how)
    said = _Said(library, how, groups, sayings)
    many = len(library.entries) + len(library.outside) + 1
    counts, holders = _holders(said)
    rarities = array("d", [log(1 + many / count) for count in counts])
    habits, breadths = _habits(said, rarities)
    inside = {number for owner, number in said.owners.items() if not owner.startswith(OUTSIDE)}
    at = {word: said.keys.number(word) for word in said.words if word not in groups}
    foreign = frozenset(word for word, key in at.items() if key is not None and inside.isdisjoint(holders[key]))
    return Index(
        spelling=how,
        owners=tuple(said.owners),
        phrases=Phrases(said.owner_of, said.field_of, _weights(said, rarities)),
        keys=said.keys,
        rarities=rarities,
        postings=said.postings,
        holders=holders,
        habits=habits,
        breadths=breadths,
        groups=groups,
        sayings=sayings,
        foreign=foreign,
        rarest=log(1 + many),
        # In order, or a slip of the keys would be put right otherwise after each start.
        words=tuple(sorted({*said.words, *groups})),
        near=library.near,
    )


class _Said:
    """All that is said, as numbers: of each phrase its owner, how much its field counts, and its keys.

    No key is kept as a text, not even while this is made: what is freed in between other things is not given back.
    """

    def __init__(self, library: Library, how: Spelling, groups: Mapping[str, Groups], sayings: Sayings) -> None:
        self.owners, self.words = dict[str, int](), set[str]()
        self.owner_of, self.field_of = array("I"), array("d")
        hashes, kinds, phrases = array("q"), bytearray(), array("I")
        for phrase, (owner, field, text) in enumerate(_texts(library)):
            self.owner_of.append(self.owners.setdefault(owner, len(self.owners)))
            self.field_of.append(field)
            keys = _keys(text, how, groups, sayings)
            hashes.extend(map(hash, keys))
            kinds.extend(map(_kind, keys))
            self.words.update(key for key in keys if _kind(key) == _WORD)
            phrases.extend([phrase] * len(keys))
        self.keys = Hashed(hashes)
        self.many = len(self.keys)
        numbers = self.keys.numbers(hashes)
        self.kinds = bytearray(self.many)
        for number, kind in zip(numbers, kinds, strict=True):
            self.kinds[number] = kind
        self.postings = Lists(self.many, numbers, phrases)
        self.keys_of = Lists(len(self.owner_of), phrases, numbers)
        self.own = Lists(len(self.owners), self.owner_of, range(len(self.owner_of)))


def pairs(stems: Sequence[str]) -> set[str]:
    """Each two words that follow each other; the small words are what tells "who decides" from "decided who"."""
    return {f"{first} {second}" for first, second in pairwise(stems)}


def expressions(stems: Sequence[str], sayings: Sayings) -> Iterator[tuple[int, int, Groups]]:
    """Where known expressions of several words stand, and the groups that they belong to."""
    for length in (4, 3, 2):
        for start in range(len(stems) - length + 1):
            groups = sayings.get(tuple(stems[start : start + length]))
            if groups:
                yield start, start + length, groups


def _keys(text: str, how: Spelling, groups: Mapping[str, Groups], sayings: Sayings) -> set[str]:
    words = plain(text).split()
    stems = [how.stem(word) for word in words]
    told = [stem for stem, word in zip(stems, words, strict=True) if how.telling(word)]
    keys = {*told, *("^" + how.root(stem) for stem in told), *pairs(stems)}
    keys |= {group for stem in told for group in groups.get(stem, ())}
    return keys | {group for _, _, found in expressions(stems, sayings) for group in found}


def _kind(key: str) -> int:
    """What kind of key it is, as one letter."""
    return _PAIR if " " in key else _GROUP if key[0] == "#" else _WORD if key[0] != "^" else _ROOT


def _weights(said: _Said, rarities: array[float]) -> array[float]:
    """Of each phrase the weight of its words together."""
    phrases = range(len(said.owner_of))
    return array(
        "d", [sum(rarities[key] for key in said.keys_of[phrase] if said.kinds[key] == _WORD) for phrase in phrases]
    )


def _holders(said: _Said) -> tuple[array[int], Shares]:
    """How many owners have each key; and who they are, where the key is not a pair."""
    counts = array("I", bytes(4 * said.many))
    keys, owners, fields = array("I"), array("I"), array("d")
    for owner in said.owners.values():
        best: dict[int, float] = {}
        for phrase in said.own[owner]:
            field = said.field_of[phrase]
            best |= {key: max(field, best.get(key, 0.0)) for key in said.keys_of[phrase]}
        for key, field in best.items():
            counts[key] += 1
            if said.kinds[key] != _PAIR:
                keys.append(key)
                owners.append(owner)
                fields.append(field)
    return counts, Shares(said.many, keys, owners, fields)


def _habits(said: _Said, rarities: array[float]) -> tuple[Shares, array[float]]:
    """How each owner talks, as a naive Bayes classifier counts it: each phrase counts 1, shared out over its keys."""
    keys, owners, habits, totals = array("I"), array("I"), array("d"), array("d")
    for owner in said.owners.values():
        says = defaultdict[int, float](float)
        for phrase in said.own[owner]:
            own = [key for key in said.keys_of[phrase] if said.kinds[key] != _GROUP]
            length = sqrt(sum(rarities[key] ** 2 for key in own))
            for key in own:
                says[key] += rarities[key] / length
        totals.append(sum(says.values()))
        for key, much in says.items():
            keys.append(key)
            owners.append(owner)
            habits.append(log(1 + much / _UNSAID))
    unsaid = _UNSAID * (said.many - said.kinds.count(_GROUP))
    return Shares(said.many, keys, owners, habits), array("d", [log(total + unsaid) for total in totals])


def _alike(library: Library, how: Spelling) -> tuple[dict[str, Groups], dict[tuple[str, ...], Groups]]:
    """The groups of each word and of each expression. A group's key is # and its number."""
    single: dict[str, set[str]] = defaultdict(set)
    several: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for number, group in enumerate(library.alike):
        for text in group.words:
            stems = tuple(how.stem(word) for word in plain(text).split())
            if len(stems) == 1:
                single[stems[0]].add(f"#{number}")
            else:
                several[stems].add(f"#{number}")
    return (
        {key: tuple(found) for key, found in single.items()},
        {key: tuple(found) for key, found in several.items()},
    )


def _texts(library: Library) -> Iterator[tuple[str, float, str]]:
    for entry in library.entries.values():
        for field, texts in _fields(entry).items():
            yield from ((entry.id, _FIELDS[field], text) for text in texts)
    for outside in library.outside:
        yield from ((OUTSIDE + outside.topic, 1.0, text) for text in (outside.topic, *outside.asked))


def _fields(entry: Entry) -> dict[str, Iterable[str]]:
    return {
        "name": (entry.name, *entry.aka),
        "asked": (*entry.asked, entry.question) if entry.question else entry.asked,
        "line": (entry.line,),
        "text": (*entry.what, *entry.why, *entry.helps, *entry.wrong, *entry.limits),
    }
