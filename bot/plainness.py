"""Whether what members read is short and plain: length, level, one question at a time, no leading, no bare acronym.

Length holds in every language; level and wording are measured by rules of the language, where there are any.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

from bot.library import Entry, Library, Question

QUESTION_WORDS: Final = 25
STATEMENT_WORDS: Final = 18
STATEMENT_LETTERS: Final = 75  # a statement is the label of a scale on a phone
_SHORTER: Final = "use shorter words and sentences"


@dataclass(frozen=True, slots=True)
class Fault:
    """A text that is too long or too hard: the kind and id of its record, the text, what is wrong and what to do."""

    kind: str
    id: str
    text: str
    wrong: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) < 120 else self.text[:119] + "…"
        return f"{self.id}: {self.wrong}: “{shown}”"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a language is measured: scores of hardness, their limits, and wordings to avoid or to ask for."""

    hardness: Callable[[str], float]  # of an explanation as a whole
    alone: Callable[[str], float]  # of a single sentence
    body: float  # the most for an explanation
    most: float  # for a single text to everybody
    easy: float  # for an easy-read text
    told: float  # for what only coordinators see, such as the phases
    double: re.Pattern[str]
    leading: re.Pattern[str]
    openers: tuple[str, ...]  # an open question begins with one of these; any will do when there are none


_About = tuple[str, str]  # the kind of a record and its id
_Wrong = Iterator[tuple[str, str]]  # a text, and what is wrong with it


def faults(library: Library) -> Iterator[Fault]:
    """Everything in a library that members would find too long or too hard to read."""
    for (kind, id), found in _found(library, RULES.get(library.language, _ANY)):
        for text, wrong in found:
            yield Fault(kind, id, text, wrong)


def _found(library: Library, rules: Rules) -> Iterator[tuple[_About, _Wrong]]:
    for question in library.questions.values():
        yield ("question", question.id), _question(question, rules)
    for entry in library.entries.values():
        yield ("entry", entry.id), _entry(entry, rules)
    for statement in library.statements.values():
        yield ("statement", statement.id), _statement(statement.text, rules)
    for phase in library.phases.values():
        for text in filter(None, (phase.meaning, phase.ask_if, phase.note)):
            yield ("phase", phase.id), _level(text, rules, rules.told)


def _question(question: Question, rules: Rules) -> _Wrong:
    for text in (question.lived, question.professional):
        yield from _asking(text, rules, rules.most)
    yield from _asking(question.easy, rules, rules.easy)


def _asking(text: str, rules: Rules, most: float) -> _Wrong:
    """What any question to members must keep to."""
    words = len(text.split())
    if words > QUESTION_WORDS:
        yield text, f"has {words} words; use {QUESTION_WORDS} or fewer"
    if text.count("?") != 1 or not text.endswith("?"):
        yield text, "is not one question; ask one thing and end with the question mark"
    yield from _acronyms(text)
    yield from _level(text, rules, most)
    if rules.double.search(text):
        yield text, "asks two things; keep the one that matters more"
    if rules.leading.search(text):
        yield text, "leads to an answer; ask so that every answer is as welcome"
    if rules.openers and not text.lower().startswith(rules.openers):
        yield text, f"can be answered with yes or no; begin with {', '.join(rules.openers[:3])} or the like"


def _statement(text: str, rules: Rules) -> _Wrong:
    words = len(text.split())
    if words > STATEMENT_WORDS or len(text) > STATEMENT_LETTERS:
        most = f"{STATEMENT_WORDS} words and {STATEMENT_LETTERS} characters"
        yield text, f"has {words} words and {len(text)} characters; use at most {most}"
    if text.count(".") != 1 or not text.endswith("."):
        yield text, "is not one sentence; say one thing and end with a full stop"
    yield from _acronyms(text)
    yield from _level(text, rules, rules.most)


