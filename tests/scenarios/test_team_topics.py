"""The team's own list of topics: open to all, changed by coordinators."""

from __future__ import annotations

import pytest

from bot.messages import Words
from tests.scenarios.steps import SEVEN, team
from tests.scenarios.writing import TRUSTING, form, in_week, ticked, writes
from tests.world import World


def test_a_coordinator_changes_the_topics_and_everybody_is_told(world: World) -> None:
    team(world, *SEVEN)
    world.says("ben", "topics")
    assert "Change the lists" not in world.buttons("ben")
    world.says("ana", "topics")
    world.presses("ana", "Change the lists")
    world.sends("ana", {"Topics": "trust\nThe garden\n\nthe  garden\nMoney", "To take out of quotes": "Elm Street"})
    told = world.channel()[-1]
    for line in ("Topics of River Street", f"• {TRUSTING}", "• The garden", "• Money", "Elm Street"):
        assert line in told
    in_week(world, 1)
    writes(world, "ben", "The garden on Elm Street is a mess")
    world.presses("ben", "Share what it is about")
    assert "The garden" in ticked(world, "ben")


@pytest.mark.parametrize("lines", ["Only one", "\n".join(f"Topic {n}" for n in range(11)), f"Trust\n{'x' * 61}"])
def test_lists_that_cannot_be_taken_come_back_with_what_to_do(world: World, lines: str) -> None:
    team(world, *SEVEN)
    world.says("ana", "topics")
    world.presses("ana", "Change the lists")
    world.sends("ana", {"Topics": lines})
    told = form(world, "ana")
    assert "Please write two topics or more" in told or "Please use 60 letters or fewer" in told
    [box] = [part for part in world.form("ana").body if isinstance(part, Words) and part.id == "topics"]
    assert box.text == lines
