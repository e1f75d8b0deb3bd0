"""The six dialogues of the product, lived over local-slack with the real program: over signed HTTP, and over Socket
Mode. Between its chapters the program is stopped and started at a later time on the same database, so the story also
tells that a restart loses nothing and asks nobody twice.

Six people are in the channel; five say yes. Two weeks after that the first question is asked, so that their answers
count in the first score.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from time import time

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from tests.clients.slack import local_slack
from tests.clients.slack.local_slack import ALICE, APP_TOKEN, BOB, BOT, BOT_TOKEN, GENERAL, SIGNING_SECRET, TEAM
from tests.clients.slack.local_slack import words as words_of
from tests.clients.slack.town import (
    CAROL,
    DAVID,
    ERINA,
    EVERYBODY,
    FRANK,
    NAMES,
    THANKS,
    THOUGHTS,
    Town,
    buttons,
    inputs,
    living,
    six_people,
    standing,
)
from tests.scenarios.steps import POWER, TRUST

MEMBERS = (ALICE, BOB, CAROL, DAVID, ERINA)
CANARIES = ("canary under the lock", "canary in a second thought", "canary said aloud")
SECRETS = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)
DOI = "10.1186/s12913-024-10549-4"
QUESTION = "This week's question for River Street"
MONDAY = "2026-03-02T10:00+00:00"
"""When the team is set up. Each later chapter begins a minute before what happens in it."""


@pytest.fixture(params=["events", "socket"])
async def town(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The town on that Monday, the program connected in each of the two ways."""
    monkeypatch.setattr(local_slack, "config", six_people)
    async with living(tmp_path, request.param, MONDAY) as town:
        yield town


async def test_the_six_dialogues(town: Town) -> None:
    await a_coordinator_sets_the_team_up(town)
    await each_says_yes_or_no(town)
    await anyone_asks_for_an_explanation(town)
    await help_status_and_anything_else(town)
    await the_question_comes_at_its_hour(town)
    await each_answers_in_their_own_way(town)
    await what_was_put_off_comes_back(town)
    await everybody_is_reminded(town)
    await the_summary_is_posted(town)
    await the_coordinator_steers(town)
    await the_next_week_and_a_goodbye(town)
    assert town.program.troubles() == []
    town.program.tells_nothing((*CANARIES, *NAMES, *EVERYBODY, *SECRETS))
    everything = [words_of(m) for c in (GENERAL, *map(town.slack.direct, MEMBERS)) for m in town.slack.messages(c)]
    assert not any(canary in words for canary in CANARIES for words in everything)


# ---- 1. a coordinator sets the team up --------------------------------------------------------------------------


async def a_coordinator_sets_the_team_up(town: Town) -> None:
    await town.slack.commands(ALICE, "setup", GENERAL)
    form = await town.slack.until(town.slack.form)
    assert form["title"]["text"] == "Set up your team"
    assert standing(form)["Time zone"] == "Europe/London"

    typed = {"Name of the team": "River Street", "First question on or after": "2026-03-16",
             "Answers stay safe from": "Any one team-mate (5 people or more)"}  # fmt: skip
    await town.slack.submits(ALICE, standing(form) | typed | {"Time zone": "Europe/Lodon"})
    (told,) = (await town.slack.until(town.slack.errors)).items()
    assert told == ("zone#4", "I do not know this time zone. Did you mean Europe/London?")
    assert form["blocks"][5]["block_id"] == "zone#4"
    assert town.slack.form() == form, "the same form still stands there, with what was typed"
    assert town.channel() == []

    await town.sends(ALICE, **typed)
    settings = words_of(await town.told("River Street is set up"))
    assert "Question: Monday at 09:00 (Europe/London)" in settings
    assert POWER in settings
    assert "A score needs 5 people" in settings


# ---- 2. each is welcomed, and says yes or no ---------------------------------------------------------------------


async def each_says_yes_or_no(town: Town) -> None:
    for who in (*MEMBERS, FRANK):
        welcome = await town.shown(who, "River Street would like to hear from you")
        assert buttons(welcome) == ["Yes, count me in", "No, thank you", "How is this safe?"]
        assert len(town.sees(who)) == 1, "the coordinator is welcomed once, not twice"
    voices = ("I use services or care for someone", "I work in services", "Something else", "I would rather not say")
    for who, voice in zip(MEMBERS, (*voices, voices[0]), strict=True):
        asked = await town.presses(who, "Yes, count me in", "In which voice do you speak?")
        assert buttons(asked) == list(voices)
        done = words_of(await town.presses(who, voice, "Thank you. You are in."))
        assert "Your next question comes on Monday 16 March, 09:00." in done
    await town.presses(FRANK, "No, thank you", "That is fine.")


# ---- 5. anyone asks for an explanation ---------------------------------------------------------------------------


