"""First come, first served."""

from __future__ import annotations

import threading

from storage.turns import Turns

LONG = 30.0


def test_whoever_asked_first_is_next() -> None:
    turns, order, asked = Turns(), [], threading.Semaphore(0)
    assert turns.take(LONG)

    def wait(name: int) -> None:
        asked.release()
        assert turns.take(LONG)
        order.append(name)
        turns.hand_on()

    threads = []
    for name in range(5):
        threads.append(threading.Thread(target=wait, args=(name,)))
        threads[-1].start()
        asked.acquire()
        while len(turns._waiting) <= name:
            pass
    turns.hand_on()
    for thread in threads:
        thread.join(LONG)
    assert order == [0, 1, 2, 3, 4]
    assert turns.take(0), "nobody has it"


def test_who_gives_up_is_not_waited_for() -> None:
    turns = Turns()
    assert turns.take(LONG)
    assert not turns.take(0.001)
    turns.hand_on()
    assert turns.take(LONG)
    turns.hand_on()
    assert turns.take(0)
