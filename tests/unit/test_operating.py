"""The commands for whoever runs Coreflect, on a database with two teams."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.domain import Member, Reading, Team
from bot.messages import Person, Place
from coreflect import cli
from storage.database import connect
from storage.keys import KeyFile
from storage.sql import SqlStore
from tests import databases

Command = Callable[..., Result]
LONG_AGO = datetime.now(UTC).date() - timedelta(days=31)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    url = databases.fresh_url("sqlite", tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("COREFLECT_KEYS", str(tmp_path / "keys.json"))
    store = SqlStore(connect(url))
    with store.unit() as unit:
        for id, name, code in (("t1", "River Street", "AAAA"), ("t2", "Hill", "BBBB"), ("t3", "Hill", "CCCC")):
            unit.teams.save(Team(id, name, Place("web", id), code, status="active"))
        unit.circles.publish(Reading("t1", 3, "power", "new", 2, 5, "10+", "phase.start"))
        for name, gone in (("Ana", None), ("Ben", LONG_AGO), ("Cai", date.today())):
            person = Person("web", name.lower(), name=name, home=f"home:{name}")
            unit.members.save(Member(name, "t1", person, "left" if gone else "in", gone=gone))
    store.dispose()
    return lambda *words: CliRunner().invoke(cli, list(words))


def test_export_prints_the_published_record(run: Command) -> None:
    assert run("export", "river street").output == (
        "week,phase,series,status,label\n3,start,power,new,about 3\n"
    )  # fmt: skip
    [row] = json.loads(run("export", "AAAA", "--format", "json").output)
    assert row == {"week": 3, "phase": "start", "series": "power", "status": "new", "label": "about 3"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "Nowhere"), "There is no team called 'Nowhere'. Teams: Hill, Hill, River Street."),
        (("export", "Hill"), "2 teams are called 'Hill'. Give the code of one: BBBB, CCCC."),
    ],
)
def test_a_team_that_cannot_be_told_is_asked_for(run: Command, words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert told in result.output


def test_another_format_is_refused(run: Command) -> None:
    assert run("export", "AAAA", "--format", "xls").exit_code == 2


def test_retention_lists_who_would_go_and_then_lets_them_go(run: Command) -> None:
    assert "River Street: Ben\n1 would go" in run("retention", "--dry-run").output
    assert "River Street: Ben\n1 went" in run("retention").output
    assert run("retention", "--dry-run").output.startswith("0 would go")


def test_a_new_seal_opens_what_the_last_one_locked(run: Command, tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    locked = keys.seal("between us")
    assert "new key" in run("new-seal").output
    assert KeyFile(tmp_path / "keys.json").unseal(locked) == "between us"
