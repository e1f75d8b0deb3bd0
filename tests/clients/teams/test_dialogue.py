"""The six dialogues in Microsoft's own Playground, with the real program: what each person does there, and sees."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest

from tests.clients.running import free_port, running, until
from tests.clients.teams.playground import CLI, MODULES, PEOPLE, PERSONAL, RECORD, playground
from tests.clients.teams.room import Room
from tests.clients.teams.screens import Screens

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not CLI.exists(), reason="run `npm install` in tests/clients first"),
    pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js"),
]

BEGIN = "2026-03-02T10:00+00:00"  # a Monday
QUESTION = "This week's question for River Street"
POWER, TRUST = "Something I said has changed what we decided.", "I can say what I really think in this team."
CANARIES = ("canary-bird", "We were not asked", "Europe/Lodon", "River Street")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    port = free_port()
    async with AsyncExitStack() as stack:
        program, there = await asyncio.gather(
            stack.enter_async_context(running(tmp_path, {"TEAMS_PLAYGROUND": "1"}, clock=BEGIN, port=port)),
            stack.enter_async_context(playground(f"http://127.0.0.1:{port}/api/messages", tmp_path)),
        )
        yield Room(there, program, Screens(tmp_path / RECORD))
        program.tells_nothing([*CANARIES, *(f"user-{who}" for who in PEOPLE)])
        assert not re.search(rf"\b({'|'.join(PEOPLE)})\b", program.log(), re.IGNORECASE)
        assert not re.search(r"^(WARNING|ERROR|Traceback)", program.log(), re.MULTILINE), program.log()


async def set_up(room: Room, **changes: str) -> None:
    """Ana sets the team up in its channel; everybody there is welcomed."""
    await room.mentions("setup")
    answers = {"Name of the team": "River Street", **{label.replace("_", " "): text for label, text in changes.items()}}
    assert await room.sends("ana", answers) == "Thank you. Saved."
    for who in PEOPLE:
        await room.sees(who, "would like to hear from you")


async def join(room: Room, *people: str, voice: str = "I would rather not say") -> None:
    """Each says yes, and in which voice they speak."""
    for who in people:
        await room.presses(who, "Yes, count me in")
        await room.presses(who, voice)
        await room.sees(who, "You are in.")


async def answer(room: Room, who: str, power: str = "Agree", trust: str = "Disagree strongly") -> None:
    """`who` opens the week's form, fills it in and sends it."""
    await room.presses(who, "Answer")
    thoughts = f"canary-bird of {who}"
    assert await room.sends(who, {POWER: power, TRUST: trust, "Your thoughts": thoughts}) == ("Thank you. Saved.")
    await room.sees(who, "Only the team's reading is ever shown.")


async def test_a_coordinator_sets_the_team_up_in_its_channel(room: Room) -> None:
    await room.mentions("setup")
    await room.sees("ana", "Set up your team")
    told = await room.sends("ana", {"Name of the team": "River Street", "Time zone": "Europe/Lodon"})
    lines = told.splitlines()
    wrong = lines.index("I do not know this time zone. Did you mean Europe/London?")
    assert lines[wrong + 1 : wrong + 3] == ["Time zone (Like Europe/London)", "Europe/Lodon"]
    assert "River Street" in lines, "what was typed stands there still"
    assert room.channel() == [], "the form is between ana and the bot"
    assert await room.sends("ana", {"Time zone": "Europe/London"}) == "Thank you. Saved."
    announced = await room.reads("River Street is set up")
    assert "Monday at 09:00 (Europe/London)" in announced.words
    assert POWER in announced.words
    assert TRUST in announced.words
    assert "A score needs 7 people. Nobody sees single answers." in announced.words
    for who in PEOPLE:
        welcome = await room.sees(who, "River Street would like to hear from you")
        assert welcome.buttons == ["Yes, count me in", "No, thank you", "How is this safe?"]
        assert sum("would like to hear" in each.words for each in room.of(who)) == 1
    await room.says("ben", "settings")
    own = (await room.sees("ben", "About trust")).words.splitlines()
    assert all(line in announced.words for line in own if ": " in line and not line.startswith("Next question"))
    assert [each["messageId"] for each in room.there.messages if each["conversation"] == PERSONAL] == [
        each.id for each in room.of("ana")
    ], "the record holds what the Playground shows"


async def test_yes_the_voice_and_no_thank_you(room: Room) -> None:
    await set_up(room)
    welcome = await room.sees("ben", "would like to hear from you")
    await room.presses("ben", "Yes, count me in")
    asked = await room.sees("ben", "In which voice do you speak?")
    assert asked.id == welcome.id, "the next step takes the place of the one before"
    await room.presses("ben", "I use services or care for someone")
    assert (
        "Your answers count in the team's score from Monday 16 March." in (await room.sees("ben", "You are in")).words
    )
    for who in ("dee", "eli"):
        await room.presses(who, "No, thank you")
        assert "I will not write to you" in (await room.sees(who, "That is fine.")).words
    await room.presses("dee", "Join after all")
    await room.presses("dee", "Something else")
    await room.sees("dee", "You are in.")


