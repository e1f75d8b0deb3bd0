"""What people see, in a file that outlives whoever wrote it; and two platforms that put things there."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.messages import Stored
from tests.kill.points import Fate


class Street:
    """One line for each message that stands there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch()

    def stands(self) -> list[str]:
        """The keys of what stands there, in the order in which it came."""
        return self._path.read_text().split()

    def put(self, key: str) -> None:
        """It stands there from now on, whatever becomes of the process."""
        with self._path.open("a") as file:
            file.write(f"{key}\n")


class Blind:
    """A platform on which one cannot look, as Teams."""

    def __init__(self, street: Street, fate: Fate) -> None:
        self._street, self._fate = street, fate

    async def deliver(self, reply: Stored) -> str:
        await asyncio.sleep(0)
        self._fate.point("message on its way")
        self._street.put(reply.key)
        self._fate.point("message arrived, answer on its way")
        await asyncio.sleep(0)
        return f"ref:{reply.key}"


class Seeing(Blind):
    """One on which one can, as Slack and the web chat."""

    async def look(self, reply: Stored) -> str | None:
        await asyncio.sleep(0)
        return f"ref:{reply.key}" if reply.key in self._street.stands() else None


PLATFORMS = {"can look": Seeing, "cannot look": Blind}
