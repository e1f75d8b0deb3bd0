"""T11, when things break: errors at every layer, malformed payloads, forged signatures, a tampered database; with every
library at its most talkative. Then what was logged, answered and kept is searched.
"""

from __future__ import annotations

import asyncio
import copy
import gc
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import text

from tests.attack.faults import FAULTS, UNHURT
from tests.attack.leaks import (
    CHOSEN,
    PEOPLE,
    WRITTEN,
    everything,
    found,
    names_and_ids,
    no_id_stands_beside_a_value,
    person_keys,
)  # fmt: skip
from tests.attack.streets import Json
from tests.attack.wired import Answer, Wired
from tests.scenarios.steps import POWER, TRUST, answer, team

WHO = PEOPLE[0]
FEW = PEOPLE[:3]
SENT: Final = "plovers quibble"
_MINUTE = timedelta(minutes=2)


class Attempt:
    """Somebody with the week's question and its form before them, who does everything that they can do."""

    def __init__(self, world: Wired) -> None:
        team(world, *FEW)
        world.until("2026-03-02T12:00+00:00")
        for who in FEW[1:]:
            answer(world, who, power=CHOSEN, trust=CHOSEN, words=WRITTEN)
        world.presses(WHO, "Answer")
        self.world, self.form = world, world.forms[WHO]
        seen = world.places[world.player.home(WHO)]
        self.asked = copy.copy(next(each for each in seen if "Answer" in world.player.buttons(each.rendered)))

    def payloads(self) -> Iterator[Json]:
        """Words, a press, a form and somebody coming in, each with an id of its own and with canaries in it."""
        player, at = self.world.player, self.asked
        given = {POWER: CHOSEN, TRUST: CHOSEN, "Your thoughts": WRITTEN}
        for act in (
            lambda: player.says(WHO, WRITTEN),
            lambda: player.presses(WHO, at.rendered, "Answer", at=at.place, message=at.ref),
            lambda: player.submits(WHO, self.form, given),
            lambda: player.joins("quixhal"),
            lambda: player.says(WHO, "my data"),
        ):
            act()
            yield copy.deepcopy(self.world.payloads[-1])

    def everything(self, sent: list[Json]) -> list[Answer]:
        """All of that, the clock's tick, a round of the courier, and a look at its health."""
        answers = [self.world.posts(each) for each in sent]
        self.world.knocks()
        self.world.carries()
        answers.append(self.world.asks("GET", "/health"))
        gc.collect()  # a task that failed unheard says so now
        return answers


def canaries(database: Database) -> set[str]:
    return {*names_and_ids(database), "quixhal", WRITTEN, CHOSEN, *person_keys(database)}


def test_t11_no_error_tells_what_somebody_said(world: Wired, database: Database, logged: list[str]) -> None:
    attempt, leaks = Attempt(world), []
    secrets = canaries(database)
    leaks += [("before", found(secrets, *logged))]
    for name, fault in FAULTS.items():
        logged.clear()
        sent = list(attempt.payloads())
        gc.freeze()  # only what is new is looked through afterwards, or it takes long
        with pytest.MonkeyPatch.context() as patch, fault(world, patch):
            answers = attempt.everything(sent)
        trouble = [line for line in logged if line.startswith(("WARNING", "ERROR"))]
        hurt = trouble or _problems(database) or [got for got in answers if got.status >= 400]
        assert hurt or (world.player.name, name) in UNHURT, f"{name}: all went well"
        broken = [got for got in answers if got.status >= 400]
        leaks.append((name, found(secrets, *logged)))
        leaks.append((name, found(secrets, *(got.body + got.headers for got in broken))))
        # With it comes the address of whoever asked, and an error's own words.
        leaks.append((name, [line for line in logged if "Error handling request" in line or "never retrieved" in line]))
        no_id_stands_beside_a_value(database)
        world.until((world.clock.time + _MINUTE).isoformat())
    gc.unfreeze()
    assert [(name, leak) for name, leak in leaks if leak] == []
    assert found((WRITTEN, CHOSEN), *_problems(database)) == []


