"""One seed for everything, the product's own random numbers included: so a run can be lived again exactly."""

from __future__ import annotations

import logging
import os
import random
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def only(seed: int) -> Iterator[None]:
    """Ids and codes come from the seed, too; what the faults make the product log is left out."""
    source = random.Random(f"ids {seed}")
    kept, asked, level = os.urandom, random._urandom, logging.root.manager.disable  # type: ignore[attr-defined]
    os.urandom = random._urandom = source.randbytes  # type: ignore[attr-defined]
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "coroutine .* was never awaited")  # a killed process had begun it
            yield
    finally:
        os.urandom, random._urandom = kept, asked  # type: ignore[attr-defined]
        logging.disable(level)
