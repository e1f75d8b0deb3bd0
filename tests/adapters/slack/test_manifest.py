"""The manifest that people import asks for what the adapter uses, and for nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from adapters.slack.door import PATH
from adapters.slack.identity import NEEDED
from adapters.slack.inbound import COMMAND, EVENTS, TAKEN_AWAY
from adapters.slack.installing import REDIRECT
from adapters.slack.limits import clean, line

DOCS = Path(__file__).parents[3] / "docs"
MANIFEST = (DOCS / "slack-manifest.yaml").read_text()


def items(key: str) -> set[str]:
    """The list under `key`."""
    _, _, rest = MANIFEST.partition(f"{key}:\n")
    found = re.match(r"(?:\s+- .*\n)+", rest)
    assert found
    return set(re.findall(r"- (\S+)", found.group()))


def test_scopes() -> None:
    assert items("bot") == NEEDED
    assert all(f"`{scope}`" in (DOCS / "slack.md").read_text() for scope in NEEDED)


def test_events() -> None:
    assert items("bot_events") == {"message.im" if event == "message" else event for event in EVENTS} | TAKEN_AWAY


def test_command_and_addresses() -> None:
    assert f"command: {COMMAND}\n" in MANIFEST
    assert MANIFEST.count(f"https://coreflect.example.org{PATH}\n") == 3
    assert MANIFEST.count(f"https://coreflect.example.org{REDIRECT}\n") == 1


def test_slack_takes_its_texts() -> None:
    description = re.search(r"\n  description: (.*)\n", MANIFEST)
    assert description
    assert line(clean(description.group(1)), 140) == description.group(1)