def _entry(entry: Entry, rules: Rules) -> _Wrong:
    if entry.question:
        yield from _asking(entry.question, rules, rules.most)
    own = {entry.name, *entry.aka}  # an acronym that is the entry's own name is explained by the entry
    for text in (entry.line, *entry.what, *entry.why, *entry.helps, *entry.wrong, *entry.limits):
        yield from _acronyms(text, own)
    if (hardness := rules.hardness(body(entry))) > rules.body:
        yield entry.line, f"the explanation reads at {hardness:.1f}, above {rules.body:g}; {_SHORTER}"


def body(entry: Entry) -> str:
    """All that an explanation tells, as one text."""
    parts = (entry.line, *entry.what, *entry.why, *entry.helps, *entry.wrong, *entry.limits)
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts)


def _level(text: str, rules: Rules, most: float) -> _Wrong:
    if (hardness := rules.alone(text)) > most:
        yield text, f"reads at {hardness:.1f}, above {most:g}; {_SHORTER}"


def _acronyms(text: str, known: Collection[str] = ()) -> _Wrong:
    for found in re.findall(r"\b[A-ZÅÄÖ]{2,}\b", text):
        if found not in known:
            yield text, f"{found} is not explained; write it out"


def grade(text: str) -> float:
    """Flesch-Kincaid: the American school year that an English text needs."""
    words = _words(text)
    return 0.39 * len(words) / _sentences(text) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    """Groups of vowels, less the silent endings."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouy]l?es$|[^td]ed$", word) and not re.search(r"(?:[cgszx]|sh|ch)es$", word)
    return max(1, groups - bool(silent))


def lix(text: str, fewest: int = 1) -> float:
    """Läsbarhetsindex, made for Swedish: words a sentence and the share of words over six letters. Under 40 is easy.

    `fewest`: how many words the share is taken of at least, so that one long word does not make a short text hard.
    """
    words = _words(text)
    return len(words) / _sentences(text) + 100 * sum(len(word) > 6 for word in words) / max(len(words), fewest)


def _lix_alone(text: str) -> float:
    return lix(text, fewest=8)


def _unmeasured(_: str) -> float:
    return 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower()) or ["-"]


def _sentences(text: str) -> int:
    return len(re.findall(r"[.?!:](?:\s|$)", text)) or 1


RULES: Final[Mapping[str, Rules]] = {
    "en": Rules(
        hardness=grade,
        alone=grade,
        body=8,
        most=8,
        easy=5,
        told=9,
        double=re.compile(
            r",? (?:and|or) (?:(?:how|what|who|whom|whose|which|when|where|why)\b"
            r"|(?:do|does|did|is|are|can|could|will|would|should) (?:i|you|we|they|it|people)\b)",
            re.I,
        ),
        leading=re.compile(
            r"n't (?:you|we|it|they)\b|\b(?:surely|obviously|of course|clearly|agree that|how (?:great|good|bad) is"
            r"|why is it (?:good|bad|important))\b",
            re.I,
        ),
        openers=("what", "how", "at what", "which", "who", "whose", "when", "where", "why"),
    ),
    "sv": Rules(
        hardness=lix,
        alone=_lix_alone,
        body=52,
        most=55,
        easy=47,
        told=52,
        double=re.compile(r",? (?:och|eller) (?:hur|vad|vems?|vilken|vilket|vilka|när|var|varför)\b", re.I),
        leading=re.compile(r"\b(?:visst|självklart|naturligtvis|håller du inte med)\b", re.I),
        openers=("vad", "hur", "vem", "vems", "vilka", "vilken", "vilket", "när", "var", "vid vilk", "för vilk"),
    ),
}
"""The languages that have rules of their own; in others length alone is looked at."""

_NOTHING: Final = re.compile(r"(?!)")
_ANY: Final = Rules(_unmeasured, _unmeasured, inf, inf, inf, inf, _NOTHING, _NOTHING, ())
