"""What the tests of T11 share: everything that is logged, and a world behind real doors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from bot.engine import Engine
from bot.library import Library
from storage.keys import KeyFile
from storage.sql import SqlStore
from tests.attack.leaks import overheard
from tests.attack.wired import Wired
from tests.players.base import Player
from tests.world import TestClock


@pytest.fixture
def world(
    player: Player, database: Database, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Wired]:
    """A Coreflect with a real key file, real listeners and a real courier."""
    store, clock = SqlStore(database), TestClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    keys = KeyFile(tmp_path / "secret" / "keys.json")
    engine = Engine(store, library, clock, keys)
    world = Wired(player, store, library, clock, engine, keys, database=database, patch=monkeypatch)
    yield world
    world.close()


@pytest.fixture
def logged(world: Wired) -> Iterator[list[str]]:
    """Everything that any library says at its most talkative, once everything is up."""
    with overheard() as said:
        yield said
