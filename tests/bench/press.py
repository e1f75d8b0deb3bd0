"""“Same as before” pressed on Slack, from the signature to the rows on disk, against a Bolt that says hello."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, func, select

from adapters.slack import render
from bot.library import Library
from bot.wording.week import question_card
from storage.database import connect
from storage.tables import AnswerRow, OutboxRow, SeenRow
from tests.bench import crowd, slack_servers, stub_slack
from tests.bench.load import Taken, generate
from tests.bench.processes import CLIENT, SERVER, beside
from tests.bench.table import Row, paired
from tests.databases import fresh_url, keep_on_disk
from tests.players.slack import payload

CONNECTIONS = 16
GOALS = {"sqlite": 0.7, "postgresql": 0.5}
SLOWEST = 4.0
"""The most that the slowest in a hundred may take, as a multiple of the floor's."""


def run(rounds: int, presses: int, library: Library, folder: Path) -> list[Row]:
    """On each kind of database."""
    keep_on_disk()
    return [row for kind in GOALS for row in _rows(kind, rounds, presses, library, folder)]


def _rows(kind: str, rounds: int, presses: int, library: Library, folder: Path) -> list[Row]:
    """`presses` people press in each round, nobody twice."""
    people = crowd.seats(-(-presses * (rounds + 1) // crowd.EACH), library, crowd.now())
    url, keys = fresh_url(kind, folder), folder / f"{kind}.json"
    database = connect(url)
    crowd.fill(database, people, keys)
    Random(1).shuffle(people)
    with ExitStack() as stack:
        api = stack.enter_context(beside(CLIENT, stub_slack.serve))
        hello = stack.enter_context(beside(SERVER, slack_servers.hello))
        web_api = f"http://127.0.0.1:{api.recv()}/api/"
        users = [seat.user for seat in people]
        ours = stack.enter_context(beside(SERVER, slack_servers.coreflect, url, keys, web_api, users))
        load = stack.enter_context(beside(CLIENT, generate, CONNECTIONS))
        bench = _Bench(load, people, presses, library)
        floor, figure = hello.recv(), ours.recv()
        bench.warm_up(floor, figure)
        pairs = paired(rounds, lambda: bench.measure(floor, again=True), lambda: bench.measure(figure))
    _check(database, presses * (rounds + 1))
    database.dispose()
    what = f"Slack press stored on {kind}, full sync, against hello-world Bolt"
    return [pairs.at_least(GOALS[kind], what, "requests/s"), _times(bench)]


class _Bench:
    """Sends the presses of one crowd, each once to either server."""

    def __init__(self, load: Any, people: Sequence[crowd.Seat], presses: int, library: Library) -> None:
        self._load, self._people, self._presses = load, people, presses
        self._library, self._round, self.times = library, 0, ([], [])

    def warm_up(self, floor: int, figure: int) -> None:
        """One round that does not count."""
        self._send(floor)
        self._send(figure)
        self._round = 1

    def measure(self, port: int, *, again: bool = False) -> float:
        """Requests a second. `again`: the same people will press at the other server."""
        seconds, times = self._send(port)
        self.times[0 if again else 1].extend(times)
        self._round += not again
        return len(times) / seconds

    def _send(self, port: int) -> Taken:
        first = self._round * self._presses
        some = self._people[first : first + self._presses]
        self._load.send((port, [request(seat, self._library) for seat in some]))
        taken: Taken = self._load.recv()
        return taken


def request(seat: crowd.Seat, library: Library) -> bytes:
    """The press, as Slack sends it: with the whole message, signed."""
    shown = render.message(question_card(library, seat.team, seat.round, seat.member.voice))
    buttons = [each for block in shown["blocks"] if block["type"] == "actions" for each in block["elements"]]
    button = next(each for each in buttons if each["action_id"].startswith("same#"))
    sent = payload("block_actions_dm")
    direct = f"D{seat.user[1:]}"
    sent["user"] |= {"id": seat.user, "name": seat.user.lower(), "username": seat.user.lower()}
    sent["channel"]["id"] = sent["container"]["channel_id"] = sent["message"]["channel"] = direct
    sent["message"] |= shown
    sent["actions"] = [button | {"block_id": "actions#0", "action_ts": "1795326722.488"}]
    body = urlencode({"payload": json.dumps(sent)}).encode()
    now = str(int(time.time()))
    signature = hmac.new(slack_servers.SECRET.encode(), f"v0:{now}:".encode() + body, sha256).hexdigest()
    head = (
        f"POST {slack_servers.PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Slackbot 1.0\r\nAccept: */*\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {now}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body


def _check(database: Engine, presses: int) -> None:
    """Everything that was acknowledged is there: two answers a press, one event, one reply."""
    expected = {AnswerRow: 2 * presses, SeenRow: presses, OutboxRow: presses}
    with database.begin() as connection:
        for row, many in expected.items():
            found = connection.execute(select(func.count()).select_from(row.__table__)).scalar_one()
            if found != many:
                raise RuntimeError(f"{row.__tablename__} has {found} rows instead of {many}")


def _times(bench: _Bench) -> Row:
    cuts = [quantiles(times, n=100) for times in bench.times]
    ratio = cuts[1][98] / cuts[0][98]
    shown = [f"{each[49] * 1000:.1f} / {each[98] * 1000:.1f} ms" for each in cuts]
    what = f"  its p50 / p99, {CONNECTIONS} connections"
    return Row(what, shown[0], shown[1], ratio, f"p99 ≤ {SLOWEST:g} ×", ratio <= SLOWEST)
