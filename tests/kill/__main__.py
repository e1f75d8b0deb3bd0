"""`python -m tests.kill`: kill -9 at every point of the courier; prints kind × platform × point, and what broke."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import groupby

from tests import databases
from tests.kill.killing import Row, kill, totals


def main() -> int:
    """Print the table; returns 1 when a promise was broken."""
    rows = [row for database in databases.KINDS for row in kill(database)]
    rows.sort(key=lambda row: (row.kind, row.platform, row.point))
    line = "{:<10} {:<12} {:<40} {:>6} {:>6} {:>8}"
    print(line.format("kind", "platform", "killed at", "kills", "lost", "doubled"))
    for (kind, platform, point), same in groupby(rows, lambda row: (row.kind, row.platform, row.point)):
        found = totals(list(same))
        print(line.format(kind, platform, point, found["kills"], found["lost"], found["doubled"]))
    _sum(rows, line)
    wrong = [f"{row.kind}, {row.platform}, {row.database}, {row.point}: {why}" for row in rows for why in row.wrong]
    print("\n".join(wrong) or "Nothing was lost, and nothing came twice that could be known.")
    return int(bool(wrong))


def _sum(rows: list[Row], line: str) -> None:
    by_platform: dict[str, Counter[str]] = {}
    for row in rows:
        by_platform.setdefault(row.platform, Counter()).update(totals([row]))
    for platform, found in by_platform.items():
        print(line.format("all", platform, "", found["kills"], found["lost"], found["doubled"]))


if __name__ == "__main__":
    sys.exit(main())
