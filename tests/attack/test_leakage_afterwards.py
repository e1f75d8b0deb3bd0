"""T11, later: what is left after a form that came too late, after “forget me”, after the team's end."""

from __future__ import annotations

import base64

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import text

from tests.attack.leaks import (
    ANSWERS,
    CHOSEN,
    PEOPLE,
    WRITTEN,
    everything,
    file_bytes,
    found,
    names_and_ids,
    no_id_stands_beside_a_value,
    rows,
)  # fmt: skip
from tests.attack.wired import PAIRS, Wired, live
from tests.scenarios.steps import POWER, TRUST, answer, team

WHO = PEOPLE[0]


@PAIRS
def test_t11_a_form_that_came_too_late_is_kept_nowhere(world: Wired, database: Database) -> None:
    small_team(world)
    world.presses(WHO, "Answer")
    world.until("2026-03-14T12:00+00:00")
    given = {POWER: CHOSEN, TRUST: CHOSEN, "Your thoughts": WRITTEN}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "deliver", list)  # the platform is out of reach: what is for them waits
        world.sends(WHO, given)
        waiting = everything(database)
    world.deliver()
    assert {got.status for got in world.answers} == {200}
    assert found((WRITTEN, CHOSEN), waiting, everything(database)) == []


@pytest.mark.parametrize(("player", "database"), [("web", "sqlite")], indirect=True)
def test_t11_what_is_locked_does_not_tell_when(world: Wired, database: Database) -> None:
    """The outbox tells who was written to at that second: put side by side, the two tell whose words these are."""
    small_team(world)
    answer(world, WHO, words=WRITTEN)
    with database.connect() as connection:
        [sealed] = connection.execute(text("SELECT sealed FROM words")).scalars()
    assert int.from_bytes(base64.urlsafe_b64decode(sealed)[1:9], "big") == 0


@PAIRS
def test_t11_forget_me_leaves_nothing_of_a_person(world: Wired, database: Database) -> None:
    small_team(world)
    answer(world, WHO, power=CHOSEN, trust=CHOSEN, words=WRITTEN)
    world.says(WHO, "forget me")
    world.presses(WHO, "Yes, forget me")
    # The ids of what happened, by which it is known again, go after some days; the web chat keeps what it has shown, as
    # Slack and Teams do. What was just said to them stands in the outbox, emptied.
    left = {"slack": {"seen"}, "teams": set(), "web": {"seen", "transcript"}}[world.player.name]
    assert {table for table, row in rows(database) if WHO in row.lower()} - {"outbox"} <= left
    with database.connect() as connection:
        told = connection.execute(text("SELECT address, payload FROM outbox")).all()
    assert [row.payload for row in told if WHO in row.address.lower()] in ([], [""])
    assert found((WRITTEN, CHOSEN), *(row for _, row in rows(database)), file_bytes(database)) == []
    no_id_stands_beside_a_value(database)


def small_team(world: Wired) -> None:
    """Three people, in an open week."""
    team(world, *PEOPLE[:3])
    world.until("2026-03-09T12:00+00:00")


@PAIRS
def test_t11_a_team_that_ended_leaves_no_answer(world: Wired, database: Database) -> None:
    keys = live(world, 3)
    world.until("2026-03-23T12:00+00:00")
    for who in PEOPLE[1:]:
        world.presses(who, "Same as before")
    world.says("ana", "stop")
    world.presses("ana", "End it for the whole team")
    world.presses("ana", world.buttons("ana")[0])
    kept = [row for table, row in rows(database) if table in (*ANSWERS, "reading")]
    assert found((*keys, WRITTEN, CHOSEN, *names_and_ids(database)), *kept) == []
    assert [table for table, _ in rows(database) if table in ANSWERS] in ([], ["circle", "circle"])
    assert found((*keys, WRITTEN, CHOSEN), *(row for _, row in rows(database)), file_bytes(database)) == []
