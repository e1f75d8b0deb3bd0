"""`python -m tests.bench`: the table. Exits 1 when a goal is missed; `--short` only sees that everything runs."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from framework_content import load
from tests.bench import closing, explaining, meanwhile, press, sending, starting, teams, teams_sending, ticks
from tests.bench.page import page
from tests.bench.processes import end_whole, unpin
from tests.bench.table import Row, show


def main() -> int:
    """Run everything that was asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="one round of few requests; misses no goal")
    parser.add_argument("--markdown", action="store_true", help="print the page docs/benchmarks.md")
    parser.add_argument("only", nargs="*", help="press, teams, sending …; all when none is named")
    asked = parser.parse_args()
    end_whole()
    rows = measure(asked.only, *((1, 10) if asked.short else (5, 1)))
    today = datetime.now(UTC).date()
    print(page(rows, today, asked.short) if asked.markdown else show(rows))
    return int(not asked.short and any(row.met is False for row in rows))


def measure(only: Sequence[str], rounds: int, part: int) -> list[Row]:
    """The rows of the benches named, of all when none is: so many rounds, each with one `part`th of the requests.

    Each goes to stderr as soon as it is there, so that one can follow a long run.
    """
    library = load()
    benches: dict[str, Callable[[Path], list[Row]]] = {
        "press": lambda folder: press.run(rounds, 3_000 // part, library, folder),
        "teams": lambda folder: teams.run(rounds, 1.0 if part > 1 else 3.0, folder),
        "sending": lambda folder: sending.run(rounds, 5_000 // part, library, folder),
        "teams_sending": lambda folder: teams_sending.run(rounds, 1_500 // part, library, folder),
        "ticks": lambda folder: ticks.run(rounds, 100_000 // part, library, folder),
        "closing": lambda folder: closing.run(rounds, 1_000 // part, library, folder),
        "meanwhile": lambda folder: meanwhile.run(rounds, 1_500 // part, 200 // part, library, folder),
        "explaining": lambda _folder: explaining.run(1_000 // part),
        "starting": lambda folder: starting.run(rounds, library, folder),
    }
    rows: list[Row] = []
    for name in only or benches:
        with tempfile.TemporaryDirectory(prefix="coreflect-bench-") as folder:
            found = benches[name](Path(folder))
        print(show(found), file=sys.stderr, flush=True)
        rows += found
        unpin()  # it may have kept this process to one core
    return rows


if __name__ == "__main__":
    sys.exit(main())
