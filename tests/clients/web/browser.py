"""Whether this machine has what a drive of the page needs, and where."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
needs_a_browser = (
    pytest.mark.skipif(not CHROMIUM or not shutil.which("node"), reason="needs Chromium and Node"),
    pytest.mark.skipif(not (HERE.parent / "node_modules/axe-core").exists(), reason="run npm install in tests/clients"),
)
