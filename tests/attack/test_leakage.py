"""T11: canaries through the whole app. Names, ids, answers and texts that occur nowhere else are sent over HTTP through
every platform's listener; then the database (its rows, its file, its log, its free pages), everything that was logged
and everything that was sent are searched.
"""

from __future__ import annotations

import json

from sqlalchemy import Engine as Database
from sqlalchemy import text

from bot import ballot
from bot.domain import Team
from tests.attack.leaks import (
    CHOSEN,
    PEOPLE,
    WRITTEN,
    everything,
    file_bytes,
    found,
    names_and_ids,
    no_id_stands_beside_a_value,
    person_keys,
    teams_of,
)  # fmt: skip
from tests.attack.wired import PAIRS, Wired, live


def test_t11_nothing_that_was_answered_can_be_found_after_the_close(
    world: Wired, database: Database, logged: list[str]
) -> None:
    keys = live(world, 3)
    assert "The score is" in world.channel()[-1], "the canaries were counted"
    assert {got.status for got in world.answers} == {200}
    assert keys
    no_id_stands_beside_a_value(database)
    assert person_keys(database) == []
    raw = file_bytes(database)
    for key in keys:
        # A row of the answer table holds its measure right before its key; the circle's state does not.
        for measure in ("power", "trust"):
            assert f"{measure}{key}".encode() not in raw, "an answer can be read out of the file after the close"
    assert len(logged) > 1000, "everything is heard"
    secrets = (*PEOPLE, *names_and_ids(database), WRITTEN, CHOSEN, *keys)
    assert found(secrets, *logged) == []
    channel = json.dumps([shown.rendered for shown in world.places[world.player.channel()]])
    assert found(secrets, channel) == [], "what everybody reads names nobody"
    assert world.street.sent() or world.player.name == "web"
    assert found((WRITTEN, CHOSEN, *keys), json.dumps(world.street.sent())) == []
    with database.connect() as connection:
        kept = connection.execute(text("SELECT payload FROM outbox WHERE state <> 'waiting'")).scalars().all()
    assert set(kept) == {""}, "what was sent is no longer kept"


@PAIRS
def test_t11_leaving_takes_every_trace_of_an_answer_along(world: Wired, database: Database) -> None:
    live(world, 3)
    who = world.player.joins(PEOPLE[0]).who
    [team_id] = {team for team, _ in teams_of(database)}
    keys = ballot.person_keys(world.keys, Team(team_id, "", world.player.channel(), ""), who)
    assert all(key.encode() in everything(database) for key in keys.values())
    world.says(PEOPLE[0], "stop")
    world.presses(PEOPLE[0], "Yes, take me out")
    for key in keys.values():
        assert f'"{key}": '.encode() not in everything(database)
