"""Replies on their way to Slack, against a Web API on loopback."""

from __future__ import annotations

import pytest

from adapters.delivery import TryAgain, Unreachable
from adapters.slack.platform import SlackPlatform
from adapters.unlocking import Unlocking
from bot.messages import Card, File, Gather, Joined, Line, Person, Picture, Place, Post, Revise, Text
from tests.adapters.slack.fake import FakeDoor, FakeSlack

HELLO = Card((Text("Hello there."),))
ALICE = Place("slack", "T01TEST/U01ALICE", private=True)
GENERAL = Place("slack", "T01TEST/C01GEN")
HISTORY = Picture("Power", "Power is shared more than in spring.", (Line("Power", ("low", "high"), ((1, 0), (2, 1))),))


def words(sent: object) -> str:
    return str(sent)


async def test_a_message_to_a_person_opens_their_conversation_once(platform: SlackPlatform, slack: FakeSlack) -> None:
    first = await platform.deliver(Post("one", ALICE, HELLO))
    second = await platform.deliver(Post("two", ALICE, HELLO))
    assert slack.asked("conversations.open") == [{"users": "U01ALICE"}]
    assert first == "D01ALICE/1795320000.000001"
    assert second == "D01ALICE/1795320000.000002"
    sent = slack.asked("chat.postMessage")[0]
    assert (sent["channel"], sent["text"]) == ("D01ALICE", "Hello there.")
    assert sent["unfurl_links"] in (False, "0")
    assert "thread_ts" not in sent


async def test_a_message_in_a_thread(platform: SlackPlatform, slack: FakeSlack) -> None:
    await platform.deliver(Post("one", Place("slack", "T01TEST/C01GEN/thread/171.2"), HELLO))
    sent = slack.asked("chat.postMessage")[0]
    assert (sent["channel"], sent["thread_ts"]) == ("C01GEN", "171.2")


async def test_a_whisper_has_no_reference(platform: SlackPlatform, slack: FakeSlack) -> None:
    whisper = Place("slack", "T01TEST/C01GEN/whisper/U01ALICE")
    assert await platform.deliver(Post("one", whisper, HELLO)) == ""
    sent = slack.asked("chat.postEphemeral")[0]
    assert (sent["channel"], sent["user"]) == ("C01GEN", "U01ALICE")


