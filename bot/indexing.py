"""An index over everything entries say and are known to be asked for, made once for each library.

A phrase is looked up by keys of five kinds: the stem of a word, its root (`^`), a group of like-meant words (`#`), two
words that follow each other ("who decid"), and whatever a stem is near to in meaning, which is a stem again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from threading import Lock
from typing import Any, Final, NamedTuple

from bot.library import Entry, Library, Near
from bot.spelling import Spelling, plain, spelling

OUTSIDE: Final = "outside:"
"""Before the topic of what the library does not know; such topics compete with the entries."""

_FIELDS: Final = {"name": 1.0, "asked": 1.0, "line": 1.0, "text": 0.87}
_UNSAID: Final = 0.03  # how much of every key each owner is taken to have said, though it has not

Shares = tuple[Any, ...]
"""Owners and how much each counts, in turn: (owner, much, owner, much …). There are as many of them as keys, and a
dictionary for each took forty megabytes."""

Sayings = Mapping[tuple[str, ...], frozenset[str]]
"""Expressions of several words, as stems, and the groups that they belong to."""


class Phrase(NamedTuple):
    """One text of an entry or outside topic: whose, how much it counts, and the weight of its words together."""

    owner: str
    field: float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A library prepared for searching."""

    spelling: Spelling
    phrases: Sequence[Phrase]
    postings: Mapping[str, tuple[int, ...]]  # key -> phrases that have it
    holders: Mapping[str, Shares]  # key, but for pairs -> owners that have it, and in a field that counts how much
    rarity: Mapping[str, float]  # key -> how few owners have it
    habits: Mapping[str, Shares]  # key -> owners, and how much its having it speaks for each
    breadths: Mapping[str, float]  # owner -> how much it says; of one that says a lot, any word is to be expected
    groups: Mapping[str, frozenset[str]]  # stem of a word -> keys of the groups it belongs to
    sayings: Sayings
    foreign: frozenset[str]  # words that stand in outside topics alone
    rarest: float  # what a word counts that no owner has
    words: tuple[str, ...]  # every stem, for slips of the keys
    near: Near | None

    def knows(self, stem: str) -> bool:
        """Whether a stem, or a word of the same root or group, stands anywhere in the library."""
        return stem in self.rarity or stem in self.groups or "^" + self.spelling.root(stem) in self.rarity


_building = Lock()


def index(library: Library) -> Index:
    """Built once for each library; libraries are told apart by identity. Who comes meanwhile waits for it."""
    with _building:
        return _index(library)


@lru_cache(maxsize=8)
def _index(library: Library) -> Index:
    how = spelling(library.language)
    groups, sayings = _alike(library, how)
    texts = list(_texts(library))
    keys_of = [_keys(text, how, groups, sayings) for _, _, text in texts]
    own = defaultdict[str, list[int]](list)  # owner -> numbers of its phrases
    postings = defaultdict[str, list[int]](list)
    for number, ((owner, _, _), keys) in enumerate(zip(texts, keys_of, strict=True)):
        own[owner].append(number)
        for key in keys:
            postings[key].append(number)
    many = len(library.entries) + len(library.outside) + 1
    counts, holders = _holders(own, texts, keys_of)
    rarities = {count: log(1 + many / count) for count in set(counts.values())}
    rarity = {key: rarities[count] for key, count in counts.items()}
    habits, breadths = _habits(own, keys_of, rarity)
    return Index(
        spelling=how,
        phrases=tuple(
            Phrase(owner, field, sum(rarity[key] for key in keys if _is_word(key)))
            for (owner, field, _), keys in zip(texts, keys_of, strict=True)
        ),
        postings=_packed(postings),
        holders=holders,
        rarity=rarity,
        habits=habits,
        breadths=breadths,
        groups=groups,
        sayings=sayings,
        foreign=frozenset(
            key for key, held in holders.items() if key not in groups and all(o.startswith(OUTSIDE) for o in held[::2])
        ),
        rarest=log(1 + many),
        words=tuple({*filter(_is_word, rarity), *groups}),
        near=library.near,
    )


def pairs(stems: Sequence[str]) -> set[str]:
    """Each two words that follow each other; the small words are what tells "who decides" from "decided who"."""
    return {f"{first} {second}" for first, second in pairwise(stems)}


def expressions(stems: Sequence[str], sayings: Sayings) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Where known expressions of several words stand, and the groups that they belong to."""
    for length in (4, 3, 2):
        for start in range(len(stems) - length + 1):
            groups = sayings.get(tuple(stems[start : start + length]))
            if groups:
                yield start, start + length, groups


def _keys(text: str, how: Spelling, groups: Mapping[str, frozenset[str]], sayings: Sayings) -> frozenset[str]:
    words = plain(text).split()
    stems = [how.stem(word) for word in words]
    told = [stem for stem, word in zip(stems, words, strict=True) if how.telling(word)]
    keys = {*told, *("^" + how.root(stem) for stem in told), *pairs(stems)}
    keys |= {group for stem in told for group in groups.get(stem, ())}
    keys |= {group for _, _, found in expressions(stems, sayings) for group in found}
    return frozenset(keys)


def _is_word(key: str) -> bool:
    return key[0] not in "^#" and " " not in key


def _holders(
    own: Mapping[str, Sequence[int]], texts: Sequence[tuple[str, float, str]], keys_of: Sequence[frozenset[str]]
) -> tuple[Mapping[str, int], dict[str, Shares]]:
    """How many owners have each key; and who they are, where the key is not a pair."""
    counts, holders = Counter[str](), defaultdict[str, list[Any]](list)
    for owner, numbers in own.items():
        best: dict[str, float] = {}
        for number in numbers:
            best |= {key: max(texts[number][1], best.get(key, 0.0)) for key in keys_of[number]}
        counts.update(best.keys())
        for key, field in best.items():
            if " " not in key:
                holders[key] += (owner, field)
    return counts, _packed(holders)


def _habits(
    own: Mapping[str, Sequence[int]], keys_of: Sequence[frozenset[str]], rarity: Mapping[str, float]
) -> tuple[dict[str, Shares], dict[str, float]]:
    """How each owner talks, as a naive Bayes classifier counts it: each phrase counts 1, shared out over its keys."""
    habits, total = defaultdict[str, list[Any]](list), dict[str, float]()
    for owner, numbers in own.items():
        said = defaultdict[str, float](float)
        for number in numbers:
            keys = [key for key in keys_of[number] if key[0] != "#"]
            length = sqrt(sum(rarity[key] ** 2 for key in keys))
            for key in keys:
                said[key] += rarity[key] / length
        total[owner] = sum(said.values())
        for key, much in said.items():
            habits[key] += (owner, log(1 + much / _UNSAID))
    breadths = {owner: log(much + _UNSAID * len(habits)) for owner, much in total.items()}
    return _packed(habits), breadths


def _packed(lists: dict[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    """The lists as tuples, equal ones kept once. Takes one list after the other away: both together would be large."""
    once: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    packed = {}
    for key in list(lists):
        found = tuple(lists.pop(key))
        packed[key] = once.setdefault(found, found)
    return packed


def _alike(library: Library, how: Spelling) -> tuple[dict[str, frozenset[str]], dict[tuple[str, ...], frozenset[str]]]:
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
        {key: frozenset(found) for key, found in single.items()},
        {key: frozenset(found) for key, found in several.items()},
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
