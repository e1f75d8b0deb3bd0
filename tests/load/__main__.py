"""`python -m tests.load [--minutes 10] [--rate-factor 5]`: exits 1 when a goal is missed.

Goals: no answer 5xx and none missing, 99 of 100 acknowledgements within 500 ms of when the request was due, over the
whole run and during each round, and less than 10 % more memory at the end than when warm.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles

from tests.bench.processes import end_whole
from tests.load.client import Sent
from tests.load.running import MEMBERS, Taken, run
from tests.load.traffic import rate

MOST_MS, MOST_GROWTH = 500.0, 0.10


def p99(sent: Sequence[Sent]) -> float:
    """In milliseconds; 0 when too few were sent to say."""
    return quantiles((each.seconds * 1000 for each in sent), n=100)[98] if len(sent) > 1 else 0.0


def show(taken: Taken) -> str:
    """What was measured, line by line."""
    lines = [f"{len(taken.sent)} requests in {taken.seconds:.0f} s, {len(taken.sent) / taken.seconds:.1f} a second"]
    kinds = {kind: [each for each in taken.sent if each.kind == kind] for kind in sorted({s.kind for s in taken.sent})}
    for kind, some in {"all": taken.sent, **kinds}.items():
        answers = ", ".join(f"{many} x {status}" for status, many in sorted(Counter(s.status for s in some).items()))
        lines.append(f"  {kind:12} {_times(some)}  {answers}")
    lines.append("acknowledgements during each round")
    for name, (begin, end) in taken.rounds.items():
        lines.append(f"  {name:16} {_times(taken.within(name))}  from {begin:.0f} s for {end - begin:.1f} s")
    messages, pictures, forms = taken.arrived
    lines.append(f"{messages} messages, {pictures} pictures and {forms} forms arrived; {taken.waiting} messages wait")
    used, load = taken.processor / taken.seconds, os.getloadavg()[0]
    lines.append(f"the server used {used:.2f} of a core; load of the whole machine at the end {load:.1f}")
    warm, end = taken.growth
    minutes = {int(at // 60): mb for at, mb in taken.memory}
    lines.append(f"memory at the end of each minute, MB: {' '.join(f'{mb:.0f}' for mb in minutes.values())}")
    lines.append(f"memory {warm:.1f} MB when warm, {end:.1f} MB at the end: {end / warm - 1:+.1%}")
    return "\n".join(lines)


def _times(sent: Sequence[Sent]) -> str:
    milliseconds = sorted(each.seconds * 1000 for each in sent) or [0.0]
    middle, last = milliseconds[len(milliseconds) // 2], milliseconds[-1]
    return f"{len(sent):6} requests  p50 {middle:6.1f}  p99 {p99(sent):6.1f}  max {last:6.1f} ms"


def missed(taken: Taken) -> list[str]:
    """The goals that were not reached."""
    warm, end = taken.growth
    found = [f"{len(taken.failed)} requests failed"] if taken.failed else []
    for name in ("all", *taken.rounds):
        within = p99(taken.sent if name == "all" else taken.within(name))
        found += [f"p99 of {within:.0f} ms ({name})"] if within >= MOST_MS else []
    return found + ([f"memory grew by {end / warm - 1:.0%}"] if end / warm - 1 >= MOST_GROWTH else [])


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate-factor", type=float, default=5.0)
    asked = parser.parse_args()
    end_whole()
    print(f"{MEMBERS:,} members, {rate(MEMBERS, asked.rate_factor):.1f} requests a second", flush=True)
    with tempfile.TemporaryDirectory(prefix="coreflect-load-") as folder:
        taken = run(asked.minutes * 60, asked.rate_factor, Path(folder))
    print(show(taken))
    wrong = missed(taken)
    print("\n".join(f"MISSED: {each}" for each in wrong) or "every goal is reached")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
