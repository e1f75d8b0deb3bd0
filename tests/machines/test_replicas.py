"""Three processes on one PostgreSQL, and no leader: one is killed in the middle of nine o'clock."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from bot.library import Library
from storage.database import connect
from tests import databases
from tests.bench import crowd
from tests.machines.house import House
from tests.machines.slack import Slack

TEAMS, MEMBERS = 10, 10 * crowd.EACH
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def house(tmp_path: Path, library: Library) -> AsyncIterator[House]:
    """Ten teams whose tenth week is due on Monday at nine; it is a moment before that."""
    url = databases.fresh_url("postgresql", tmp_path)
    database, slack = connect(url), Slack()
    crowd.fill(database, crowd.seats(TEAMS, library, NINE), tmp_path / "keys.json")
    with database.begin() as connection:
        connection.execute(text("UPDATE team SET step = 'ask', due_at = :due"), {"due": NINE})
        connection.execute(text("UPDATE round SET closed = true"))
    runner, port = await slack.start()
    async with aiohttp.ClientSession() as session:
        house = House(tmp_path, url, database, slack, port, session)
        house.set_clock("2026-03-02T08:59:30+00:00")
        yield house
        house.stop()
    await runner.cleanup()
    database.dispose()


def asked(house: House) -> Counter[str]:
    """How often the week's question stands in each person's conversation."""
    return Counter(m.channel for m in house.slack.messages if m.shown["text"].startswith("This week's question"))


async def test_one_of_three_is_killed_while_it_sends_and_nobody_is_left_out(house: House) -> None:
    slack = house.slack
    await house.start("one", "two", "three")
    slack.silent_after = 10
    house.set_clock("2026-03-02T09:00:00+00:00")
    await house.until(lambda: any(not m.answered for m in slack.messages), "somebody waits for Slack")
    victim = slack.silent_to
    house.kill(victim)
    await house.until(lambda: house.count("round", "week = 10") == TEAMS, "every team's week is open")
    lease = NINE + timedelta(minutes=1, seconds=house.ahead[victim])  # by the dead one's own clock
    latest = NINE + timedelta(seconds=max(house.ahead[name] for name in house.running))
    theirs = f"state = 'waiting' AND due_at != '{lease}' AND (due_at <= '{latest}' OR attempts > 0)"
    await house.until(lambda: house.count("outbox", theirs) == 0, "the others have done theirs")
    house.set_clock("2026-03-02T09:01:05+00:00")  # what the dead one had taken is free again
    await house.until(lambda: house.count("outbox", "state = 'waiting'") == 0, "everything is sent")

    assert house.count("outbox") == MEMBERS, "three clocks ticked, and each member is one occasion"
    times = asked(house)
    assert len(times) == MEMBERS, "nobody is left out"
    twice = {channel for channel, often in times.items() if often > 1}
    assert twice == set(), "who comes after looks for what the dead one had on its way"

    await house.start("four")
    names = cycle(sorted(house.running))
    answering = [m for m in slack.messages if m.answered and m.process != victim][:60]
    statuses = await asyncio.gather(*(
        house.press(name, f"U{message.channel[1:]}", message, "same", number)
        for number, message in enumerate(answering)
        for name in (next(names), next(names))  # Slack sends it twice, and the load balancer to two of them
    ))  # fmt: skip
    assert set(statuses) == {200}
    assert house.count("seen") == len(answering), "each press is stored once"
    assert house.count("answer") == 2 * len(answering), "for power and for trust"
    await house.until(lambda: house.count("outbox", "state = 'waiting'") == 0, "everybody is thanked")
    assert house.count("outbox", "\"key\" LIKE 're:%'") == len(answering), "once"

    house.set_clock("2026-03-06T09:00:00+00:00")
    await house.until(lambda: house.count("reading", "week = 10") == 2 * TEAMS, "every week is closed")
    await house.until(lambda: house.count("outbox", "state = 'waiting'") == 0, "every summary is sent")
    summaries = Counter(m.channel for m in slack.messages if ": week 10" in m.shown["text"])
    assert set(summaries.values()) == {1}
    assert len(summaries) == TEAMS
    assert house.count("answer") == 0
