"""Makes docs/picture.png: a made-up team that has lived eight weeks, on the page, in a real browser.

    python -m tests.clients.web.picture docs/picture.png

The team lives through the real engine, on a clock that is set; then the real program is started on its database.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from PIL import Image

from adapters.courier import Courier
from adapters.door import EngineDoor
from adapters.web_chat import WebPlatform, address, inbound
from adapters.web_chat.hub import Hub
from bot.demonstration import SetClock
from bot.messages import Form
from coreflect import Settings, build
from framework_content import load
from tests.clients.running import running
from tests.clients.web.browser import CHROMIUM, HERE

TEAM = ("Ana", "Ben", "Cai", "Dee", "Eli", "Fay", "Gus", "Hal", "Ida", "Jon", "Kit")
BEGIN = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/London"))  # a Monday; people count two weeks later
POWER, TRUST = (2, 2, 3, 3, 4, 4, 5, 5), (4, 4, 2, 2, 3, 4, 4, 4)
QUIET = (4,)  # weeks in which too few answer for a new score
PHASES = {3: "phase.shape", 5: "phase.deliver"}


class Story:
    """The team's eight weeks, from what its people would send on the page."""

    def __init__(self, folder: Path) -> None:
        self.wall, self.clock, self.ids = BEGIN, SetClock(BEGIN.astimezone(UTC)), count(1)
        settings = Settings(database_url=f"sqlite:///{folder}/coreflect.db", coreflect_keys=folder / "keys.json")
        self.parts = build(settings, self.clock, load())
        door = EngineDoor(self.parts.engine, lambda: None)
        platform = WebPlatform(door, self.parts.transcript, Hub(), self.clock)
        self.courier = Courier(self.parts.store.mailroom, {"web": platform}, self.clock)

    async def does(self, who: str, kind: str, where: str = "", **what: object) -> Form | None:
        """One thing that somebody does; the form that opens."""
        sent = {"id": f"s{next(self.ids)}", "who": who, "kind": kind, "where": where or f"home:{who.lower()}"}
        event = inbound.read(sent | what)
        assert event is not None
        opened = self.parts.engine.handle(event)
        await self.courier.round()
        return opened[0].form if opened else None

    async def passes(self, days: int) -> None:
        """Days pass; on the wall it is nine o'clock again."""
        self.wall += timedelta(days=days)
        self.clock.moment = self.wall.astimezone(UTC)
        self.parts.engine.tick()
        await self.courier.round()

    async def live(self) -> None:
        """From the set-up to the question after the eighth close."""
        for who in TEAM:
            await self.does(who, "joined", "channel:team")
        form = await self.does("Ana", "said", "channel:team", text="@coreflect setup")
        assert form is not None
        team, answers = form.value, {part.id: getattr(part, "chosen", "") or getattr(part, "text", "")
                                     for part in form.body if hasattr(part, "id")}  # fmt: skip
        answers |= {"name": "River Street", "start": "2026-03-16", "zone": "Europe/London"}
        await self.does("Ana", "submitted", form="setup", value=team, answers=answers)
        for who in TEAM:
            await self.does(who, "joined", "channel:team")
            await self.does(who, "pressed", action="join", value=team)
            await self.does(who, "pressed", action="voice", value=f"{team}:lived")
        await self.passes(14)
        for week in range(1, 9):
            await self.week(team, week)

    async def week(self, team: str, week: int) -> None:
        """People answer, are reminded, and read the summary; then the next question comes."""
        for at, who in enumerate(TEAM[:4] if week in QUIET else TEAM):
            given = {"power": POWER[week - 1], "trust": TRUST[week - 1]}
            answers = {measure: str(max(1, min(5, mean + at % 3 - 1))) for measure, mean in given.items()}
            await self.does(who, "submitted", form="answer", value=f"{team}:{week}", answers=answers | {"words": ""})
        if week + 1 in PHASES:
            await self.does("Ana", "pressed", action="set_phase", value=f"{team}:{PHASES[week + 1]}")
        for days in (3, 1, 3):
            await self.passes(days)


async def make(out: Path) -> None:
    with TemporaryDirectory() as folder:
        story = Story(Path(folder))
        await story.live()
        story.parts.store.dispose()
        ana = address.person("Ana")
        assert ana is not None
        async with running(Path(folder), {}, clock=story.clock.moment.isoformat()) as program:
            drive = await asyncio.create_subprocess_exec(
                "node", str(HERE / "picture.mjs"), f"{program.url}/", str(out), env={**os.environ, "CHROMIUM": CHROMIUM}
            )
            assert await drive.wait() == 0
        with Image.open(out) as shot:
            shot.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(out, optimize=True)


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1])))
