"""One world for every scenario: each platform, on each database."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine as Database

from bot.engine import Engine
from bot.library import Library
from framework_content import load
from storage.sql import SqlStore
from tests import databases
from tests.players.base import Player
from tests.world import TestClock, TestKeys, World

PLAYERS = {"web": "tests.players.web_chat:WebPlayer", "slack": "tests.players.slack:SlackPlayer",
           "teams": "tests.players.teams:TeamsPlayer"}  # fmt: skip
BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday


settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=3_000, database=None, deadline=None)
settings.load_profile("same")
"""A change is judged by the cases that the one before was judged by; `make fuzz` looks for others."""


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: to look through all of it again and again took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(params=databases.KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, of each kind in turn."""
    database = databases.fresh(request.param, tmp_path)
    yield database
    database.dispose()


@pytest.fixture
def store(database: Database) -> SqlStore:
    """An empty Store, on each kind of database in turn."""
    return SqlStore(database)


def player_for(name: str) -> Player:
    module, _, kind = PLAYERS[name].partition(":")
    player: Player = getattr(import_module(module), kind)()
    return player


@pytest.fixture(params=list(PLAYERS))
def player(request: pytest.FixtureRequest) -> Player:
    return player_for(request.param)


@pytest.fixture
def world(player: Player, store: SqlStore, library: Library) -> World:
    """Coreflect on a Monday morning, before anybody has said anything."""
    clock, keys = TestClock(BEGIN), TestKeys()
    return World(player, store, library, clock, Engine(store, library, clock, keys), keys)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, with an empty environment: for commands."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "TEAMS_APP_ID"):
        monkeypatch.delenv(name, raising=False)
    for name in ("KEYS", "LANGUAGE", "CONTENT"):
        monkeypatch.delenv(f"COREFLECT_{name}", raising=False)
