"""The short form of the fuzz, with the same seed each time; `python -m tests.fuzz` is the long one."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.languages import Languages
from framework_content import load_all
from tests.fuzz import routes, slack
from tests.fuzz.house import SECRET, House, house
from tests.fuzz.hunting import Tally, groups, hunt
from tests.fuzz.wire import Case, send, written
from tests.players.slack import payload

CASES = 330


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(load_all(None), "en")


@pytest.fixture(params=["", SECRET], ids=["open", "with a secret"])
def running(
    request: pytest.FixtureRequest, tmp_path: Path, languages: Languages
) -> Iterator[tuple[asyncio.Runner, House]]:
    logging.disable(logging.WARNING)
    with asyncio.Runner() as runner:
        doors = AsyncExitStack()
        yield runner, runner.run(doors.enter_async_context(house(tmp_path, request.param, languages=languages)))
        runner.run(doors.aclose())
    logging.disable(logging.NOTSET)


def test_no_request_breaks_anything_and_no_stranger_changes_anything(
    running: tuple[asyncio.Runner, House],
) -> None:
    runner, opened = running
    tally = Tally()
    for group in groups(opened):
        hunt(runner, opened, group, round(CASES * group.share), 1, tally)
    runner.run(opened.deliver())
    assert opened.watch.take() == []
    assert {200, 400, 401} <= {status for answers in tally.statuses.values() for status in answers}


def test_every_route_is_known_to_the_fuzz(running: tuple[asyncio.Runner, House]) -> None:
    _, opened = running
    found = {path for _, path in routes.routes(opened)}
    assert found >= {"/", "/health", "/slack/events", "/api/messages", "/web/events", "/web/stream", "/web/file/{name}"}
    assert found >= {"/slack/install", "/slack/oauth_redirect"}


# ---- what the fuzz has found --------------------------------------------------------------------------------------

JSON = ("Content-Type", "application/json")


@pytest.mark.parametrize("door", ["/slack/events", "/api/messages", "/web/events", "/web/demonstration"])
@pytest.mark.parametrize("packed", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_only_says_that_it_is_packed(running: tuple[asyncio.Runner, House], door: str, packed: str) -> None:
    runner, opened = running
    headers = (JSON, ("Content-Encoding", packed), ("Origin", f"http://127.0.0.1:{opened.port}"))
    assert 400 <= _status(runner, opened, Case("", "POST", door, headers, b"12345")) < 500
    assert opened.watch.take() == []


@pytest.mark.parametrize("door", ["/slack/events", "/api/messages", "/web/events"])
def test_a_body_in_parts_that_are_none(running: tuple[asyncio.Runner, House], door: str) -> None:
    runner, opened = running
    headers = (JSON, ("Transfer-Encoding", "chunked"), ("Origin", f"http://127.0.0.1:{opened.port}"))
    assert _status(runner, opened, Case("", "POST", door, headers, b"zz\r\n")) == 400
    assert opened.watch.take() == []


@pytest.mark.parametrize("name", ["\ud800", "x"])
def test_an_answer_that_is_no_text_is_refused_without_repeating_its_name(
    running: tuple[asyncio.Runner, House], name: str
) -> None:
    runner, opened = running
    own = groups(opened)[-3]
    sent = {
        "id": "1",
        "who": "Ana",
        "where": "home:ana",
        "kind": "submitted",
        "form": "answer",
        "answers": {name: ["1"]},
    }
    case = Case("web", "POST", "/web/events", (JSON,), json.dumps(sent).encode(), "right")
    request = written(case, case.target, case.body, own.auths["right"](opened, case.body), opened.port)
    answer = runner.run(send(opened.port, request, 2.0))
    assert answer.status == 400
    assert json.loads(answer.body)["error"] == "An answer is a text of at most 4000 characters."


def _status(runner: asyncio.Runner, opened: House, case: Case) -> int:
    return runner.run(send(opened.port, written(case, case.target, case.body, {}, opened.port), 2.0)).status


@pytest.mark.parametrize(
    "spoil",
    [{"value": ["x"]}, {"value": {}}, {"action_id": 7}, {"action_ts": None}, {"value": "\ud800\x00"}],
    ids=["a list", "an object", "a number", "nothing", "no text"],
)
def test_a_press_on_slack_whose_parts_are_no_texts(running: tuple[asyncio.Runner, House], spoil: dict) -> None:
    """A list where a text should be was answered 503, and Slack would have sent it again and again."""
    runner, opened = running
    sent = payload("block_actions_dm")
    sent["actions"] = [{"action_id": "help#1", "value": "x", "action_ts": "1.%N%"} | spoil]
    assert _signed(runner, opened, sent) in (200, 400)
    assert opened.watch.take() == []


@pytest.mark.parametrize("part", ["team_id", "user"])
def test_somebody_on_slack_whose_address_could_not_be_read_back(
    running: tuple[asyncio.Runner, House], part: str
) -> None:
    """A slash in an id was answered 500."""
    runner, opened = running
    sent = payload("message_im")
    (sent if part == "team_id" else sent["event"])[part] = "a/b/c"
    assert _signed(runner, opened, sent) == 400
    assert opened.watch.take() == []


def _signed(runner: asyncio.Runner, opened: House, sent: dict) -> int:
    body = json.dumps(sent).replace("%N%", str(next(opened.numbers))).encode()
    case = Case("slack", "POST", "/slack/events", (JSON,), body)
    request = written(case, case.target, body, slack.AUTHS["right"](opened, body), opened.port)
    return runner.run(send(opened.port, request, 2.0)).status
