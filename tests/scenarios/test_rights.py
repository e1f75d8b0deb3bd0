"""What I hold about you, and the end of it."""

from __future__ import annotations

from tests.scenarios.steps import SEVEN, answer, team
from tests.scenarios.test_summary import weeks
from tests.world import World


def file_of(world: World) -> str:
    """The text of the file that was locked last."""
    return world.keys.sealed[-1]


def test_my_data_is_a_file_for_the_asker_alone_with_everything_that_is_held(world: World) -> None:
    team(world, *SEVEN)
    world.until("2026-03-02T12:00+00:00")
    answer(world, "ana", power="Agree strongly", trust="Disagree", words="We could meet outside.")
    world.says("ana", "my data", in_channel=True)
    assert "It is all in this file. Only you get it." in world.sees("ana")[-1]
    held = (
        "River Street: you are in",
        "Coordinator: yes",
        "Member since: Monday 2 March 2026",
        "Your answers count: no",
        "“Something I said has changed what we decided.”: Agree strongly",
        "“I can say what I really think in this team.”: Disagree",
        "week 1: We could meet outside.",
    )
    assert [part for part in held if part not in file_of(world)] == []
    assert not any("What I hold about you" in post for post in world.channel())


def test_the_file_tells_nothing_of_others(world: World) -> None:
    team(world, *SEVEN)
    world.until("2026-03-02T12:00+00:00")
    answer(world, "ben", power="Disagree strongly", words="Ben was here.")
    world.says("ana", "what do you know about me?")
    assert "Ben was here" not in file_of(world)
    assert "Disagree" not in file_of(world)


def test_my_answers_are_shown_in_a_form_that_is_never_stored_and_can_be_erased(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, *SEVEN)
    before = world.channel()[-1]
    world.says("ana", "my answers")
    assert "“Something I said has changed what we decided.”: Agree" in world.player.words(world.forms["ana"])
    assert "Your answers in River Street are erased." in world.sends("ana", {})[-1]
    assert "I hold no answers of yours in River Street." in world.says("ana", "my answers")[0]
    assert world.channel()[-1] == before, "nothing that was published moves"
    assert "In the circle" in world.says("ana", "status")[0]


def test_an_answer_of_this_week_is_shown_as_it_was_given_though_its_statement_counts_the_other_way(
    world: World,
) -> None:
    team(world, *SEVEN, Statement_about_power_sharing="A few people make most of the decisions.")
    world.until("2026-03-02T12:00+00:00")
    world.presses("ana", "Answer")
    world.sends("ana", {"A few people make most of the decisions.": "Agree strongly",
                        "I can say what I really think in this team.": "Agree"})  # fmt: skip
    world.says("ana", "my answers")
    assert "“A few people make most of the decisions.”: Agree strongly" in world.player.words(world.forms["ana"])


def test_forget_me_is_asked_once_and_leaves_nothing(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, *SEVEN)
    before = world.channel()
    assert "Shall I forget you?" in world.says("ben", "forget me")[0]
    assert "I have forgotten you." in world.presses("ben", "Yes, forget me")[-1]
    assert world.channel() == before, "nothing that was published moves"
    assert "ben" not in world.says("ana", "status")[0].lower()
    assert "You are in no team." in (world.says("ben", "my data") and file_of(world))


def test_one_may_think_better_of_it(world: World) -> None:
    team(world, *SEVEN)
    world.says("ben", "forget me")
    world.presses("ben", "No, keep it")
    world.says("ben", "my data")
    assert "River Street: you are in" in file_of(world)
