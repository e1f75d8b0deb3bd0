"""A kill -9 at any moment loses nothing, and asks nobody twice who was already marked."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages import Card, Place, Post, Text
from storage.database import connect
from storage.sql import SqlStore
from tests import databases

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SENDS = 40

# A courier that dies without a word after its n-th delivery: before that one is marked.
COURIER = """
    import asyncio, os, sys
    from datetime import datetime, UTC, timedelta
    from adapters import courier as module, desk
    from storage.database import connect
    from storage.sql import SqlStore
    from tests.world import TestClock

    url, log, dies_after, later = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    desk.BATCH = module.AT_ONCE = 5

    class Platform:
        sent = 0
        async def deliver(self, reply):
            with open(log, "a") as file:
                print(reply.key, file=file, flush=True)
            Platform.sent += 1
            if Platform.sent == dies_after:
                os.kill(os.getpid(), 9)
            return "ref"

    async def main():
        clock = TestClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + timedelta(seconds=later))
        carries = module.Courier(SqlStore(connect(url)).mailroom, {"web": Platform()}, clock)
        while await carries.round():
            pass

    asyncio.run(main())
"""


def run_courier(url: str, log: Path, dies_after: int, later: float) -> int:
    arguments = [sys.executable, "-c", textwrap.dedent(COURIER), url, str(log), str(dies_after), str(later)]
    return subprocess.run(arguments, check=False, cwd=Path(__file__).parents[2], capture_output=True).returncode


@pytest.mark.parametrize("kind", databases.KINDS)
@pytest.mark.parametrize("dies_after", [5, 17])
def test_a_courier_killed_between_a_send_and_its_mark(kind: str, dies_after: int, tmp_path: Path) -> None:
    url, log = databases.fresh_url(kind, tmp_path), tmp_path / "sent"
    engine = connect(url)
    store = SqlStore(engine)
    with store.unit() as unit:
        posts = [Post(f"ask:t1:1:m{n:02}", Place("web", f"home:{n}"), Card((Text("?"),))) for n in range(SENDS)]
        unit.outbox.put(posts, NOW)
    assert run_courier(url, log, dies_after, 0) == -9
    marked_before = {row for row in log.read_text().split() if _marked(store, row)}
    assert run_courier(url, log, 0, 61) == 0, "after the lease another courier goes on"
    sent = Counter(log.read_text().split())
    assert len(sent) == SENDS, "nothing is lost"
    assert all(sent[key] == 1 for key in marked_before), "who was marked is not asked twice"
    twice = [key for key, times in sent.items() if times > 1]
    assert len(twice) <= 15, "only what was on its way or not yet marked can come twice"
    engine.dispose()


def _marked(store: SqlStore, key: str) -> bool:
    from sqlalchemy import select

    from storage.sql.outbox import OUTBOX, SENT

    with store.unit() as unit:
        found = unit._connection.execute(select(OUTBOX.c.state).where(OUTBOX.c.key == key)).scalar()
        return found == SENT


@pytest.mark.parametrize("kind", databases.KINDS)
def test_an_engine_killed_before_its_commit_has_done_nothing(kind: str, tmp_path: Path) -> None:
    url = databases.fresh_url(kind, tmp_path)
    dying = f"""
        import os
        from datetime import date
        from storage.database import connect
        from storage.sql import SqlStore
        with SqlStore(connect({url!r})).unit() as unit:
            unit.seen.first("e1", date(2026, 3, 2))
            unit.ballots.record("t1", 1, {{"power": ("k", 3)}})
            os.kill(os.getpid(), 9)
    """
    gone = subprocess.run([sys.executable, "-c", textwrap.dedent(dying)], check=False, cwd=Path(__file__).parents[2])
    assert gone.returncode == -9
    with SqlStore(connect(url)).unit() as unit:
        assert unit.seen.first("e1", (NOW + timedelta(days=1)).date()), "the platform's retry finds the event new"
        assert unit.ballots.of_week("t1", 1) == {}
