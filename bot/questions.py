"""Which question comes next: fitting the phase, asked least so far, and not one that people have just had.

Pure and deterministic: the same history always gives the same question, so a round that is built twice is the same.
"""

from collections.abc import Sequence
from typing import Final

from bot.library import MEASURES, Library, Question

REST: Final = 8
"""For so many weeks a question is not asked again while others are left."""

AT_LEAST_EVERY: Final = 3
"""Power or trust comes up at least once in so many weeks, whatever the phase: they are what the team measures."""

_NEVER: Final = -(10**9)


def choose(library: Library, phase: str, asked: Sequence[tuple[int, str]], week: int) -> Question:
    """The question for a week, given what was asked before as (week, question id), in any order.

    A core question comes round once more than a supporting one: core topics are asked often, supporting ones now and
    then. Among equals the topic that has waited longest goes first, so that the weeks differ.
    """
    history = [(when, library.questions[id]) for when, id in asked if id in library.questions and when <= week]
    everything = library.questions_for(phase)
    if not everything:
        raise ValueError("The library has no questions. Add some to the content before starting a cycle.")
    rested = [q for q in everything if week - _last(history, q) > REST] or list(everything)
    if _due(history, week):
        rested = [q for q in rested if q.topic in MEASURES] or rested

    def order(question: Question) -> tuple[int, bool, int, int]:
        supporting = library.level(question.topic, phase).level != "core"
        times = sum(_same(question) == _same(q) for _, q in history)
        by_id = sum(question.id == q.id for _, q in history)
        topic_last = max((when for when, q in history if q.topic == question.topic), default=_NEVER)
        return times + supporting, supporting, by_id, topic_last

    # min keeps the first of equals, and the library's order is the research's own.
    return min(rested, key=order)


def _same(question: Question) -> str:
    """Questions that the research repeats in the same words count as one: people see the words, not the id."""
    return question.repeats or question.id


def _last(history: Sequence[tuple[int, Question]], question: Question) -> int:
    return max((when for when, q in history if _same(q) == _same(question)), default=_NEVER)


def _due(history: Sequence[tuple[int, Question]], week: int) -> bool:
    """Whether neither power nor trust came up in the weeks just before this one."""
    if not history:
        return False
    # A new team's clock begins with its first question.
    measured = [when for when, q in history if q.topic in MEASURES]
    since = max(measured) if measured else min(when for when, _ in history) - 1
    return week - since >= AT_LEAST_EVERY
