"""Explaining: everyday questions in two languages, each asked of a library that has been made ready."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from bot.explain import explain, warm
from bot.library import Library
from framework_content import load_all
from tests.bench.processes import SERVER, pin
from tests.bench.table import Row

ASKED = Path(__file__).parents[1] / "finding"
MOST_MS = 50.0


def run(most: int) -> list[Row]:
    """At most so many questions of each list, in the languages that they are written in."""
    pin(SERVER)
    libraries = load_all()
    warm(libraries.values())
    cuts = quantiles(_times(libraries["en"], most), n=100)
    shown = f"{cuts[49]:.1f} / {cuts[98]:.1f} ms"
    return [
        Row("Explain, p50 / p99 of everyday questions", "–", shown, None, f"p99 ≤ {MOST_MS:g} ms", cuts[98] < MOST_MS)
    ]


def _times(library: Library, most: int) -> Iterator[float]:
    for path in sorted(ASKED.glob("*.tsv")):
        for line in path.read_text().splitlines()[1 : most + 1]:
            asked = line.split("\t")[1]
            started = time.perf_counter()
            explain(asked, library)
            yield (time.perf_counter() - started) * 1000
