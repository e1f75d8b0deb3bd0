"""Swedish is all there, says what the English says, and is written so that people can read it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import framework_content
from bot.explain import explain
from bot.library import Entry, Question
from bot.spelling import plain
from framework_content import load
from framework_content.overlay import overlay

ENGLISH = load()
SWEDISH, MISSING = overlay(ENGLISH, Path(framework_content.__file__).parent / "sv", "sv")

TEXTS = {
    "phases": ("name", "short", "meaning", "ask_if", "note"),
    "entries": ("name", "aka", "line", "what", "why", "helps", "wrong", "limits", "question", "note", "asked"),
    "questions": ("lived", "professional", "easy"),
    "statements": ("text",),
    "levels": ("why",),
}
CALLED = ("name", "aka")  # some things go by the same name in both languages: NPM, Cobiquity
OPENERS = ("vad", "hur", "vem", "vems", "vilka", "vilken", "vilket", "när", "var", "vid vilka", "för vilka")
ENGLISH_WORDS = {"the", "and", "of", "with", "what", "who", "this", "that", "people", "we", "you", "are", "their"}
REFUSED_WORDS = ("samproduktion", "medskapande", "facilitator", "klient", "empowerment", "stakeholder", "silos")
NAMES = re.findall(
    r"\w+",
    """
    Docherty Tu Bovaird Loeffler Kjellström Tuurnas Powers Thompson Sancino Nielsen Moore Evans Osborne Strokosch Farr
    Brudney Jackson Gazley Bertelli Cannas Russell Brandsen Pestoff Ostrom Smith Evers Ewert Robert Torfing McCulloch
    McKenna Durose Perry Richardson Barcelona Madrid Nesta Handbok
    """,
)


def told(entry: Entry) -> tuple[str, ...]:
    """The sentences of an entry that tell what the source says."""
    return (entry.line, *entry.what, *entry.why, *entry.helps, *entry.wrong, *entry.limits)


def lix(texts: tuple[str, ...]) -> float:
    """The Swedish measure of reading: 30 to 40 is easy, 40 to 50 is the press, over 50 is official language."""
    text = " ".join(part if part.endswith((".", "?")) else f"{part}." for part in texts)
    words = re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", text)
    sentences = len(re.findall(r"[.?!:](?:\s|$)", text))
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def pairs() -> Iterator[tuple[str, str, Any, Any]]:
    """Each translated text beside the English one: record, field, Swedish, English."""
    for table, fields in TEXTS.items():
        for key, original in getattr(ENGLISH, table).items():
            ours = getattr(SWEDISH, table)[key]
            yield from ((str(key), field, getattr(ours, field), getattr(original, field)) for field in fields)


def shown(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else " ".join(value)


def test_nothing_is_missing():
    assert MISSING == []


def test_there_is_every_record_and_only_the_words_differ():
    for table, fields in TEXTS.items():
        ours, theirs = getattr(SWEDISH, table), getattr(ENGLISH, table)
        assert list(ours) == list(theirs)
        for key, record in ours.items():
            assert replace(record, **{field: getattr(theirs[key], field) for field in fields}) == theirs[key]
    assert SWEDISH.sources is ENGLISH.sources


def test_statements_keep_the_way_they_are_keyed():
    assert {s.id: s.keyed for s in SWEDISH.statements.values()} == {s.id: s.keyed for s in ENGLISH.statements.values()}


def test_no_text_is_left_in_english():
    for key, field, ours, theirs in pairs():
        if not theirs or field in CALLED:
            continue
        assert ours != theirs, f"{key}: {field}"
        if isinstance(ours, tuple):
            assert not set(ours) & set(theirs), f"{key}: {field}"
        # Section names of the publications stay as published, between quotation marks.
        words = set(re.findall(r"\w+", re.sub(r"”[^”]*”", "", shown(ours)).lower()))
        assert not words & ENGLISH_WORDS, f"{key}: {field}: {words & ENGLISH_WORDS}"


def test_numbers_and_names_are_those_of_the_english_text():
    for id, entry in SWEDISH.entries.items():
        ours, theirs = " ".join((*told(entry), entry.note)), " ".join((*told(e := ENGLISH.entry(id)), e.note))
        assert set(re.findall(r"\d+", ours)) == set(re.findall(r"\d+", theirs)), id
        for name in NAMES:
            if re.search(rf"\b{'Handbook' if name == 'Handbok' else name}\b", theirs):
                assert re.search(rf"\b{name}", ours), f"{id}: {name}"


def test_each_sentence_of_a_source_has_its_sentence():
    for id, entry in SWEDISH.entries.items():
        original = ENGLISH.entry(id)
        for field in ("what", "why", "helps", "wrong", "limits"):
            assert len(getattr(entry, field)) == len(getattr(original, field)), f"{id}: {field}"


@pytest.mark.parametrize("question", SWEDISH.questions.values(), ids=lambda question: question.id)
def test_a_question_is_short_open_and_plain(question: Question):
    for voice in ("lived", "professional", "easy"):
        text = question.wording(voice)
        assert len(text.split()) <= (14 if voice == "easy" else 25)
        assert text.count("?") == 1
        assert text.endswith("?")
        assert text.lower().startswith(OPENERS), text
    assert len(max(question.easy.split(), key=len)) <= 12, question.easy


@pytest.mark.parametrize("statement", SWEDISH.statements.values(), ids=lambda statement: statement.id)
def test_a_statement_is_one_short_plain_sentence(statement):
    assert len(statement.text.split()) <= 18
    assert len(statement.text) <= 75
    assert statement.text.count(".") == 1
    assert statement.text.endswith(".")


@pytest.mark.parametrize("entry", SWEDISH.entries.values(), ids=lambda entry: entry.id)
def test_an_entry_reads_easily(entry: Entry):
    assert lix(told(entry)) <= 52
    for sentence in re.split(r"(?<=[.?!:]) ", " ".join(told(entry))):
        assert len(sentence.split()) <= 25, sentence
    assert not entry.question or entry.question.endswith("?")


def test_most_entries_are_easy_swedish():
    assert sorted(lix(told(entry)) for entry in SWEDISH.entries.values())[len(SWEDISH.entries) // 2] <= 38


def test_one_word_is_used_for_one_thing():
    for key, field, ours, _ in pairs():
        if field not in (*CALLED, "asked"):
            found = [word for word in REFUSED_WORDS if word in shown(ours).lower()]
            assert not found, f"{key}: {field}: {found}; see the glossary in 02_phases.toml"
    for text in load("sv").t._texts.values():
        assert not [word for word in REFUSED_WORDS if word in text.lower()], text


def test_each_entry_is_found_by_each_of_its_names_and_shares_none():
    named = defaultdict(set)
    for entry in SWEDISH.entries.values():
        for name in (entry.name, *entry.aka):
            named[plain(name)].add(entry.id)
            found = explain(name, SWEDISH).entry
            assert found is not None, f"{entry.id}: {name}"
            assert found.id == entry.id, f"{entry.id}: {name}"
    assert {name: ids for name, ids in named.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("asked", "id"),
    [
        ("vad är maktdelning", "practice.power"),
        ("hur skapar vi tillit", "practice.trust"),
        ("vad menas med samskapande", "term.coproduction"),
        ("cheferna bestämmer allt", "practice.power"),
        ("alla sitter i sina egna stuprör", "cond.silos"),
        ("de frågade oss bara för syns skull", "hb.tokenism"),
        ("vad är skillnaden mellan chef och ledare", "term.leadership_management"),
        ("coproduction", "term.coproduction"),
    ],
)
def test_a_member_who_asks_in_swedish_is_answered(asked, id):
    found = explain(asked, SWEDISH)
    assert found.entry is not None
    assert found.entry.id == id


@pytest.mark.parametrize(
    "asked", ["vad blir det för väder i morgon", "boka ett rum åt mig", "hur mycket semester har jag kvar"]
)
def test_what_lies_outside_is_said_to(asked):
    assert explain(asked, SWEDISH).entry is None
