"""Finding on questions that nothing was tuned on: the shares that were promised, by words alone."""

import pytest

from bot.explain import explain
from bot.spelling import plain
from framework_content import load
from tests.finding.measuring import cases, measure

LIBRARY = load(meaning=False)
HELD_OUT = {name: {result.kind: result for result in measure(cases(name), LIBRARY)} for name in ("test", "blind")}
held_out = pytest.mark.parametrize("measured", HELD_OUT.values(), ids=HELD_OUT)


@held_out
def test_easy_questions_are_right_first(measured):
    assert measured["easy"].first >= 0.95


@held_out
def test_everyday_complaints_and_half_remembered_names_are_mostly_right(measured):
    assert measured["hard"].first >= 0.70
    assert measured["hard"].three >= 0.88


@held_out
def test_what_lies_outside_is_told_so(measured):
    assert measured["outside"].refused >= 0.90


@held_out
def test_real_questions_are_seldom_refused(measured):
    real = [measured["easy"], measured["hard"]]
    assert sum(it.refused * it.count for it in real) / sum(it.count for it in real) < 0.03


@held_out
def test_nobody_waits(measured):
    assert max(result.slowest_ms for result in measured.values()) < 50


@pytest.mark.parametrize("name", ["dev", "test", "blind", "examples"])
def test_no_question_that_we_measure_with_stands_in_the_content(name):
    asked = {plain(words) for entry in LIBRARY.entries.values() for words in entry.asked}
    # A name is a name: "what is tokenism" may be asked in no other way.
    assert [case.question for case in cases(name) if case.kind != "outside" and plain(case.question) in asked] == []


@pytest.mark.parametrize("name", ["dev", "test", "blind", "examples"])
def test_the_right_answers_are_entries(name):
    assert {id for case in cases(name) for id in case.right} <= LIBRARY.entries.keys()


def test_hundreds_of_words_take_no_longer_than_a_few():
    everything = " ".join(case.question for case in cases("dev"))[:4000]
    assert explain(everything, LIBRARY).matches
