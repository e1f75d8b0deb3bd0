"""The bank to look through: as records for a program, as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from bot.library import TOPICS, Entry, Library, Question, Statement

_MARKS: Final = {"source": "", "source for timing, level ours": "~", "our judgement": "*"}
_VOICES: Final = ("lived", "professional", "easy")


def listed(library: Library) -> dict[str, Any]:
    """Everything in a library, as JSON takes it."""
    return {
        "language": library.language,
        "sources": [
            {"id": s.id, "short": s.short, "reference": s.cite(), "doi": s.doi, "url": s.url, "licence": s.licence}
            for s in library.sources.values()
        ],
        "phases": [
            {"id": p.id, "kind": "phase", "n": p.n, "name": p.name, "short": p.short, "meaning": p.meaning}
            for p in library.phases.values()
        ],
        "questions": [_question(library, question) for question in library.questions.values()],
        "statements": [_statement(library, statement) for statement in library.statements.values()],
        "entries": [_entry(library, entry) for entry in library.entries.values()],
    }


def _question(library: Library, question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": "question",
        "topic": question.topic,
        "practice": library.practice_of(question).id,
        "wordings": {voice: getattr(question, voice) for voice in _VOICES},
        "for": question.asks,
        "repeats": question.repeats,
        "phases": _levels(library, question.topic),
        **_source(library, question),
    }


def _statement(library: Library, statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "kind": "statement",
        "measure": statement.measure,
        "practice": f"practice.{statement.measure}",
        "key": _key(statement),
        "text": statement.text,
        "why": statement.why,
        "facts": list(statement.facts),
        "default": statement.default,
        "phases": _levels(library, statement.measure),
        **_source(library, statement),
    }


def _entry(library: Library, entry: Entry) -> dict[str, Any]:
    texts = {part: list(getattr(entry, part)) for part in ("aka", "what", "why", "helps", "wrong", "limits", "related")}
    return {
        "id": entry.id,
        "kind": entry.kind,
        "name": entry.name,
        "line": entry.line,
        **texts,
        "question": entry.question or None,
        "note": entry.note or None,
        "asked": list(entry.asked),
        **({"phases": _levels(library, entry.key)} if entry.kind == "practice" else {}),
        **_source(library, entry),
    }


def _levels(library: Library, topic: str) -> dict[str, Any]:
    found = {phase: library.levels.get((topic, phase)) for phase in library.phases}
    return {
        phase: {"level": level.level, "basis": level.basis, "why": level.why, "at": level.at or None}
        for phase, level in found.items()
        if level
    }


def _source(library: Library, record: Question | Statement | Entry) -> dict[str, Any]:
    source = library.source(record.source)
    return {"source": {"id": source.id, "short": source.short, "url": source.url}, "section": record.section}


def _key(statement: Statement) -> str:
    return "+" if statement.keyed > 0 else "-"


def told(library: Library) -> Iterator[str]:
    """Everything in a library, as lines that fit a terminal and need no colour."""
    counts = [(library.questions, "questions"), (library.statements, "statements"), (library.entries, "entries")]
    yield f"{', '.join(f'{len(records)} {kind}' for records, kind in counts)}, in {library.t.name}."
    yield from ("", "SOURCES", "")
    yield from (f"  {source.id}  {source.cite()}" for source in library.sources.values())
    yield from _phases(library)
    yield from _questions(library)
    yield from _statements(library)
    yield from _entries(library)


def _phases(library: Library) -> Iterator[str]:
    yield from (
        "",
        "PHASES",
        "",
        "How often each is asked about, core or supporting. Without a sign, the research gives",
    )
    yield "it. ~: the research gives the time, we chose how often. *: our judgement, the research does not say."
    keys = [phase.key for phase in library.phases.values()]
    yield from ("", f"  {'':16}" + "".join(f"{key:13}" for key in keys).rstrip())
    for topic in TOPICS:
        found = [library.levels[topic, phase] for phase in library.phases if (topic, phase) in library.levels]
        yield f"  {topic:16}" + "".join(f"{level.level + _MARKS[level.basis]:13}" for level in found).rstrip()
    for phase in library.phases.values():
        yield from ("", f"  {phase.id}  {phase.name}: {phase.meaning}")


def _questions(library: Library) -> Iterator[str]:
    yield from ("", "QUESTIONS, in the wording for people with lived experience, for professionals, and easy to read")
    for topic, questions in groupby(library.questions.values(), key=lambda question: question.topic):
        yield from ("", f"  {topic}")
        for question in questions:
            twin = f", repeats {question.repeats}" if question.repeats else ""
            yield from ("", f"  {question.id}  ({question.asks}{twin}; {_from(library, question)})")
            yield from (f"    {voice:13}{getattr(question, voice)}" for voice in _VOICES)


def _statements(library: Library) -> Iterator[str]:
    yield from ("", "STATEMENTS. +: to agree means more of it. -: to agree means less, so it is turned round", "")
    for s in library.statements.values():
        yield f"  {s.id:22}{_key(s)}  {s.text}"
        first = ", asked first" if s.default else ""
        yield f"  {'':25}{s.measure}{first}; {', '.join(s.facts)}; {_from(library, s)}"


def _entries(library: Library) -> Iterator[str]:
    yield from ("", "ENTRIES")
    for kind, entries in groupby(sorted(library.entries.values(), key=lambda e: e.kind), key=lambda e: e.kind):
        yield from ("", f"  {kind}")
        for entry in entries:
            yield f"    {entry.id:32}{entry.name}  ({_from(library, entry)})"
            yield f"    {'':4}{entry.line}"


def _from(library: Library, record: Question | Statement | Entry) -> str:
    return f"{library.source(record.source).short}, “{record.section}”"
