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


@dataclass(frozen=True, slots=True)
class Fault:
    """A text that is too long or too hard: the record it stands in, the text, what is wrong and what to do."""

    id: str
    text: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.id}: {self.wrong}: “{self.text}”"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a language is measured: a score of hardness, its limits, and wordings to avoid or to ask for."""

    hardness: Callable[[str], float]
    body: float  # the most for an explanation as a whole
    most: float  # for a single text to everybody
    easy: float  # for an easy-read text
    told: float  # for what only coordinators see, such as the phases
    double: re.Pattern[str]
    leading: re.Pattern[str]
    openers: tuple[str, ...]  # an open question begins with one of these; any will do when there are none


def faults(library: Library) -> Iterator[Fault]:
    """Everything in a library that members would find too long or too hard to read."""
    rules = RULES.get(library.language)
    for question in library.questions.values():
        yield from _question(question, rules)
    for entry in library.entries.values():
        yield from _entry(entry, rules)
    for statement in library.statements.values():
        yield from _statement(statement.id, statement.text, rules)
    for phase in library.phases.values():
        for text in filter(None, (phase.meaning, phase.ask_if, phase.note)):
            yield from _level(phase.id, text, rules, rules.told if rules else 0.0)


def _question(question: Question, rules: Rules | None) -> Iterator[Fault]:
    for text in (question.lived, question.professional):
        yield from _asking(question.id, text, rules, rules.most if rules else 0.0)
    yield from _asking(question.id, question.easy, rules, rules.easy if rules else 0.0)


def _asking(id: str, text: str, rules: Rules | None, most: float) -> Iterator[Fault]:
    """What any question to members must keep to."""
    words = len(text.split())
    if words > QUESTION_WORDS:
        yield Fault(id, text, f"has {words} words; use {QUESTION_WORDS} or fewer")
    if text.count("?") != 1 or not text.endswith("?"):
        yield Fault(id, text, "is not one question; ask one thing and end with the question mark")
    yield from _acronyms(id, text)
    if rules is None:
        return
    yield from _level(id, text, rules, most)
    if rules.double.search(text):
        yield Fault(id, text, "asks two things; keep the one that matters more")
    if rules.leading.search(text):
        yield Fault(id, text, "leads to an answer; ask so that every answer is as welcome")
    if rules.openers and not text.lower().startswith(rules.openers):
        yield Fault(id, text, f"can be answered with yes or no; begin with {', '.join(rules.openers[:3])} or the like")


def _statement(id: str, text: str, rules: Rules | None) -> Iterator[Fault]:
    words = len(text.split())
    if words > STATEMENT_WORDS or len(text) > STATEMENT_LETTERS:
        most = f"{STATEMENT_WORDS} words and {STATEMENT_LETTERS} characters"
        yield Fault(id, text, f"has {words} words and {len(text)} characters; use at most {most}")
    if text.count(".") != 1 or not text.endswith("."):
        yield Fault(id, text, "is not one sentence; say one thing and end with a full stop")
    yield from _acronyms(id, text)
    if rules:
        yield from _level(id, text, rules, rules.most)


def _entry(entry: Entry, rules: Rules | None) -> Iterator[Fault]:
    if entry.question:
        yield from _asking(entry.id, entry.question, rules, rules.most if rules else 0.0)
    own = {entry.name, *entry.aka}  # an acronym that is the entry's own name is explained by the entry
    for text in (entry.line, *entry.what, *entry.why, *entry.helps, *entry.wrong):
        yield from _acronyms(entry.id, text, own)
    if rules:
        yield from _level(entry.id, body(entry), rules, rules.body)


def body(entry: Entry) -> str:
    """All that an explanation tells, as one text."""
    parts = (entry.line, *entry.what, *entry.why, *entry.helps, *entry.wrong)
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts)


def _level(id: str, text: str, rules: Rules | None, most: float) -> Iterator[Fault]:
    if rules and (hardness := rules.hardness(text)) > most:
        shown = text if len(text) < 120 else text[:119] + "…"
        yield Fault(id, shown, f"reads at {hardness:.1f}, above {most:g}; use shorter words and sentences")


def _acronyms(id: str, text: str, known: Collection[str] = ()) -> Iterator[Fault]:
    for found in re.findall(r"\b[A-Z]{2,}\b", text):
        if found not in known:
            yield Fault(id, text, f"{found} is not explained; write it out")


def grade(text: str) -> float:
    """Flesch-Kincaid: the American school year that an English text needs."""
    words = _words(text)
    return 0.39 * len(words) / _sentences(text) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    """Groups of vowels, less the silent endings."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouy]l?es$|[^td]ed$", word) and not re.search(r"(?:[cgszx]|sh|ch)es$", word)
    return max(1, groups - bool(silent))


def lix(text: str) -> float:
    """Läsbarhetsindex, made for Swedish: words a sentence and the share of words over six letters. Under 30 is easy."""
    words = _words(text)
    return len(words) / _sentences(text) + 100 * sum(len(word) > 6 for word in words) / len(words)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower()) or ["-"]


def _sentences(text: str) -> int:
    return len(re.findall(r"[.?!:](?:\s|$)", text)) or 1


RULES: Final[Mapping[str, Rules]] = {
    "en": Rules(
        hardness=grade,
        body=8,
        most=8,
        easy=5,
        told=9,
        double=re.compile(r",? (?:and|or) (?:how|what|who|whom|whose|which|when|where|why)\b", re.I),
        leading=re.compile(
            r"n't (?:you|we|it|they)\b|\b(?:surely|obviously|of course|clearly|agree that|how (?:great|good|bad) is|why is it"
            r" (?:good|bad|important))\b",
            re.I,
        ),
        openers=("what", "how", "at what", "which", "who", "whose", "when", "where", "why"),
    ),
    "sv": Rules(
        hardness=lix,
        body=52,
        most=inf,  # lix says little about one short sentence
        easy=inf,
        told=inf,
        double=re.compile(r",? (?:och|eller) (?:hur|vad|vems?|vilken|vilket|vilka|när|var|varför)\b", re.I),
        leading=re.compile(r"\b(?:visst|självklart|naturligtvis|håller du inte med)\b", re.I),
        openers=("vad", "hur", "vem", "vems", "vilka", "vilken", "vilket", "när", "var", "vid vilk", "för vilk"),
    ),
}
"""The languages that have rules of their own; in others length alone is looked at."""