async def test_the_weeks_question(room: Room) -> None:
    await set_up(room)
    await join(room, "ana", "dee")
    await join(room, "ben", voice="I use services or care for someone")
    await join(room, "cai", voice="I work in services")
    await room.program.moves_to("2026-03-09T08:59:59+00:00")
    await room.sees("ana", QUESTION)
    assert room.program.latest() >= datetime.fromisoformat("2026-03-09T09:00+00:00"), "not before the hour"
    ben, cai, dee = [(await room.sees(who, QUESTION)).words for who in ("ben", "cai", "dee")]
    assert all(POWER in words and TRUST in words for words in (ben, cai, dee))
    assert ben != cai, "the voice changes the wording"
    assert not any(QUESTION in each.words for who in ("eli", "fay") for each in room.of(who)), "nobody silently"

    await room.presses("ana", "Same as before")
    await room.sees("ana", "There is no earlier answer of yours to repeat.")
    await room.presses("cai", "Skip this week")
    await room.sees("cai", "Skipped. Nothing from you is kept for this week.")
    await room.presses("dee", "Later")
    await room.sees("dee", "I will ask you again on Tuesday 10 March, 09:00.")

    form = await room.presses("ben", "Answer")
    assert form.index("Your thoughts") < form.index(POWER) < form.index(TRUST)
    thoughts = {"Your thoughts": "We were not asked: canary-bird"}
    told = (await room.sends("ben", {POWER: "Disagree strongly", **thoughts})).splitlines()
    assert told[told.index("Please choose one. “Not sure” is fine too.") + 1] == TRUST
    assert "We were not asked: canary-bird" in told, "what was typed stands there still"
    assert await room.sends("ben", {TRUST: "Agree"}) == "Thank you. Saved."
    saved = await room.sees("ben", "Thank you. Only the team's reading is ever shown.")
    assert saved.id == (await room.sees("ben", "You can change your answer until Friday 13 March, 09:00.")).id
    assert saved.buttons == ["Share what it is about", "Change my answer", "Take it back", "What is this about?"]
    assert not any(word in json.dumps(saved.card) for word in ("gree", "canary-bird"))

    form = await room.presses("ben", "Change my answer")
    assert "canary-bird" not in form
    assert not any("value" in part for part in (await room.sees("ben", POWER)).card["body"]), "nothing is given away"
    assert await room.sends("ben", {POWER: "Agree", TRUST: "Not sure"}) == "Thank you. Saved."
    await room.sees("ben", "Thank you. Only the team's reading is ever shown.")
    await room.presses("cai", "Answer after all")
    await room.sends("cai", {POWER: "In between", TRUST: "In between"})
    await room.sees("cai", "Thank you. Only the team's reading is ever shown.")
    await room.presses("ben", "What is this about?")
    assert "https://doi.org/" in (await room.sees("ben", "A question to think about")).words


async def test_the_reminder_the_summary_and_the_next_week(room: Room) -> None:
    await set_up(room, **{
        "First question on or after": "2026-03-17", "Answers stay safe from": "Any one team-mate (5 people or more)",
    })  # fmt: skip
    five = PEOPLE[:5]
    await join(room, *five)
    await room.presses("fay", "No, thank you")
    await room.program.moves_to("2026-03-23T08:59:59+00:00")
    await room.sees("fay", "That is fine.")  # whether it was said before the restart or had to wait for it
    for who in five[:4]:
        await answer(room, who)
    await room.presses("eli", "Later")
    await room.sees("eli", "I will ask you again on Tuesday 24 March, 09:00.")

    await room.program.moves_to("2026-03-26T08:59:59+00:00")
    for who in five:
        assert "closes on Friday 27 March, 09:00." in (await room.sees(who, "A reminder for everyone")).words
    await room.sees("eli", QUESTION)  # put off for later, and not forgotten
    await answer(room, "eli")
    for who, messages in {"ben": 3, "cai": 3, "dee": 3, "eli": 4, "fay": 1}.items():
        assert len(room.of(who)) == messages, "welcomed, asked, reminded: each once, and fay no more"

    before = len(room.channel())
    await room.program.moves_to("2026-03-27T08:59:59+00:00")
    summary = await room.reads("River Street: week 1")
    assert "The score is “upper half”. This is a first score." in summary.words
    assert "The score is “lower half”. This is a first score." in summary.words
    assert "From a circle of 5 people or more." in summary.words
    assert "The question comes on Monday 30 March, 09:00." in summary.words
    (chart,) = [part for part in summary.card["body"] if part["type"] == "Chart.Line"]
    assert {line["legend"]: line["values"] for line in chart["data"]} == {
        "Power sharing": [{"x": 1, "y": 3.75}],
        "Trust": [{"x": 1, "y": 2.25}],
    }
    assert "Power sharing: upper half since week 1.\nTrust: lower half since week 1." in summary.words
    assert not re.search(rf"canary-bird|user-|\b({'|'.join(PEOPLE)})\b", json.dumps(summary.card), re.IGNORECASE)
    await room.presses("fay", "How is this safe?", summary)
    assert "Who sees what" in (await room.sees("fay", "How is this safe?")).words
    await room.presses("cai", "Change my answer")
    await room.sees("cai", "That week is over")
    assert len(room.channel()) == before + 1, "once, and what one person wants to know is not told to all"

    await room.program.moves_to("2026-03-30T07:59:59+00:00")  # nine o'clock, an hour earlier since Sunday
    await room.sees("ana", QUESTION)
    await room.presses("ana", "Same as before")
    await room.sees("ana", "You can change your answer until Friday 3 April, 09:00.")


