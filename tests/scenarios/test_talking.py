"""Dialogue 6: help, status, pause, change phase, stop; and anything else."""

from __future__ import annotations

from tests.scenarios.steps import SEVEN, answer, team
from tests.world import World


def test_help_names_what_one_can_say(world: World) -> None:
    told = world.says("ana", "help")[-1]
    assert all(word in told for word in ("status", "answer", "explain", "settings", "stop", "setup"))


def test_somebody_in_no_team_is_told_the_ways_in(world: World) -> None:
    assert "You are not in a team yet" in world.says("zoe", "status")[-1]


def test_status_tells_where_the_team_is_and_only_the_asker_about_themselves(world: World) -> None:
    team(world, *SEVEN)
    world.until("2026-03-16T09:30+00:00")
    answer(world, "ana")
    told = world.says("ben", "status")[-1]
    assert "you have not answered this week" in told
    assert "Friday 20 March, 09:00" in told
    assert "Ana, Ben, Cai, Dee, Eli, Fay, Gus" in told, "who is in the circle is open; who answered is not"


def test_a_member_who_cannot_be_reached_is_a_number_and_only_for_the_coordinator(world: World) -> None:
    team(world, *SEVEN)
    world.blocked = {world.player.home("ben"), world.player.home("cai")}
    world.until("2026-03-02T09:30+00:00")
    assert "could not reach 2 people" in world.says("ana", "status")[-1]
    assert "could not reach" not in world.says("dee", "status")[-1]


def test_pause_lets_the_open_week_close_and_asks_nothing_new_until_resumed(world: World) -> None:
    team(world, "ana", "ben")
    world.until("2026-03-02T09:30+00:00")
    assert "Only a coordinator" in world.says("ben", "pause")[-1]
    world.says("ana", "pause")
    assert "River Street is paused" in world.channel()[-1]
    world.until("2026-03-06T10:00+00:00")
    assert "River Street: week 1" in world.channel()[-1]
    assert world.until("2026-03-20T10:00+00:00") == []
    world.says("ana", "resume")
    assert "River Street goes on" in world.channel()[-1]
    assert "This week's question" in world.until("2026-03-23T09:00+00:00")[-1][1]


def test_the_phase_is_changed_by_a_coordinator_and_everyone_is_told(world: World) -> None:
    team(world, "ana", "ben")
    assert "Only a coordinator" in world.says("ben", "change phase")[-1]
    assert "Now: Starting." in world.says("ana", "change phase")[-1]
    world.presses("ana", "Shaping together")
    assert "Phase: Shaping together" in world.channel()[-1]
    assert "Phase: Shaping together" in world.says("ben", "status")[-1]


def test_a_coordinator_ends_the_team_after_being_asked_once_more(world: World) -> None:
    team(world, "ana", "ben")
    world.until("2026-03-02T09:30+00:00")
    answer(world, "ben")
    before = list(world.keys.ring)
    world.says("ana", "stop")
    world.presses("ana", "End it for the whole team")
    world.presses("ana", "Yes, end it")
    assert "River Street has ended" in world.channel()[-1]
    assert world.keys.ring == {}
    world.keys.ring["left behind"] = b"of a team that is not known"
    [ended] = {name.partition(":")[0] for name in before}
    world.keys.ring[f"{ended}:power"] = b"left behind by a crash"
    assert world.until("2026-03-20T09:30+00:00") == []
    assert list(world.keys.ring) == ["left behind"], "what a crash left behind goes within a day"


def test_anything_else_gets_a_short_kind_answer_with_choices(world: World) -> None:
    told = world.says("ana", "blah blah blah")[-1]
    assert "I did not understand that, and I did not keep it." in told
    assert world.buttons("ana") == ["Answer", "Status", "Help"]


def test_coordinating_is_shared_by_name_and_told_to_everyone(world: World) -> None:
    team(world, "ana", "ben")
    assert "Only a coordinator" in world.says("ben", "pause")[-1]
    assert "Ask them to write “coordinator” and your name to me." in world.says("ben", "coordinate")[-1]
    assert "I do not know “Zoe”" in world.says("ana", "coordinator Zoe")[-1]
    world.says("ana", "coordinator ben")
    assert "Ben now helps to coordinate River Street." in world.channel()[-1]
    world.says("ben", "pause")
    assert "River Street is paused" in world.channel()[-1]


def test_when_the_last_coordinator_leaves_any_member_can_take_the_task_on(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ana", "stop")
    world.presses("ana", "Yes, take me out")
    world.says("ben", "coordinate")
    assert "Ben now helps to coordinate River Street." in world.channel()[-1]
