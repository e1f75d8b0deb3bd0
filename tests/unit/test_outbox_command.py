"""`coreflect outbox`, on an outbox in which something waits, something failed and a workspace is closed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.mailroom import Failed, Lane, Later, Sent
from bot.messages import Card, Place, Post, Text
from coreflect import cli
from storage.database import connect
from storage.sql import SqlStore
from tests import databases
from tests.contracts.mail import rows

Command = Callable[..., Result]
NOW = datetime.now(UTC)
CLOSED = Lane("slack", "T1/", whole=True)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
    url = databases.fresh_url("sqlite", tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    return SqlStore(connect(url))


@pytest.fixture
def run(store: SqlStore) -> Command:
    return lambda *words: CliRunner().invoke(cli, ["outbox", *words])


def post(key: str, platform: str, who: str, until: datetime | None = None) -> Post:
    return Post(key, Place(platform, f"T1/{who}"), Card((Text("Nobody else reads this."),)), until)


def fill(store: SqlStore) -> None:
    """Two questions failed, one of them of a week that has closed; a summary waits; a workspace is closed."""
    long_ago, week = NOW - timedelta(hours=50), NOW + timedelta(days=2)
    with store.unit() as unit:
        unit.outbox.put([post("ask:t1:1:m1", "slack", "U1", NOW - timedelta(hours=1))], long_ago, "t1")
        asked = [post("ask:t1:2:m1", "slack", "U2", week), post("ask:t1:2:m2", "teams", "U3", week)]
        unit.outbox.put(asked, long_ago, "t1")
        unit.outbox.put([post("summary:t1:1", "slack", "C1"), post("re:slack:Ev1", "slack", "U4")], long_ago, "t1")
    claimed = store.mailroom.claim(["slack", "teams"], NOW - timedelta(hours=2), NOW - timedelta(hours=1), 9)
    of = {parcel.reply.key: parcel.id for parcel in claimed}
    store.mailroom.mark([
        Failed(of["ask:t1:1:m1"], "user_not_found"), Failed(of["ask:t1:2:m1"], "invalid_blocks"),
        Failed(of["ask:t1:2:m2"], "MessageWritesBlocked"), Sent(of["re:slack:Ev1"], "r"),
        Later(of["summary:t1:1"], NOW + timedelta(hours=1), "token_expired", closes=CLOSED),
    ])  # fmt: skip


def test_an_empty_outbox_says_so(run: Command) -> None:
    assert run().output == "Nothing waits and nothing failed.\n"


def test_it_tells_what_waits_and_why_and_what_is_closed(run: Command, store: SqlStore) -> None:
    fill(store)
    told = run().output
    assert [line.split("  ")[0] for line in told.splitlines()] == [
        "state", "failed", "failed", "failed", "tried later", "", "platform", "slack",
    ]  # fmt: skip
    assert "token_expired" in told
    assert "2 d 2 h" in told
    assert "workspace T1" in told
    given = json.loads(run("--json").output)
    assert [(pile["state"], pile["reason"], pile["count"]) for pile in given["messages"]] == [
        ("failed", "invalid_blocks", 1), ("failed", "user_not_found", 1), ("failed", "MessageWritesBlocked", 1),
        ("tried later", "token_expired", 1),
    ]  # fmt: skip


def test_it_lists_what_failed_and_names_nobody(run: Command, store: SqlStore) -> None:
    fill(store)
    for words in (["--failed"], ["--failed", "--json"], []):
        told = run(*words).output
        assert not any(secret in told for secret in ("U1", "U2", "U3", "m1", "Nobody else")), told
    listed = json.loads(run("--failed", "--json").output)["messages"]
    assert [(one["kind"], one["platform"], one["can be sent again"]) for one in listed] == [
        ("ask", "slack", "yes"), ("ask", "slack", "yes"), ("ask", "teams", "yes"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ([], ["ask:t1:2:m1", "ask:t1:2:m2"]),
        (["--platform", "teams"], ["ask:t1:2:m2"]),
        (["--reason", "invalid_blocks"], ["ask:t1:2:m1"]),
        (["--older", "0.5"], ["ask:t1:2:m1", "ask:t1:2:m2"]),
        (["--older", "3"], []),
    ],
)
def test_what_failed_is_sent_again_but_nothing_of_a_week_that_closed(
    run: Command, store: SqlStore, words: list[str], again: list[str]
) -> None:
    fill(store)
    assert run("retry", *words).output == f"{len(again)} will be sent again.\n"
    waits = {key for (key,) in rows(store, "SELECT key FROM outbox WHERE state = 'waiting'")}
    assert waits - {"summary:t1:1"} == set(again)
    with store.unit() as unit:
        assert unit.outbox.failed("t1", "ask:t1") == 3 - len(again)


def test_what_is_sent_again_begins_anew(run: Command, store: SqlStore) -> None:
    fill(store)
    run("retry")
    soon = datetime.now(UTC) + timedelta(seconds=1)
    parcels = store.mailroom.claim(["slack", "teams"], soon, soon + timedelta(minutes=1), 9)
    assert {(parcel.attempts, parcel.unsure) for parcel in parcels} == {(1, False)}
    assert len(parcels) == 3, "with the summary, which waited for its next try"
    assert run("retry").output == "0 will be sent again.\n"


def test_retrying_opens_what_was_closed(run: Command, store: SqlStore) -> None:
    fill(store)
    run("retry", "--platform", "teams")
    assert "workspace T1" in run().output, "of another platform"
    run("retry")
    assert "workspace T1" not in run().output


def test_help_says_what_it_does(run: Command) -> None:
    assert "--failed" in run("--help").output
    assert "Send again what failed" in run("retry", "--help").output
