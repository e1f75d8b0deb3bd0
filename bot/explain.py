"""From words to an entry of the library, or an honest "I don't know", with the nearest ones.

Exact names win, then names with a slip of the keys, then the entry whose words and known questions fit best. Topics
that the library knows to lie outside compete with the entries: that is what keeps "what's the weather" from being
answered.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from bot.finding import OUTSIDE, Found, index
from bot.library import Entry, Library
from bot.spelling import framings, plain, question, subject, tokens

_NAME_TYPO: Final = 84.0  # rapidfuzz ratio, 0 to 100: "pwer" and "power" are 89 alike
_NAME_TYPO_SAME_START: Final = 80.0  # two letters changed places ("suvrey"), the first one right
_LONG_NAME: Final = 6
_MEANING: Final = 0.8  # how much likeness in meaning counts beside the words, where there is a model for it
_WEAK: Final = 0.3  # below this an entry is near at best
_KNOWN: Final = 0.5  # so much of a question must be words that the library has
_LEAN: Final = 0.0
_FOREIGN: Final = 0.36  # so much may be words that it has in outside topics alone
_SHORT: Final = 2  # a question of so many words or fewer says little
_GOOD: Final = 0.6
_CLEAR: Final = 0.2
_WHOLE: Final = 0.99
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


def explain(words: str, library: Library) -> Explanation:
    """The entry that the words ask about, if one is clear."""
    found = index(library).find(question(words))
    near = library.likeness(words) if library.likeness is not None and found.units else {}
    scores = _scores({id: fit.score for id, fit in found.fits.items() if not id.startswith(OUTSIDE)}, near)
    named, exact = _named(words, library)
    if named:
        scores[named] = 1.0 if exact else max(0.95, scores.get(named, 0.0))
    ranked = sorted(scores, key=lambda id: (id != named, -scores[id]))[:_MOST]
    matches = tuple(Match(id, library.entry(id).name, round(min(scores[id], 1.0), 3)) for id in ranked)
    if matches and (named or _sure(matches[0].id, found, near)):
        return Explanation(library.entry(matches[0].id), matches)
    return Explanation(None, matches[:_NEAREST])


def _scores(fits: Mapping[str, float], near: Mapping[str, float]) -> dict[str, float]:
    """What the words say and, where there is a model, what the meaning says, as one number each."""
    if not near:
        return dict(fits)
    inside = [id for id in near if not id.startswith(OUTSIDE)]
    return {id: (fits.get(id, 0.0) + _MEANING * max(0.0, near[id])) / (1 + _MEANING) for id in inside}


def _sure(best: str, found: Found, near: Mapping[str, float]) -> bool:
    """Whether the best entry is an answer, or too weak, or weaker than something the library does not know."""
    if found.known < _KNOWN or found.foreign > _FOREIGN or best not in found.fits:
        return False

    def strength(id: str) -> float:
        by_words = found.fits[id].strength if id in found.fits else 0.0
        return by_words + _MEANING * max(0.0, near[id]) if near else by_words

    outside = max((strength(id) for id in {*found.fits, *near} if id.startswith(OUTSIDE)), default=0.0)
    inside = max(strength(id) for id in found.fits if not id.startswith(OUTSIDE))
    if inside < _WEAK * (1 + _MEANING if near else 1) or inside + _LEAN <= outside:
        return False
    if found.units > _SHORT or found.fits[best].shared >= _SHORT:
        return True
    # Of a short question one word in common says little ("the meaning of life" is not about empathy), unless the fit is
    # good, every word is known, and nothing outside is near.
    good = inside >= _GOOD * (1 + _MEANING if near else 1) and inside >= outside + _CLEAR
    return good and found.known > _WHOLE and not found.foreign


def _named(words: str, library: Library) -> tuple[str | None, bool]:
    """The entry that is called by its name, and whether the name is right to the letter."""
    names, asked = _names(library), subject(words)
    for framing in framings(words):
        if framing in names.exact:
            return names.exact[framing], True
    if plain(words) in names.asked:
        return names.asked[plain(words)], True
    stems = _stems(asked)
    if stems in names.stems:
        return names.stems[stems], True
    return _slipped(asked, names), False


def _slipped(asked: str, names: _Names) -> str | None:
    """The entry whose name was meant, where a few keys were missed."""
    if not 4 <= len(asked) <= 80 or all(word in names.words for word in tokens(asked)):
        return None
    found = process.extractOne(asked, names.exact.keys(), scorer=fuzz.ratio, score_cutoff=_NAME_TYPO_SAME_START)
    if not found or (found[1] < _NAME_TYPO and (found[0][0] != asked[0] or len(asked) < _LONG_NAME)):
        return None
    return names.exact[found[0]]


@lru_cache(maxsize=8)
def _names(library: Library) -> _Names:
    exact = _called(library.entries.values())
    asked = {plain(text): entry.id for entry in reversed(tuple(library.entries.values())) for text in entry.asked}
    return _Names(
        exact=exact,
        # A longer name of which one word is left ("leading as doing") would claim that word for itself.
        stems={_stems(name): id for name, id in reversed(exact.items()) if " " in _stems(name) or " " not in name},
        words=frozenset(word for name in exact for word in tokens(name)),
        asked=asked,
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


def _stems(text: str) -> str:
    return " ".join(sorted(tokens(text)))
