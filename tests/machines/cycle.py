"""A cycle that says as much to the database as a team ever does; in two halves, for what comes in between."""

from __future__ import annotations

from sqlalchemy import Engine as Database

from bot.engine import Engine
from bot.languages import Languages
from framework_content import load_all
from storage.sql import SqlStore
from storage.transcript import SqlTranscript
from tests.conftest import BEGIN, player_for
from tests.scenarios import steps, test_noting, writing
from tests.world import TestClock, TestKeys, World

PEOPLE = ("ana", "ben", "cai", "dee")


def world_on(database: Database, begin: object = BEGIN) -> World:
    """Everybody on the web chat, before anybody has said anything."""
    clock, keys, store = TestClock(begin), TestKeys(), SqlStore(database)  # type: ignore[arg-type]
    languages = Languages(load_all(), "en")
    engine = Engine(store, languages, clock, keys)
    return World(player_for("web"), store, languages.of(), clock, engine, keys)


def until_asked(world: World) -> None:
    """A team is set up, everybody comes in, and the first week's question is out; some have answered."""
    steps.team(world, *PEOPLE)
    world.says("dee", "language")
    world.presses("dee", "Svenska")
    world.until("2026-03-02T09:10+00:00")
    writing.writes(world, "ana")
    world.presses("cai", "Later")


def until_next_week(world: World, transcript: SqlTranscript) -> None:
    """The rest of the week, its close, and the next question; in between what people say now and then."""
    writing.shares(world, "ben", writing.COMMUNICATION)
    world.presses("ana", "Change my answer")
    world.sends("ana", {steps.POWER: "Not sure", steps.TRUST: "Disagree"})
    test_noting.notes(world, "ben", "We meet in the café now.")
    for words in ("status", "my data", "what comes next?", "my answers", "help"):
        world.says("ana", words)
    world.says("ana", "next question")
    world.presses("ana", "Ask another one")
    world.says("ana", "coordinator ben")
    for words in ("pause", "resume"):
        world.says("ben", words)
    world.joins("eli")
    world.presses("eli", "No, thank you")
    world.says("cai", "forget me")
    world.presses("cai", "Yes, forget me")
    message = transcript.add("home:ana", {"body": []})
    transcript.revise("home:ana", message, {"body": ["again"]})
    transcript.since("home:ana", 0)
    world.until("2026-03-09T09:10+00:00")
    steps.answer(world, "ana")


def until_the_end(world: World) -> None:
    """Another close, and the team ends."""
    world.until("2026-03-13T10:00+00:00")
    world.says("ben", "stop")
    world.presses("ben", "End it for the whole team")
    world.presses("ben", "Yes, end it")