async def test_explaining(room: Room) -> None:
    parts = ("What it is", "Why it matters", "What helps", "What goes wrong", "A question to think about", "Source")
    await room.says("ana", "explain power sharing")
    short = await room.sees("ana", "A question to think about")
    assert short.words.startswith("Power sharing")
    assert "https://doi.org/10.1186/s12913-024-10549-4" in short.words
    await room.presses("ana", "Tell me more")
    told = await room.sees("ana", "What it is")
    assert told.words.startswith("Power sharing")
    assert all(part in told.words for part in parts)
    assert "https://doi.org/10.1186/s12913-024-10549-4" in told.words
    await room.mentions("explain trust")
    shared = await room.reads("Establishing trusting relationships")
    assert "https://doi.org/" in shared.words
    await room.says("ana", "what's the weather in Leeds tomorrow?")
    unknown = await room.sees("ana", "I don't know that")
    assert len(unknown.buttons) == 3
    await room.presses("ana", unknown.buttons[0])
    await room.finds("ana", lambda each: each.words.startswith(unknown.buttons[0]), "the nearest explained")


async def test_help_status_phase_pause_stop_and_anything_else(room: Room) -> None:
    await room.says("ana", "status")
    await room.sees("ana", "You are not in a team yet")
    await set_up(room)
    await join(room, "ana", "ben")
    await room.says("ben", "help")
    told = (await room.sees("ben", "You can say:")).words
    assert all(f"\n{word}: " in told for word in ("status", "answer", "explain power sharing", "settings", "stop"))
    await room.says("ben", "5 agree strongly with both of them")
    assert (await room.sees("ben", "I did not understand that, and I did not keep it.")).buttons == [
        "Answer", "Status", "Help",
    ]  # fmt: skip
    await room.says("ben", "change phase")
    await room.sees("ben", "Only a coordinator can change this.")
    await room.says("ana", "change phase")
    await room.sees("ana", "Now: Starting.")
    await room.presses("ana", "Shaping together")
    await room.reads("Phase: Shaping together")
    await room.presses("ben", "Status")
    assert "Phase: Shaping together" in (await room.sees("ben", "In the circle")).words
    await room.says("ana", "pause")
    await room.reads("River Street is paused")
    await room.says("ana", "resume")
    await room.reads("The next step is on Monday 9 March, 09:00.")
    await room.says("ben", "stop")
    await room.sees("ben", "Do you want to stop with River Street?")
    await room.presses("ben", "Yes, take me out")
    assert "Your answers are deleted." in (await room.sees("ben", "You have left River Street.")).words
    await room.says("ana", "stop")
    await room.presses("ana", "End it for the whole team")
    await room.presses("ana", "Yes, end it")
    await room.reads("River Street has ended")


async def test_what_is_no_activity_is_refused(tmp_path: Path) -> None:
    wrong = {("{", "application/json"): 400, ("[]", "application/json"): 400, ("{}", "text/plain"): 415}
    async with running(tmp_path, {"TEAMS_PLAYGROUND": "1"}) as program, aiohttp.ClientSession() as session:
        for (body, kind), status in wrong.items():
            headers = {"Content-Type": kind}
            async with session.post(f"{program.url}/api/messages", data=body, headers=headers) as answered:
                assert answered.status == status


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
@pytest.mark.skipif(not (MODULES / "playwright-core").exists(), reason="run `npm install` in tests/clients first")
async def test_what_ana_sees_in_a_browser(room: Room, tmp_path: Path) -> None:
    order = ["node", str(Path(__file__).with_name("dialogue.mjs")), room.there.url, str(CHROMIUM), str(tmp_path)]
    browsing = await asyncio.create_subprocess_exec(*order, stdout=asyncio.subprocess.PIPE)
    telling = asyncio.create_task(browsing.communicate())
    await until(lambda: telling.done() or any("You are in." in each.words for each in room.of("ana")), 60)
    if not telling.done():
        await room.program.moves_to("2026-03-09T08:59:59+00:00")
    out, _ = await asyncio.wait_for(telling, 60)
    seen = json.loads(out)
    assert "error" not in seen, f"{seen['error']}\n{seen['page']}"
    assert seen == {
        "wrong": "I do not know this time zone. Did you mean Europe/London?",
        "typed": "Europe/Lodon",
        "joined": "Your answers count in the team's score from Monday 16 March.",
        "missing": "Please choose one.",
        "thanks": "Thank you. Only the team's reading is ever shown.",
        "buttons": ["Share what it is about", "Change my answer", "Take it back", "What is this about?"],
        "chosen": 0,
        "canary": 0,
    }
