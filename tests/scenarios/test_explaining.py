"""Dialogue 5: anyone asks, in their own words, and gets a plain answer with its source."""

from __future__ import annotations

import pytest

from tests.scenarios.steps import team
from tests.world import World

PARTS = ("What it is", "Why it matters", "What helps", "What goes wrong", "A question to think about", "Source")


@pytest.mark.parametrize("words", ["explain power sharing", "what is power sharing?", "explain pwer sharing"])
def test_a_practice_is_explained_in_full_with_its_source(world: World, words: str) -> None:
    told = world.says("ana", words)[-1]
    assert told.startswith("Power sharing")
    assert all(part in told for part in PARTS)
    assert "10.1186/s12913-024-10549-4" in told


def test_a_role_is_explained(world: World) -> None:
    told = world.says("ana", "what is a champion?")[-1]
    assert told.startswith("Champion")
    assert "10.1186/s12913-024-10549-4" in told


def test_a_mention_in_the_channel_is_answered_there(world: World) -> None:
    world.says("ana", "explain trust", in_channel=True)
    shared = [shown for place, each in world.places.items() if not place.private for shown in each]
    answers = [world.player.words(shown.rendered) for shown in shared]
    assert any(words.startswith("Establishing trusting relationships") for words in answers)


def test_the_question_card_explains_its_practice(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T09:00+00:00")
    assert "What it is" in world.presses("ana", "What is this about?")[-1]


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
