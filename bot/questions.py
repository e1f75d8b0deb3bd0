"""Which question comes next: fitting the phase, asked least so far, and not one that people have just had.

Pure and deterministic: the same history always gives the same question, so a round that is built twice is the same.

Power and trust are what a team measures, so each comes up at least every third week, whatever the phase. That goes
together with the rest of eight weeks: the research has three questions on trust, and three asked in turn, every third
week, each rest for eight. The week in between is for everything else, the phase's core topics first: each of their
questions once, after that one of a core and one of a supporting topic in turn.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from bot.domain import Team
from bot.library import MEASURES, Entry, Library, Question

REST: Final = 8
"""For so many weeks a question is not asked again while others are left."""

AT_LEAST_EVERY: Final = 3
"""Power comes up at least once in so many weeks, and so does trust."""

OF_ENTRY: Final = "entry:"
"""What the id of a question begins with that belongs to an entry of the library, and not to the bank."""

_NEVER: Final = -(10**9)


def find(library: Library, id: str) -> Question | None:
    """The question of the bank with this id, or that of an entry (`entry:practice.power`): one wording for everybody.

    None where the library has it no more.
    """
    if not id.startswith(OF_ENTRY):
        return library.questions.get(id)
    entry = library.entries.get(id.removeprefix(OF_ENTRY))
    if entry is None or not entry.question:
        return None
    said = entry.question
    return Question(id, "", said, said, said, "whole team", entry.source, entry.section)


def asked(library: Library, id: str) -> Question:
    """As `find`, for a question that has been asked. Raises KeyError with what to do."""
    return find(library, id) or library.question(id)


def about(library: Library, question: Question) -> Entry:
    """The entry to explain beside a question."""
    if question.id.startswith(OF_ENTRY):
        return library.entry(question.id.removeprefix(OF_ENTRY))
    return library.practice_of(question)


def coming(library: Library, team: Team, asked: Sequence[tuple[int, str]]) -> Question:
    """The question that the team is asked next."""
    return choose(library, team.phase, asked, team.week + 1, team.pinned, team.skipped)


def without(library: Library, team: Team, asked: Sequence[tuple[int, str]]) -> Team:
    """The team when it does not want the question that comes next. Once all were refused they begin anew."""
    week, refused = team.week + 1, coming(library, team, asked).id
    free = replace(team, pinned="")
    if coming(library, free, asked).id != refused:
        return free
    lately = tuple(each for each in team.skipped if week - each[0] <= REST and each != (week, refused))
    wish = replace(free, skipped=(*lately, (week, refused)))
    if (week, coming(library, wish, asked).id) in wish.skipped:
        wish = replace(free, skipped=(*(each for each in lately if each[0] != week), (week, refused)))
    return wish


def choose(
    library: Library,
    phase: str,
    asked: Sequence[tuple[int, str]],
    week: int,
    pinned: str = "",
    skipped: Collection[tuple[int, str]] = (),
) -> Question:
    """The question for a week, given what was asked before as (week, question id), in any order.

    `pinned` is the question that the team wants this week: it is asked whatever else holds. `skipped` are questions
    that it did not want, each with the week it was not wanted in: left out in that week, and in the eight weeks after
    it where there is another that fits as well. Raises ValueError for a library without questions.
    """
    return _chosen(library, phase, tuple(asked), week, pinned, tuple(skipped))


@lru_cache(maxsize=128)  # teams that began together and have no wishes have the same history, and all ask at nine
def _chosen(
    library: Library, phase: str, asked: tuple[tuple[int, str], ...], week: int, pinned: str,
    skipped: tuple[tuple[int, str], ...],
) -> Question:  # fmt: skip
    if pinned and (wanted := find(library, pinned)):
        return wanted
    bank = bank_of(library, phase)
    if not bank.questions:
        raise ValueError("The library has no questions. Add some to the content before starting a cycle.")
    history = [(when, library.questions[id]) for when, id in asked if id in library.questions and when <= week]
    refused = [(when, library.questions[id]) for when, id in skipped if id in library.questions]
    had, not_wanted = _last(history), _last(refused)
    left = [q for q in bank.questions if not_wanted[_same(q)] != week] or list(bank.questions)
    rested = [q for q in left if week - had[_same(q)] > REST]
    fresh = [q for q in rested if week - not_wanted[_same(q)] > REST]
    due = _due(history, week)
    pools = ([q for q in fresh if q.topic == due], [q for q in rested if q.topic == due], fresh, rested, left)
    return _best(bank, history, next(pool for pool in pools if pool))


class Bank(NamedTuple):
    """The questions as a phase sees them: how many a topic has, whether it is core, where each question and topic
    stands."""

    questions: tuple[Question, ...]
    size: Mapping[str, int]
    core: Mapping[str, bool]
    place: Mapping[str, int]
    topics: Mapping[str, int]


@lru_cache(maxsize=64)
def bank_of(library: Library, phase: str) -> Bank:
    """Put together once: at nine o'clock on Monday a thousand teams ask for it."""
    size = Counter(question.topic for question in library.questions.values())
    place, topics = ({key: at for at, key in enumerate(each)} for each in (library.questions, size))
    core = {topic: library.level(topic, phase).level == "core" for topic in size}
    return Bank(library.questions_for(phase), size, core, place, topics)


def _best(bank: Bank, history: Sequence[tuple[int, Question]], pool: Sequence[Question]) -> Question:
    """The first of the pool, by: core, asked least, core and supporting in turn, the topic that has waited longest."""
    by_id = Counter(question.id for _, question in history)
    by_topic = Counter(question.topic for _, question in history)
    latest = {question.topic: when for when, question in sorted(history, key=lambda each: each[0])}
    size, core, place, topics = bank.size, bank.core, bank.place, bank.topics
    between = [(when, core[question.topic]) for when, question in history if question.topic not in MEASURES]
    last_was_core = max(between)[1] if between else False

    def order(question: Question) -> tuple[float, ...]:
        topic = question.topic
        # A core question comes round once more than a supporting one. Of a supporting topic the last comes first: where
        # the topic is core it begins with the first, and so both ends come up.
        turn = by_id[question.id] + (not core[topic])
        at = place[question.id] if core[topic] else -place[question.id]
        waited = latest.get(topic, _NEVER)
        return turn, core[topic] == last_was_core, by_topic[topic] / size[topic], waited, topics[topic], at

    return min(pool, key=order)


def _same(question: Question) -> str:
    """Questions that the research repeats in the same words count as one: people see the words, not the id."""
    return question.repeats or question.id


def _last(history: Sequence[tuple[int, Question]]) -> Mapping[str, int]:
    """The last week of each question, in its words."""
    latest = defaultdict[str, int](lambda: _NEVER)
    for when, question in history:
        latest[_same(question)] = max(when, latest[_same(question)])
    return latest


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
