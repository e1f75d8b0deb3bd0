"""Two threads of one program write to one SQLite file: neither keeps the other waiting for ever."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine, text

from storage.database import connect
from tests.databases import fresh_url

MANY = 2_000
"""Transactions of the busy one, should the other never come in between: several times what may go first."""


def test_who_writes_without_a_pause_lets_another_write_too(tmp_path: Path) -> None:
    engine = connect(fresh_url("sqlite", tmp_path))

    def comes_once() -> None:
        with engine.begin():
            pass

    with ThreadPoolExecutor(1) as beside:
        for _ in range(4):
            assert _overtakes(engine, beside.submit(comes_once)) < MANY
    engine.dispose()


def _overtakes(engine: Engine, other: Future[None]) -> int:
    """How many transactions there are before the other has had its own."""
    many = 0
    while not other.done() and many < MANY:
        with engine.begin() as connection:
            for _ in range(20):
                connection.execute(text("DELETE FROM seen"))
        many += 1
    other.result()
    return many
