"""After a send of which nobody knows whether it arrived: at most one message stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.delivery import Looks, TryAgain
from adapters.slack.looking import BACK, mark
from adapters.slack.platform import SlackPlatform
from bot.messages import Card, File, Gather, Place, Post, Revise, Text
from tests.adapters.slack.fake import NOW, FakeSlack

HELLO = Card((Text("Hello there."),))
ALICE = Place("slack", "T01TEST/U01ALICE", private=True)
GENERAL = Place("slack", "T01TEST/C01GEN")
THREAD = Place("slack", "T01TEST/C01GEN/thread/171.2")
WHISPER = Place("slack", "T01TEST/C01GEN/whisper/U01ALICE")
HOME = Place("slack", "T01TEST/U01ALICE/home", private=True)
KEY = "ask:0b8a:7:51fc"
DATA = Card((Text("Here is what I hold about you."), File("my-data.txt", "locked", "You joined on 2 March.")))


async def again(platform: SlackPlatform, reply: Post) -> str:
    """What a courier does with a parcel of which it does not know whether it has arrived."""
    return await platform.look(reply) or await platform.deliver(reply)


@pytest.mark.parametrize("to", [ALICE, GENERAL, THREAD], ids=["a person", "a channel", "a thread"])
async def test_what_has_arrived_is_found_and_not_said_again(
    platform: SlackPlatform, slack: FakeSlack, to: Place
) -> None:
    assert isinstance(platform, Looks)
    slack.next("chat.postMessage", status=0, done=True)  # it arrives, and its answer does not
    with pytest.raises(TryAgain) as lost:
        await platform.deliver(Post(KEY, to, HELLO))
    assert lost.value.perhaps_sent
    reference = await again(platform, Post(KEY, to, HELLO))
    [said] = [each for channel in slack.said.values() for each in channel]
    assert reference.endswith(said["ts"])
    assert await platform.deliver(Revise("k2", to, reference, HELLO)) == reference


async def test_what_has_not_arrived_is_said_once(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.next("chat.postMessage", "internal_error")
    with pytest.raises(TryAgain) as lost:
        await platform.deliver(Post(KEY, ALICE, HELLO))
    assert lost.value.perhaps_sent
    await platform.deliver(Post("ask:0b8a:6:51fc", ALICE, HELLO))
    reference = await again(platform, Post(KEY, ALICE, HELLO))
    assert reference == f"D01ALICE/{slack.said['D01ALICE'][-1]['ts']}"
    assert len(slack.said["D01ALICE"]) == 2


async def test_the_mark_tells_nobody_anything(platform: SlackPlatform, slack: FakeSlack) -> None:
    await platform.deliver(Post(KEY, ALICE, HELLO))
    metadata = json.dumps(slack.asked("chat.postMessage")[0]["metadata"])
    assert not [part for part in KEY.split(":") if f'"{part}' in metadata or f"{part}:" in metadata]
    assert mark(KEY) != mark(KEY + "1")


async def test_another_apps_message_with_a_copied_mark_is_not_taken_for_ours(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    forged = {"user": "U0OTHERBOT", "bot_id": "B0OTHER", "ts": "1795320000.5", "metadata": mark(KEY)}
    slack.said["D01ALICE"].append(forged)
    assert await platform.look(Post(KEY, ALICE, HELLO)) is None


async def test_only_the_last_week_is_looked_through(platform: SlackPlatform, slack: FakeSlack) -> None:
    old: dict[str, Any] = {"user": "U0BOT", "ts": f"{NOW - BACK - 1:.6f}", "metadata": mark(KEY)}
    slack.said["D01ALICE"].append(old)
    assert await platform.look(Post(KEY, ALICE, HELLO)) is None
    slack.said["D01ALICE"].append(old | {"ts": f"{NOW - BACK + 1:.6f}"})
    assert await platform.look(Post(KEY, ALICE, HELLO)) == f"D01ALICE/{NOW - BACK + 1:.6f}"


async def test_a_look_that_is_asked_for_patience_goes_on_where_it_was(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    """Apps of some kinds get fifteen messages a minute."""
    slack.longest_page = 15
    reference = await platform.deliver(Post(KEY, GENERAL, HELLO))
    for number in range(40):
        slack.said["C01GEN"].append({"user": "U02BOB", "ts": f"1795320001.{number:06d}"})
    for _ in range(2):
        slack.next("conversations.history", done=True)
        slack.next("conversations.history", "ratelimited", status=429, headers={"Retry-After": "60"})
        with pytest.raises(TryAgain) as later:
            await platform.look(Post(KEY, GENERAL, HELLO))
        assert (later.value.after, later.value.whole_workspace, later.value.perhaps_sent) == (60, True, False)
    assert await platform.look(Post(KEY, GENERAL, HELLO)) == reference
    assert [asked.get("cursor", "") for asked in slack.asked("conversations.history")] == ["", "15", "15", "30", "30"]


async def test_however_much_was_written_a_look_comes_to_an_end(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.longest_page = 15
    for number in range(200):
        slack.said["C01GEN"].append({"user": "U02BOB", "ts": f"1795320001.{number:06d}"})
    assert await platform.look(Post(KEY, GENERAL, HELLO)) is None
    assert len(slack.asked("conversations.history")) == 5


@pytest.mark.parametrize("why", ["missing_scope", "not_in_channel"])
async def test_where_it_may_not_read_it_says_so_once_and_sends(
    platform: SlackPlatform, slack: FakeSlack, caplog: pytest.LogCaptureFixture, why: str
) -> None:
    for key in ("one", "two"):
        slack.next("conversations.history", why)
        assert await again(platform, Post(key, GENERAL, HELLO)) == f"C01GEN/{slack.said['C01GEN'][-1]['ts']}"
    assert [record.getMessage() for record in caplog.records if why in record.getMessage()] == [
        f"slack: the app may not read there ({why}): a message of which nobody knows may be said twice, "
        "see docs/slack.md"
    ]


@pytest.mark.parametrize(
    "reply",
    [
        Revise(KEY, ALICE, "D01ALICE/171.2", HELLO),
        Gather(KEY, GENERAL),
        Post(KEY, WHISPER, HELLO),
        Post(KEY, HOME, HELLO),
    ],
    ids=["to revise", "to gather", "a whisper", "the App Home"],
)
async def test_what_harms_nobody_twice_or_is_in_no_history_is_not_looked_for(
    platform: SlackPlatform, slack: FakeSlack, reply: Any
) -> None:
    assert await platform.look(reply) is None
    assert slack.calls == []


# ---- files --------------------------------------------------------------------------------------------------------


async def test_a_file_is_not_put_there_twice_when_its_message_has_to_wait(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.next("chat.postMessage", "ratelimited", status=429)
    with pytest.raises(TryAgain):
        await platform.deliver(Post(KEY, ALICE, DATA))
    await platform.deliver(Post(KEY, ALICE, DATA))
    await platform.deliver(Post("another", ALICE, DATA))
    assert ["files" in each for each in slack.said["D01ALICE"]] == [True, False, True, False]


async def test_after_a_crash_between_the_file_and_its_message_the_file_stands_once(
    platform: SlackPlatform, slack: FakeSlack, other: SlackPlatform
) -> None:
    await platform.deliver(Post("earlier", ALICE, DATA))
    slack.next("chat.postMessage", "ratelimited", status=429)
    with pytest.raises(TryAgain):
        await platform.deliver(Post(KEY, ALICE, DATA))
    await again(other, Post(KEY, ALICE, DATA))
    assert ["files" in each for each in slack.said["D01ALICE"]] == [True, False, True, False]


async def test_an_earlier_file_is_not_taken_for_this_one(
    platform: SlackPlatform, slack: FakeSlack, other: SlackPlatform
) -> None:
    await platform.deliver(Post("earlier", ALICE, DATA))
    await again(other, Post(KEY, ALICE, DATA))
    assert ["files" in each for each in slack.said["D01ALICE"]] == [True, False, True, False]
