"""Dialogue 5: anyone asks, in their own words, and gets a plain answer with its source."""

from __future__ import annotations

import pytest

from tests.scenarios.steps import team
from tests.world import World

SHORT = ("Moving real say from those who often hold it", "A question to think about", "Which decision could be made")
MORE = ("What it is", "Why it matters", "What helps", "What goes wrong", "A question to think about", "Source")
DOI = "10.1186/s12913-024-10549-4"


@pytest.mark.parametrize("words", ["explain power sharing", "what is power sharing?", "explain pwer sharing"])
def test_a_practice_is_explained_in_short_with_its_source(world: World, words: str) -> None:
    told = world.says("ana", words)[-1]
    assert told.startswith("Power sharing")
    assert all(part in told for part in SHORT)
    assert "Source: Kjellström, Sarre & Masterson 2024, “Power sharing”." in told
    assert DOI in told
    assert "What goes wrong" not in told
    assert world.buttons("ana") == ["Tell me more", "Senior leader", "Service user or carer", "Facilitator"]


def test_tell_me_more_tells_the_whole_entry_with_notes_and_the_full_source(world: World) -> None:
    world.says("ana", "explain power sharing")
    told = world.presses("ana", "Tell me more")[-1]
    assert told.startswith("Power sharing")
    assert all(part in told for part in MORE)
    assert "The complexity of leadership in coproduction practices" in told
    assert DOI in told
    assert "Tell me more" not in world.buttons("ana")


def test_related_entries_are_one_press_away(world: World) -> None:
    world.says("ana", "explain power sharing")
    assert world.presses("ana", "Facilitator")[-1].startswith("Facilitator")
    assert world.buttons("ana")[0] == "Tell me more"


def test_what_was_read_in_the_handbooks_introduction_says_so(world: World) -> None:
    told = world.says("ana", "explain the four co's")[-1]
    assert "The Handbook's introduction, on chapter 2" in told
    assert "10.1007/978-3-030-53705-0_1" in told
    assert "The Handbook's introduction, on chapter 2" in world.presses("ana", "Tell me more")[-1]


def test_a_short_answer_is_short_for_every_entry(world: World) -> None:
    for entry in world.library.entries.values():
        told = world.says("ana", f"explain {entry.name}")[-1]
        assert told.startswith(entry.name), entry.id
        assert len(told) < 1200, entry.id
        assert world.library.source(entry.source).doi in told, entry.id


def test_where_the_source_is_thin_the_answer_says_so(world: World) -> None:
    told = world.says("ana", "explain greater engagement")[-1]
    assert "just 14 cases" in told, "in short already, where there is little else to say"
    world.says("ana", "explain the five-step change model")
    told = world.presses("ana", "Tell me more")[-1]
    assert "What is not certain" in told
    assert "does not name them" in told
    assert "What goes wrong" not in told, "what nobody knows is nobody's mistake"


def test_a_role_is_explained(world: World) -> None:
    told = world.says("ana", "what is a champion?")[-1]
    assert told.startswith("Champion")
    assert DOI in told


def test_a_mention_in_the_channel_is_answered_there(world: World) -> None:
    world.says("ana", "explain trust", in_channel=True)
    shared = [shown for place, each in world.places.items() if not place.private for shown in each]
    answers = [world.player.words(shown.rendered) for shown in shared]
    assert any(words.startswith("Establishing trusting relationships") for words in answers)


def test_the_question_card_explains_its_practice(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    assert "A question to think about" in world.presses("ana", "What is this about?")[-1]
    assert "What it is" in world.presses("ana", "Tell me more")[-1]


def test_unknown_words_get_an_honest_no_with_the_nearest_three(world: World) -> None:
    told = world.says("ana", "what's the weather in Leeds tomorrow?")[-1]
    assert told.startswith("I don't know that")
    assert len(world.buttons("ana")) == 3


def test_explain_alone_asks_what(world: World) -> None:
    assert "What shall I explain?" in world.says("ana", "explain")[-1]


@pytest.mark.parametrize(
    "words", ["explain " + "a" * 3900, "🙂🙂🙂", "объясни власть", "explain \x00\x07<script>", "*" * 300]
)
def test_strange_words_get_a_sensible_answer(world: World, words: str) -> None:
    told = world.says("ana", words)[-1]
    assert told.startswith(("I don't know that", "I did not understand"))
