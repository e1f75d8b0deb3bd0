"""A kill -9 at points all over the courier's life: some of them here, every one of them with `make kill`."""

from __future__ import annotations

import pytest

from tests import databases
from tests.kill.killing import kill, totals

EVERY = {"sqlite": 4, "postgresql": 8}


@pytest.mark.parametrize("database", databases.KINDS)
def test_nothing_is_lost_and_nothing_comes_twice_that_could_be_known(database: str) -> None:
    rows = list(kill(database, EVERY[database]))
    assert [f"{row.kind}, {row.platform}, {row.point}: {why}" for row in rows for why in row.wrong] == []
    assert totals(rows)["kills"] > 20
    assert {row.point for row in rows} > {"before a commit", "await in Desk.claim"}


def test_where_one_cannot_look_a_kill_after_the_arrival_repeats_it() -> None:
    rows = [row for row in kill("sqlite", 3) if row.platform == "cannot look"]
    assert totals(rows)["doubled"] > 0, "the kills fall where they can do harm"
