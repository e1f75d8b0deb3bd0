"""The signed HTTP door: what gets in, what does not, and what Slack is told."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_sdk.signature import SignatureVerifier

from adapters.slack import SlackSettings, connect
from bot.messages import Joined, Pressed, Said
from tests.adapters.slack.fake import FakeDoor, FakeSlack
from tests.adapters.slack.site import SECRET, Bot
from tests.players.slack import payload

# ---- what gets in -------------------------------------------------------------------------------------------------


async def test_a_signed_event_is_stored_before_it_is_acknowledged(bot: Bot, door: FakeDoor) -> None:
    response = await bot.event(payload("message_im"))
    assert response.status == 200
    assert await response.text() == ""
    assert [type(event) for event in door.events] == [Said]


async def test_the_command_and_buttons_come_as_forms(bot: Bot, door: FakeDoor) -> None:
    assert (await bot.form(payload("command_channel"))).status == 200
    assert (await bot.interaction(payload("block_actions_channel"))).status == 200
    said, pressed = door.events
    assert isinstance(said, Said)
    assert said.text == "help"
    assert isinstance(pressed, Pressed)
    assert pressed.value == "round-7/agree"


async def test_words_of_every_script_survive_the_form(bot: Bot, door: FakeDoor) -> None:
    text = "1+1=2 & 50% — «да» 反思 🙂"
    await bot.form(payload("command_dm") | {"text": text})
    assert isinstance(door.events[0], Said)
    assert door.events[0].text == text


async def test_slack_may_verify_the_address(bot: Bot, door: FakeDoor) -> None:
    response = await bot.event(payload("url_verification"))
    assert (await response.json())["challenge"].startswith("3eZbrw1a")
    assert door.events == []


async def test_slack_is_asked_who_we_are_once(bot: Bot, slack: FakeSlack) -> None:
    for _ in range(5):
        await bot.event(payload("message_im"))
    assert len(slack.asked("auth.test")) == 1


async def test_a_request_sent_twice_carries_one_id(bot: Bot, door: FakeDoor) -> None:
    # Dropping what looks like a retry would lose the event whose first copy never arrived; the engine knows the id.
    await bot.event(payload("message_im"))
    await bot.event(payload("message_im"), **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    first, second = door.events
    assert first.id == second.id


async def test_somebody_who_joins_gets_their_name(bot: Bot, door: FakeDoor) -> None:
    await bot.event(payload("member_joined_channel"))
    assert isinstance(door.events[0], Joined)
    assert door.events[0].who.name == "Bobby"


async def test_a_name_is_asked_for_once(bot: Bot, door: FakeDoor, slack: FakeSlack) -> None:
    for _ in range(3):
        await bot.event(payload("message_im"))
    assert [event.who.name for event in door.events] == ["Alice Anderson"] * 3
    assert len(slack.asked("users.info")) == 1


async def test_somebody_who_joins_while_slack_is_busy_is_stored_without(
    bot: Bot, door: FakeDoor, slack: FakeSlack
) -> None:
    slack.next("users.info", "ratelimited", status=429)
    assert (await bot.event(payload("member_joined_channel"))).status == 200
    assert door.events[0].who.name == ""


async def test_another_bot_that_joins_is_nobody(bot: Bot, door: FakeDoor) -> None:
    sent = payload("member_joined_channel")
    sent["event"]["user"] = "U0OTHERBOT"
    assert (await bot.event(sent)).status == 200
    assert door.events == []


# ---- what does not ------------------------------------------------------------------------------------------------


async def test_a_wrong_signature(bot: Bot, door: FakeDoor) -> None:
    assert (await bot.event(payload("message_im"), secret="not the secret")).status == 401
    assert door.events == []


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 365])
async def test_a_request_played_again_later(bot: Bot, door: FakeDoor, minutes: int) -> None:
    assert (await bot.event(payload("message_im"), at=int(time.time()) + minutes * 60)).status == 401
    assert door.events == []


@pytest.mark.parametrize("stamp", ["soon", "", "1e9", "9" * 5000])
async def test_a_timestamp_that_is_none(bot: Bot, door: FakeDoor, stamp: str) -> None:
    assert (await bot.event(payload("message_im"), at=stamp)).status in (400, 401)
    assert door.events == []


@pytest.mark.parametrize("header", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_header_that_is_missing_or_strange(bot: Bot, door: FakeDoor, header: str) -> None:
    assert (await bot.event(payload("message_im"), **{header: ""})).status == 401
    assert (await bot.event(payload("message_im"), **{header: "v0=\u00e9"})).status == 401
    response = await bot.client.post("/slack/events", json=payload("message_im"))
    assert response.status == 401
    assert door.events == []


async def test_a_signature_of_another_body(bot: Bot, door: FakeDoor) -> None:
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=b"{}") or ""
    body = json.dumps(payload("message_im")).encode()
    assert (await bot.post(body, "application/json", at=stamp, **{"X-Slack-Signature": signature})).status == 401
    assert door.events == []


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("signed", [True, False])
async def test_a_body_of_more_than_a_megabyte(bot: Bot, door: FakeDoor, kind: str, signed: bool) -> None:
    body = b'{"text": "' + b"x" * (1 << 20) + b'"}'
    assert (await bot.post(body, kind, secret=SECRET if signed else "wrong")).status == 413
    assert door.events == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b""),
        ("application/json", b"[1, 2]"),
        ("application/json", b'"text"'),
        ("application/json", b'{"type": "event_callback"}'),
        ("application/json", b'{"type": "event_callback", "event": "x"}'),
        ("application/json", b'{"type": "event_callback", "event": null}'),
        ("application/json", b'{"team": 7, "type": "block_actions", "authorizations": 3}'),
        ("application/json", b"[" * 100_000),
        ("application/x-www-form-urlencoded", b"payload=%7B"),
        ("application/x-www-form-urlencoded", b"payload=7"),
        ("application/x-www-form-urlencoded", b"payload=%7B%22type%22%3A%22view_submission%22%7D"),
        ("application/x-www-form-urlencoded", b"command=%2Freflect"),
    ],
)
async def test_a_body_that_cannot_be_read(bot: Bot, door: FakeDoor, kind: str, body: bytes) -> None:
    response = await bot.post(body, kind)
    assert response.status == 400
    assert door.events == []


@pytest.mark.parametrize(
    "sent", [{}, {"type": "nonsense"}, {"type": "block_suggestion"}, {"type": 7}, {"command": "/other"}]
)
async def test_what_was_never_asked_for(bot: Bot, door: FakeDoor, sent: Any) -> None:
    response = await bot.event(sent)
    assert response.status == 404
    assert response.headers["X-Slack-No-Retry"] == "1"
    assert door.events == []


async def test_a_subscription_added_by_hand_does_not_count_as_a_failure(bot: Bot, door: FakeDoor) -> None:
    sent = payload("message_im")
    sent["event"]["type"] = "reaction_added"
    assert (await bot.event(sent)).status == 200
    assert door.events == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_other_methods_and_paths(bot: Bot, method: str) -> None:
    assert (await bot.client.request(method, "/slack/events")).status == 405
    assert (await bot.client.post("/slack/elsewhere")).status == 404


# ---- when it cannot be stored -------------------------------------------------------------------------------------


async def test_what_is_not_stored_is_not_acknowledged(bot: Bot, door: FakeDoor) -> None:
    door.breaks = RuntimeError("no space left: I feel unheard")
    response = await bot.event(payload("message_im"))
    assert response.status == 503
    assert "X-Slack-No-Retry" not in response.headers
    door.breaks = None
    assert (await bot.event(payload("message_im"), **{"X-Slack-Retry-Num": "1"})).status == 200
    assert len(door.events) == 1


async def test_no_log_line_holds_what_was_said(bot: Bot, door: FakeDoor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sent = payload("message_im")
    sent["event"]["text"] = "I feel unheard"
    await bot.event(sent)
    await bot.event(sent, secret="wrong")
    await bot.event(sent | {"type": "I feel unheard"})
    door.breaks = ValueError("I feel unheard")
    await bot.event(sent)
    assert "answered 200" in caplog.text
    assert "answered 503" in caplog.text
    ours = [record for record in caplog.records if not record.name.startswith(("asyncio", "aiohttp.access"))]
    assert ours
    for record in ours:
        assert "unheard" not in record.getMessage()
        assert "U01ALICE" not in record.getMessage()
    assert "unheard" not in caplog.text
    assert SECRET not in caplog.text
    assert "xoxb" not in caplog.text


async def test_an_event_waits_while_slack_cannot_say_who_we_are(slack: FakeSlack, door: FakeDoor) -> None:
    for why in ("internal_error", "internal_error"):
        slack.next("auth.test", why)
    site = web.Application()
    await connect(site, SlackSettings("xoxb-test", SECRET, api_url=slack.url), door)
    async with TestClient(TestServer(site)) as client:
        bot = Bot(client)
        assert (await bot.event(payload("message_im"))).status == 500
        assert door.events == []
        assert (await bot.event(payload("message_im"))).status == 200
        assert len(door.events) == 1


# ---- settings -----------------------------------------------------------------------------------------------------


async def test_a_refused_token_says_what_to_do(slack: FakeSlack, door: FakeDoor) -> None:
    for why in ("invalid_auth", "account_inactive"):
        slack.next("auth.test", why)
        with pytest.raises(ValueError, match=r"refused the bot token .* OAuth & Permissions"):
            await connect(web.Application(), SlackSettings("xoxb-test", SECRET, api_url=slack.url), door)


async def test_no_door_at_all_says_what_to_do(slack: FakeSlack, door: FakeDoor) -> None:
    with pytest.raises(ValueError, match="SLACK_SIGNING_SECRET"):
        await connect(web.Application(), SlackSettings("xoxb-test", api_url=slack.url), door)


async def test_missing_scopes_are_named(slack: FakeSlack, door: FakeDoor, caplog: pytest.LogCaptureFixture) -> None:
    slack.scopes = "chat:write,commands"
    site = web.Application()
    await connect(site, SlackSettings("xoxb-test", SECRET, api_url=slack.url), door)
    async with TestClient(TestServer(site)):
        assert "files:write" in caplog.text


def test_settings_print_no_secret() -> None:
    assert "xoxb" not in repr(SlackSettings("xoxb-test", SECRET, "xapp-1"))
