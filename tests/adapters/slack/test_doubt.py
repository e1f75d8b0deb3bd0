"""What a failure of Slack's leaves open: whether it was sent, and whom it concerns."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.delivery import TryAgain
from adapters.slack.platform import SlackPlatform
from bot.messages import Card, Place, Post, Revise, Text
from tests.adapters.slack.fake import FakeSlack

HELLO = Card((Text("Hello there."),))
ALICE = Place("slack", "T01TEST/U01ALICE", private=True)
GENERAL = Place("slack", "T01TEST/C01GEN")
SAY, OPEN, CHANGE = Post("k", GENERAL, HELLO), Post("k", ALICE, HELLO), Revise("k", GENERAL, "C01GEN/1.2", HELLO)
PAGE = "<html>Bad gateway</html>"


async def refused(platform: SlackPlatform, reply: Post | Revise) -> TryAgain:
    with pytest.raises(TryAgain) as later:
        await platform.deliver(reply)
    return later.value


@pytest.mark.parametrize(
    ("answer", "perhaps"),
    [
        ({"status": 0}, True),
        ({"body": PAGE, "status": 502}, True),
        ({"body": {"ok": False, "error": "fatal_error"}, "status": 500}, True),
        ({"body": "internal_error"}, True),
        ({"body": PAGE, "status": 201}, True),
        ({"body": "ratelimited", "status": 429}, False),
        ({"body": "invalid_auth"}, False),
        ({"body": PAGE, "status": 404}, False),
    ],
)
async def test_is_it_sent(platform: SlackPlatform, slack: FakeSlack, answer: Any, perhaps: bool) -> None:
    slack.next("chat.postMessage", **answer)
    assert (await refused(platform, SAY)).perhaps_sent is perhaps


async def test_nothing_is_sent_to_a_slack_that_cannot_be_reached(platform: SlackPlatform, slack: FakeSlack) -> None:
    await slack.server.close()
    assert not (await refused(platform, SAY)).perhaps_sent


@pytest.mark.parametrize(("method", "reply"), [("conversations.open", OPEN), ("chat.update", CHANGE)])
async def test_what_may_be_done_twice_leaves_no_doubt(
    platform: SlackPlatform, slack: FakeSlack, method: str, reply: Post | Revise
) -> None:
    for broken in ({"body": PAGE, "status": 503}, {"status": 0}):
        slack.next(method, **broken)
        assert not (await refused(platform, reply)).perhaps_sent


@pytest.mark.parametrize(
    ("method", "reply", "answer", "whole"),
    [
        ("chat.postMessage", SAY, {"body": "ratelimited", "status": 429}, False),
        ("chat.postMessage", SAY, {"body": "message_limit_exceeded"}, True),
        ("conversations.open", OPEN, {"body": "ratelimited", "status": 429}, True),
        ("chat.update", CHANGE, {"body": "ratelimited", "status": 429}, True),
        *(("chat.postMessage", SAY, {"body": why}, True) for why in ("invalid_auth", "token_expired", "token_revoked")),
        *(("chat.postMessage", SAY, {"body": why}, False) for why in ("internal_error", "missing_scope")),
        ("chat.postMessage", SAY, {"body": "no_permission"}, False),
        ("chat.postMessage", SAY, {"body": PAGE, "status": 503}, False),
    ],
)  # fmt: skip
async def test_whom_does_it_concern(
    platform: SlackPlatform, slack: FakeSlack, method: str, reply: Post | Revise, answer: Any, whole: bool
) -> None:
    slack.next(method, **answer)
    assert (await refused(platform, reply)).whole_workspace is whole
