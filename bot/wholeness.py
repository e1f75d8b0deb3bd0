"""Whether a library is whole: everything the bot needs is there, and no id leads nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.library import BASES, LEVELS, MEASURES, PRACTICES, TOPICS, Entry, Level, Library, Question, Statement
from bot.plainness import QUESTION_WORDS, STATEMENT_LETTERS, STATEMENT_WORDS


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and what to do, and where: the kind of table, what it goes by, and the field, if it is one.

    Without a kind it is about what is not there at all. As text, it begins with the id of the record.
    """

    id: str
    wrong: str
    kind: str = ""
    field: str = ""

    def __str__(self) -> str:
        return f"{self.id}: {self.wrong}"


def problems(library: Library) -> list[Problem]:
    """What is wrong with the content; empty when all is well."""
    return [
        *_incomplete(library),
        *_unsourced(library),
        *_dangling(library),
        *(p for level in library.levels.values() for p in _level_problems(library, level)),
        *(p for question in library.questions.values() for p in _question_problems(library, question)),
        *(p for statement in library.statements.values() for p in _statement_problems(statement)),
    ]


def _incomplete(library: Library) -> Iterator[Problem]:
    """Whatever the bot needs to run a cycle and the content does not have."""
    for key in PRACTICES:
        if f"practice.{key}" not in library.entries:
            yield Problem(f"practice.{key}", "no entry; add an [[entry]] with this id")
    asked = {question.topic for question in library.questions.values()}
    yield from (Problem(topic, "no question is about this topic; add one") for topic in TOPICS if topic not in asked)
    if not library.phases:
        yield Problem("phase", "there are no phases; add [[phase]] tables")
    for topic in TOPICS:
        for phase in library.phases:
            if (topic, phase) not in library.levels:
                yield Problem(topic, f"no level for {phase}; add a [[level]] table")
    for measure in MEASURES:
        marked = [s.id for s in library.statements.values() if s.measure == measure and s.default]
        if not marked:
            yield Problem(measure, "0 default statements; mark one of them with default = true")
        for id in marked[1:]:
            yield Problem(id, f"{marked[0]} is the default for {measure} already; keep one", "statement", "default")


def _unsourced(library: Library) -> Iterator[Problem]:
    """Records whose source is not there."""
    records: list[tuple[str, Entry | Question | Statement]] = [
        *(("entry", entry) for entry in library.entries.values()),
        *(("question", question) for question in library.questions.values()),
        *(("statement", statement) for statement in library.statements.values()),
    ]
    for kind, record in records:
        if record.source not in library.sources:
            known = ", ".join(library.sources) or "none yet"
            yield Problem(
                record.id,
                f"source {record.source!r} is not known; use one of {known}, or add a [[source]]",
                kind,
                "source",
            )


def _dangling(library: Library) -> Iterator[Problem]:
    """Ids that lead nowhere, or to what has them already."""
    for entry in library.entries.values():
        for id in entry.related:
            if id not in library.entries:
                yield Problem(entry.id, f"related {id!r} is not an entry; add it or take it out", "entry", "related")
    for asked in library.asked:
        if asked.entry not in library.entries:
            yield Problem(asked.entry, "[[asked]] is for an entry that is not there; correct the id", "asked", "entry")
    for question in library.questions.values():
        if question.repeats is not None and question.repeats not in library.questions:
            told = f"repeats {question.repeats!r}, which is not a question; correct the id"
            yield Problem(question.id, told, "question", "repeats")
    # A fact hangs under an entry. A whole family that is not in the library yet (a later file) is no mistake.
    families = {id.split(".")[0] for id in library.entries}
    for statement in library.statements.values():
        for fact in statement.facts:
            if fact.split(".")[0] in families and fact.rpartition(".")[0] not in library.entries:
                told = f"fact {fact!r} hangs under no entry; correct the id"
                yield Problem(statement.id, told, "statement", "facts")


def _level_problems(library: Library, level: Level) -> Iterator[Problem]:
    id = f"{level.topic} {level.phase}"
    if level.topic not in TOPICS:
        yield Problem(id, f"topic {level.topic!r} is not known; use one of {', '.join(TOPICS)}", "level", "topic")
    if level.phase not in library.phases:
        known = ", ".join(library.phases)
        yield Problem(id, f"phase {level.phase!r} is not known; use one of {known}", "level", "phase")
    if level.level not in LEVELS:
        yield Problem(id, f"level {level.level!r} is not known; use one of {', '.join(LEVELS)}", "level", "level")
    if level.basis not in BASES:
        yield Problem(id, f"basis {level.basis!r} is not known; use one of: {'; '.join(BASES)}", "level", "basis")
    elif level.basis != BASES[-1] and not level.at:
        told = f"basis {level.basis!r} needs `at`, the place in the source; add it, or say {BASES[-1]!r}"
        yield Problem(id, told, "level", "basis")


def _question_problems(library: Library, question: Question) -> Iterator[Problem]:
    if question.topic not in TOPICS:
        told = f"topic {question.topic!r} is not known; use one of {', '.join(TOPICS)}"
        yield Problem(question.id, told, "question", "topic")
    wordings = {"lived": question.lived, "professional": question.professional, "easy": question.easy}
    for voice, text in wordings.items():
        if len(text.split()) > QUESTION_WORDS:
            told = f"{voice} has {len(text.split())} words; use {QUESTION_WORDS} or fewer"
            yield Problem(question.id, told, "question", voice)
    twin = library.questions.get(question.repeats or "")
    if twin is not None and (twin.lived, twin.professional, twin.easy) != tuple(wordings.values()):
        told = f"repeats {twin.id} in other words; give both the same text"
        yield Problem(question.id, told, "question", "repeats")


def _statement_problems(statement: Statement) -> Iterator[Problem]:
    if statement.measure not in PRACTICES:
        told = f"measure {statement.measure!r} is not a practice; use one of {', '.join(PRACTICES)}"
        yield Problem(statement.id, told, "statement", "measure")
    if statement.keyed not in (1, -1):
        yield Problem(statement.id, f"keyed is {statement.keyed}; use 1 or -1", "statement", "keyed")
    if not statement.facts:
        yield Problem(statement.id, "facts is empty; name what the statement rests on", "statement", "facts")
    if len(statement.text.split()) > STATEMENT_WORDS or len(statement.text) > STATEMENT_LETTERS:
        told = f"too long; use at most {STATEMENT_WORDS} words and {STATEMENT_LETTERS} characters"
        yield Problem(statement.id, told, "statement", "text")
