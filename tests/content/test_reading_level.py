"""Everything that people read is written so that they can: short words, short sentences, open questions."""

import re
from dataclasses import replace

import pytest

from bot import plainness
from bot.library import Entry, Question
from framework_content import load

LIBRARY = load()
OPENERS = {"what", "how", "who", "whose", "whom", "which", "when", "where", "why", "at what"}


def grade(text: str) -> float:
    """Flesch-Kincaid: the American school year that a text needs."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower())
    sentences = len(re.findall(r"[.?!:](?:\s|$)", text)) or 1
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, less the silent endings."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouy]l?es$|[^td]ed$", word) and not re.search(r"(?:[cgszx]|sh|ch)es$", word)
    return max(1, groups - bool(silent))


def body(entry: Entry) -> str:
    parts = (entry.line, *entry.what, *entry.why, *entry.helps, *entry.wrong, *entry.limits)
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts)


def wordings(question: Question) -> dict[str, str]:
    return {"lived": question.lived, "professional": question.professional, "easy": question.easy}


@pytest.mark.parametrize(
    ("text", "least", "most"), [("The cat sat.", -3, 1), ("Organisational accountability.", 20, 60)]
)
def test_the_measure_tells_easy_from_hard(text, least, most):
    assert least < grade(text) < most


@pytest.mark.parametrize("entry", LIBRARY.entries.values(), ids=lambda entry: entry.id)
def test_an_entry_reads_at_grade_eight_or_easier(entry):
    assert grade(body(entry)) <= 8
    if entry.question:
        assert grade(entry.question) <= 8


@pytest.mark.parametrize("question", LIBRARY.questions.values(), ids=lambda question: question.id)
def test_a_question_is_short_open_and_plain(question):
    for voice, text in wordings(question).items():
        assert len(text.split()) <= 25
        assert grade(text) <= (5 if voice == "easy" else 8), f"{voice}: {grade(text):.1f} {text}"
        assert text.count("?") == 1, "one question at a time"
        assert text.endswith("?")
        # Some begin with the case they are about: "When you take part, what makes it count?"
        assert text.lower().startswith(tuple(OPENERS)), text
        assert not re.search(r"\b[A-Z]{2,}\b", text), "no abbreviations"


@pytest.mark.parametrize("statement", LIBRARY.statements.values(), ids=lambda statement: statement.id)
def test_a_statement_is_one_short_plain_sentence(statement):
    assert len(statement.text.split()) <= 18
    assert len(statement.text) <= 75
    assert statement.text.count(".") == 1
    assert grade(statement.text) <= 8


@pytest.mark.parametrize("phase", LIBRARY.phases.values(), ids=lambda phase: phase.key)
def test_a_phase_is_told_in_plain_words(phase):
    for text in (phase.meaning, phase.ask_if, phase.note):
        assert grade(text) <= 9


def test_the_reasons_for_the_levels_are_plain():
    reasons = " ".join(level.why for level in LIBRARY.levels.values())
    assert grade(reasons) <= 8


def wrong(language: str, easy: str) -> str:
    """What is said of a text in the place of power.1's easy wording."""
    library = load(language)
    question = replace(library.question("power.1"), easy=easy)
    found = plainness.faults(replace(library, questions={question.id: question}, entries={}, statements={}, phases={}))
    return "; ".join(fault.wrong for fault in found)


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("en", "What helps, and who gains?", "asks two things"),
        ("en", "How do we share power and do we trust each other?", "asks two things"),
        ("en", "What helps? Who gains?", "is not one question"),
        ("en", "Tell us what helps.", "is not one question"),
        ("en", "Do you feel heard?", "yes or no"),
        ("en", "How great is it to be heard?", "leads to an answer"),
        ("en", "What is good here, don't you think?", "leads to an answer"),
        ("en", "What did the NHS do?", "NHS is not explained"),
        ("en", "What " + "so " * 25 + "on?", "has 27 words"),
        ("en", "What organisational accountability mechanisms facilitate collaboration?", "reads at"),
        ("sv", "Vad hjälper, och vem vinner?", "asks two things"),
        ("sv", "Känner du dig hörd?", "yes or no"),
        ("sv", "Vad är självklart bra här?", "leads to an answer"),
        ("sv", "Vad gjorde SKR?", "SKR is not explained"),
        (
            "sv",
            "Vilka organisatoriska samordningsmekanismer underlättar verksamhetsutvecklingen långsiktigt?",
            "reads at",
        ),
    ],
)
def test_a_text_that_is_hard_or_unfair_is_told(language, text, says):
    assert says in wrong(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Who could say more and listen more?"),
        ("en", "What helps you and us?"),
        ("sv", "Vem hjälper dig och oss?"),
    ],
)
def test_a_plain_question_is_left_alone(language, text):
    assert wrong(language, text) == ""


def test_swedish_has_a_measure_of_its_own():
    # The Swedish textbook example of an easy and of a hard text, by sentence length and long words.
    assert plainness.lix("Katten sov. Hunden åt.") == 2
    assert plainness.lix("Kommunens verksamhetsutveckling förutsätter långsiktighet.") == 104
    assert plainness.RULES["sv"].alone("Människor här förstår min bakgrund.") < 45
    hardest = max(map(plainness.RULES["sv"].alone, (q.easy for q in load("sv").questions.values())))
    assert hardest <= plainness.RULES["sv"].easy < plainness.RULES["sv"].most


def test_our_measure_is_close_to_another_one_s():
    # Grades by textstat 0.7.4, which counts syllables from a dictionary; ours counts groups of vowels.
    for id, theirs in {"sig.power.1": 4.4, "sig.power.2": 3.7, "sig.power.3": 4.1}.items():
        assert abs(grade(LIBRARY.statement(id).text) - theirs) < 1.3
