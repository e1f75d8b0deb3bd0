"""Eight weeks with made-up people: the real engine, a clock of its own, the same story every time."""

from __future__ import annotations

from pathlib import Path

from bot.demonstration import BEGIN, Demonstration, SetClock
from bot.engine import Engine
from bot.library import Library
from bot.messages import Picture, plain
from storage.keys import KeyFile
from storage.sql import SqlStore
from tests import databases


def tell(library: Library, folder: Path) -> list[tuple[str, str, Picture | None]]:
    store, clock = SqlStore(databases.fresh("sqlite", folder)), SetClock(BEGIN)
    engine = Engine(store, library, clock, KeyFile(folder / "keys.json"))
    told = []
    for caption, card in Demonstration(engine, store.mailroom, clock).live(8):
        picture = next((part for part in card.body if isinstance(part, Picture)), None)
        told.append((caption, plain(card), picture))
    store.dispose()
    return told


def test_the_trend_grows_week_by_week_through_the_phases(library: Library, tmp_path: Path) -> None:
    told = tell(library, tmp_path)
    assert [caption.split(":")[0] for caption, _, _ in told] == [f"Week {week}" for week in range(1, 9)]
    pictures = [picture for _, _, picture in told if picture is not None]
    assert [len(picture.lines[0].points) for picture in pictures] == list(range(1, 9))
    assert [name for _, name in pictures[-1].bands] == ["Starting", "Shaping together", "Putting into practice"]
    power = [label for _, label in pictures[-1].lines[0].points]
    assert power == sorted(power)
    assert power[-1] > power[0]


def test_the_same_story_every_time(library: Library, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert tell(library, tmp_path) == tell(library, tmp_path / "again")
