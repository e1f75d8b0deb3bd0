"""What the team is asked next: anyone can see it, a coordinator can skip it or choose another."""

from __future__ import annotations

from bot.messages import Choice
from tests.scenarios.steps import team
from tests.world import World

TITLE = "Next question for River Street"


def easy(world: World, id: str) -> str:
    return world.library.question(id).easy


def option(world: World, id: str) -> str:
    """How a question stands in the form."""
    question = world.library.question(id)
    return f"{question.easy} ({world.library.practice_of(question).name})"


def asked(world: World, told: str) -> str:
    """The question of the bank that stands in a card."""
    return next(q.id for q in world.library.questions.values() if q.easy in told)


def test_everybody_can_see_what_comes_next_and_a_coordinator_can_change_it(world: World) -> None:
    team(world, "ana", "ben")
    told = world.says("ben", "next question")[-1]
    assert TITLE in told
    assert "It comes on Monday 2 March, 09:00." in told
    assert "If you would like another one, ask a coordinator." in told
    assert world.buttons("ben") == ["What is this about?"]
    assert easy(world, asked(world, told)) in world.says("ana", "what comes next?")[-1]
    assert world.buttons("ana") == ["Ask another one", "Choose a question", "What is this about?"]


def test_the_question_shown_is_the_one_asked(world: World) -> None:
    team(world, "ana")
    shown = asked(world, world.says("ana", "next question")[-1])
    assert easy(world, shown) in world.until("2026-03-02T09:00+00:00")[0][1]


def test_a_coordinator_skips_until_one_fits_and_that_one_is_asked(world: World) -> None:
    team(world, "ana", "ben")
    seen = [asked(world, world.says("ana", "next question")[-1])]
    for _ in range(3):
        seen.append(asked(world, world.presses("ana", "Ask another one")[-1]))
    assert len(set(seen)) == 4
    assert easy(world, seen[-1]) in world.says("ben", "next question")[-1]
    assert easy(world, seen[-1]) in world.until("2026-03-02T09:00+00:00")[0][1]
    later = [asked(world, world.until(f"2026-03-{day}T09:00+00:00")[-1][1]) for day in ("09", "16", "23", "30")]
    assert not set(later) & set(seen), "what was skipped rests, too"


def test_an_old_card_skips_nothing_twice(world: World) -> None:
    team(world, "ana")
    world.says("ana", "next question")
    place = world.player.home("ana")
    old = world.places[place][-1]
    event = world.player.presses("ana", old.rendered, "Ask another one", at=place, message=old.ref)
    stale = world.player.presses("ana", old.rendered, "Ask another one", at=place, message=old.ref)
    second = asked(world, world.does("ana", event)[-1])
    assert asked(world, world.does("ana", stale)[-1]) == second


def test_a_coordinator_chooses_a_question_for_once(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ana", "next question")
    assert "Question for next time" in world.presses("ana", "Choose a question")[-1]
    told = world.sends("ana", {"Question for next time": option(world, "trust.3")})[-1]
    assert easy(world, "trust.3") in told
    assert "A coordinator chose this one." in told
    assert "A coordinator chose this one." in world.says("ben", "next question")[-1]
    assert easy(world, "trust.3") in world.until("2026-03-02T09:00+00:00")[0][1]
    assert "A coordinator chose this one." not in world.says("ana", "next question")[-1]
    assert easy(world, "trust.3") not in world.until("2026-03-09T09:00+00:00")[-1][1]


def test_a_question_chosen_during_a_week_waits_for_the_next_and_is_named_in_the_summary(world: World) -> None:
    team(world, "ana")
    world.until("2026-03-02T10:00+00:00")
    told = world.says("ana", "next question")[-1]
    assert "It comes on Monday 9 March, 09:00." in told
    world.presses("ana", "Choose a question")
    world.sends("ana", {"Question for next time": option(world, "networking.1")})
    world.until("2026-03-06T10:00+00:00")
    assert "Practice: Networking. The question comes on Monday 9 March, 09:00." in world.channel()[-1]
    assert easy(world, "networking.1") in world.until("2026-03-09T09:00+00:00")[-1][1]


def test_a_chosen_question_can_be_let_go_again(world: World) -> None:
    team(world, "ana")
    first = asked(world, world.says("ana", "next question")[-1])
    world.presses("ana", "Choose a question")
    world.sends("ana", {"Question for next time": option(world, "trust.3")})
    told = world.presses("ana", "Ask another one")[-1]
    assert "A coordinator chose this one." not in told
    assert asked(world, told) == first


def test_the_form_has_every_question_once_grouped_by_practice(world: World) -> None:
    team(world, "ana")
    world.says("ana", "next question")
    world.presses("ana", "Choose a question")
    (choice,) = (part for part in world.form("ana").body if isinstance(part, Choice))
    labels = [each.label for each in choice.options]
    assert {q.easy for q in world.library.questions.values()} == {label.rpartition(" (")[0] for label in labels}
    groups = [label.rpartition(" (")[2] for label in labels]
    assert [g for at, g in enumerate(groups) if at == 0 or groups[at - 1] != g] == list(dict.fromkeys(groups))


def test_only_a_coordinator_skips_or_chooses(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ana", "next question")
    place = world.player.home("ana")
    card = world.places[place][-1]
    for label in ("Ask another one", "Choose a question"):
        event = world.player.presses("ben", card.rendered, label, at=world.player.home("ben"), message=card.ref)
        assert "Only a coordinator can change this" in world.does("ben", event)[-1]
    world.presses("ana", "Choose a question")
    form, answers = world.forms["ana"], {"Question for next time": option(world, "trust.3")}
    assert "Only a coordinator" in world.does("ben", world.player.submits("ben", form, answers))[-1]


def test_a_paused_team_has_no_date_for_its_next_question(world: World) -> None:
    team(world, "ana")
    world.says("ana", "pause")
    assert "The team is paused." in world.says("ana", "next question")[-1]
