"""What a newcomer does after `make run`: the whole dialogue on the page in a real browser, with the real program behind
it, from the set-up of a team to the end; then eight weeks of a made-up team.

Set CORESHOTS to a folder to keep a picture of every step.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.clients.running import Program, running
from tests.clients.web.browser import CHROMIUM, HERE, needs_a_browser

pytestmark = [pytest.mark.clients, *needs_a_browser]

PATIENCE = 180.0
UNTOLD = ("zebra-canary", "River Street", "home:ana", "home:ben", "home:cai", "home:dee", "home:eli")
"""What Ana writes in the box, and who they are: nothing for a log."""


async def tell(program: Program, folder: Path) -> None:
    """Tell dialogue.mjs before `program`, and move it in time where the story says so."""
    pipe, address = asyncio.subprocess.PIPE, f"{program.url}/"
    pictures = os.environ.get("CORESHOTS") or str(folder)
    drive = await asyncio.create_subprocess_exec(
        "node", str(HERE / "dialogue.mjs"), address, pictures,
        stdin=pipe, stdout=pipe, stderr=pipe, env={**os.environ, "CHROMIUM": CHROMIUM},
    )  # fmt: skip
    assert drive.stdin
    assert drive.stdout
    assert drive.stderr
    trouble = asyncio.create_task(drive.stderr.read())
    ended: dict[str, Any] = {}
    try:
        async with asyncio.timeout(PATIENCE):
            async for line in drive.stdout:
                ended = json.loads(line)
                if "move" in ended:
                    await program.moves_to(ended["move"], ended["speed"])
                    drive.stdin.write(b"\n")
            await drive.wait()
    finally:
        if drive.returncode is None:
            drive.kill()
        told = (await trouble).decode()
        print(told)
    assert ended == {"ok": True}, f"{told}\n{program.log()}"


async def test_the_whole_dialogue_and_then_eight_weeks_of_a_made_up_team(tmp_path):
    async with running(tmp_path, {}, clock="2026-03-01T10:00:00+00:00") as program:
        await tell(program, tmp_path)
        program.tells_nothing(UNTOLD)
