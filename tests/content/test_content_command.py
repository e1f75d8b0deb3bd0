"""`coreflect content` and `COREFLECT_CONTENT`: the bank listed and checked, with a folder of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coreflect import cli
from framework_content import load

EXAMPLE = Path(__file__).parent / "example_framework"
run = CliRunner()
pytestmark = pytest.mark.usefixtures("elsewhere")


def test_content_lists_everything_for_a_program() -> None:
    told = json.loads(run.invoke(cli, ["content", "--json"]).output)
    assert [len(told[kind]) for kind in ("sources", "phases", "questions", "statements", "entries")] == [
        4, 4, 43, 36, 191,
    ]  # fmt: skip
    question = next(each for each in told["questions"] if each["id"] == "power.1")
    assert set(question["wordings"]) == {"lived", "professional", "easy"}
    assert question["practice"] == "practice.power"
    assert question["phases"]["phase.start"]["level"] == "core"
    assert question["phases"]["phase.start"]["basis"] == "source"
    assert (question["source"]["id"], question["section"]) == ("000", "Table 1")
    statement = next(each for each in told["statements"] if each["id"] == "sig.power.2")
    assert (statement["key"], statement["measure"]) == ("-", "power")
    assert statement["facts"] == ["principle.emergent.f5", "hb.terrapins.f1"]
    judged = [
        level
        for entry in told["entries"]
        for level in entry.get("phases", {}).values()
        if level["basis"] == "our judgement"
    ]
    assert len(judged) == 18


def test_content_lists_everything_for_a_person() -> None:
    told = run.invoke(cli, ["content", "--language", "sv"]).output
    assert told.startswith("43 questions, 36 statements, 191 entries, in Svenska.\n")
    library = load("sv")
    for record in (*library.questions.values(), *library.statements.values(), *library.entries.values()):
        assert record.id in told
    assert "  communication   supporting*  core*        supporting*  supporting*\n" in told


def test_content_check_says_what_to_mend(tmp_path: Path) -> None:
    (tmp_path / "ours" / "en").mkdir(parents=True)
    (tmp_path / "ours" / "en" / "a.toml").write_text('[[entry]]\nid = "local.a"\n', encoding="utf-8")
    told = run.invoke(cli, ["content", "check", "ours"])
    assert told.exit_code == 1
    assert "en/a.toml:1: [[entry]] local.a: 'kind' is missing; add it." in told.output
    assert "1 to mend, " in told.output
    well = run.invoke(cli, ["content", "check", str(EXAMPLE)])
    assert well.exit_code == 0
    assert "fr: local.watering has no `why`; add it to its [[entry]] in fr/10_jardin.toml:3" in well.output


def test_content_check_of_what_is_shipped() -> None:
    told = run.invoke(cli, ["content", "check"])
    assert told.output == "0 to mend, 0 not translated, in the shipped content.\n"
    assert told.exit_code == 0


def test_a_folder_of_ones_own_is_used_by_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COREFLECT_CONTENT", str(EXAMPLE))
    assert run.invoke(cli, ["explain", "who has to water the plants"]).output.startswith("Watering rota\n")
    assert "Tour d'arrosage" in run.invoke(cli, ["content", "--language", "fr"]).output
    assert f"in the content with {EXAMPLE}" in run.invoke(cli, ["content", "check"]).output
    assert "44 questions, 37 statements, 192 entries; languages: en, fr, sv" in run.invoke(cli, ["doctor"]).output


def test_a_broken_folder_stops_every_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ours" / "en").mkdir(parents=True)
    (tmp_path / "ours" / "en" / "a.toml").write_text('[[entry]]\nid = "local.a\n', encoding="utf-8")
    monkeypatch.setenv("COREFLECT_CONTENT", "ours")
    monkeypatch.setenv("COREFLECT_PORT", "0")
    for words, code in ((["run"], 1), (["doctor"], 1), (["explain", "trust"], 2), (["content"], 2)):
        told = run.invoke(cli, words)
        assert told.exit_code == code
        assert "en/a.toml:2: cannot be read" in told.output
        assert "Traceback" not in told.output
    assert not (tmp_path / "data").exists() or not list((tmp_path / "data").glob("*-wal"))


def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COREFLECT_CONTENT", "nowhere")
    told = run.invoke(cli, ["run"])
    assert told.exit_code == 1
    assert "nowhere: holds no content. Give a folder that has one folder a language in it" in told.output
