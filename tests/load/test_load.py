"""The short form, on a machine that does other things too: twenty seconds, a sixteenth of the members, both rounds."""

from __future__ import annotations

import os
from pathlib import Path

from tests.load.__main__ import p99, show
from tests.load.running import run
from tests.load.traffic import rate


def test_the_rate_is_what_its_derivation_says() -> None:
    assert rate(10_000, 5) == 30.0


def test_twenty_seconds_of_a_monday(tmp_path: Path) -> None:
    taken = run(20.0, factor=40.0, folder=tmp_path, members=600)
    assert not taken.failed, show(taken)
    assert {200} == {each.status for each in taken.sent}
    assert {"summary round", "question round"} <= set(taken.rounds)
    assert taken.arrived[1] > 0, "no picture was drawn"
    if os.getloadavg()[0] <= (os.cpu_count() or 1) + 1:  # else others had the processor, and it says nothing of ours
        assert p99(taken.sent) < 1000, show(taken)
