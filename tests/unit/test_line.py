"""What waits to be written is written before anybody could miss it, and not sooner."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from storage import sql
from storage.database import connect
from storage.sql.ballots import SqlBallots
from storage.sql.line import Line
from storage.sql.outbox import OUTBOX
from storage.sql.prepared import Prepared
from storage.sql.teams import ROUND
from storage.sql.together import Together
from storage.tables import metadata
from tests import databases

DIALECTS = [create_engine(url).dialect for url in ("sqlite://", "postgresql+psycopg://nobody@nowhere/nothing")]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    engine = connect(databases.fresh_url("sqlite", tmp_path))
    with engine.begin() as connection:
        yield Line(connection)
    engine.dispose()


def test_who_reads_another_table_lets_it_wait_and_who_reads_this_one_does_not(line: Line) -> None:
    written: list[str] = []
    ballots = SqlBallots(line, Together(line))
    ballots.record("t1", 3, {"power": ("k", 4)})
    line.driver().set_trace_callback(written.append)
    ballots.record("t1", 3, {"trust": ("k", 5)})
    line.driver({ROUND, OUTBOX})
    assert written == []
    assert ballots.own("t1", 3, {"power": "k", "trust": "k"}) == {"power": 4, "trust": 5}
    assert "INSERT INTO answer" in written[0]


def _prepared() -> Iterator[tuple[str, Prepared]]:
    for module in pkgutil.iter_modules(sql.__path__):
        for name, value in vars(importlib.import_module(f"storage.sql.{module.name}")).items():
            if isinstance(value, Prepared):
                yield f"{module.name}.{name}", value


PREPARED = dict(_prepared())


@pytest.mark.parametrize("name", PREPARED)
def test_each_statement_that_only_reads_knows_what_it_reads(name: str) -> None:
    for dialect in DIALECTS:
        made = PREPARED[name]._for(dialect)
        if made._reads is not None:
            named = {each for each in metadata.tables if re.search(rf'\b(FROM|JOIN|,) "?{each}"?\b', made._text)}
            assert {table.name for table in made._reads} == named
            assert made._text.startswith("SELECT")
