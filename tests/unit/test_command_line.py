"""The console script, as somebody types it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coreflect import cli

ROOT = Path(__file__).parents[2]
run = CliRunner()
pytestmark = pytest.mark.usefixtures("elsewhere")


def test_help_names_every_command() -> None:
    told = run.invoke(cli, ["--help"]).output
    assert all(command in told for command in ("run", "explain", "content", "doctor"))
    assert "check" in run.invoke(cli, ["content", "--help"]).output


def test_explain_prints_the_entry_and_its_source() -> None:
    told = run.invoke(cli, ["explain", "power sharing"]).output
    assert told.startswith("Power sharing\n")
    assert "https://doi.org/10.1186/s12913-024-10549-4" in told


def test_explain_in_another_language() -> None:
    told = run.invoke(cli, ["explain", "practice.power", "--language", "sv"]).output
    assert "Varför det är viktigt" in told
    assert run.invoke(cli, ["explain", "vädret i Leeds", "--language", "sv"]).output.startswith("Det vet jag inte.")
    unknown = run.invoke(cli, ["explain", "trust", "--language", "xx"])
    assert unknown.exit_code == 2
    assert "There is no content in 'xx'" in unknown.output


def test_explain_as_json() -> None:
    told = json.loads(run.invoke(cli, ["explain", "what is a champion?", "--json"]).output)
    assert list(told) == ["query", "matches", "answer", "text", "source"]
    assert told["answer"] == told["matches"][0]["id"] == "role.champion"
    assert set(told["matches"][0]) == {"id", "title", "score"}
    assert "10.1186" in told["source"]


def test_explain_says_when_it_does_not_know() -> None:
    assert run.invoke(cli, ["explain", "weather in Leeds"]).output.startswith("I don't know that.")
    told = json.loads(run.invoke(cli, ["explain", "weather in Leeds", "--json"]).output)
    assert (told["answer"], told["text"], told["source"]) == (None, "", None)


def test_the_reading_commands_know_neither_the_wiring_nor_a_platform() -> None:
    tree = ast.parse((ROOT / "command_line.py").read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module.split(".")[0] for module in modules} & {"adapters", "storage", "coreflect"} == set()


def test_doctor_finds_a_fresh_machine_well() -> None:
    result = run.invoke(cli, ["doctor"])
    assert result.exit_code == 0
    assert "mend" not in result.output
    assert "Slack: off, SLACK_BOT_TOKEN is not set" in result.output


def test_doctor_tells_the_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "languages: en, sv" in run.invoke(cli, ["doctor"]).output
    monkeypatch.setenv("COREFLECT_LANGUAGE", "xx")
    assert "mend  content: COREFLECT_LANGUAGE is 'xx'." in run.invoke(cli, ["doctor"]).output


def test_doctor_says_what_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/nowhere/x.db")
    result = run.invoke(cli, ["doctor"])
    assert result.exit_code == 1
    assert "mend  Slack: SLACK_BOT_TOKEN is set. Set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN too." in result.output
    assert "mend  database" in result.output


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SLACK_CLIENT_ID": "1.2"}, "mend  Slack: SLACK_CLIENT_ID is set. Set SLACK_CLIENT_SECRET too"),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush", "SLACK_BOT_TOKEN": "xoxb-1"},
            "mend  Slack: SLACK_CLIENT_ID is set. Set SLACK_CLIENT_SECRET too, and leave SLACK_BOT_TOKEN out.",
        ),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush"},
            "mend  Slack: SLACK_CLIENT_ID is set. Set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN too.",
        ),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush", "SLACK_SIGNING_SECRET": "8f7"},
            "Slack: on, in every workspace where it is installed",
        ),
    ],
)
def test_doctor_looks_at_an_app_for_several_workspaces(
    given: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    output = run.invoke(cli, ["doctor"]).output
    assert told in output
    assert "hush" not in output


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("COREFLECT_HOST", "0.0.0.0", "COREFLECT_SECRET"),
        ("DATABASE_URL", "sqlite:////proc/nowhere/x.db", "Coreflect cannot start."),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("TEAMS_APP_ID", "11111111-1111-1111-1111-111111111111", "password"),
        ("COREFLECT_PORT", "http", "COREFLECT_PORT"),
        ("COREFLECT_LANGUAGE", "klingon", "COREFLECT_LANGUAGE is 'klingon'. Use one of: en, sv."),
    ],
)
def test_settings_that_cannot_be_are_told_in_words(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv("COREFLECT_PORT", "0")
    monkeypatch.setenv(name, value)
    result = run.invoke(cli, ["run"])
    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output


def test_a_clock_that_is_no_moment_is_told() -> None:
    result = run.invoke(cli, ["run", "--clock", "tomorrow"])
    assert result.exit_code == 2
    assert "2026-03-02T08:59+00:00" in result.output
