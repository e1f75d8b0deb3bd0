"""The door: stored when it returns, together when they come together, each on its own when one fails."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from adapters.door import EngineDoor
from bot.messages import Event, Form, OpenForm, Person, Place, Said
from bot.ports import StoreTrouble

ANA = Person("web", "ana")


def said(text: str) -> Said:
    return Said(id=text, who=ANA, where=Place("web", "home:ana"), text=text)


class FakeEngine:
    """Notes which events came together; the first call waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.due = [16, 16, 3]
        self.go = threading.Event()
        self.begun = threading.Event()

    def ticking(self, people_come: Callable[[], bool]) -> Iterator[int]:
        for many in self.due:
            self.batches.append([f"{many} teams{' in a hurry' if people_come() else ''}"])
            self.begun.set()
            self.go.wait(5)
            yield many

    def tidy(self) -> None:
        self.batches.append([f"tidies {'where presses wait' if self._presses_wait_here() else 'aside'}"])

    @staticmethod
    def _presses_wait_here() -> bool:
        return threading.current_thread().name.startswith("engine")

    def handle_all(self, events: Sequence[Event]) -> list[Sequence[OpenForm] | Exception]:
        self.batches.append([event.id for event in events])
        self.begun.set()
        self.go.wait(5)
        if any(event.id == "full" for event in events):
            raise StoreTrouble("The disk is full.")
        return [
            KeyError(event.id) if event.id == "bad" else [OpenForm(Form("f", event.id, (), ""), ANA)]
            for event in events
        ]


async def test_events_that_come_meanwhile_share_the_next_commit() -> None:
    engine, woken = FakeEngine(), []
    door = EngineDoor(engine, lambda: woken.append(1))
    first = asyncio.create_task(door.handle(said("one")))
    await asyncio.to_thread(engine.begun.wait)
    rest = [asyncio.create_task(door.handle(said(text))) for text in ("two", "bad", "three")]
    await asyncio.sleep(0)
    engine.go.set()
    assert (await first)[0].form.title == "one"
    results = await asyncio.gather(*rest, return_exceptions=True)
    assert engine.batches == [["one"], ["two", "bad", "three"]]
    assert [type(result).__name__ for result in results] == ["list", "KeyError", "list"]
    assert len(woken) == 2
    door.close()


async def test_those_who_come_one_shortly_after_the_other_go_together_with_the_first() -> None:
    engine = FakeEngine()
    engine.go.set()
    door = EngineDoor(engine)

    async def comes(text: str, turns: int) -> None:
        await _turn(turns)
        await door.handle(said(text))

    await asyncio.gather(comes("one", 0), comes("two", 3), comes("three", 6))
    assert engine.batches == [["one", "two", "three"]]
    door.close()


async def _turn(times: int) -> None:
    for _ in range(times):
        await asyncio.sleep(0)


async def test_when_nothing_could_be_stored_everybody_is_told() -> None:
    engine = FakeEngine()
    engine.go.set()
    door = EngineDoor(engine)
    with pytest.raises(StoreTrouble):
        await door.handle(said("full"))
    assert (await door.handle(said("next")))[0].form.title == "next", "and the next event finds the door open"
    door.close()


async def test_a_request_that_was_given_up_is_stored_all_the_same() -> None:
    engine = FakeEngine()
    door = EngineDoor(engine)
    waiting = asyncio.create_task(door.handle(said("one")))
    await asyncio.to_thread(engine.begun.wait)
    waiting.cancel()
    engine.go.set()
    assert (await door.handle(said("two")))[0].form.title == "two"
    assert engine.batches == [["one"], ["two"]]
    door.close()


async def test_whoever_presses_while_many_teams_are_due_waits_for_a_few_of_them_only() -> None:
    engine, woken = FakeEngine(), []
    door = EngineDoor(engine, lambda: woken.append(1))
    tick = asyncio.create_task(door.tick())
    await asyncio.to_thread(engine.begun.wait)
    press = asyncio.create_task(door.handle(said("same as before")))
    await _turn(20)
    engine.go.set()
    await press
    assert await tick == 35
    assert engine.batches == [
        ["16 teams"],
        ["same as before"],
        ["16 teams in a hurry"],
        ["3 teams in a hurry"],
        ["tidies aside"],
    ]
    assert len(woken) == 4, "what each of them puts into the outbox can be sent at once"
    door.close()
