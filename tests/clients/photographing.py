"""Has a stand-in's page looked at: every state of the summary is seen there, and photographed.

Set COREFLECT_PICTURES to a folder to keep the pictures; each stand-in has a folder of its own in it.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path

from tests.clients.states import KNOWN_BY

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
PATIENCE = 60.0


async def photograph(drive: Path, address: str, spare: Path, looks: str) -> list[Path]:
    """The pictures that `drive` takes of the page at `address`, one for each state and each of `looks`, such as
    "phone-light,desk-dark"; in `spare` when nobody wants to keep them. Raises AssertionError with what went wrong."""
    kept = os.environ.get("COREFLECT_PICTURES")
    folder = Path(kept) / drive.parent.name if kept else spare
    folder.mkdir(parents=True, exist_ok=True)
    said = await driven(drive, address, str(folder), looks, json.dumps(KNOWN_BY))
    assert said.strip() == "seen"
    names = [f"{state.replace(' ', '-')}-{look}.png" for look in looks.split(",") for state in KNOWN_BY]
    return [folder / name for name in names]


async def driven(drive: Path, *given: str) -> str:
    """What `drive`, a script for Chromium, says at its end. Raises AssertionError with what went wrong."""
    process = await asyncio.create_subprocess_exec(
        "node", str(drive), *given,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**os.environ, "CHROMIUM": CHROMIUM},
    )  # fmt: skip
    try:
        said, trouble = await asyncio.wait_for(process.communicate(), PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, trouble.decode()
    return said.decode()
