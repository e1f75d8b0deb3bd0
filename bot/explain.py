"""From words to an entry of the library, or an honest "I don't know", with the nearest ones.

Exact names win, then names with a slip of the keys, then the entry whose words and known questions fit best. Topics
that the library knows to lie outside compete with the entries: that is what keeps "what's the weather" from being
answered.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from bot.finding import Fit, Found, find
from bot.indexing import OUTSIDE, index
from bot.library import Entry, Library
from bot.spelling import plain, spelling

_NAME_TYPO: Final = 84.0  # rapidfuzz ratio, 0 to 100: "pwer" and "power" are 89 alike
_NAME_TYPO_SAME_START: Final = 80.0  # two letters changed places ("suvrey"), the first one right
_LONG_NAME: Final = 6
_MEANING: Final = 0.8  # how much likeness in meaning counts beside the words, where there is a model for it
_MEANT: Final = 4.0  # how much that decides whether the best is an answer
_WEIGHTS: Final = {
    "score": 2.23,
    "score outside": -5.91,
    "strength": 6.76,
    "habit outside": -0.29,
    "known": 4.59,
    "foreign": -1.54,
    "words": 0.79,
    "shared": 0.31,
}
"""What decides whether the best is an answer: a logistic regression over known questions that were held back, those
that entries are asked for against those that lie outside."""

_DOUBT: Final = 8.8  # it must come to more than that; higher means more honest and less helpful
_MANY: Final = 8  # more words than that say no more
_MOST: Final = 5
_NEAREST: Final = 3


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
class _Names:
    """What entries may be called."""

    exact: Mapping[str, str]  # a name as people may type it -> entry id
    stems: Mapping[str, str]  # its telling words, cut and sorted -> entry id: "share the power" is "power sharing"
    words: frozenset[str]  # every stem in a name
    asked: Mapping[str, str]  # a question that an entry is known by -> entry id
    outside: frozenset[str]  # what is known to lie outside, word for word


def explain(words: str, library: Library) -> Explanation:
    """The entry that the words ask about, if one is clear."""
    found = find(index(library), spelling(library.language).question(words))
    near = library.likeness(words) if library.likeness is not None and found.units else {}
    scores = _scores({id: fit.score for id, fit in found.fits.items() if not id.startswith(OUTSIDE)}, near)
    named, exact = _named(words, library)
    outside = not exact and _outside(words, library)
    if named:
        scores[named] = 1.0 if exact else max(0.95, scores.get(named, 0.0))
    ranked = sorted(scores, key=lambda id: (id != named, -scores[id]))[:_MOST]
    matches = tuple(Match(id, library.entry(id).name, round(min(scores[id], 1.0), 3)) for id in ranked)
    if matches and not outside and (named or _sure(matches[0].id, found, near)):
        return Explanation(library.entry(matches[0].id), matches)
    return Explanation(None, matches[:_NEAREST])


def warm(libraries: Iterable[Library]) -> None:
    """Make the index of each library, which takes a second: nobody who asks should wait for it, nor hold others up."""
    for library in libraries:
        index(library)
        _names(library)


def _scores(fits: Mapping[str, float], near: Mapping[str, float]) -> dict[str, float]:
    """What the words say and, where there is a model, what the meaning says, as one number each."""
    if not near:
        return dict(fits)
    inside = [id for id in near if not id.startswith(OUTSIDE)]
    return {id: (fits.get(id, 0.0) + _MEANING * max(0.0, near[id])) / (1 + _MEANING) for id in inside}


def _sure(best: str, found: Found, near: Mapping[str, float]) -> bool:
    """Whether the best entry is an answer, or too weak, or weaker than something the library does not know."""
    if best not in found.fits:
        return False
    meant = (
        _MEANT * (near[best] - max((near[id] for id in near if id.startswith(OUTSIDE)), default=0.0)) if near else 0.0
    )
    return sum(_WEIGHTS[name] * sign for name, sign in signs(best, found).items()) + meant > _DOUBT


def signs(best: str, found: Found) -> dict[str, float]:
    """What speaks for and against the best entry being the answer, by the names in `_WEIGHTS`."""
    outside = [fit for id, fit in found.fits.items() if id.startswith(OUTSIDE)] or [Fit(0.0, 0.0, 0, 0.0)]
    return {
        "score": found.fits[best].score,
        "score outside": max(fit.score for fit in outside),
        "strength": max(fit.strength for id, fit in found.fits.items() if not id.startswith(OUTSIDE)),
        "habit outside": max(fit.habit for fit in outside),
        "known": found.known,
        "foreign": found.foreign,
        "words": min(found.units, _MANY),
        "shared": found.fits[best].shared,
    }


def _outside(words: str, library: Library) -> bool:
    """Whether this is, word for word, something that is known to lie outside."""
    outside = _names(library).outside
    return any(
        framing in outside or framing.removeprefix("the ") in outside
        for framing in spelling(library.language).framings(words)
    )


def _named(words: str, library: Library) -> tuple[str | None, bool]:
    """The entry that is called by its name, and whether the name is right to the letter."""
    names, how = _names(library), spelling(library.language)
    for framing in how.framings(words):
        if framing in names.exact:
            return names.exact[framing], True
    if plain(words) in names.asked:
        return names.asked[plain(words)], True
    told = how.tokens(how.subject(words))
    stems = " ".join(sorted(told))
    if stems in names.stems:
        return names.stems[stems], True
    if all(word in names.words for word in told):
        return None, False
    return _slipped(how.subject(words), names), False


def _slipped(asked: str, names: _Names) -> str | None:
    """The entry whose name was meant, where a few keys were missed."""
    if not 4 <= len(asked) <= 80:
        return None
    found = process.extractOne(asked, names.exact.keys(), scorer=fuzz.ratio, score_cutoff=_NAME_TYPO_SAME_START)
    if not found or (found[1] < _NAME_TYPO and (found[0][0] != asked[0] or len(asked) < _LONG_NAME)):
        return None
    return names.exact[found[0]]


@lru_cache(maxsize=8)
def _names(library: Library) -> _Names:
    how = spelling(library.language)
    exact = _called(library.entries.values())
    asked = {plain(text): entry.id for entry in reversed(tuple(library.entries.values())) for text in entry.asked}
    stems = {name: " ".join(sorted(how.tokens(name))) for name in exact}
    return _Names(
        exact=exact,
        # A longer name of which one word is left ("leading as doing") would claim that word for itself.
        stems={stems[name]: id for name, id in reversed(exact.items()) if " " in stems[name] or " " not in name},
        words=frozenset(word for name in exact for word in how.tokens(name)),
        asked=asked,
        outside=frozenset(plain(text) for it in library.outside for text in (it.topic, *it.asked)),
    )


def _called(entries: Collection[Entry]) -> dict[str, str]:
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
