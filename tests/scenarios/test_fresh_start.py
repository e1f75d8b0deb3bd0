"""A team in which many have changed measures anew."""

from __future__ import annotations

from tests.scenarios.steps import SEVEN, answer, team
from tests.scenarios.test_summary import weeks
from tests.world import World


def test_a_coordinator_begins_anew_after_being_asked_once_and_everybody_is_told(world: World) -> None:
    team(world, *SEVEN)
    weeks(world, *SEVEN)
    assert "The scores close now. Nothing is shown by that." in world.says("ana", "fresh start")[0]
    world.presses("ana", "Begin anew")
    assert "The scores of River Street begin anew" in world.channel()[-1]
    world.until("2026-03-27T12:00+00:00")
    assert "Still collecting." in world.channel()[-1]


def measured_anew(world: World, *people: str) -> str:
    """After three weeks of agreement the scores begin anew, and everybody in `people` disagrees; the summary."""
    team(world, *SEVEN, "hal")
    weeks(world, *SEVEN)
    world.says("ana", "fresh start")
    world.presses("ana", "Begin anew")
    world.until("2026-03-23T12:00+00:00")
    for who in people:
        answer(world, who, power="Disagree strongly")
    world.until("2026-03-27T12:00+00:00")
    return world.channel()[-1]


def test_the_same_people_are_measured_anew(world: World) -> None:
    assert "The score is “lower half”." in measured_anew(world, *SEVEN)


def test_nearly_the_same_people_go_on_from_the_last_score(world: World) -> None:
    assert "The score is “upper half”." in measured_anew(world, *SEVEN, "hal")


def test_members_cannot(world: World) -> None:
    team(world, *SEVEN)
    assert "coordinator" in world.says("ben", "fresh start")[0]
