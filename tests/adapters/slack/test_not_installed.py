"""Workspaces where Coreflect is not installed, or no longer, or anew."""

from __future__ import annotations

import pytest

from adapters.delivery import Looks, Paced, TryAgain
from bot.messages import Place, Post
from bot.ports import StoreTrouble
from tests.adapters.slack.fake import FakeSlack
from tests.adapters.slack.installed import HELLO, MEADOW, RIVER, Running, Start
from tests.players.slack import payload

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # Slack's own library uses it


async def test_where_it_is_not_installed_nothing_is_stored_and_nothing_goes_out(here: Running) -> None:
    await here.install(RIVER)
    assert await here.told(MEADOW) == 200
    command = await here.bot.form(payload("command_channel") | {"team_id": MEADOW})
    assert await command.text() == "Coreflect is not installed here. Please tell whoever looks after it."
    assert here.door.events == []
    with pytest.raises(TryAgain, match="not_installed") as waits:
        await here.says(MEADOW)
    assert waits.value.whole_workspace, "the others go on"
    await here.says(RIVER)


@pytest.mark.parametrize("team", [[MEADOW], {}, 7, "", "\x00", "\ud800", "T" * 300, "a/b"])
async def test_a_workspace_that_is_none(here: Running, team: object) -> None:
    for sent in (payload("message_im"), payload("message_im") | {"event": {"type": "app_uninstalled"}}):
        assert (await here.bot.event(sent | {"team_id": team, "authorizations": []})).status == 200
    assert here.door.events == []


async def test_while_the_database_cannot_tell_slack_says_it_again(
    here: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise StoreTrouble("The database is busy.")

    await here.install(MEADOW)
    with monkeypatch.context() as patch:
        patch.setattr(here.safe, "read", gone)
        assert await here.told(MEADOW) >= 500
        with pytest.raises(StoreTrouble):
            await here.says(MEADOW)
    assert "there" not in caplog.text
    assert await here.told(MEADOW) == 200
    assert len(here.door.events) == 1


async def test_it_is_taken_away(here: Running, slack: FakeSlack) -> None:
    await here.install(MEADOW)
    slack.revoked.add(f"xoxb-{MEADOW}")
    assert await _taken_away(here, "app_uninstalled") == 200
    assert here.safe.read(f"slack:{MEADOW}") is None


async def test_it_is_taken_away_and_installed_again_before_we_hear_of_it(here: Running, slack: FakeSlack) -> None:
    await here.install(MEADOW)
    slack.revoked.add(f"xoxb-{MEADOW}")
    slack.workspaces["xoxb-new"] = MEADOW
    await here.install(MEADOW)
    assert await _taken_away(here, "tokens_revoked") == 200
    await here.says(MEADOW)
    assert slack.said_with == ["xoxb-new"]


async def test_we_hear_of_it_while_slack_cannot_be_asked(here: Running, slack: FakeSlack) -> None:
    await here.install(MEADOW)
    slack.next("auth.test", status=500)
    assert await _taken_away(here, "app_uninstalled") == 503, "Slack says it again"
    assert here.safe.read(f"slack:{MEADOW}") == f"xoxb-{MEADOW}"


async def test_a_new_token_is_found_by_the_processes_that_did_not_install_it(start: Start, slack: FakeSlack) -> None:
    one, other = await start(), await start()
    await one.install(MEADOW)
    await other.says(MEADOW, "ask:1")
    slack.revoked.add(f"xoxb-{MEADOW}")
    with pytest.raises(TryAgain) as waits:
        await other.says(MEADOW, "ask:2")
    assert waits.value.whole_workspace
    slack.workspaces["xoxb-new"] = MEADOW
    await one.install(MEADOW)
    await other.says(MEADOW, "ask:2")
    assert slack.said_with == [f"xoxb-{MEADOW}", "xoxb-new"]


async def test_it_looks_before_it_sends_again_and_keeps_each_workspaces_pace(here: Running) -> None:
    await here.install(MEADOW)
    post = Post("ask:1", Place("slack", f"{MEADOW}/U01ALICE"), HELLO)
    assert isinstance(here.platform, Looks)
    assert isinstance(here.platform, Paced)
    assert here.platform.workspace(post.to) == f"{MEADOW}/"


async def _taken_away(here: Running, kind: str) -> int:
    event = {"type": "event_callback", "team_id": MEADOW, "event_id": "Ev9", "event": {"type": kind}}
    return (await here.bot.event(event)).status