async def anyone_asks_for_an_explanation(town: Town) -> None:
    parts = ("What it is", "Why it matters", "What helps", "What goes wrong", "A question to think about", "Source")
    short = words_of(await town.says(BOB, "what is power sharing?", "Power sharing"))
    assert all(part in short for part in ("Moving real say", "A question to think about", "Source: ", DOI))
    told = words_of(await town.presses(BOB, "Tell me more", "What goes wrong"))
    assert all(part in told for part in (*parts, DOI))

    public = len(town.channel())
    await town.commands(BOB, "explain power sharing", DOI)
    assert len(town.channel()) == public, "whispered to the one who asked"

    await town.slack.says(CAROL, f"<@{BOT}> explain trust", GENERAL)
    answer = await town.told("Establishing trusting relationships")
    (asked,) = town.slack.messages(GENERAL, by_bot=False)
    assert answer["thread_ts"] == asked["ts"]
    assert DOI in words_of(answer)

    no = await town.says(DAVID, "what's the weather in Leeds tomorrow?", "I don't know that")
    assert len(buttons(no)) == 3
    await town.presses(DAVID, buttons(no)[0], "A question to think about")


# ---- 6. help, status, anything else, and the bot's own page --------------------------------------------------------


async def help_status_and_anything_else(town: Town) -> None:
    told = words_of(await town.says(ERINA, "help", "You can say:"))
    assert all(word in told for word in ("status", "explain power sharing", "settings", "stop"))
    status = words_of(await town.says(ERINA, "status", "In the circle"))
    assert "You: you are in" in status
    assert "Next question: Monday 16 March, 09:00" in status
    other = await town.says(ERINA, f"blah {CANARIES[2]}", "I did not understand that, and I did not keep it.")
    assert buttons(other) == ["Answer", "Status", "Help"]

    await town.slack.opens_home(ERINA)
    home = await town.slack.until(lambda: town.slack.home(ERINA))
    assert "River Street" in words_of(home)
    assert "Next question: Monday 16 March, 09:00" in words_of(home)
    before = len(town.sees(ERINA))
    await town.slack.presses_on_home(ERINA, "Explain trust")
    await town.slack.until(lambda: len(town.sees(ERINA)) > before)
    assert "Establishing trusting relationships" in words_of(town.sees(ERINA)[-1])


# ---- 3. the question, and the ways to answer it ------------------------------------------------------------------


async def the_question_comes_at_its_hour(town: Town) -> None:
    before = {who: len(town.sees(who)) for who in (*MEMBERS, FRANK)}
    await town.moves_to("2026-03-16T08:59+00:00")
    cards = [await town.shown(who, QUESTION) for who in MEMBERS]
    town.not_before("2026-03-16T09:00+00:00")
    assert all(POWER in words_of(card) and TRUST in words_of(card) for card in cards)
    assert words_of(cards[0]) != words_of(cards[1]), "worded for each voice"
    assert words_of(cards[0]) == words_of(cards[4])
    asked = {who: len(town.sees(who)) - count for who, count in before.items()}
    assert asked == dict.fromkeys(MEMBERS, 1) | {FRANK: 0}


async def each_answers_in_their_own_way(town: Town) -> None:
    await town.presses(ALICE, "What is this about?", DOI)
    form = await town.opens(ALICE, "Answer")
    assert list(inputs(form)) == [THOUGHTS, POWER, TRUST]
    assert [len(inputs(form)[statement]["options"]) for statement in (POWER, TRUST)] == [6, 6]
    assert "Kept locked and shown to nobody" in words_of(form)
    await town.slack.submits(ALICE, {POWER: "Agree", THOUGHTS: CANARIES[0]})
    assert await town.slack.until(town.slack.errors) == {"trust#2": "Please choose one. “Not sure” is fine too."}
    await town.sends(ALICE, **{POWER: "Disagree strongly", TRUST: "Agree", THOUGHTS: CANARIES[0]})
    thanks = await town.shown(ALICE, THANKS)
    shown = [words_of(message) for message in town.sees(ALICE)]
    assert not any(QUESTION in words for words in shown), "the question has turned into the thanks"
    assert "isagree" not in words_of(thanks)
    assert "until Friday 20 March, 09:00" in words_of(thanks)
    await town.answers(ALICE, "Change my answer", words=CANARIES[1])

    await town.presses(BOB, "Skip this week", "Skipped. Nothing from you is kept for this week.")
    await town.answers(BOB, "Answer after all")
    await town.presses(CAROL, "Later", "I will ask you again on Tuesday 17 March, 09:00.")
    await town.presses(DAVID, "Same as before", "There is no earlier answer of yours to repeat.")
    await town.answers(DAVID)
    assert "you have answered" in words_of(await town.says(DAVID, "status", "This week closes"))


