"""What the index holds, as numbers side by side: texts, tuples and floats took five times the room. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate


class Hashed:
    """Texts, each with a number from 0, known by their hashes alone: the texts themselves are not kept.

    Two of forty thousand share a hash once in ten thousand million times; they would be taken for one.
    """

    __slots__ = ("_hashes",)

    def __init__(self, hashes: Iterable[int]) -> None:
        self._hashes = array("q", sorted(set(hashes)))

    def __len__(self) -> int:
        return len(self._hashes)

    def number(self, text: str) -> int | None:
        """The number of a text; None when it is none of them."""
        sought = hash(text)
        at = bisect_left(self._hashes, sought)
        return at if at < len(self._hashes) and self._hashes[at] == sought else None

    def numbers(self, hashes: Iterable[int]) -> array[int]:
        """The numbers of texts that are among them, by their hashes."""
        return array("I", map(partial(bisect_left, self._hashes), hashes))


class Lists:
    """For each of `many` keys the values that were given with it, in their order."""

    __slots__ = ("_starts", "_values")

    def __init__(self, many: int, keys: Sequence[int], values: Sequence[int]) -> None:
        self._starts, order = _grouped(many, keys)
        self._values = array("I", map(values.__getitem__, order))

    def __getitem__(self, key: int) -> Sequence[int]:
        return self._values[self._starts[key] : self._starts[key + 1]]


class Shares(Lists):
    """The same, and how much each value counts."""

    __slots__ = ("_much",)

    def __init__(self, many: int, keys: Sequence[int], values: Sequence[int], much: Sequence[float]) -> None:
        self._starts, order = _grouped(many, keys)
        self._values = array("I", map(values.__getitem__, order))
        self._much = array("d", map(much.__getitem__, order))

    def pairs(self, key: int) -> Iterator[tuple[int, float]]:
        """A key's values, and how much each counts."""
        start, end = self._starts[key], self._starts[key + 1]
        return zip(self._values[start:end], self._much[start:end], strict=True)


def _grouped(many: int, keys: Sequence[int]) -> tuple[array[int], array[int]]:
    """Where each key's part begins (and, last, where all ends) when `keys` are put in order; and that order."""
    counts = array("I", bytes(4 * (many + 1)))
    for key in keys:
        counts[key + 1] += 1
    starts = array("I", accumulate(counts))
    following, order = starts[:], array("I", bytes(4 * len(keys)))
    for at, key in enumerate(keys):
        order[following[key]] = at
        following[key] += 1
    return starts, order