STRANGE: Final = (None, SENT, [SENT], {SENT: SENT}, 10**30, "GONE")
"""What stands in a payload where something else belongs; the last for nothing at all."""


def spoilt(payload: Json) -> Iterator[Json]:
    """`payload` with each of its parts taken away, or with something strange in its place."""
    for number, path in enumerate(_paths(payload)):
        for strange in (STRANGE[number % len(STRANGE)], STRANGE[(number + 1) % len(STRANGE)]):
            bad = copy.deepcopy(payload)
            *way, last = path
            inner: Any = bad
            for step in way:
                inner = inner[step]
            if strange == "GONE":
                del inner[last]
            else:
                inner[last] = strange
            yield bad


def _paths(part: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, value in inside:
        yield (*at, name)
        yield from _paths(value, (*at, name))


ONE_DATABASE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@ONE_DATABASE
def test_t11_a_payload_out_of_shape_is_neither_logged_nor_sent_back(
    world: Wired, database: Database, logged: list[str]
) -> None:
    attempt = Attempt(world)
    sent = list(attempt.payloads())
    logged.clear()
    answers = [world.posts(bad) for payload in sent for bad in spoilt(payload)]
    path, body, headers = world.street.request(sent[0], "", genuine=True)
    for rest in (body[:-1], body[:40], body + body, b"\xff" + body, json.dumps(SENT).encode()):
        answers.append(world.asks("POST", path, data=rest, headers=headers))
        answers.append(world.asks("POST", path, data=rest, headers=headers | {"Content-Type": "text/plain"}))
    secrets = {*canaries(database), SENT}
    assert {got.status for got in answers} > {200}, "some were refused"
    assert found(secrets, *logged) == []
    assert found(secrets, *(got.body + got.headers for got in answers if got.status >= 400)) == []
    assert not [line for line in logged if "Traceback" in line or "Error handling" in line]


NO_HTTP: Final = (
    f"{SENT}\r\n\r\n",
    f"POST / HTTP/1.1\r\n{SENT}: 1\r\n\r\n",
    f"POST /web/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{SENT}\r\n",
)
ON_THE_PAGE = pytest.mark.parametrize(("player", "database"), [("web", "sqlite")], indirect=True)


@ON_THE_PAGE
def test_t11_a_page_that_cannot_be_served_any_longer_is_told_nothing(world: Wired, logged: list[str]) -> None:
    attempt = Attempt(world)
    with pytest.MonkeyPatch.context() as patch, FAULTS["no table transcript"](world, patch):
        got = world.asks("GET", "/web/stream", params={"place": attempt.asked.place.address, "after": "0"})
    assert any("a stream broke off" in line for line in logged)
    assert found((*PEOPLE, WRITTEN, CHOSEN), got.body, *logged) == []


@ON_THE_PAGE
@pytest.mark.parametrize("raw", NO_HTTP, ids=["no request", "no header", "no chunk"])
def test_t11_what_is_no_http_is_not_logged(world: Wired, logged: list[str], raw: str) -> None:
    async def send() -> None:
        address = world.client.make_url("/")
        reader, writer = await asyncio.open_connection(address.host, address.port)
        writer.write(raw.encode())
        assert b" 400 " in await reader.readline()
        writer.close()

    world.runs(send())
    assert [line for line in logged if "coreflect.server" in line], "it was refused, and that is said"
    assert found((SENT, "127.0.0.1"), *(line for line in logged if "asyncio" not in line)) == []


@ONE_DATABASE
def test_t11_who_is_not_let_in_leaves_nothing_behind(world: Wired, database: Database, logged: list[str]) -> None:
    attempt = Attempt(world)
    sent, before = list(attempt.payloads()), everything(database)
    logged.clear()
    answers = [world.posts(each, genuine=False) for each in sent]
    assert all(got.status in (401, 403, 503) for got in answers)
    assert found(canaries(database), *logged, *(got.body for got in answers)) == []
    assert everything(database) == before


def _problems(database: Database) -> list[str]:
    with database.connect() as connection:
        return list(connection.execute(text("SELECT problem FROM outbox WHERE problem <> ''")).scalars())
