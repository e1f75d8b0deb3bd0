"""T11: canaries through the whole app. Names, ids, answers and texts that occur nowhere else are sent through every
platform; then the database (its rows, its file, its log, its free pages) and everything that was logged are searched.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from bot import ballot
from bot.domain import Team
from bot.engine import Engine
from bot.library import Library
from storage.keys import KeyFile
from storage.sql import SqlStore
from tests import databases
from tests.attack.leaks import (
    CHOSEN,
    PEOPLE,
    WRITTEN,
    Lines,
    everything,
    file_bytes,
    names_and_ids,
    no_id_stands_beside_a_value,
    person_keys,
    teams_of,
)  # fmt: skip
from tests.players.base import Player
from tests.scenarios.steps import answer, team
from tests.world import TestClock, World


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Everything that any library says at its most talkative."""
    root, lines = logging.getLogger(), Lines()
    before = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    yield lines.said
    root.removeHandler(lines)
    root.setLevel(before)


@pytest.fixture(params=databases.KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = databases.fresh(request.param, tmp_path)
    yield database
    database.dispose()


@pytest.fixture
def world(player: Player, database: Database, library: Library, tmp_path: Path) -> World:
    """A Coreflect with a real key file."""
    store, clock = SqlStore(database), TestClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    keys = KeyFile(tmp_path / "secret" / "keys.json")
    return World(player, store, library, clock, Engine(store, library, clock, keys), keys)


def live(world: World, weeks: int) -> list[str]:
    """A team answers and writes through some weeks; returns the keys of the last answer rows."""
    keys: list[str] = []
    team(world, *PEOPLE)
    for week in range(weeks):
        world.until(f"2026-03-{2 + 7 * week:02}T12:00+00:00")
        for who in PEOPLE:
            answer(world, who, power=CHOSEN, trust=CHOSEN, words=f"{WRITTEN} {who}")
        database = world.store._engine  # type: ignore[attr-defined]
        no_id_stands_beside_a_value(database)
        keys = person_keys(database)
        world.until(f"2026-03-{6 + 7 * week:02}T12:00+00:00")
    return keys


def test_t11_nothing_that_was_answered_can_be_found_after_the_close(
    world: World, database: Database, logged: list[str]
) -> None:
    keys = live(world, 3)
    assert "The score is" in world.channel()[-1], "the canaries were counted"
    assert keys
    no_id_stands_beside_a_value(database)
    assert person_keys(database) == []
    raw = file_bytes(database)
    for key in keys:
        # A row of the answer table holds its measure right before its key; the circle's state does not.
        for measure in ("power", "trust"):
            assert f"{measure}{key}".encode() not in raw, "an answer can be read out of the file after the close"
    lines = "\n".join(logged)
    for canary in (*names_and_ids(database), WRITTEN, CHOSEN, *keys):
        assert canary not in lines
    assert not [post for post in world.channel() if WRITTEN in post or CHOSEN in post]


def test_t11_leaving_takes_every_trace_of_an_answer_along(world: World, database: Database) -> None:
    live(world, 3)
    who = world.player.joins(PEOPLE[0]).who
    [team_id] = {team for team, _ in teams_of(database)}
    keys = ballot.person_keys(world.keys, Team(team_id, "", world.player.channel(), ""), who)
    assert all(key.encode() in everything(database) for key in keys.values())
    world.says(PEOPLE[0], "stop")
    world.presses(PEOPLE[0], "Yes, take me out")
    for key in keys.values():
        assert f'"{key}": '.encode() not in everything(database)
