"""The framework as typed records: sources, entries, phases, questions, statements, and how they hang together.

The content itself is data in another folder; this module only says what shape it has. Everything here is frozen: a
library is read once at the start and shared by every thread, so nothing may change it.
"""

from collections.abc import Mapping
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


def problems(library: Library) -> list[str]:
    """What is wrong with the content, one line each, beginning with the id of the record; empty when all is well."""
    return [
        *_incomplete(library),
        *_dangling(library),
        *(p for v in library.levels.values() for p in _level_problems(library, v)),
        *(p for q in library.questions.values() for p in _question_problems(library, q)),
        *(p for s in library.statements.values() for p in _statement_problems(s)),
    ]


def _incomplete(library: Library) -> list[str]:
    """Whatever the bot needs to run a cycle and the content does not have."""
    found = [f"practice.{key}: no entry; add one" for key in PRACTICES if f"practice.{key}" not in library.entries]
    topics = {question.topic for question in library.questions.values()}
    found += [f"{topic}: no question is about this topic; add one" for topic in TOPICS if topic not in topics]
    if not library.phases:
        found.append("phase: there are no phases; add [[phase]] tables")
    for topic in TOPICS:
        missing = [phase.id for phase in library.phases.values() if (topic, phase.id) not in library.levels]
        found += [f"{topic}: no level for {phase}; add a [[level]] table" for phase in missing]
    for measure in MEASURES:
        marked = [s.id for s in library.statements.values() if s.measure == measure and s.default]
        if len(marked) != 1:
            found.append(f"{measure}: {len(marked)} default statements; mark exactly one with default = true")
    return found


def _dangling(library: Library) -> list[str]:
    """Ids that lead nowhere."""
    sourced: list[Entry | Question | Statement] = [*library.entries.values(), *library.questions.values()]
    sourced += library.statements.values()
    found = [f"{r.id}: source {r.source!r} is not known; add it" for r in sourced if r.source not in library.sources]
    for entry in library.entries.values():
        lost = [id for id in entry.related if id not in library.entries]
        found += [f"{entry.id}: related {id!r} is not an entry; add it or take it out" for id in lost]
    for question in library.questions.values():
        if question.repeats is not None and question.repeats not in library.questions:
            found.append(f"{question.id}: repeats {question.repeats!r}, which is not a question; correct the id")
    # A fact hangs under an entry. A whole family that is not in the library yet (a later file) is no mistake.
    families = {id.split(".")[0] for id in library.entries}
    for statement in library.statements.values():
        for fact in statement.facts:
            if fact.split(".")[0] in families and fact.rpartition(".")[0] not in library.entries:
                found.append(f"{statement.id}: fact {fact!r} hangs under no entry; correct the id")
    return found


def _level_problems(library: Library, level: Level) -> list[str]:
    found = []
    if level.topic not in TOPICS or level.phase not in library.phases:
        found.append(f"{level.topic}: level for {level.phase!r} names an unknown topic or phase; correct it")
    if level.level not in LEVELS:
        found.append(f"{level.topic}: level {level.level!r} in {level.phase} is not one of {', '.join(LEVELS)}")
    if level.basis not in BASES:
        found.append(f"{level.topic}: basis {level.basis!r} in {level.phase} is not one of: {'; '.join(BASES)}")
    return found


def _question_problems(library: Library, question: Question) -> list[str]:
    found = []
    if question.topic not in TOPICS:
        found.append(f"{question.id}: topic {question.topic!r} is not known; use one of {', '.join(TOPICS)}")
    wordings = {"lived": question.lived, "professional": question.professional, "easy": question.easy}
    for voice, text in wordings.items():
        if len(text.split()) > 25:
            found.append(f"{question.id}: {voice} has {len(text.split())} words; use 25 or fewer")
    twin = library.questions.get(question.repeats or "")
    if twin is not None and (twin.lived, twin.professional, twin.easy) != tuple(wordings.values()):
        found.append(f"{question.id}: repeats {twin.id} in other words; give both the same text")
    return found


def _statement_problems(statement: Statement) -> list[str]:
    found = []
    if statement.measure not in PRACTICES:
        found.append(
            f"{statement.id}: measure {statement.measure!r} is not a practice; use one of {', '.join(PRACTICES)}"
        )
    if statement.keyed not in (1, -1):
        found.append(f"{statement.id}: keyed is {statement.keyed}; use 1 or -1")
    if len(statement.text.split()) > 18 or len(statement.text) > 75:
        found.append(f"{statement.id}: too long; use at most 18 words and 75 characters")
    return found
