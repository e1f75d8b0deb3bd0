"""One process of the bot as it runs, but for its clock: that is a file, so that a test can say what time it is.

`python -m tests.machines.process <file> <seconds>`, with the settings of `coreflect run` in the environment. Its clock
is so many seconds ahead of the file's: no two machines agree.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import datetime, timedelta
from pathlib import Path

from coreflect import build, read_settings, serve, speak

TICKS_EVERY = 0.1


class FileClock:
    """bot.ports.Clock. It stands still until the file says another moment."""

    def __init__(self, path: Path, ahead: timedelta) -> None:
        self._path, self._ahead = path, ahead

    def now(self) -> datetime:
        return datetime.fromisoformat(self._path.read_text()) + self._ahead


def set_clock(path: Path, now: datetime) -> None:
    """Let it be `now`, for every process that reads this file; never half a moment."""
    aside = path.with_suffix(".new")
    aside.write_text(now.isoformat())
    aside.replace(path)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    settings = read_settings()
    clock = FileClock(Path(sys.argv[1]), timedelta(seconds=int(sys.argv[2])))
    asyncio.run(serve(build(settings, clock, speak(settings)), TICKS_EVERY))
