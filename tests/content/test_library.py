"""The library answers by id, and says what to do when there is no such thing."""

from dataclasses import replace

import pytest

from bot.library import PRACTICES, Library
from bot.wholeness import problems
from framework_content import load

LIBRARY = load()


def changed(**parts: dict[object, object]) -> Library:
    """The library with some of its records replaced."""
    return replace(LIBRARY, **parts)


def test_a_reference_is_one_line_that_anybody_can_follow():
    assert LIBRARY.source("000").cite() == (
        "Kjellström, Sarre & Masterson (2024). The complexity of leadership in coproduction practices: a guiding "
        "framework based on a systematic literature review. BMC Health Services Research. "
        "https://doi.org/10.1186/s12913-024-10549-4"
    )
    assert LIBRARY.source("002").cite().startswith("Tu (2022). ")


def test_a_question_is_worded_for_the_voice():
    question = LIBRARY.question("power.2")
    assert question.wording("lived") == question.lived
    assert question.wording("professional") == question.professional
    for voice in ("other", "unsaid", "", "anything"):
        assert question.wording(voice) == question.easy


@pytest.mark.parametrize("name", ["shape", "phase.shape"])
def test_a_phase_goes_by_its_key_or_its_id(name):
    assert LIBRARY.phase(name).name == "Shaping together"
    assert LIBRARY.level("power", name) is LIBRARY.level("practice.power", name)


def test_questions_of_the_core_topics_come_first():
    asked = LIBRARY.questions_for("deliver")
    levels = [LIBRARY.level(question.topic, "deliver").level for question in asked]
    assert len(asked) == 43
    assert levels == sorted(levels)
    assert {question.topic for question in asked[:9]} == {"support", "orchestration", "implementation"}


def test_every_question_leads_to_an_entry():
    found = {question.id: LIBRARY.practice_of(question).id for question in LIBRARY.questions.values()}
    assert found["power.1"] == "practice.power"
    assert found["people.1"] == "practice.initiating"
    assert found["models.choice.1"] == "model.choosing"
    assert found["models.collective.2"] == "model.collective"


@pytest.mark.parametrize("kind", ["source", "entry", "phase", "question", "statement"])
def test_an_unknown_id_is_refused_with_what_to_do(kind):
    with pytest.raises(KeyError, match=r"nonsense.*Use one of"):
        getattr(LIBRARY, kind)("nonsense")


def test_an_unknown_topic_or_measure_is_refused_with_what_to_do():
    with pytest.raises(KeyError, match="Topics are"):
        LIBRARY.level("weather", "shape")
    with pytest.raises(KeyError, match="Use one of"):
        LIBRARY.statements_for("weather")


def test_a_measure_without_a_marked_statement_begins_with_its_first():
    assert LIBRARY.default_statement("support").id == "sig.support.1"


def test_problems_names_what_is_missing_or_leads_nowhere():
    power = LIBRARY.entry("practice.power")
    question = LIBRARY.question("power.1")
    statement = LIBRARY.statement("sig.power.3")
    cases = [
        (changed(entries={k: e for k, e in LIBRARY.entries.items() if k != power.id}), "practice.power: no entry"),
        (changed(entries={**LIBRARY.entries, power.id: replace(power, related=("role.king",))}), "role.king"),
        (changed(entries={**LIBRARY.entries, power.id: replace(power, source="999")}), "source '999'"),
        (changed(levels={k: v for k, v in LIBRARY.levels.items() if k != ("trust", "phase.shape")}), "trust: no level"),
        (changed(questions={**LIBRARY.questions, question.id: replace(question, easy="so " * 26)}), "26 words"),
        (
            changed(questions={**LIBRARY.questions, question.id: replace(question, repeats="trust.1")}),
            "repeats trust.1",
        ),
        (changed(questions={}), "power: no question"),
        (changed(statements={**LIBRARY.statements, statement.id: replace(statement, text="so " * 19)}), "too long"),
        (changed(statements={**LIBRARY.statements, statement.id: replace(statement, text="a" * 76)}), "too long"),
        (changed(statements={**LIBRARY.statements, statement.id: replace(statement, default=False)}), "0 default"),
        (changed(statements={**LIBRARY.statements, statement.id: replace(statement, keyed=0)}), "keyed is 0"),
        (
            changed(statements={**LIBRARY.statements, statement.id: replace(statement, facts=("practice.joy.f1",))}),
            "practice.joy.f1",
        ),
    ]
    for library, expected in cases:
        assert any(expected in str(problem) for problem in problems(library)), expected


def test_the_practices_are_nine():
    assert len(PRACTICES) == 9
