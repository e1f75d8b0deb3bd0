"""Which question comes next, seen over a year of weeks in each phase."""

from collections import Counter
from itertools import pairwise

import pytest

from bot.library import MEASURES
from bot.questions import AT_LEAST_EVERY, REST, choose
from framework_content import load

LIBRARY = load()
PHASES = [phase.key for phase in LIBRARY.phases.values()]


def year(phase: str, weeks: int = 52) -> list[tuple[int, str]]:
    """What a team is asked that stays in one phase."""
    history: list[tuple[int, str]] = []
    for week in range(1, weeks + 1):
        history.append((week, choose(LIBRARY, phase, history, week).id))
    return history


def words(id: str) -> str:
    """Questions that read the same are the same to the people who are asked."""
    return LIBRARY.question(id).easy


@pytest.mark.parametrize("phase", PHASES)
def test_nobody_is_asked_the_same_within_eight_weeks(phase):
    history = year(phase)
    for week, id in history:
        recent = [words(other) for when, other in history if 0 < week - when <= REST]
        assert words(id) not in recent, f"week {week}: {id}"


@pytest.mark.parametrize("phase", PHASES)
def test_power_or_trust_comes_up_every_third_week(phase):
    topics = [LIBRARY.question(id).topic for _, id in year(phase)]
    for start in range(len(topics) - AT_LEAST_EVERY + 1):
        assert set(topics[start : start + AT_LEAST_EVERY]) & set(MEASURES), f"weeks {start + 1} to {start + 3}"


@pytest.mark.parametrize("phase", PHASES)
def test_core_topics_come_first_and_most_often(phase):
    history = year(phase)
    levels = [LIBRARY.level(LIBRARY.question(id).topic, phase).level for _, id in history]
    assert levels[0] == "core"
    core = [q.id for q in LIBRARY.questions_for(phase) if LIBRARY.level(q.topic, phase).level == "core"]
    asked = Counter(words(id) for _, id in history)
    mean = sum(asked[words(id)] for id in core) / len(core)
    others = [q.id for q in LIBRARY.questions.values() if q.id not in core]
    assert mean > sum(asked[words(id)] for id in others) / len(others)


@pytest.mark.parametrize("phase", PHASES)
def test_the_weeks_differ(phase):
    topics = [LIBRARY.question(id).topic for _, id in year(phase)]
    assert sum(one == next_ for one, next_ in pairwise(topics)) <= 6


def test_every_question_is_reached_in_some_phase():
    assert {id for phase in PHASES for _, id in year(phase)} == set(LIBRARY.questions)


def test_every_question_is_reached_by_a_team_that_stays_in_one_phase_for_years():
    for phase in PHASES:
        assert {words(id) for _, id in year(phase, weeks=156)} == {words(id) for id in LIBRARY.questions}


def test_the_same_history_gives_the_same_question_in_whatever_order_it_is_told():
    history = year("shape", weeks=20)
    assert choose(LIBRARY, "shape", history, 21) == choose(LIBRARY, "phase.shape", history[::-1], 21)


def test_a_team_that_moves_on_keeps_what_it_was_asked():
    history = year("start", weeks=10)
    recent = {words(id) for week, id in history if 11 - week <= REST}
    assert words(choose(LIBRARY, "review", history, 11).id) not in recent


def test_weeks_without_a_question_count():
    history = [(1, "support.1")]
    assert choose(LIBRARY, "deliver", history, 10).topic in MEASURES


def test_a_question_that_has_left_the_content_is_passed_over():
    assert choose(LIBRARY, "start", [(1, "gone.1")], 2) == choose(LIBRARY, "start", [], 2)


def test_when_all_were_asked_lately_the_least_asked_comes_again():
    history = [(5, id) for id in LIBRARY.questions if words(id) != words("people.1")] + [(5, "people.1")] * 3
    assert choose(LIBRARY, "start", history, 6).id != "people.1"


def test_an_unknown_phase_is_refused():
    with pytest.raises(KeyError, match="no phase"):
        choose(LIBRARY, "dawn", [], 1)
