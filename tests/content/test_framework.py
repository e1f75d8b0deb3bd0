"""The framework is all there: every practice, phase, question and statement, each with where it comes from."""

import re
from collections import Counter, defaultdict

from bot.library import MEASURES, PRACTICES, TOPICS
from bot.spelling import plain
from bot.wholeness import problems
from framework_content import load
from tests.content.test_interface import sentences

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
ENTRIES = {
    "practice": 9, "role": 21, "model": 5, "phase": 4, "principle": 5, "story": 1, "condition": 12, "process": 35,
    "idea": 78, "term": 21,
}  # fmt: skip
FAMILIES = {
    "practice": 9, "role": 21, "model": 5, "phase": 4, "principle": 6, "cond": 12, "process": 35, "hb": 78, "term": 21,
}  # fmt: skip
JUDGED = {
    "initiating": "shape deliver review",
    "training": "deliver review",
    "communication": "start shape deliver review",
    "networking": "shape deliver review",
    "orchestration": "start shape deliver review",
    "implementation": "start shape",
}
"""Where the sources give a practice no time, so that its place in a phase is ours."""
REPEATS = {"initiating.4": "people.1", "initiating.5": "people.2", "power.5": "people.3"}


def test_nothing_is_wrong_with_the_content():
    assert problems(LIBRARY) == []


def test_every_kind_of_entry_is_complete():
    assert Counter(entry.kind for entry in LIBRARY.entries.values()) == ENTRIES
    assert Counter(id.split(".")[0] for id in LIBRARY.entries) == FAMILIES
    assert len(LIBRARY.entries) == 191


def test_the_four_principles_stand_beside_what_holds_them_together():
    found = {entry.id for entry in LIBRARY.entries.values() if entry.kind == "principle"}
    assert found == {f"principle.{key}" for key in ("relational", "inquiry", "emergent", "systems", "together")}
    assert LIBRARY.entry("principle.story").kind == "story"


def test_the_nine_practices_come_in_the_order_of_the_review():
    assert tuple(entry.key for entry in LIBRARY.entries.values() if entry.kind == "practice") == PRACTICES


def test_all_forty_three_questions_keep_their_ids():
    assert Counter(question.topic for question in LIBRARY.questions.values()) == QUESTIONS
    numbered = {f"{topic}.{n}" for topic, many in QUESTIONS.items() if topic != "models" for n in range(1, many + 1)}
    models = {"choice.1", "individual.1", "coleadership.1", "collective.1", "collective.2"}
    assert set(LIBRARY.questions) == numbered | {f"models.{name}" for name in models}


def test_questions_that_the_research_repeats_keep_their_own_id_and_say_so():
    assert {q.id: q.repeats for q in LIBRARY.questions.values() if q.repeats} == REPEATS
    for ours, theirs in REPEATS.items():
        for voice in ("lived", "professional", "easy"):
            assert LIBRARY.question(ours).wording(voice) == LIBRARY.question(theirs).wording(voice)


def test_each_question_has_three_wordings_of_its_own():
    for question in LIBRARY.questions.values():
        assert len({question.lived, question.professional, question.easy}) == 3, question.id
        assert re.fullmatch(r"whole team|(\w+ )?leaders", question.asks), question.id
        assert question.section == "Table 1", question.id
        assert question.source == "000", question.id


def test_each_statement_rests_on_facts_and_says_why():
    for statement in LIBRARY.statements.values():
        assert statement.facts, statement.id
        assert statement.why, statement.id
        for fact in statement.facts:
            entry, _, number = fact.rpartition(".")
            assert entry in LIBRARY.entries, f"{statement.id}: {fact}"
            assert re.fullmatch(r"[a-z]\d+", number), f"{statement.id}: {fact}"


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


def test_half_of_the_places_of_practices_in_phases_are_our_judgement_and_say_so():
    judged = {(topic, f"phase.{phase}") for topic, phases in JUDGED.items() for phase in phases.split()}
    assert len(judged) == 18
    found = {key for key, v in LIBRARY.levels.items() if key[0] in PRACTICES and v.basis == "our judgement"}
    assert found == judged
    assert "18 are our judgement" in LIBRARY.entry("phase.start").note


def test_a_phase_says_which_of_its_core_practices_the_research_gives_no_time():
    for phase in LIBRARY.phases.values():
        core = [v for (_, at), v in LIBRARY.levels.items() if at == phase.id and v.topic in PRACTICES]
        judged = [level for level in core if level.level == "core" and level.basis == "our judgement"]
        text = " ".join(LIBRARY.entry(phase.id).what)
        assert ("our judgement" in text) == bool(judged), phase.id


def test_the_bot_itself_claims_nothing_for_the_research():
    # What the research says about when to ask stands in the content, with its basis, and nowhere in the code.
    claims = re.compile(r"\b(?:research|stud(?:y|ies)|evidence|review)\b", re.I)
    assert [said for texts in sentences() for said in texts if claims.search(said)] == []


def test_every_entry_has_a_name_a_line_and_a_source_and_leads_to_others():
    for entry in LIBRARY.entries.values():
        assert entry.name.strip(), entry.id
        assert entry.line.endswith((".", "?")), entry.id
        assert entry.source in LIBRARY.sources, entry.id
        assert set(entry.related) <= set(LIBRARY.entries), entry.id


def test_no_way_of_asking_leads_to_two_entries():
    leads = defaultdict(set)
    for entry in LIBRARY.entries.values():
        for words in entry.asked:
            leads[plain(words)].add(entry.id)
    assert {words: ids for words, ids in leads.items() if len(ids) > 1} == {}


def test_each_practice_is_core_in_some_phase():
    for practice in PRACTICES:
        assert "core" in {LIBRARY.level(practice, phase).level for phase in LIBRARY.phases}


def test_every_entry_says_something_and_where_it_is_from():
    for entry in LIBRARY.entries.values():
        assert entry.what or entry.why or entry.helps or entry.wrong or entry.limits, entry.id
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


def test_what_the_sources_leave_open_is_not_told_as_something_that_goes_wrong():
    # "The introduction does not list them" is a limit of the source, and no mistake that a team could make.
    of_sources = re.compile(
        r"^(?:The (?:review|introduction|editors|records|last chapter)|Papers|Authors|Tu|Some counts)\b"
    )
    assert [e.id for e in LIBRARY.entries.values() for text in e.wrong if of_sources.search(text)] == []
    assert sum(bool(entry.limits) for entry in LIBRARY.entries.values()) == 23