async def test_a_whisper_where_the_bot_is_not_reaches_the_person_directly(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.next("chat.postEphemeral", "channel_not_found")
    reference = await platform.deliver(Post("one", Place("slack", "T01TEST/C09/whisper/U01ALICE"), HELLO))
    assert reference.startswith("D01ALICE/")


async def test_a_revision_changes_the_message(platform: SlackPlatform, slack: FakeSlack) -> None:
    reference = await platform.deliver(Revise("one", ALICE, "D01ALICE/171.2", HELLO))
    assert reference == "D01ALICE/171.2"
    sent = slack.asked("chat.update")[0]
    assert (sent["channel"], sent["ts"], sent["text"]) == ("D01ALICE", "171.2", "Hello there.")


async def test_what_cannot_be_revised_is_said_anew(platform: SlackPlatform, slack: FakeSlack) -> None:
    assert await platform.deliver(Revise("one", ALICE, "", HELLO)) == "D01ALICE/1795320000.000001"


async def test_the_app_home_is_published(platform: SlackPlatform, slack: FakeSlack) -> None:
    assert await platform.deliver(Post("one", Place("slack", "T01TEST/U01ALICE/home"), HELLO)) == ""
    sent = slack.asked("views.publish")[0]
    assert (sent["user_id"], sent["view"]["type"]) == ("U01ALICE", "home")


# ---- pictures -----------------------------------------------------------------------------------------------------


async def test_a_picture_is_uploaded_waited_for_and_shown_with_its_words(
    platform: SlackPlatform, slack: FakeSlack, pauses: list[float]
) -> None:
    slack.next("files.info", {"file": {"id": "F1", "mimetype": ""}})
    slack.next("files.info", {"file": {"id": "F1", "mimetype": ""}})
    await platform.deliver(Post("one", GENERAL, Card((Text("This week"), HISTORY))))
    assert slack.uploads == [b"PNG Power"]
    assert pauses == [0.3, 0.6]
    image, said = slack.asked("chat.postMessage")[0]["blocks"][1:]
    assert image["slack_file"] == {"id": "F000000001"}
    assert said["text"]["text"] == HISTORY.words
    assert image["alt_text"] == f"{HISTORY.title}\n{HISTORY.words}"
    assert "channel_id" not in slack.asked("files.completeUploadExternal")[0]


async def test_a_picture_sent_again_is_not_uploaded_again(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.next("chat.postMessage", "internal_error")
    with pytest.raises(TryAgain):
        await platform.deliver(Post("one", GENERAL, Card((HISTORY,))))
    await platform.deliver(Post("one", GENERAL, Card((HISTORY,))))
    assert len(slack.uploads) == 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"])
async def test_without_the_scope_the_words_and_bars_of_text_arrive(
    platform: SlackPlatform, slack: FakeSlack, method: str
) -> None:
    slack.next(method, "missing_scope")
    await platform.deliver(Post("one", GENERAL, Card((HISTORY,))))
    shown = words(slack.asked("chat.postMessage")[0]["blocks"])
    assert HISTORY.words in shown
    assert "■" in shown
    assert "slack_file" not in shown


async def test_a_picture_that_never_gets_ready_does_not_hold_the_message(
    platform: SlackPlatform, slack: FakeSlack, pauses: list[float]
) -> None:
    for _ in range(20):
        slack.next("files.info", {"file": {"mimetype": ""}})
    await platform.deliver(Post("one", GENERAL, Card((HISTORY,))))
    assert len(pauses) == 8
    assert "■" in words(slack.asked("chat.postMessage")[0]["blocks"])


async def test_a_picture_that_slack_refuses_to_show_is_sent_as_text(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.next("chat.postMessage", "invalid_blocks")
    await platform.deliver(Post("one", GENERAL, Card((HISTORY,))))
    first, second = slack.asked("chat.postMessage")
    assert "slack_file" in words(first["blocks"])
    assert "slack_file" not in words(second["blocks"])


# ---- when Slack says no -------------------------------------------------------------------------------------------


async def test_too_fast_means_later_by_as_much_as_slack_says(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.next("chat.postMessage", "ratelimited", status=429, headers={"Retry-After": "7"})
    with pytest.raises(TryAgain) as refused:
        await platform.deliver(Post("one", GENERAL, HELLO))
    assert refused.value.after == 7
    assert len(slack.asked("chat.postMessage")) == 1  # the queue tries again, nobody else


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("body", ["<html>Bad gateway</html>", {"ok": False, "error": "fatal_error"}])
async def test_a_broken_slack_means_later(platform: SlackPlatform, slack: FakeSlack, status: int, body: object) -> None:
    slack.next("chat.postMessage", body, status=status)
    with pytest.raises(TryAgain):
        await platform.deliver(Post("one", GENERAL, HELLO))


async def test_an_answer_that_is_not_slacks_means_later(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.next("chat.postMessage", None, headers={})
    with pytest.raises(TryAgain):
        await platform.deliver(Post("one", GENERAL, HELLO))


async def test_no_network_means_later(platform: SlackPlatform, slack: FakeSlack) -> None:
    await slack.server.close()
    with pytest.raises(TryAgain) as refused:
        await platform.deliver(Post("one", GENERAL, HELLO))
    assert refused.value.after is None


@pytest.mark.parametrize("why", ["invalid_auth", "missing_scope", "internal_error", "token_expired", "token_revoked"])
async def test_what_the_operator_can_put_right_is_not_given_up(
    platform: SlackPlatform, slack: FakeSlack, why: str
) -> None:
    slack.next("chat.postMessage", why)
    with pytest.raises(TryAgain, match=why):
        await platform.deliver(Post("one", GENERAL, HELLO))


@pytest.mark.parametrize("why", ["channel_not_found", "is_archived", "not_in_channel", "restricted_action"])
async def test_a_closed_channel_is_unreachable(platform: SlackPlatform, slack: FakeSlack, why: str) -> None:
    slack.next("chat.postMessage", why)
    with pytest.raises(Unreachable, match=f"^{why}$"):
        await platform.deliver(Post("one", GENERAL, HELLO))


@pytest.mark.parametrize("why", ["user_not_found", "user_disabled", "cannot_dm_bot"])
async def test_a_person_who_is_gone_is_unreachable(platform: SlackPlatform, slack: FakeSlack, why: str) -> None:
    slack.next("conversations.open", why)
    with pytest.raises(Unreachable, match=why):
        await platform.deliver(Post("one", ALICE, HELLO))


async def test_an_address_from_elsewhere_is_unreachable(platform: SlackPlatform) -> None:
    with pytest.raises(Unreachable):
        await platform.deliver(Post("one", Place("slack", "nowhere"), HELLO))


async def test_nothing_said_is_ever_logged(
    platform: SlackPlatform, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "coreflect")
    for why in ("invalid_blocks", "ratelimited", "channel_not_found"):
        slack.next("chat.postMessage", why)
        with pytest.raises((TryAgain, Unreachable)) as refused:
            await platform.deliver(Post("one", GENERAL, HELLO))
        assert "Hello" not in str(refused.value)
    assert "invalid_blocks" in caplog.text
    assert "Hello" not in caplog.text


# ---- who is there -------------------------------------------------------------------------------------------------


async def test_everybody_in_a_channel_is_found_page_by_page_except_bots(
    platform: SlackPlatform, slack: FakeSlack, door: FakeDoor
) -> None:
    slack.members = [["U01ALICE", "U0BOT"], ["U0OTHERBOT", "U03GONE", "U04NOBODY", "U02BOB"]]
    assert await platform.deliver(Gather("one", GENERAL)) == ""
    assert door.events == [
        Joined(id=f"one:T01TEST/{user}", who=Person("slack", f"T01TEST/{user}"), where=GENERAL)
        for user in ("U01ALICE", "U02BOB")
    ]
    assert [event.who.name for event in door.events] == ["Alice Anderson", "Bobby"]
    assert [event.who.home for event in door.events] == ["T01TEST/U01ALICE", "T01TEST/U02BOB"]


async def test_gathering_goes_on_where_it_was_stopped(
    platform: SlackPlatform, slack: FakeSlack, door: FakeDoor
) -> None:
    slack.next("users.info", {"user": {"id": "U01ALICE", "name": "alice"}})
    slack.next("users.info", "ratelimited", status=429, headers={"Retry-After": "3"})
    with pytest.raises(TryAgain):
        await platform.deliver(Gather("one", GENERAL))
    await platform.deliver(Gather("one", GENERAL))
    assert [args["user"] for args in slack.asked("users.info")] == ["U01ALICE", "U0BOT", "U0BOT", "U02BOB"]


async def test_what_could_not_be_stored_is_gathered_again(platform: SlackPlatform, door: FakeDoor) -> None:
    door.breaks = RuntimeError("database is locked")
    with pytest.raises(TryAgain):
        await platform.deliver(Gather("one", GENERAL))


async def test_a_file_goes_to_the_person_alone_before_the_message(platform: SlackPlatform, slack: FakeSlack) -> None:
    card = Card((Text("Here is what I hold about you."), File("my-data.txt", "locked", "You joined on 2 March.")))
    await Unlocking(platform, lambda locked: f"opened {locked}").deliver(Post("one", ALICE, card))
    [shared] = slack.asked("files.completeUploadExternal")
    assert shared["channel_id"] == "D01ALICE"
    assert "my-data.txt" in str(shared["files"])
    assert slack.uploads == [b"opened locked"]
    assert slack.asked("chat.postMessage")[0]["text"].startswith("Here is what I hold about you.")


async def test_a_file_whose_key_is_gone_is_not_tried_again(platform: SlackPlatform, slack: FakeSlack) -> None:
    def gone(locked: str) -> str:
        raise ValueError

    with pytest.raises(Unreachable):
        await Unlocking(platform, gone).deliver(Post("one", ALICE, Card((File("my-data.txt", "locked"),))))
    assert slack.asked("chat.postMessage") == []
