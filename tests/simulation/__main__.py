"""`python -m tests.simulation`: live many installations through everything, and count.

--seeds 200     so many, from --first on
--small         2 teams, 5 weeks each: what CI runs. Without it: 20 teams on both platforms, 12 weeks
--seed 17       one seed again, exactly; --trace tells its story line by line
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable

from tests.simulation.installation import Result
from tests.simulation.many import many, one
from tests.simulation.size import SMALL, WHOLE


def main() -> int:
    """Print the table; returns 1 when a promise was broken."""
    parser = ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--trace", action="store_true")
    given = parser.parse_args()
    began = time.perf_counter()
    if given.seed is not None:
        results: Iterable[Result] = [one(given.seed, small=given.small, trace=given.trace)]
    else:
        results = many(range(given.first, given.first + given.seeds), small=given.small, workers=given.workers)
    return _tell(results, began, small=given.small)


def _tell(results: Iterable[Result], began: float, *, small: bool) -> int:
    faults, doubled, published = Counter[str](), Counter[str](), Counter[str]()
    seeds = delivered = answers = violations = 0
    digest = ""
    for result in results:
        seeds += 1
        faults.update(result.faults)
        doubled.update(result.doubled)
        published.update(result.published)
        delivered, answers, digest = delivered + result.delivered, answers + result.answers, result.digest
        violations += bool(result.violations)
        for violation in result.violations[:3]:
            print(f"seed {result.seed}: {violation}")
        if result.violations:
            again = f"python -m tests.simulation --seed {result.seed}{' --small' if small else ''} --trace"
            print(f"seed {result.seed}: live it again with {again}", flush=True)
    took = time.perf_counter() - began
    rows = [
        ("installation", (SMALL if small else WHOLE).name),
        ("seeds", f"{seeds:,}"),
        ("seeds per second", f"{seeds / took:.2f}"),
        ("messages delivered", f"{delivered:,}"),
        ("forms acknowledged", f"{answers:,}"),
        *((f"readings: {status}", f"{times:,}") for status, times in sorted(published.items())),
        ("faults injected", f"{faults.total():,}"),
        *((f"  {kind}", f"{times:,}") for kind, times in sorted(faults.items())),
        ("messages doubled, as the promise allows", f"{doubled.total():,}"),
        *((f"  {why}", f"{times:,}") for why, times in sorted(doubled.items())),
        ("seeds with a violation", f"{violations:,}"),
    ]
    for name, value in rows:
        print(f"{name:<42} {value:>12}")
    if seeds == 1:
        print(f"{'digest of all that happened':<42} {digest:>12}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
