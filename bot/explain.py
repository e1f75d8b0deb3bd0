"""From words to an entry of the library, or an honest "I don't know", with the nearest ones.

Exact names win, then names with a slip of the keys, then the entry whose words and known questions fit best. Rare
words count for more than common ones, and words that the library has never seen count against every entry: that is
what keeps "what's the weather" from being answered.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

from rapidfuzz import fuzz, process

from bot.library import Entry, Library
from bot.spelling import plain, subject, tokens

SURE: Final[Mapping[int, float]] = {2: 0.48, 3: 0.38}
"""How well an entry must fit to be the answer, by how many of the words it has; below that the nearest are offered.
One word in common is never enough, unless it is a name: "what time is the meeting" is not about the chair."""

_NAME_TYPO: Final = 84.0  # rapidfuzz ratio, 0 to 100: "pwer" and "power" are 89 alike
_WORD_TYPO: Final = 84.0
_QUESTION_SHARE: Final = 0.6  # how much a known question or name counts beside all the words of the entry
_MOST_WORDS: Final = 40  # a long message is judged by its beginning; nobody asks for one entry in 4,000 characters
_FIELD_WEIGHTS: Final = {"name": 1.0, "asked": 0.9, "line": 0.7, "text": 0.5}


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may be meant, and how well it fits, 0 to 1."""

    id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found: the entry when sure, and the nearest ones, best first."""

    entry: Entry | None
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """A library prepared for searching."""

    names: Mapping[str, str]  # a name as people may type it -> entry id
    stems: Mapping[str, str]  # its telling words, cut and sorted -> entry id: "share the power" is "power sharing"
    weights: Mapping[str, Mapping[str, float]]  # word -> entry id -> how telling the place is where it stands
    phrases: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]  # word -> (entry id, words of a known question)
    rarity: Mapping[str, float]  # word -> how few entries have it
    unseen: float  # the rarity of a word that no entry has


def explain(words: str, library: Library) -> Explanation:
    """The entry that the words ask about, if one is clear."""
    index = _index(library)
    asked = subject(words)
    wanted = _respelled(tokens(asked)[:_MOST_WORDS], index)
    scores = _scores(wanted, index)
    exact = index.names.get(asked) or index.names.get(plain(words)) or index.stems.get(" ".join(sorted(wanted)))
    named = exact or _slipped(asked, index)
    if named:
        scores[named] = 1.0 if exact else 0.95
    ranked = sorted(scores, key=lambda id: (id != named, -scores[id]))[:5]
    matches = tuple(Match(id, library.entry(id).name, round(scores[id], 3)) for id in ranked)
    if not matches:
        return Explanation(None, ())
    shared = sum(matches[0].id in index.weights.get(word, ()) for word in wanted)
    if named or matches[0].score >= SURE.get(min(shared, max(SURE)), 2.0):
        return Explanation(library.entry(matches[0].id), matches)
    return Explanation(None, matches[:3])


def _slipped(asked: str, index: _Index) -> str | None:
    """The entry whose name was meant, where a few keys were missed."""
    if not 4 <= len(asked) <= 80 or all(word in index.rarity for word in tokens(asked)):
        return None
    found = process.extractOne(asked, index.names.keys(), scorer=fuzz.ratio, score_cutoff=_NAME_TYPO)
    return index.names[found[0]] if found else None


def _scores(asked: list[str], index: _Index) -> dict[str, float]:
    """How well each entry fits the words: the words it covers, and its best known question."""
    wanted = {word: index.rarity.get(word, index.unseen) for word in asked}
    total = sum(wanted.values())
    covered: dict[str, float] = defaultdict(float)
    best: dict[str, float] = defaultdict(float)
    for word, rarity in wanted.items():
        for id, weight in index.weights.get(word, {}).items():
            covered[id] += rarity * weight / total
        for id, phrase in index.phrases.get(word, ()):
            best[id] = max(best[id], _likeness(wanted, total, phrase, index))
    return {id: (1 - _QUESTION_SHARE) * share + _QUESTION_SHARE * best[id] for id, share in covered.items()}


def _likeness(wanted: Mapping[str, float], total: float, phrase: frozenset[str], index: _Index) -> float:
    """Shared weight over all weight of the two (Dice): 1 when the phrases have the same words."""
    shared = sum(rarity for word, rarity in wanted.items() if word in phrase)
    return 2 * shared / (total + sum(index.rarity[word] for word in phrase))


def _respelled(asked: Iterable[str], index: _Index) -> list[str]:
    """The words, with misspelt ones put right where the library has a word very like them."""
    put_right = []
    for word in dict.fromkeys(asked):
        found = None
        if word not in index.rarity and len(word) >= 5:
            found = process.extractOne(word, index.rarity.keys(), scorer=fuzz.ratio, score_cutoff=_WORD_TYPO)
        put_right.append(found[0] if found else word)
    return put_right


@lru_cache(maxsize=4)
def _index(library: Library) -> _Index:
    """Built once for each library; libraries are told apart by identity."""
    names = _names(library.entries.values())
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    phrases: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for entry in library.entries.values():
        for field, texts in _fields(entry).items():
            for text in texts:
                found = frozenset(tokens(plain(text)))
                for word in found:
                    seen = weights[word].get(entry.id, 0.0)
                    weights[word][entry.id] = max(seen, _FIELD_WEIGHTS[field])
                    if field in ("name", "asked"):
                        phrases[word].append((entry.id, found))
    many = len(library.entries) + 1
    return _Index(
        names=names,
        # A longer name of which one word is left ("leading as doing") would claim that word for itself.
        stems={_stems(name): id for name, id in reversed(names.items()) if " " in _stems(name) or " " not in name},
        weights=weights,
        phrases={word: tuple(found) for word, found in phrases.items()},
        rarity={word: log(1 + many / len(ids)) for word, ids in weights.items()},
        unseen=log(1 + many),
    )


def _names(entries: Collection[Entry]) -> dict[str, str]:
    """What each entry may be called. Own names come before other names, and keys last, over all entries."""
    picks: tuple[Callable[[Entry], tuple[str, ...]], ...] = (
        lambda entry: (entry.id, entry.name, entry.name.partition(" (")[0]),
        lambda entry: entry.aka,
        lambda entry: (entry.key,),
    )
    names: dict[str, str] = {}
    for pick in picks:
        for entry in entries:
            for name in pick(entry):
                names.setdefault(plain(name), entry.id)
    return names


def _stems(text: str) -> str:
    return " ".join(sorted(tokens(text)))


def _fields(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {
        "name": (entry.name, *entry.aka),
        "asked": entry.asked,
        "line": (entry.line,),
        "text": (*entry.what, *entry.why, *entry.helps, *entry.wrong),
    }
