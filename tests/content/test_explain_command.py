"""`coreflect explain --batch`: many questions at once, in order, whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import command_line
from coreflect import cli

run = CliRunner()


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, with an empty environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "COREFLECT_KEYS", "COREFLECT_LANGUAGE", "COREFLECT_CONTENT"):
        monkeypatch.delenv(name, raising=False)


def test_a_batch_answers_each_line_in_order_the_empty_ones_too(tmp_path: Path) -> None:
    (tmp_path / "asked.txt").write_bytes("power sharing\r\n\nweather in Leeds\nvad är makt – “ok”?".encode())
    told = run.invoke(cli, ["explain", "--batch", "asked.txt", "--json"])
    assert told.exit_code == 0
    answers = [json.loads(line) for line in told.output.splitlines()]
    asked = ["power sharing", "", "weather in Leeds", "vad är makt – “ok”?"]
    assert [answer["query"] for answer in answers] == asked
    assert [answer["answer"] for answer in answers[:3]] == ["practice.power", None, None]
    assert answers[1] == {"query": "", "matches": [], "answer": None, "text": "", "source": None}
    assert answers[0] == json.loads(run.invoke(cli, ["explain", "power sharing", "--json"]).output)
    assert all(len(answer["matches"]) <= 5 for answer in answers)


def test_a_batch_can_be_piped_in_and_read_by_people() -> None:
    told = run.invoke(cli, ["explain", "--batch", "-"], input="what is a champion?\nweather in Leeds\n").output
    assert told.startswith("> what is a champion?\n\nChampion\n")
    assert "\n> weather in Leeds\n\nI don't know that." in told


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00\n", b"\x00\x1b[31m\n", "😀😀\n".encode(), b"a" * 4000 + b"\n"])
def test_a_batch_of_nonsense_is_answered_all_the_same(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "asked.txt").write_bytes(raw)
    told = run.invoke(cli, ["explain", "--batch", "asked.txt", "--json"])
    assert told.exit_code == 0
    assert [json.loads(line)["answer"] for line in told.output.splitlines()] == [None] * raw.count(b"\n")


def test_the_content_is_loaded_once_for_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []
    load = command_line.load
    monkeypatch.setattr(command_line, "load", lambda *args: loads.append("") or load(*args))
    told = run.invoke(cli, ["explain", "--batch", "-", "--json"], input="trust\n" * 50)
    assert told.output.count("\n") == 50
    assert len(loads) == 1


@pytest.mark.parametrize("words", [["explain"], ["explain", "trust", "--batch", "-"]])
def test_words_or_a_file_and_not_both(words: list[str]) -> None:
    told = run.invoke(cli, words)
    assert told.exit_code == 2
    assert "give the words to explain, or a file of" in told.output


@pytest.mark.parametrize("name", ["gone.txt", "."])
def test_a_batch_that_cannot_be_read_is_told(name: str) -> None:
    told = run.invoke(cli, ["explain", "--batch", name])
    assert told.exit_code == 2
    assert f"{name} cannot be read" in told.output
    assert "Traceback" not in told.output
