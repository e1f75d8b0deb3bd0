"""The framework as typed records: sources, entries, phases, questions, statements, and how they hang together.

The content itself is data in another folder; this module only says what shape it has. Everything here is frozen: a
library is read once at the start and shared by every thread, so nothing may change it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.speech import ENGLISH, Speech

PRACTICES: Final = (
    "initiating",
    "power",
    "training",
    "support",
    "trust",
    "communication",
    "networking",
    "orchestration",
    "implementation",
)
"""The nine practices, by key, in the order of the review they come from."""

TOPICS: Final = ("people", "models", *PRACTICES)
"""What a question can be about: the practices, and the two groups of questions that come before them."""

MEASURES: Final = ("power", "trust")
"""What the summary reports each week; each needs one statement to begin with."""

LEVELS: Final = ("core", "supporting")
"""Core: asked about often in a phase. Supporting: now and then."""

BASES: Final = ("source", "source for timing, level ours", "our judgement")
"""What a level rests on. Only the first is the research's own word; the bot must not make ours look like it."""

# The questions on people and on models belong to no practice. Each leads to the entry that answers "tell me more".
_ENTRY_FOR_TOPIC: Final = {"people": "practice.initiating", "models": "model.choosing"}

Record = TypeVar("Record")

Likeness = Callable[[str], Mapping[str, float]]
"""How near in meaning each entry, and each outside topic, is to a text: 1 the same, 0 and less nothing in common."""

Near = Callable[[str], Mapping[str, float]]
"""The words of the library that are near in meaning to a word, and how near, 0 to 1; all of them as stems."""


class ContentError(ValueError):
    """The content cannot be used: says which file, which entry, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that the content rests on."""

    id: str
    short: str
    authors: tuple[str, ...]
    year: int
    title: str
    container: str
    doi: str
    url: str
    licence: str

    def cite(self) -> str:
        """The full reference, as one line."""
        surnames = [author.split()[-1] for author in self.authors]
        names = " & ".join(filter(None, [", ".join(surnames[:-1]), surnames[-1]]))
        return f"{names} ({self.year}). {self.title}. {self.container}. {self.url}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the bot can explain: a practice, role, model, principle, condition, story or term."""

    id: str
    kind: str
    name: str
    line: str
    source: str
    section: str
    aka: tuple[str, ...] = ()
    what: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()  # where the sources are thin, silent or at odds
    related: tuple[str, ...] = ()
    question: str = ""
    note: str = ""
    asked: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The last part of the id: `power` for `practice.power`."""
        return self.id.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of the work that a team says it is in."""

    id: str
    n: int
    name: str
    short: str
    meaning: str
    ask_if: str
    note: str = ""

    @property
    def key(self) -> str:
        """The short form that teams' settings use: `shape` for `phase.shape`."""
        return self.id.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Question:
    """An open question to think about, worded for each voice."""

    id: str
    topic: str
    lived: str
    professional: str
    easy: str
    asks: str
    source: str
    section: str
    repeats: str | None = None

    def wording(self, voice: str) -> str:
        """The wording for a voice. Somebody who has not said gets the easiest one, which suits everybody."""
        return {"lived": self.lived, "professional": self.professional}.get(voice, self.easy)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence to agree or disagree with, 1 to 5. Keyed -1: agreeing means less power or trust."""

    id: str
    measure: str
    keyed: int
    text: str
    why: str
    source: str
    section: str
    facts: tuple[str, ...]
    default: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """How often a topic is asked about in a phase, and whether the research says so or we do."""

    topic: str
    phase: str
    level: str
    basis: str
    why: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Words that people use for much the same thing, so that "boss" finds what is said about managers."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """More ways in which people ask about an entry, or complain of what it is about."""

    entry: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """Something people may ask about that the content does not know, and the words by which one can tell."""

    topic: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Everything in one language. Compared by identity, so that an index can be kept for each library."""

    language: str
    sources: Mapping[str, Source]
    entries: Mapping[str, Entry]
    phases: Mapping[str, Phase]
    questions: Mapping[str, Question]
    statements: Mapping[str, Statement]
    levels: Mapping[tuple[str, str], Level]
    t: Speech = ENGLISH
    alike: tuple[Alike, ...] = ()
    asked: tuple[Asked, ...] = ()
    outside: tuple[Outside, ...] = ()
    likeness: Likeness | None = None
    near: Near | None = None

    def source(self, id: str) -> Source:
        """The source with this id."""
        return _find(self.sources, id, "source")

    def entry(self, id: str) -> Entry:
        """The entry with this id, such as `practice.power`."""
        return _find(self.entries, id, "entry")

    def phase(self, id: str) -> Phase:
        """The phase with this id; `shape` and `phase.shape` are the same phase."""
        return _find(self.phases, _with("phase", id), "phase")

    def question(self, id: str) -> Question:
        """The question with this id, such as `power.1`."""
        return _find(self.questions, id, "question")

    def statement(self, id: str) -> Statement:
        """The statement with this id, such as `sig.power.3`."""
        return _find(self.statements, id, "statement")

    def level(self, topic: str, phase: str) -> Level:
        """How often to ask about a topic (`power` or `practice.power`) in a phase."""
        found = self.levels.get((topic.removeprefix("practice."), self.phase(phase).id))
        if found is None:
            raise KeyError(f"No level for topic {topic!r} in {phase!r}. Topics are: {', '.join(TOPICS)}.")
        return found

    def statements_for(self, measure: str) -> tuple[Statement, ...]:
        """The statements of a measure, in the order of the content."""
        found = tuple(s for s in self.statements.values() if s.measure == measure)
        if not found:
            known = ", ".join(dict.fromkeys(s.measure for s in self.statements.values()))
            raise KeyError(f"No statement measures {measure!r}. Use one of: {known}.")
        return found

    def default_statement(self, measure: str) -> Statement:
        """The statement to begin with; where none is marked, the measure's first."""
        found = self.statements_for(measure)
        return next((s for s in found if s.default), found[0])

    def practice_of(self, question: Question) -> Entry:
        """The entry to explain beside a question."""
        if question.topic == "models":
            # models.collective.1 is about one model; models.choice.1 is about choosing between them.
            named = self.entries.get("model." + question.id.split(".")[1])
            if named is not None:
                return named
        return self.entry(_ENTRY_FOR_TOPIC.get(question.topic, _with("practice", question.topic)))

    def questions_for(self, phase: str) -> tuple[Question, ...]:
        """Every question, those of the phase's core topics first."""
        return tuple(sorted(self.questions.values(), key=lambda q: self.level(q.topic, phase).level != "core"))


def _with(family: str, id: str) -> str:
    return id if id.startswith(family + ".") else f"{family}.{id}"


def _find(records: Mapping[str, Record], id: str, kind: str) -> Record:
    if id in records:
        return records[id]
    known = list(records)
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    raise KeyError(f"There is no {kind} {id!r}. Use one of: {shown} or add it to the content.")
