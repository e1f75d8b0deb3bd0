"""What every attack shares: the thing attacked, the tally of one attack, and how a circle is led to a wanted score."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.groups import Record


class Attacked(Protocol):
    """The interface of a circle: everything an attack may touch."""

    def close_week(self, answers: Mapping[str, int]) -> Record: ...
    def leave(self, person: str) -> None: ...
    def erase(self, person: str) -> None: ...
    def request_fresh_start(self) -> None: ...
    def state(self) -> dict[str, Any]: ...


Factory = Callable[[int], Attacked]  # colluders -> a new circle


@dataclass
class Tally:
    """How many cases an attack tried, and the ones in which somebody's answer was not free any more."""

    tried: int = 0
    failures: int = 0
    examples: list[str] = field(default_factory=list)

    def fail(self, example: str) -> None:
        self.failures += 1
        if len(self.examples) < 3:
            self.examples.append(example)

    def __str__(self) -> str:
        return f"{self.tried} tried, {self.failures} failed {'; '.join(self.examples)}"


def people(n: int, prefix: str = "p") -> list[str]:
    return [f"{prefix}{i}" for i in range(n)]


def spread(total: int, names: Sequence[str]) -> dict[str, int]:
    """Answers of these people whose excesses (answer - 1) add up to `total`, as even as can be."""
    each, more = divmod(total, len(names))
    return {name: 1 + each + (i < more) for i, name in enumerate(names)}


def shown(record: Record) -> tuple[str, int | None, int | None, str | None]:
    """A record as plain values, to be compared and counted."""
    return record.status, record.label, record.labels, record.size


def opened(factory: Factory, colluders: int, total: int, names: Sequence[str]) -> tuple[Attacked, Record]:
    """A circle of these people, opened at this sum, and what its opening published."""
    circle = factory(colluders)
    return circle, circle.close_week(spread(total, names))


def relinked(
    factory: Factory, colluders: int, total: int, names: Sequence[str], answer: int
) -> tuple[Attacked, Record]:
    """A circle opened at this sum with one person more, then closed and re-opened by these, all answering `answer`.

    The two circles differ by one person, so the second has to be linked to the label of the first.
    """
    circle, _ = opened(factory, colluders, total, [*names, "extra"])
    circle.request_fresh_start()
    return circle, circle.close_week(dict.fromkeys(names, answer))


def sizes(colluders: int, most: int) -> range:
    """Every size from the smallest circle that may open up to `most`."""
    return range(2 * colluders + 3, most + 1)


def datasets(names: Sequence[str]) -> Iterator[dict[str, int]]:
    """Every way these people can answer, once each."""
    for values in itertools.product(range(1, 6), repeat=len(names)):
        yield dict(zip(names, values, strict=True))
