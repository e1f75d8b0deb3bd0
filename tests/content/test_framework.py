"""The framework is all there: every practice, phase, question and statement, each with where it comes from."""

from collections import Counter

from bot.library import MEASURES, PRACTICES, TOPICS
from bot.wholeness import problems
from framework_content import load

LIBRARY = load()

QUESTIONS = {
    "people": 3,
    "models": 5,
    "initiating": 6,
    "power": 5,
    "training": 2,
    "support": 3,
    "trust": 3,
    "communication": 4,
    "networking": 6,
    "orchestration": 3,
    "implementation": 3,
}
STATEMENTS = dict.fromkeys(PRACTICES, 2) | {"power": 11, "trust": 11}
ENTRIES = {"practice": 9, "role": 21, "model": 5, "principle": 5, "condition": 12, "story": 1, "term": 21}
REPEATS = {"initiating.4": "people.1", "initiating.5": "people.2", "power.5": "people.3"}


def test_nothing_is_wrong_with_the_content():
    assert problems(LIBRARY) == []


def test_every_kind_of_entry_is_complete():
    counts = Counter(entry.kind for entry in LIBRARY.entries.values())
    assert {kind: counts[kind] for kind in ENTRIES} == ENTRIES


def test_the_nine_practices_come_in_the_order_of_the_review():
    assert tuple(entry.key for entry in LIBRARY.entries.values() if entry.kind == "practice") == PRACTICES


def test_all_forty_three_questions_keep_their_ids():
    assert Counter(question.topic for question in LIBRARY.questions.values()) == QUESTIONS
    numbered = {f"{topic}.{n}" for topic, many in QUESTIONS.items() if topic != "models" for n in range(1, many + 1)}
    models = {"choice.1", "individual.1", "coleadership.1", "collective.1", "collective.2"}
    assert set(LIBRARY.questions) == numbered | {f"models.{name}" for name in models}


def test_questions_that_the_research_repeats_keep_their_own_id_and_say_so():
    assert {q.id: q.repeats for q in LIBRARY.questions.values() if q.repeats} == REPEATS


def test_all_thirty_six_statements_keep_their_ids():
    assert Counter(statement.measure for statement in LIBRARY.statements.values()) == STATEMENTS
    assert set(LIBRARY.statements) == {f"sig.{m}.{n}" for m, many in STATEMENTS.items() for n in range(1, many + 1)}


def test_one_statement_opens_each_measure():
    assert [LIBRARY.default_statement(measure).id for measure in MEASURES] == ["sig.power.3", "sig.trust.1"]


def test_each_measure_mixes_statements_keyed_both_ways():
    for measure in MEASURES:
        assert {statement.keyed for statement in LIBRARY.statements_for(measure)} == {1, -1}


def test_every_topic_has_a_level_in_every_phase_and_says_what_it_rests_on():
    assert [phase.key for phase in LIBRARY.phases.values()] == ["start", "shape", "deliver", "review"]
    assert len(LIBRARY.levels) == len(TOPICS) * len(LIBRARY.phases)
    for level in LIBRARY.levels.values():
        assert level.level in ("core", "supporting")
        assert level.basis in ("source", "source for timing, level ours", "our judgement")
        # Whoever says that the research gives the time must say where.
        assert level.at or level.basis == "our judgement", level


def test_each_practice_is_core_in_some_phase():
    for practice in PRACTICES:
        assert "core" in {LIBRARY.level(practice, phase).level for phase in LIBRARY.phases}


def test_every_entry_says_something_and_where_it_is_from():
    for entry in LIBRARY.entries.values():
        assert entry.what or entry.why or entry.helps or entry.wrong, entry.id
        assert entry.section, entry.id
        assert entry.asked, entry.id
        assert entry.related, entry.id
        assert entry.id not in entry.related


def test_every_practice_and_role_has_a_question_to_think_about():
    for entry in LIBRARY.entries.values():
        if entry.kind in ("practice", "role"):
            assert entry.question.endswith("?"), entry.id


def test_the_handbook_is_cited_as_what_it_is():
    reported = [entry for entry in LIBRARY.entries.values() if entry.source == "003"]
    assert reported
    for entry in reported:
        assert "Handbook's introduction" in entry.note, entry.id
