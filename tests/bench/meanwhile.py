"""Presses acknowledged while weeks close, questions go out and the next ones are planned; against the same, quiet."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Engine as Database

from bot.library import Library
from storage.database import connect
from tests.bench import busy_server, crowd, pasts
from tests.bench.load import generate
from tests.bench.press import request
from tests.bench.processes import CLIENT, SERVER, beside
from tests.bench.table import Pairs, Row
from tests.databases import fresh_url
from tests.load import outside

CONNECTIONS, PAUSE = 16, 0.1
"""Keep-alive connections, and the seconds that each waits after an answer: about 150 presses a second."""

SLOWEST, HELD_MS = 2.5, 20.0
EACH = 12

WAITING = "SELECT (SELECT count(*) FROM team WHERE due_at <= ?) + (SELECT count(*) FROM outbox WHERE state = 'waiting')"


def run(rounds: int, presses: int, teams: int, library: Library, folder: Path) -> list[Row]:
    """In each round `presses` presses: quiet, and while `teams` teams close their week and as many are asked."""
    now = crowd.now()
    work = 2 * teams * (rounds + 1)
    pressing = -(-presses * 2 * (rounds + 1) // EACH)
    people = crowd.seats(pressing + work, library, now, EACH)
    pressers, workers = people[: pressing * EACH], [_later(seat) for seat in people[pressing * EACH :]]
    url, keys = fresh_url("sqlite", folder), folder / "keys.json"
    database = connect(url)
    crowd.fill(database, [*pressers, *workers], keys)
    pasts.remember(database, workers, library)
    pasts.answer(database, workers, keys)
    with ExitStack() as stack:
        far = stack.enter_context(beside(CLIENT, outside.serve))  # Slack with files: summaries have pictures
        users = [seat.user for seat in pressers]
        web_api = f"{far.recv()[0]}/api/"
        ours = stack.enter_context(beside(SERVER, busy_server.serve, url, keys, web_api, users))
        load = stack.enter_context(beside(CLIENT, generate, CONNECTIONS, PAUSE))
        bench = _Bench(load, ours, database, (pressers, workers), (presses, teams), library)
        bench.quiet()
        bench.busy()  # once, for all that is done for the first time
        found = [(bench.quiet(), bench.busy()) for _ in range(rounds)]
    database.dispose()
    pairs = Pairs([quiet[0] for quiet, _ in found], [busy[0] for _, busy in found])
    held = [median(side[1] for side in sides) for sides in zip(*found, strict=True)]
    what = "Acknowledging, p99, while weeks close, questions go out and are planned; against quiet"
    return [
        pairs.at_most(SLOWEST, what, "ms"),
        Row("  the longest that anything held the event loop", f"{held[0]:.1f} ms", f"{held[1]:.1f} ms", None,
            f"≤ {HELD_MS:g} ms", held[1] <= HELD_MS),
    ]  # fmt: skip


class _Bench:
    """Sends presses, each once, and gives the server work."""

    def __init__(
        self, load: Any, server: Any, database: Database, people: tuple[list[crowd.Seat], list[crowd.Seat]],
        sizes: tuple[int, int], library: Library,
    ) -> None:  # fmt: skip
        self._load, self._server, self._database, self._library = load, server, database, library
        self._pressers, self._teams = iter(people[0]), iter(crowd.of_teams(people[1]))
        self._presses, self._work = sizes
        self._port = server.recv()

    def quiet(self) -> tuple[float, float]:
        """Milliseconds: p99 of the acknowledgements, and the longest that the loop was held."""
        self._ask()
        return self._press()

    def busy(self) -> tuple[float, float]:
        """The same with work beside it; what is left of the work then is waited for."""
        closing, asking = ([next(self._teams).team.id for _ in range(self._work)] for _ in range(2))
        now = f"{crowd.now() - timedelta(seconds=1):%Y-%m-%d %H:%M:%S.%f}"
        with self._database.begin() as connection:
            driver: Any = connection.connection.cursor()
            for step, teams in (("close", closing), ("ask", asking)):
                driver.executemany("UPDATE team SET step = ?, due_at = ? WHERE id = ?", [(step, now, t) for t in teams])
        self._ask()
        taken = self._press()
        while self._left(now):
            time.sleep(0.2)
        return taken

    def _press(self) -> tuple[float, float]:
        some = [next(self._pressers) for _ in range(self._presses)]
        self._load.send((self._port, [request(seat, self._library) for seat in some]))
        _, times = self._load.recv()
        return quantiles(times, n=100)[98] * 1000, self._ask() * 1000

    def _ask(self) -> float:
        self._server.send("?")
        longest: float = self._server.recv()
        return longest

    def _left(self, now: str) -> int:
        with self._database.connect() as connection:
            driver: Any = connection.connection.cursor()
            left: int = driver.execute(WAITING, (now,)).fetchone()[0]
        return left


def _later(seat: crowd.Seat) -> crowd.Seat:
    """Somebody in a team for which nothing is due until the bench says so."""
    return replace(seat, team=replace(seat.team, due=seat.team.due and seat.team.due + timedelta(days=30)))
