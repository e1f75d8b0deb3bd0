"""Dialogue 1: a coordinator sets up a team, and everyone sees the same settings."""

from __future__ import annotations

import pytest

from tests.scenarios.steps import join, set_up, team
from tests.world import World


def test_setting_up_begins_in_the_channel_where_the_summary_goes(world: World) -> None:
    assert "Go to the channel where your team meets" in world.says("ana", "setup")[0]
    assert "Set up your team" in world.says("ana", "setup", in_channel=True)[-1]


def test_good_defaults_stand_in_the_form(world: World) -> None:
    world.says("ana", "setup", in_channel=True)
    world.sends("ana", {"Name of the team": "River Street"})
    settings = world.channel()[0]
    assert "Starting" in settings
    assert "Monday at 09:00 (Europe/London)" in settings
    assert "Something I said has changed what we decided." in settings
    assert "I can say what I really think in this team." in settings
    assert "two team-mates comparing notes" in settings
    assert "A score needs 7 people" in settings


def test_everyone_sees_the_same_settings(world: World) -> None:
    team(world, "ana", "ben")
    own = [line for line in world.says("ben", "settings")[0].splitlines() if ":" in line]
    announced = world.channel()[0]
    assert own
    assert all(line in announced for line in own if "Next question" not in line)


def test_the_coordinator_chooses_statements_and_how_many_may_compare_notes(world: World) -> None:
    set_up(
        world,
        Statement_about_power_sharing="I can question what our leaders say.",
        Answers_stay_safe_from="Any one team-mate (5 people or more)",
    )
    assert "I can question what our leaders say." in world.channel()[0]
    assert "A score needs 5 people" in world.channel()[0]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("Name of the team", "", "Please give the team a name."),
        ("Time zone", "Europe/Lodon", "Did you mean Europe/London?"),
        ("Time zone", "", "I do not know this time zone."),
        ("Time of day", "25:00", "Please write the time like 09:00."),
        ("First question on or after", "2026-02-27", "is past. Please choose today or later."),
        ("First question on or after", "next week", "Please write the date like 2026-03-02"),
        ("First question on or after", "2028-01-01", "more than a year away"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(
    world: World, field: str, typed: str, told: str
) -> None:
    world.says("ana", "setup", in_channel=True)
    typed_all = {"Name of the team": "River Street", field: typed}
    seen = world.sends("ana", typed_all)[-1]
    assert told in seen
    assert len(world.form("ana").errors) == 1
    held = {part.id: part.text for part in world.form("ana").body if hasattr(part, "lines")}
    assert held["name"] == typed_all["Name of the team"]
    assert world.channel() == []


def test_an_hour_that_summer_time_skips_is_refused_with_the_day(world: World) -> None:
    world.says("ana", "setup", in_channel=True)
    answers = {"Name of the team": "Night shift", "Day of the question": "Sunday", "Time of day": "01:30"}
    seen = world.sends("ana", answers)[-1]
    assert "On Sunday 29 March the clocks jump over 01:30. Please choose another time." in seen


def test_only_a_coordinator_changes_settings_and_the_statements_stay_once_begun(world: World) -> None:
    team(world, "ana", "ben")
    assert "Only a coordinator can change this" in world.says("ben", "change settings")[0]
    world.until("2026-03-02T09:00+00:00")
    form = world.says("ana", "change settings")[-1]
    assert "Change the settings" in form
    assert "Statement about trust" not in form
    world.sends("ana", {"Day of the question": "Wednesday"})
    assert "The settings have changed" in world.channel()[-1]
    assert "Wednesday at 09:00" in world.channel()[-1]


def test_setting_up_twice_shows_the_team_that_is_there(world: World) -> None:
    team(world, "ana")
    before = len(world.channel())
    world.says("ana", "setup", in_channel=True)
    assert "Set up your team" not in "".join(world.channel()[before:])
    assert "ana" not in world.forms


def test_a_team_in_which_nobody_said_yes_is_told_so_and_asked_nothing(world: World) -> None:
    set_up(world)
    posted = world.until("2026-03-02T09:00+00:00")
    assert [place for place, _ in posted] == [world.player.channel()]
    assert "nobody has said yes yet" in posted[0][1]
    join(world, "ben")
    assert "This week's question" in world.until("2026-03-09T09:00+00:00")[-1][1]
