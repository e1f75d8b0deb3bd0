"""Where pictures are drawn: one at a time, and after everything else that its core has to do."""

import os
import sys
import threading
from concurrent.futures import Future

import pytest

from adapters.drawing import DRAWING, NICE


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")
def test_who_draws_lets_everybody_else_go_first():
    assert DRAWING.submit(niceness).result() == NICE > niceness()


def test_one_picture_is_drawn_at_a_time():
    first: Future[None] = Future()
    order: list[str] = []
    DRAWING.submit(lambda: (first.result(), order.append("first")))
    second = DRAWING.submit(order.append, "second")
    assert not second.running()
    assert sum(thread.name.startswith("drawing") for thread in threading.enumerate()) == 1
    first.set_result(None)
    second.result()
    assert order == ["first", "second"]
