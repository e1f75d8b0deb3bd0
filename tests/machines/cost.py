"""`python -m tests.machines.cost`: the processor time and the room that a member takes in a week, on PostgreSQL.

One process as it runs, and the database beside it; people answer with one press and look something up with another.
Processor time is read from the system, so that a busy machine tells the same.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import aiohttp
from sqlalchemy import text

from framework_content import load
from storage.database import connect
from tests import databases
from tests.bench import crowd
from tests.machines.house import House
from tests.machines.slack import Message, Slack

EACH, AT_ONCE = 20, 16
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Live two weeks; the second one counts, for then everything is warm."""
    parser = argparse.ArgumentParser(prog="python -m tests.machines.cost", description=__doc__)
    parser.add_argument("--teams", type=int, default=50, help="of twenty people each")
    teams = parser.parse_args().teams
    with tempfile.TemporaryDirectory(prefix="coreflect-cost-") as folder:
        asyncio.run(_live(Path(folder), teams))
    return 0


async def _live(folder: Path, teams: int) -> None:
    url = databases.fresh_url("postgresql", folder)
    database, slack = connect(url), Slack()
    crowd.fill(database, crowd.seats(teams, load(), MONDAY, EACH), folder / "keys.json")
    with database.begin() as connection:
        connection.execute(text("UPDATE team SET step = 'ask', due_at = :due"), {"due": MONDAY})
        connection.execute(text("UPDATE round SET closed = true"))
    runner, port = await slack.start()
    async with aiohttp.ClientSession() as session:
        house = House(folder, url, database, slack, port, session)
        house.set_clock((MONDAY - timedelta(minutes=1)).isoformat())
        await house.start("one")
        [_ async for _ in _week(house, MONDAY, teams)]
        last, whole = _times(house), (0.0, 0.0)
        async for what, many in _week(house, MONDAY + timedelta(weeks=1), teams):
            now = _times(house)
            spent = (now[0] - last[0], now[1] - last[1])
            last, whole = now, (whole[0] + spent[0], whole[1] + spent[1])
            print(f"{what}: {_each(spent, many)}")
        print(f"a member and week: {_each(whole, teams * EACH)}")
        for table in ("outbox", "seen", "member", "identity", "circle", "round", "reading"):
            size, rows = house.values(f"SELECT pg_total_relation_size('{table}')")[0], house.count(table)
            print(f"{table}: {rows:,} rows, {size / max(rows, 1):.0f} bytes each with their indexes")
        house.stop()
    await runner.cleanup()
    database.dispose()


async def _week(house: House, monday: datetime, teams: int) -> AsyncIterator[tuple[str, int]]:
    """Asked, answered and looked up, reminded, closed; tells what was done, and how often."""
    await _at(house, monday, teams * EACH)
    yield "a question planned and sent", teams * EACH
    newest = {m.channel: replace(m) for m in house.slack.messages if m.channel.startswith("D")}
    numbers = count(len(house.slack.messages))  # no two weeks share one
    for action in ("same", "explain"):
        presses = iter(list(newest.values()))

        async def line(presses: Iterator[Message] = presses, action: str = action) -> None:
            for message in presses:
                status = await house.press("one", f"U{message.channel[1:]}", message, action, next(numbers))
                assert status == 200, house.told("one")

        await asyncio.gather(*(line() for _ in range(AT_ONCE)))
        await _sent(house)
        yield f"a press on “{action}” stored, its answer sent", len(newest)
    await _at(house, monday + timedelta(days=3), teams * EACH)
    yield "a reminder planned and sent", teams * EACH
    await _at(house, monday + timedelta(days=4), teams)
    yield "a week closed, its summary drawn and sent", teams


def _each(spent: tuple[float, float], many: int) -> str:
    return f"{spent[0] / many * 1000:.2f} ms in coreflect, {spent[1] / many * 1000:.2f} ms in postgresql"


async def _at(house: House, moment: datetime, posts: int) -> None:
    wanted = len(house.slack.messages) + posts
    house.set_clock(moment.isoformat())
    await house.until(lambda: len(house.slack.messages) >= wanted, f"{posts} messages at {moment}")
    await _sent(house)


async def _sent(house: House) -> None:
    await house.until(lambda: house.count("outbox", "state = 'waiting'") == 0, "everything is sent")


def _times(house: House) -> tuple[float, float]:
    """Seconds of processor time so far: of the process, of everything that the database's server runs."""
    folder = Path(house.values("SHOW data_directory")[0])
    server = int((folder / "postmaster.pid").read_text().split()[0])
    children = [int(each) for each in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    return _own(house.running["one"].pid), sum(map(_own, children)) + _own(server, children=True)


def _own(process: int, *, children: bool = False) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if children else 13])) / TICKS


if __name__ == "__main__":
    sys.exit(main())
