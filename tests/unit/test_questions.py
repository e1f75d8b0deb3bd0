"""Which question comes next, seen over a year of weeks in each phase; `python -m tests.spread` prints these years."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.domain import Team
from bot.library import MEASURES
from bot.messages import Place
from bot.questions import AT_LEAST_EVERY, OF_ENTRY, REST, about, asked, choose, coming, find
from framework_content import load
from tests.spread import live, longest_gap, shortest_rest, table, years

LIBRARY = load()
PHASES = [phase.key for phase in LIBRARY.phases.values()]
YEARS = {name: live(LIBRARY, phases) for name, phases in years(LIBRARY).items()}
EVERY_YEAR = pytest.mark.parametrize("history", YEARS.values(), ids=YEARS)
ENTRY = f"{OF_ENTRY}practice.power"


def words(id: str) -> str:
    """Questions that read the same are the same to the people who are asked."""
    return LIBRARY.question(id).easy


@EVERY_YEAR
def test_nobody_is_asked_the_same_within_eight_weeks(history):
    assert shortest_rest(LIBRARY, history) > REST


@EVERY_YEAR
@pytest.mark.parametrize("measure", MEASURES)
def test_power_and_trust_each_come_up_at_least_every_third_week(history, measure):
    assert longest_gap(LIBRARY, history, measure) <= AT_LEAST_EVERY


@pytest.mark.parametrize("phase", PHASES)
def test_core_topics_come_first_and_most_often(phase):
    history = YEARS[phase]
    core = {topic for topic, in_phase in LIBRARY.levels if in_phase == LIBRARY.phase(phase).id and _core(topic, phase)}
    topics = [LIBRARY.question(id).topic for _, id in history]
    assert topics[0] in core
    often = Counter(id for _, id in history)
    others = {q.topic for q in LIBRARY.questions.values()} - core
    assert _mean(often, core) > _mean(often, others), "question by question"
    between = Counter(topic for topic in topics if topic not in MEASURES)
    least = min(between[topic] for topic in core - set(MEASURES))
    assert least > max(between[topic] for topic in others - set(MEASURES)), "topic by topic"


def _core(topic, phase):
    return LIBRARY.level(topic, phase).level == "core"


def _mean(often, topics):
    ids = [q.id for q in LIBRARY.questions.values() if q.topic in topics]
    return sum(often[id] for id in ids) / len(ids)


@pytest.mark.parametrize("phase", PHASES)
def test_every_core_question_between_the_measures_comes_before_a_supporting_one(phase):
    between = [LIBRARY.question(id) for _, id in YEARS[phase] if LIBRARY.question(id).topic not in MEASURES]
    core = [q for q in LIBRARY.questions_for(phase) if _core(q.topic, phase) and q.topic not in MEASURES]
    first = between[: len(core)]
    assert all(_core(question.topic, phase) for question in first)
    assert len({question.id for question in first}) == len(first)


@EVERY_YEAR
def test_the_weeks_differ(history):
    topics = [LIBRARY.question(id).topic for _, id in history]
    assert sum(one == next_ for one, next_ in pairwise(topics)) <= 6


def test_every_question_is_reached_in_some_phase():
    assert {id for phase in PHASES for _, id in YEARS[phase]} == set(LIBRARY.questions)
    assert len(LIBRARY.questions) == 43


def test_a_year_through_the_phases_touches_every_topic():
    assert {LIBRARY.question(id).topic for _, id in YEARS["all four"]} == {q.topic for q in LIBRARY.questions.values()}


@pytest.mark.parametrize("phase", PHASES)
def test_every_question_is_reached_by_a_team_that_stays_in_one_phase_for_years(phase):
    assert {words(id) for _, id in live(LIBRARY, [phase] * 208)} == {words(id) for id in LIBRARY.questions}


def test_the_table_says_what_the_tests_say():
    said = "\n".join(table(LIBRARY))
    assert "ids reached over the four phases: 43 of 43" in said


def test_the_same_history_gives_the_same_question_in_whatever_order_it_is_told():
    history = YEARS["shape"][:20]
    assert choose(LIBRARY, "shape", history, 21) == choose(LIBRARY, "phase.shape", history[::-1], 21)


def test_a_team_that_moves_on_keeps_what_it_was_asked():
    history = YEARS["start"][:10]
    recent = {words(id) for week, id in history if 11 - week <= REST}
    assert words(choose(LIBRARY, "review", history, 11).id) not in recent


def test_weeks_without_a_question_count():
    assert choose(LIBRARY, "deliver", [(1, "support.1")], 10).topic in MEASURES


def test_a_question_that_has_left_the_content_is_passed_over():
    assert choose(LIBRARY, "start", [(1, "gone.1")], 2) == choose(LIBRARY, "start", [], 2)


def test_when_all_were_asked_lately_the_least_asked_comes_again():
    history = [(5, id) for id in LIBRARY.questions if words(id) != words("people.1")] + [(5, "people.1")] * 3
    assert choose(LIBRARY, "start", history, 6).id != "people.1"


def test_an_unknown_phase_is_refused():
    with pytest.raises(KeyError, match="no phase"):
        choose(LIBRARY, "dawn", [], 1)


# ---- what the team wants ------------------------------------------------------------------------------------------


def test_the_pinned_question_is_asked_also_when_it_was_asked_last_week():
    assert choose(LIBRARY, "start", [(1, "trust.1")], 2, pinned="trust.1").id == "trust.1"


def test_a_pinned_question_that_has_left_the_content_is_passed_over():
    for gone in ("gone.1", f"{OF_ENTRY}practice.gone"):
        assert choose(LIBRARY, "start", [], 1, pinned=gone) == choose(LIBRARY, "start", [], 1)


def test_the_question_of_an_entry_can_be_asked_in_one_wording_for_all():
    question = choose(LIBRARY, "start", [], 1, pinned=ENTRY)
    assert question == find(LIBRARY, ENTRY) == asked(LIBRARY, ENTRY)
    assert {question.wording(voice) for voice in ("lived", "professional", "unsaid")} == {
        LIBRARY.entry("practice.power").question
    }
    assert about(LIBRARY, question) is LIBRARY.entry("practice.power")
    assert about(LIBRARY, LIBRARY.question("trust.1")) is LIBRARY.entry("practice.trust")


def test_the_question_of_an_entry_stays_in_the_history_and_the_rest_goes_on():
    history = [(1, "people.1"), (2, ENTRY)]
    assert choose(LIBRARY, "start", history, 3).topic in MEASURES


def test_a_question_that_nobody_can_find_any_more_is_told_with_what_to_do():
    with pytest.raises(KeyError, match="add it to the content"):
        asked(LIBRARY, "gone.1")


@pytest.mark.parametrize("week", [12, 13, 14])
def test_a_skipped_question_gives_way_to_another(week):
    history = YEARS["shape"][: week - 1]
    first = choose(LIBRARY, "shape", history, week)
    second = choose(LIBRARY, "shape", history, week, skipped=[(week, first.id)])
    assert words(second.id) != words(first.id)
    if first.topic != "trust":
        assert (second.topic == "power") == (first.topic == "power")
    else:
        assert second.topic != "trust", "there are three, and the other two rest"
        assert live_on(history, [(week, first.id)], 2)[-1][1] == first.id, "a week later it is the only one that rested"


def test_a_skipped_question_rests_like_one_that_was_asked():
    history = YEARS["shape"][:13]
    first = choose(LIBRARY, "shape", history, 14)
    assert first.topic not in MEASURES
    after = live_on(history, skipped=[(14, first.id)], weeks=REST)
    assert words(first.id) not in {words(id) for _, id in after}


def live_on(history, skipped, weeks):
    lived = list(history)
    for _ in range(weeks):
        week = len(lived) + 1
        lived.append((week, choose(LIBRARY, "shape", lived, week, skipped=skipped).id))
    return lived[len(history) :]


def test_skipping_again_and_again_goes_through_the_whole_bank_and_begins_anew():
    skipped: list[tuple[int, str]] = []
    for _ in range(len({words(id) for id in LIBRARY.questions})):
        skipped.append((1, choose(LIBRARY, "start", [], 1, skipped=skipped).id))
    assert {words(id) for _, id in skipped} == {words(id) for id in LIBRARY.questions}
    assert choose(LIBRARY, "start", [], 1, skipped=skipped).id in LIBRARY.questions


def test_power_and_trust_come_up_in_time_also_after_one_of_theirs_was_skipped():
    history = YEARS["review"][:10]
    skipped = [(8, "trust.1"), (9, "trust.2")]
    lived = list(history)
    for week in range(11, 40):
        lived.append((week, choose(LIBRARY, "review", lived, week, skipped=skipped).id))
    assert all(longest_gap(LIBRARY, lived, measure) <= AT_LEAST_EVERY for measure in MEASURES)


def test_what_comes_next_for_a_team_follows_its_wishes():
    team = Team("t", "River Street", Place("web", "c"), "ABCD2345", week=3)
    history = [(week, id) for week, id in YEARS["start"] if week <= 3]
    assert coming(LIBRARY, team, history) == choose(LIBRARY, "start", history, 4)
    assert coming(LIBRARY, replace(team, pinned="trust.3"), history).id == "trust.3"
    first = coming(LIBRARY, team, history).id
    assert coming(LIBRARY, replace(team, skipped=((4, first),)), history).id != first
