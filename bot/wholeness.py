"""Whether a library is whole: everything the bot needs is there, and no id leads nowhere."""

from bot.library import (
    BASES,
    LEVELS,
    MEASURES,
    PRACTICES,
    TOPICS,
    Entry,
    Level,
    Library,
    Question,
    Statement,
)


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
    lost = [asked.entry for asked in library.asked if asked.entry not in library.entries]
    found += [f"{id}: [[asked]] is for an entry that is not there; correct the id" for id in lost]
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
