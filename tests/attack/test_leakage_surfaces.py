"""T11, the ways out that are no message: exports, the commands of whoever runs it, the health check, the pictures."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine as Database
from sqlalchemy import text
from typer.testing import CliRunner

from adapters import chart
from adapters.web_chat.shelf import Shelf
from bot.messages import Line, Picture
from coreflect import cli
from tests.attack.leaks import CHOSEN, PEOPLE, WRITTEN, found, hidden_in, names_and_ids, person_keys
from tests.attack.wired import PAIRS, Wired, live


def run(*words: str) -> str:
    return CliRunner().invoke(cli, list(words)).output


@pytest.fixture
def lived(world: Wired, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """A team that has lived three weeks, in the middle of its fourth; returns its canaries."""
    keys = live(world, 3)
    world.until("2026-03-23T12:00+00:00")
    world.presses(PEOPLE[1], "Same as before")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("COREFLECT_KEYS", str(tmp_path / "secret" / "keys.json"))
    return {*names_and_ids(database), WRITTEN, CHOSEN, *keys, *person_keys(database)}


@PAIRS
def test_t11_no_way_out_tells_who_or_what(world: Wired, database: Database, lived: set[str]) -> None:
    """One life for all of them: living it takes longer than looking."""
    commands(world, lived)
    pictures(world, lived)
    retention(world, database, lived)


def commands(world: Wired, lived: set[str]) -> None:
    csv, as_json = run("export", "River Street"), run("export", "river street", "--format", "json")
    assert "power,new,upper half" in csv
    assert "upper half" in as_json
    assert found(lived, csv, as_json) == []
    assert {tuple(row) for row in json.loads(as_json)} == {("week", "phase", "series", "status", "label")}
    assert found(lived, run("doctor"), run("export", "nowhere"), run("new-seal")) == []
    assert found(lived, world.asks("GET", "/health").body) == []


def retention(world: Wired, database: Database, lived: set[str]) -> None:
    who = PEOPLE[0]
    world.says(who, "stop")
    world.presses(who, "Yes, take me out")
    with database.begin() as connection:
        connection.execute(text("UPDATE member SET gone = '2020-01-01' WHERE gone IS NOT NULL"))
    # Whoever runs it must see whose data would go: a name and a team, and no answer is kept of them by then.
    first, last = run("retention", "--dry-run").splitlines()
    assert first == f"River Street: {who.capitalize()}"
    assert last.startswith("1 would go")
    assert found({canary for canary in lived if canary.casefold() != who}, first, last) == []
    assert run("retention").splitlines()[0] == first
    assert run("retention", "--dry-run").startswith("0 would go")


def drawn(world: Wired) -> list[bytes]:
    """Every picture that was shown to somebody, as the file that they got."""
    shelf, found = Shelf(world.unlock), []
    if world.player.name == "web":
        for shown in world.places[world.player.channel()]:
            for part in shelf.shown(shown.rendered)["body"]:
                if part["kind"] == "picture":
                    found.append(shelf.png(part["src"].removeprefix("web/picture/").removesuffix(".png")) or b"")
    return [*world.street.pictures(), *found]


def pictures(world: Wired, lived: set[str]) -> None:
    shown = drawn(world)
    assert bool(shown) == (world.player.name != "teams"), "Teams draws its own"
    for png in shown:
        assert hidden_in(png) == b""
        assert found(lived, png) == []
        assert Image.open(io.BytesIO(png)).info.keys() <= {"transparency"}


def test_t11_the_words_that_stand_for_a_picture_are_not_written_into_its_file() -> None:
    line = Line(PEOPLE[0], ("low", WRITTEN), ((1, 0), (2, 1)))
    png = chart.png(Picture(PEOPLE[1], f"{WRITTEN} {CHOSEN}", (line,)))
    assert hidden_in(png) == b""
    assert found((*PEOPLE, WRITTEN, CHOSEN), png) == []