async def what_was_put_off_comes_back(town: Town) -> None:
    await town.opens(ERINA, "Answer")
    before = {who: len(town.sees(who)) for who in MEMBERS}
    await town.moves_to("2026-03-17T08:59+00:00")
    await town.sends(ERINA, **{POWER: "Agree", TRUST: "In between"})
    await town.shown(ERINA, THANKS)  # a form that was open when the program stopped is kept by the next one
    await town.shown(CAROL, QUESTION)
    town.not_before("2026-03-17T09:00+00:00")
    assert {who: len(town.sees(who)) - count for who, count in before.items()} == dict.fromkeys(MEMBERS, 0) | {CAROL: 1}
    await town.answers(CAROL)


# ---- 4. the reminder, the close and the summary ------------------------------------------------------------------


async def everybody_is_reminded(town: Town) -> None:
    before = {who: len(town.sees(who)) for who in (*MEMBERS, FRANK)}
    await town.moves_to("2026-03-19T08:59+00:00")
    for who in MEMBERS:
        await town.shown(who, "A reminder for everyone in River Street")
    town.not_before("2026-03-19T09:00+00:00")
    told = {who: len(town.sees(who)) - count for who, count in before.items()}
    assert told == dict.fromkeys(MEMBERS, 1) | {FRANK: 0}


async def the_summary_is_posted(town: Town) -> None:
    await town.moves_to("2026-03-20T08:59+00:00")
    summary = await town.told("River Street: week 1")
    town.not_before("2026-03-20T09:00+00:00")
    words = words_of(summary)
    assert words.count("This is a first score.") == 2
    assert "From a circle of 5" in words
    assert "Phase: Starting." in words
    assert "Monday 23 March, 09:00" in words
    (image,) = (block for block in summary["blocks"] if block["type"] == "image")
    assert "since week 1" in image["alt_text"]
    assert image["alt_text"].partition("\n")[2] in words, "the picture has its words beside it"
    assert any("upload" in entry["summary"] for entry in town.slack.wire("files"))
    assert not any(name in words for name in NAMES)

    public = len(town.channel())
    await town.slack.presses(BOB, summary, "How is this safe?")
    await town.shown(BOB, "The limits")
    assert len(town.channel()) == public, "told to the one who asked"


# ---- 6. pause, change phase, stop ----------------------------------------------------------------------------------


async def the_coordinator_steers(town: Town) -> None:
    await town.slack.commands(BOB, "pause", GENERAL)
    await town.shown(BOB, "Only a coordinator can change this.")
    await badly_signed_requests_change_nothing(town)
    await town.slack.commands(ALICE, "pause", GENERAL)
    await town.told("River Street is paused")
    await town.says(ALICE, "resume", "River Street goes on")
    await town.told("River Street goes on")
    await town.says(ALICE, "change phase", "Now: Starting.")
    await town.presses(ALICE, "Shaping together", "Phase: Shaping together")
    await town.told("Phase: Shaping together")


async def badly_signed_requests_change_nothing(town: Town) -> None:
    command = {"command": "/reflect", "text": "pause", "team_id": TEAM, "user_id": ALICE,
               "channel_id": GENERAL, "trigger_id": "forged"}  # fmt: skip
    body, now = "&".join(f"{key}={value}" for key, value in command.items()), str(int(time()))
    old = str(int(time()) - 600)
    right, wrong = SignatureVerifier(SIGNING_SECRET), SignatureVerifier("guessed")
    forged = [(now, wrong.generate_signature(timestamp=now, body=body)), (now, "v0=" + "0" * 64), (now, ""),
              (old, right.generate_signature(timestamp=old, body=body))]  # fmt: skip
    before = len(town.channel())
    async with aiohttp.ClientSession() as session:
        for stamp, signature in forged:
            headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": str(signature),
                       "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
            async with session.post(f"{town.program.url}/slack/events", data=body, headers=headers) as answer:
                assert answer.status == (401 if town.mode == "events" else 404)
    assert "Paused" not in words_of(await town.says(ALICE, "status", "In the circle"))
    assert len(town.channel()) == before


async def the_next_week_and_a_goodbye(town: Town) -> None:
    before = len(town.sees(FRANK))
    await town.moves_to("2026-03-23T08:59+00:00")
    await town.slack.until(lambda: all(QUESTION in words_of(town.sees(who)[-1]) for who in MEMBERS))
    await town.presses(DAVID, "Same as before", "You can change your answer until Friday 27 March, 09:00.")
    form = await town.opens(DAVID, "Change my answer")
    assert "Same as before" in words_of(form)
    await town.sends(DAVID, **{POWER: "Same as before", TRUST: "Not sure"})

    await town.says(ERINA, "stop", "Do you want to stop with River Street?")
    await town.presses(ERINA, "Yes, take me out", "You have left River Street. Your answers are deleted.")
    await town.says(ERINA, "answer", "You are not in a team yet")
    assert "Phase: Shaping together" in words_of(await town.says(ALICE, "status", "In the circle"))
    assert len(town.sees(FRANK)) == before == 1, "who said no is never asked"
