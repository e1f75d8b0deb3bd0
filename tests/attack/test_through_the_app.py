"""T5 and T6 through the whole app: what the team reads, and when, told by people who act on a platform."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.library import Library
from storage.sql import SqlStore
from tests import databases
from tests.attack.mutants import MUTANTS
from tests.conftest import player_for
from tests.scenarios.steps import SEVEN, answer, join, team
from tests.world import TestClock, TestKeys, World

CHOICES = ("Disagree strongly", "Disagree", "In between", "Agree", "Agree strongly")
VICTIM = "hal"
BEGIN = date(2026, 3, 2)
CODE = re.compile(r"join \w{8}")
"""The way into a team, made by chance."""

WEEKS = 6

Fresh = Callable[[], World]
Answers = Callable[[str, int], str]


@pytest.fixture
def fresh(library: Library, tmp_path: Path) -> Fresh:
    """Makes one Coreflect after the other, all alike."""
    made: list[None] = []

    def make() -> World:
        made.append(None)
        folder = tmp_path / str(len(made))
        folder.mkdir()
        store, clock = SqlStore(databases.fresh("sqlite", folder)), TestClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
        keys = TestKeys()
        return World(player_for("web"), store, library, clock, Engine(store, library, clock, keys), keys)

    return make


def at(world: World, week: int, days: int) -> None:
    world.until(f"{BEGIN + timedelta(weeks=week - 1, days=days):%Y-%m-%d}T12:00+01:00")


def live(world: World, answers: Answers, then: Callable[[World, int], None]) -> list[tuple[str, str]]:
    """Seven people and the victim live through the weeks; returns (when, words) of all that the channel was told."""
    team(world, *SEVEN)
    join(world, VICTIM)
    told: list[tuple[str, str]] = []
    for week in range(1, WEEKS + 1):
        at(world, week, 0)
        for who in SEVEN:
            value = answers(who, week)
            answer(world, who, power=value, trust=value)
        then(world, week)
        at(world, week, 5)
        new = world.channel()[len(told) :]
        told += [(f"{week}", CODE.sub("join", words)) for words in new]
    return told


def skeleton(told: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Which posts came when, and the lines that stand in them whatever the score is."""
    never = ("The score is", "Over the weeks", "since week", "It moved", "It stands")
    return [(when, [line for line in words.splitlines() if not line.startswith(never) and " since week" not in line])
            for when, words in told]  # fmt: skip


def nothing(_world: World, _week: int) -> None:
    """The victim only watches."""


@pytest.mark.parametrize("seed", [1, 2])
def test_t5_other_answers_by_the_same_people_change_nothing_but_the_score(fresh: Fresh, seed: int) -> None:
    pattern = random.Random(f"who {seed}")
    missing = {(who, week) for who in SEVEN for week in range(4, WEEKS + 1) if pattern.random() < 0.3}

    def dataset(value: Callable[[random.Random], str]) -> list[tuple[str, list[str]]]:
        chance = random.Random(f"what {seed}")
        world = fresh()
        chosen = {(who, week): value(chance) for who in SEVEN for week in range(1, WEEKS + 1)}
        told = live(world, lambda who, week: "Not sure" if (who, week) in missing else chosen[who, week], nothing)
        assert any("The score is" in words for _, words in told), "there was something to tell apart"
        return talking_apart(skeleton(told))

    lowest = dataset(lambda _: CHOICES[0])
    assert dataset(lambda _: CHOICES[4]) == lowest
    assert dataset(lambda chance: chance.choice(CHOICES)) == lowest
    assert dataset(lambda chance: chance.choice((CHOICES[0], CHOICES[4]))) == lowest


def talking_apart(posts: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """The question to talk about may follow the published score: only that there is one is compared."""
    plain = []
    for when, lines in posts:
        if "One thing to talk about" in lines:
            del lines[lines.index("One thing to talk about") + 1]
        plain.append((when, lines))
    return plain


def leaves(world: World, week: int) -> None:
    if week == 5:
        world.says(VICTIM, "stop")
        world.presses(VICTIM, "Yes, take me out")


def erases(world: World, week: int) -> None:
    if week == 5:
        world.says(VICTIM, "my answers")
        world.sends(VICTIM, {})


def forgets(world: World, week: int) -> None:
    if week == 5:
        world.says(VICTIM, "forget me")
        world.presses(VICTIM, "Yes, forget me")


def test_t6_notices_a_newcomer_whose_first_answer_counts(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    [mutant] = [one for one in MUTANTS if one.name == "a newcomer's first answer counts"]
    monkeypatch.setattr("bot.ballot.Circle", mutant.factory())
    with pytest.raises(AssertionError):
        test_t6_until_the_second_answer_nothing_tells_what_the_first_one_was(fresh, nothing)


@pytest.mark.parametrize("story", [nothing, leaves, erases, forgets], ids=["misses", "leaves", "erases", "forgets"])
def test_t6_until_the_second_answer_nothing_tells_what_the_first_one_was(
    fresh: Fresh, story: Callable[[World, int], None]
) -> None:
    told = set()
    for value in CHOICES:

        def victim(world: World, week: int, value: str = value) -> None:
            if week == 4:
                answer(world, VICTIM, power=value, trust=value)
            story(world, week)

        others = random.Random("others")
        chosen = {(who, week): others.choice(CHOICES) for who in SEVEN for week in range(1, WEEKS + 1)}
        told.add(tuple(live(fresh(), lambda who, week, chosen=chosen: chosen[who, week], victim)))
    assert len(told) == 1
