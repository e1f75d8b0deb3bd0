"""Which question comes next: fitting the phase, asked least so far, and not one that people have just had.

Pure and deterministic: the same history always gives the same question, so a round that is built twice is the same.

Power and trust are what a team measures, so each comes up at least every third week, whatever the phase. That goes
together with the rest of eight weeks: the research has three questions on trust, and three asked in turn, every third
week, each rest for eight. The week in between is for everything else, the phase's core topics first.
"""

from collections.abc import Collection, Sequence
from typing import Final

from bot.library import MEASURES, Library, Question

REST: Final = 8
"""For so many weeks a question is not asked again while others are left."""

AT_LEAST_EVERY: Final = 3
"""Power comes up at least once in so many weeks, and so does trust."""

_NEVER: Final = -(10**9)


def choose(
    library: Library,
    phase: str,
    asked: Sequence[tuple[int, str]],
    week: int,
    pinned: str | None = None,
    skipped: Collection[str] = (),
) -> Question:
    """The question for a week, given what was asked before as (week, question id), in any order.

    `pinned` is the question that the team wants this week: it is asked whatever else holds. `skipped` are questions
    that the team does not want; they, and those that read the same, are left out while others are left.
    """
    if pinned is not None and pinned in library.questions:
        return library.questions[pinned]
    history = [(when, library.questions[id]) for when, id in asked if id in library.questions and when <= week]
    everything = library.questions_for(phase)
    if not everything:
        raise ValueError("The library has no questions. Add some to the content before starting a cycle.")
    unwanted = {_same(library.questions[id]) for id in skipped if id in library.questions}
    wanted = [q for q in everything if _same(q) not in unwanted] or list(everything)
    rested = [q for q in wanted if week - _last(history, q) > REST] or wanted
    due = _due(history, week)
    rested = [q for q in rested if q.topic == due] or rested

    def order(question: Question) -> tuple[int, int, int, int]:
        # A core question comes round once more than a supporting one. Among equals: the words that were asked least,
        # then the topic that has waited longest.
        supporting = library.level(question.topic, phase).level != "core"
        by_id = sum(question.id == q.id for _, q in history)
        topic_last = max((when for when, q in history if q.topic == question.topic), default=_NEVER)
        by_words = sum(_same(question) == _same(q) for _, q in history)
        return by_id + supporting, by_words, topic_last, by_id

    # min keeps the first of equals, and the library's order is the research's own, core topics first.
    return min(rested, key=order)


def _same(question: Question) -> str:
    """Questions that the research repeats in the same words count as one: people see the words, not the id."""
    return question.repeats or question.id


def _last(history: Sequence[tuple[int, Question]], question: Question) -> int:
    return max((when for when, q in history if _same(q) == _same(question)), default=_NEVER)


def _due(history: Sequence[tuple[int, Question]], week: int) -> str | None:
    """The measure that must come now, so that none of them comes too late.

    With one measure late next week and the other too, one of them comes now.
    """
    if not history:
        return None
    # A new team's clock begins with its first question.
    first = min(when for when, _ in history) - 1
    latest = {m: max((when for when, q in history if q.topic == m), default=first) + AT_LEAST_EVERY for m in MEASURES}
    waiting = sorted(MEASURES, key=lambda measure: (latest[measure], MEASURES.index(measure)))
    pressing = any(latest[measure] <= week + number for number, measure in enumerate(waiting))
    return waiting[0] if pressing else None
