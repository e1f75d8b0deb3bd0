"""Somebody installs Coreflect in their workspace. Tokens and tickets are kept in a database that processes share."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web

from adapters.slack import SlackSettings, connect
from adapters.slack.identity import NEEDED
from bot.ports import StoreTrouble
from tests.adapters.slack.fake import FakeDoor, FakeSlack
from tests.adapters.slack.installed import MEADOW, RIVER, Running, Start
from tests.adapters.slack.site import SECRET

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # Slack's own library uses it


# ---- somebody installs it -----------------------------------------------------------------------------------------


async def test_somebody_installs_it_and_it_answers_there(here: Running, slack: FakeSlack) -> None:
    assert "Coreflect is installed" in await here.install(MEADOW)
    assert await here.told(MEADOW) == 200
    assert [event.who.id for event in here.door.events] == [f"{MEADOW}/U01ALICE"]
    await here.says(MEADOW)
    assert slack.said_with == [f"xoxb-{MEADOW}"]


async def test_slack_shows_them_what_it_asks_for_and_no_more(here: Running, slack: FakeSlack) -> None:
    asked = await here.bot.client.get("/slack/install", allow_redirects=False)
    query = parse_qs(urlsplit(asked.headers["Location"]).query)
    assert asked.headers["Location"].startswith(slack.url.replace("/api/", "/oauth/v2/authorize?"))
    assert set(query["scope"][0].split(",")) == NEEDED
    assert query["client_id"] == ["1.2"]
    assert "user_scope" not in query, "nothing in their name"
    assert "hush" not in str(asked.headers)
    cookie = asked.cookies["slack-app-oauth-state"]
    assert (cookie["secure"], cookie["httponly"]) == (True, True)


async def test_each_workspace_has_its_own_token(here: Running, slack: FakeSlack) -> None:
    for team in (RIVER, MEADOW):
        await here.install(team)
    for team in (MEADOW, RIVER, MEADOW):
        await here.says(team)
    assert slack.said_with == [f"xoxb-{MEADOW}", "xoxb-test", f"xoxb-{MEADOW}"]


async def test_begun_at_one_process_and_ended_at_another(start: Start, slack: FakeSlack) -> None:
    one, other = await start(), await start()
    state = await one.begin()
    assert "is installed" in await (await other.come_back(state=state, code=MEADOW)).text()
    await one.says(MEADOW)
    assert await one.told(MEADOW) == 200
    assert slack.said_with == [f"xoxb-{MEADOW}"]


async def test_the_page_can_be_read_by_everybody_and_tells_nothing_to_others(here: Running) -> None:
    answer = await here.come_back(state=await here.begin(), code=MEADOW)
    words = await answer.text()
    assert '<html lang="en">' in words
    assert "<h1>Coreflect is installed</h1>" in words
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"


# ---- what goes wrong ----------------------------------------------------------------------------------------------


async def test_the_last_page_loaded_once_more(here: Running) -> None:
    state = await here.begin()
    for expected in ("Coreflect is installed", "If you have read “Coreflect is installed” before, all is well."):
        answer = await here.come_back(state=state, code=MEADOW)
        assert expected in await answer.text()
        here.cookies.update({name: cookie.value for name, cookie in answer.cookies.items()})


async def test_somebody_says_no(here: Running) -> None:
    answer = await here.come_back(error="access_denied", state=await here.begin())
    assert answer.status == 200
    assert "You did not say yes to Slack" in await answer.text()
    assert here.safe.read(f"slack:{MEADOW}") is None


async def test_a_page_that_was_open_for_too_long(here: Running) -> None:
    state = await here.begin()
    here.passed.minutes = 11
    answer = await here.come_back(state=state, code=MEADOW)
    assert answer.status == 401
    assert "This page works once, and for ten minutes" in await answer.text()


async def test_an_address_that_was_used_before(start: Start) -> None:
    one, other = await start(), await start()
    state = await one.begin()
    assert (await one.come_back(state=state, code=RIVER)).status == 200
    one.cookies["slack-app-oauth-state"] = state
    for process in (one, other):
        assert (await process.come_back(state=state, code=MEADOW)).status == 401
    assert one.safe.read(f"slack:{MEADOW}") is None


async def test_an_address_that_somebody_else_was_sent(here: Running) -> None:
    state = await here.begin()
    here.cookies.clear()
    answer = await here.come_back(state=state, code=MEADOW)
    assert answer.status == 400
    assert "in one browser" in await answer.text()


@pytest.mark.parametrize("query", [{}, {"code": MEADOW}, {"state": "made-up", "code": MEADOW}, {"error": "<b>oh</b>"}])
async def test_an_address_that_somebody_made_up(here: Running, query: dict[str, str]) -> None:
    await here.begin()
    answer = await here.come_back(**query)
    assert answer.status < 500
    assert "nothing was installed." in (words := await answer.text()).lower()
    assert "<b>" not in words


async def test_somebody_who_promises_a_body_and_sends_none_is_not_waited_for(here: Running) -> None:
    port = here.bot.client.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /slack/install HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert b" 302 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


async def test_a_code_that_slack_does_not_know(here: Running) -> None:
    answer = await here.come_back(state=await here.begin(), code="made-up")
    assert answer.status == 401
    assert "Try again" in await answer.text()


async def test_a_whole_organisation(here: Running, slack: FakeSlack) -> None:
    slack.next(
        "oauth.v2.access", {"access_token": "xoxb-org", "is_enterprise_install": True, "enterprise": {"id": "E1"}}
    )
    assert "Please choose one workspace" in await here.install(MEADOW)


async def test_a_token_that_would_end_within_hours(here: Running, slack: FakeSlack) -> None:
    short = {"access_token": "xoxe", "team": {"id": MEADOW}, "expires_in": 43200, "refresh_token": "xoxe-1"}
    slack.next("oauth.v2.access", short)
    assert "Please turn off token rotation" in await here.install(MEADOW)
    assert here.safe.read(f"slack:{MEADOW}") is None


async def test_slack_does_not_answer(here: Running, slack: FakeSlack) -> None:
    slack.next("oauth.v2.access", status=0)
    answer = await here.come_back(state=await here.begin(), code=MEADOW)
    assert answer.status == 503
    assert "Wait a minute." in await answer.text()


async def test_the_database_does_not_answer(
    here: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise StoreTrouble(f"xoxb-{MEADOW}")

    monkeypatch.setattr(here.safe, "keep", gone)
    assert "That did not work" in await here.install(MEADOW)
    assert "xoxb" not in caplog.text


@pytest.mark.parametrize(
    "settings",
    [
        SlackSettings("xoxb-test", SECRET, client_id="1.2", client_secret="hush"),
        SlackSettings("", SECRET, client_id="1.2"),
    ],
)
async def test_settings_that_do_not_fit(settings: SlackSettings, here: Running) -> None:
    with pytest.raises(ValueError, match="SLACK_CLIENT_SECRET"):
        await connect(web.Application(), settings, FakeDoor(), here.safe)
