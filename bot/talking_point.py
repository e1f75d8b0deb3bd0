"""One thing for a team to talk about after a summary: a question that fits what was published, and the phase. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.domain import MEASURES, Reading
from bot.library import Library, Question
from bot.questions import bank_of


def talking_point(library: Library, phase: str, shown: Sequence[Reading], week: int, just_asked: str) -> Question:
    """A question about the measure whose score just went down; else one about a core topic of the phase, in turn.

    `shown` is what the team was shown, oldest first. Which measure is lower is never looked at: that would rank them.
    """
    fallen = tuple(measure for measure in MEASURES if _fell([r for r in shown if r.measure == measure]))
    fitting = _fitting(library, phase, fallen, just_asked)
    return fitting[week % len(fitting)]


@lru_cache(maxsize=256)
def _fitting(library: Library, phase: str, fallen: tuple[str, ...], just_asked: str) -> list[Question]:
    """Looked for once: a thousand teams whose weeks close together were mostly asked the same."""
    bank = bank_of(library, phase)
    return [
        question
        for question in bank.questions
        if (question.topic in fallen if fallen else bank.core[question.topic])
        and just_asked not in (question.id, question.repeats)
    ]


def _fell(readings: Sequence[Reading]) -> bool:
    new = [reading for reading in readings if reading.status == "new"]
    if len(new) < 2 or new[-1] is not readings[-1] or new[-1].labels != new[-2].labels:
        return False
    return (new[-1].label or 0) < (new[-2].label or 0)
