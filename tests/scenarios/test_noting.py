"""What changed because of people's answers; and one thing to talk about."""

from __future__ import annotations

import pytest

from bot.messages import Words
from tests.scenarios.steps import SEVEN, team
from tests.scenarios.test_summary import weeks
from tests.world import World

NOTE = "What changed because of what people said?"


def notes(world: World, who: str, text: str) -> list[str]:
    world.says(who, "note a change")
    return world.sends(who, {NOTE: text})


def test_a_member_notes_a_change_and_everybody_reads_it_without_a_name(world: World) -> None:
    team(world, *SEVEN)
    world.until("2026-03-02T12:00+00:00")
    assert "It stands in the next summary of River Street." in notes(world, "ben", "We meet in the café now.")[-1]
    world.until("2026-03-06T12:00+00:00")
    summary = world.channel()[-1]
    assert "What changed because of your answers\n“We meet in the café now.”" in summary
    assert "ben" not in summary.lower()
    world.until("2026-03-13T12:00+00:00")
    assert "Nothing noted yet. Anybody in the team can note it." in world.channel()[-1], "each is told once"


def test_the_button_under_the_summary_opens_the_same_form(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, "ana", upto=1)
    assert NOTE in world.presses("cai", "Note a change", in_channel=True)[-1]


def test_an_empty_note_is_told_beside_the_box(world: World) -> None:
    team(world, *SEVEN)
    assert "Please write what changed, in a few words." in notes(world, "ben", "   ")[-1]


@pytest.mark.parametrize("player", ["web", "slack"], indirect=True)  # Teams itself takes no more
def test_a_note_that_is_too_long_is_told_beside_the_box_and_nothing_that_was_typed_is_lost(world: World) -> None:
    team(world, *SEVEN)
    assert "Please use 200 letters or fewer." in notes(world, "ben", "very " * 60)[-1]
    [box] = [part for part in world.form("ben").body if isinstance(part, Words)]
    assert box.text == ("very " * 60).strip()


def test_what_is_noted_is_words_and_nothing_else(world: World) -> None:
    team(world, *SEVEN)
    notes(world, "ben", "we meet at six <!channel>")
    weeks(world, "ana", upto=1)
    assert "“we meet at six <!channel>”" in world.channel()[-1].replace("&lt;", "<").replace("&gt;", ">")
    blocks = str(world.places[world.player.channel()][-1].rendered)
    assert "mrkdwn" not in blocks.partition("we meet at six")[0].rpartition("{")[2], (
        "no words that could mention anybody"
    )


def test_there_is_one_thing_to_talk_about_and_it_is_about_the_score_that_fell(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, *SEVEN)
    assert "One thing to talk about" in world.channel()[-1]
    world.until("2026-03-23T12:00+00:00")
    for who in SEVEN:
        world.presses(who, "Answer")
        world.sends(who, {"Something I said has changed what we decided.": "Disagree strongly",
                          "I can say what I really think in this team.": "Agree"})  # fmt: skip
    world.until("2026-03-27T12:00+00:00")
    summary = world.channel()[-1]
    assert "It moved down one step" in summary
    about = summary.partition("One thing to talk about\n")[2].partition("\n")[0]
    assert about in {q.easy for q in world.library.questions.values() if q.topic == "power"}
