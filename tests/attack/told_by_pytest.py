"""Attacks that are tests of their own, because they need the whole app: run here, and counted."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tests.attack.worlds import Tally

HERE = Path(__file__).parent


class _Counting:
    def __init__(self) -> None:
        self.tally = Tally()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.tally.tried += report.when == "call"
        if report.failed:
            self.tally.fail(report.nodeid)


def through_the_app(pattern: str) -> Callable[[], Tally]:
    """What becomes of the test files that fit `pattern`. A run that finds none, or breaks off, is a failure."""

    def attack() -> Tally:
        counting = _Counting()
        files = [str(path) for path in sorted(HERE.glob(pattern))]
        with redirect_stdout(io.StringIO()):
            code = pytest.main(["-n0", *files], plugins=[counting])
        if code and not counting.tally.failures:
            counting.tally.fail(f"{pattern}: nothing was tried ({code!r})")
        return counting.tally

    return attack
