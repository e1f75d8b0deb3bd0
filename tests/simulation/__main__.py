"""`python -m tests.simulation`: live many installations through everything, and count.

--seeds 200     so many, from --first on; interrupted, it tells what was done until then
--small         2 teams, 5 weeks each: what CI runs. Without it: 20 teams on both platforms, 12 weeks
--seed 17       one seed again, exactly; --trace tells its story line by line
"""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterable

from tests.simulation.installation import Result
from tests.simulation.many import many, one
from tests.simulation.size import SMALL, WHOLE
from tests.simulation.tally import Tally


def main() -> int:
    """Print the table; returns 1 when a promise was broken, 130 when it was interrupted."""
    parser = ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--trace", action="store_true")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if given.seed is not None:
        results: Iterable[Result] = [one(given.seed, small=given.small, trace=given.trace)]
    else:
        results = many(range(given.first, given.first + given.seeds), small=given.small, workers=given.workers)
    tally = Tally((SMALL if given.small else WHOLE).name, " --small" if given.small else "")
    interrupted = False
    try:
        for result in results:
            tally.add(result)
    except KeyboardInterrupt:
        interrupted = True
        print(f"interrupted after {tally.seeds:,} seeds", flush=True)
    tally.tell()
    return 130 if interrupted else int(bool(tally.violated))


if __name__ == "__main__":
    sys.exit(main())
