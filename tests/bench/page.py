"""The table as a page of the documentation, with the machine it was measured on and no name of it."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.bench.table import HEAD, Row

VERDICT = {"ok": "reached", "short": "**missed**", "": ""}


def page(rows: Sequence[Row], today: date, short: bool) -> str:
    """Markdown."""
    lines = [_line((*HEAD[:-1], "goal reached")), _line(["---"] * len(HEAD))]
    lines += [_line([*(cell.strip() for cell in row.cells[:-1]), VERDICT[row.cells[-1]]]) for row in rows]
    kind = "the short form, which only shows that everything runs" if short else "five paired rounds, medians"
    return "\n".join([
        "# Speed, measured", "",
        f"Written by `python -m tests.bench --markdown` on {today:%Y-%m-%d}: {kind}. Every figure stands beside a",
        "floor that was measured in the same run, on the same machine, in turn with it; the ratio is the median of the",
        "rounds' ratios. What plays Slack and Teams runs in a process of its own, on a core of its own.", "",
        f"Machine: {machine()}. Load when it ended: {os.getloadavg()[0]:.1f}.", "", *lines, "",
        "What a member costs from 1,000 to 100,000 members is shown by `make bench-growth`.", "",
    ])  # fmt: skip


def machine() -> str:
    """Processor, memory and versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{cores} cores of {_processor()}, {memory:.0f} GiB of memory, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "an unnamed processor"
    )


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
