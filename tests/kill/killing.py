"""Kill couriers: each kind of message, on each kind of platform and database, at each point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from storage.database import connect
from tests import databases
from tests.kill.living import KINDS, die, fill, points
from tests.kill.street import PLATFORMS

TABLES = ("outbox", "lane", "member", "identity")


@dataclass
class Row:
    """Kills of one kind, on one platform and database, at points of one name."""

    kind: str
    platform: str
    database: str
    point: str
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)


def kill(database: str, every: int = 1, offset: int = 0) -> Iterator[Row]:
    """Kill at each point, or at one of `every` so many of them."""
    memory = Path("/dev/shm")  # a process that is killed loses nothing that it wrote there
    with TemporaryDirectory(prefix="coreflect-kill-", dir=memory if memory.is_dir() else None) as folder:
        url = databases.fresh_url("postgresql", Path(folder)) if database == "postgresql" else ""
        for number, (kind, platform) in enumerate((kind, platform) for kind in KINDS for platform in PLATFORMS):
            yield from _rows(kind, platform, database, url, Path(folder), every, offset + number)


def _rows(
    kind: str, platform: str, database: str, url: str, folder: Path, every: int, offset: int
) -> Iterator[Row]:  # fmt: skip
    rows: dict[str, Row] = {}
    at, _ = _anew(kind, url, folder)
    names = points(at, folder, platform)
    for number, name in enumerate(names, 1):
        if number % every != offset % every:
            continue
        at, keys = _anew(kind, url, folder)
        end = die(at, folder, platform, keys, number)
        row = rows.setdefault(name, Row(kind, platform, database, name))
        row.kills, row.lost, row.doubled = row.kills + 1, row.lost + end.lost, row.doubled + len(end.doubled)
        broken = {
            "lost": end.lost > 0,
            "out of order": not end.in_order,
            "twice though one can look": platform == "can look" and bool(end.doubled),
            "twice though it was marked": not set(end.doubled) <= end.at_risk,
            "more than twice": end.most > 2,
        }
        row.wrong += [f"point {number}: {what}" for what, is_so in broken.items() if is_so]
    yield from rows.values()


def _anew(kind: str, url: str, folder: Path) -> tuple[str, list[str]]:
    """An outbox in which this waits, and an empty street."""
    for old in folder.iterdir():
        old.unlink()
    at = url or databases.fresh_url("sqlite", folder)
    engine = connect(at)
    if url:
        with engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY"))
    keys = fill(engine, kind)
    engine.dispose()
    return at, keys


def totals(rows: list[Row]) -> Counter[str]:
    """kills, lost, doubled of them all."""
    found = Counter[str]()
    for row in rows:
        found.update(kills=row.kills, lost=row.lost, doubled=row.doubled)
    return found
