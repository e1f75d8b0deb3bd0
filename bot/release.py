"""Answers -> what may be shown: the anonymity rules, and nothing else decides this.

One `Circle` is one measure (power or trust) of one circle of people: the "series" of the privacy rules R3 to R6 and
R9. It is asked once at every weekly close and gives back one `Published`, the only thing any surface may render.
Everything here is integers and pure; an answer of 1 to 5 is kept as the person's latest value and enters the internal
sum as its excess, answer - 1.

Readings chosen where the rules leave room (each is tested):
- Pooling slides: an answer waits in the pool for its own close and the three after it, then it is forgotten.
- An opening is a "new" score, a linked one too: it shows the label the series starts at.
- "closed" repeats the label, number of labels and size last shown; while "collecting" all three are None.
- "Earlier circle" (R9) means the people whose answers a series opened with, linked openings included; two circles
  differ by the people who are in exactly one of them. Someone who joined later counts among the M, not as the circle.
- Asking for a fresh start while collecting keeps the pool; the wish is spent at the next opening, granted or not.
- Leaving and erasure are the same here: the row goes at once. The marks that M and R9 need are hashes of person keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any, Literal, NamedTuple, TypeAlias

Status: TypeAlias = Literal["collecting", "new", "held", "closed"]
Labels: TypeAlias = Literal[3, 5]
Size: TypeAlias = Literal["5+", "7+", "10+", "15+", "20+"]
Direction: TypeAlias = Literal["rising", "falling", "steady"]

POOL_WEEKS = 4
TREND_WEEKS = 8
_VERSION = 1

# Label centres in quarters of a point, so that every comparison is between integers.
_QUARTERS: dict[int, tuple[int, ...]] = {5: (8, 10, 12, 14, 16), 3: (9, 12, 15)}
_WORDS: dict[int, tuple[str, ...]] = {
    5: ("2 or lower", "about 2½", "about 3", "about 3½", "4 or higher"),
    3: ("lower half", "around the middle", "upper half"),
}
_SIZES: tuple[tuple[int, Size], ...] = ((20, "20+"), (15, "15+"), (10, "10+"), (7, "7+"), (5, "5+"))


@dataclass(frozen=True, slots=True)
class Published:
    """All that may be shown of one weekly close. `label` counts from 0, the lowest, out of `labels`."""

    status: Status
    label: int | None
    labels: Labels | None
    size: Size | None


class Shown(NamedTuple):
    """One published record as the trend reads it; a plain tuple in this order will do."""

    week: int
    status: str
    label: int | None
    labels: int | None


class Circle:
    """One measure of one circle of people, from its first collected answer to its last closing.

    `colluders` (c) is how many people may compare notes: 1 or 2. `state` is what `state()` gave, straight or through
    JSON. It has no readable repr on purpose: a log line of a Circle must say nothing.

    Raises ValueError for other colluders, and for a state that another setting or another program wrote.
    """

    def __init__(self, colluders: int = 2, state: Mapping[str, Any] | None = None) -> None:
        if isinstance(colluders, bool) or not isinstance(colluders, int) or colluders not in (1, 2):
            raise ValueError("colluders must be 1 or 2: choose how many people may compare notes and say so openly")
        self._c = colluders
        self._latest: dict[str, int] = {}
        self._waited: dict[str, int] = {}  # closes an answer has waited in the pool; empty once the circle is open
        self._pending: set[str] = set()
        self._ever: set[str] = set()  # marks of the M; a leaver's stays, so it may not be the row itself
        self._earlier: set[frozenset[str]] = set()
        self._n = 0  # 0 while collecting
        self._x = 0
        self._label: int | None = None  # the label last shown, kept over a closing for the linked re-opening
        self._labels: Labels | None = None
        self._fresh = False
        if state is not None:
            self._restore(state)

    def close_week(self, answers: Mapping[str, int]) -> Published:
        """Count this week's answers (person key -> 1..5, only people eligible by R2) and say what may be shown.

        Called once a weekly close, also when nobody answered. Raises ValueError, and counts nothing, if any answer is
        not a whole number from 1 to 5 or any key is not text.
        """
        for person, answer in answers.items():
            # The message names neither person nor value: errors end up in logs.
            if not isinstance(person, str):
                raise ValueError("a person key is not text: pass the same string key for a person every week")
            if isinstance(answer, bool) or not isinstance(answer, int) or not 1 <= answer <= 5:
                raise ValueError("an answer is not a whole number from 1 to 5: ask again; nothing was counted")
        return self._count(answers) if self._n else self._collect(answers)

    def leave(self, person: str) -> None:
        """Forget a person's latest answer at once. Nothing published changes; an unknown person is no error."""
        self._latest.pop(person, None)
        self._waited.pop(person, None)
        self._pending.discard(person)

    def erase(self, person: str) -> None:
        """Delete a person's row on their wish: the same as leaving, because leaving already keeps nothing readable."""
        self.leave(person)

    def request_fresh_start(self) -> None:
        """Close the series at once, on the team's wish, and pool towards a true re-measurement (R9).

        Nothing is published by it. If the people who then answer differ too little from an earlier circle, the
        re-opening is linked all the same.
        """
        if self._n:
            self._close()
        self._fresh = True

    def state(self) -> dict[str, Any]:
        """Everything this circle remembers, in plain JSON types: latest values only, sorted, no order of arrival."""
        return {
            "version": _VERSION,
            "colluders": self._c,
            "latest": dict(sorted(self._latest.items())),
            "waited": dict(sorted(self._waited.items())),
            "pending": sorted(self._pending),
            "ever": sorted(self._ever),
            "earlier": sorted(sorted(circle) for circle in self._earlier),
            "n": self._n,
            "x": self._x,
            "label": self._label,
            "labels": self._labels,
            "fresh": self._fresh,
        }

    def _collect(self, answers: Mapping[str, int]) -> Published:
        """R3: pool the latest answer per person; open as soon as K people are in the pool."""
        waited = {person: weeks + 1 for person, weeks in self._waited.items() if weeks + 1 < POOL_WEEKS}
        waited.update(dict.fromkeys(answers, 0))
        pool = {**self._latest, **answers}
        self._waited = waited
        self._latest = {person: pool[person] for person in waited}
        if len(self._latest) < self._least():
            return Published("collecting", None, None, None)
        self._open()
        return self._shown("new")

    def _open(self) -> None:
        """R3 and R9: start the series, measured if it is the first or a granted fresh start, linked otherwise."""
        n = len(self._latest)
        edges = _edges(n, self._c)
        labels: Labels = 5 if len(edges) == 4 else 3
        marks = frozenset(_marks(self._latest))
        if self._label is None or self._labels is None or (self._fresh and self._far_enough(marks)):
            self._x = sum(answer - 1 for answer in self._latest.values())
            self._label = _bin(self._x, edges)
        else:
            self._label = _nearest(self._label, self._labels, labels)
            self._x = _linked_start(self._label, edges)
        self._n, self._labels, self._fresh = n, labels, False
        self._ever = set(marks)
        self._earlier.add(marks)
        self._waited = {}

    def _count(self, answers: Mapping[str, int]) -> Published:
        """R5 and R6, in the order of their "to the letter" paragraph. Whether to publish looks only at who answered."""
        for person, answer in answers.items():
            if person in self._latest:
                self._x += answer - self._latest[person]
                self._pending.add(person)
        self._ever.update(_marks(answers.keys() - self._latest.keys()))  # whoever has an answer is there already
        self._latest.update(answers)
        needed = len(self._ever) // 2 + 1 + self._c
        if len(self._latest) < needed:
            closing = self._shown("closed")
            self._close()
            return closing
        if len(self._pending) < needed:
            return self._shown("held")
        assert self._label is not None  # an open circle always shows one
        aim = _bin(self._x, _edges(self._n, self._c))
        self._label += (aim > self._label) - (aim < self._label)  # one step at most: a jump would tell how far
        self._pending.clear()
        return self._shown("new")

    def _close(self) -> None:
        """End the series: every answer goes, only the label last shown and the circle's marks stay."""
        self._latest, self._pending, self._ever = {}, set(), set()
        self._n = self._x = 0

    def _far_enough(self, marks: frozenset[str]) -> bool:
        """R9: the same people as an earlier circle, or at least 2c+3 different ones, and this for every earlier one."""
        return all(not marks ^ earlier or len(marks ^ earlier) >= self._least() for earlier in self._earlier)

    def _least(self) -> int:
        """K of R3, which is also the least difference of R9."""
        return 2 * self._c + 3

    def _shown(self, status: Status) -> Published:
        return Published(status, self._label, self._labels, _size(self._n))

    def _restore(self, state: Mapping[str, Any]) -> None:
        """Take over what `state()` gave. Raises ValueError if it is not that, or was another promise's."""
        if state.get("version") != _VERSION:
            raise ValueError(f"this is no state of version {_VERSION}: pass what Circle.state() gave, unchanged")
        if state.get("colluders") != self._c:
            # Silently taking either number would break the promise the team was told.
            raise ValueError("this state was kept for another number of colluders: pass the one it was begun with")
        try:
            self._latest = dict(state["latest"])
            self._waited = dict(state["waited"])
            self._pending = set(state["pending"])
            self._ever = set(state["ever"])
            self._earlier = {frozenset(circle) for circle in state["earlier"]}
            self._n, self._x = int(state["n"]), int(state["x"])
            self._label, self._labels = state["label"], state["labels"]
            self._fresh = bool(state["fresh"])
        except (KeyError, TypeError, ValueError):
            # From None: the original error could carry a value.
            raise ValueError("this state is damaged: pass what Circle.state() gave, unchanged") from None


def label_words(label: int, labels: int) -> str:
    """The words of a label, such as "about 2½". Raises ValueError for a label that does not exist."""
    _known(label, labels)
    return _WORDS[labels][label]


def label_centre(label: int, labels: int) -> Fraction:
    """The centre of a label in points from 1 to 5, such as 5/2. Raises ValueError for a label that does not exist."""
    _known(label, labels)
    return Fraction(_QUARTERS[labels][label], 4)


def trend(history: Sequence[tuple[int, str, int | None, int | None]]) -> Direction | None:
    """R8, from published records only: (week, status, label, labels) each, a `Shown` or a tuple, in order of weeks.

    "rising" or "falling" if the last two new scores both lie at least half a point beyond both of the last two that
    are at least eight weeks old at the last record; otherwise "steady". None while there are no two so old.
    """
    if not history:
        return None
    now = history[-1][0]
    new = [
        (week, _quarters(label, labels))
        for week, status, label, labels in history
        if status == "new" and label is not None and labels is not None
    ]
    before = [centre for week, centre in new if now - week >= TREND_WEEKS][-2:]
    if len(before) < 2:
        return None
    lately = [centre for _, centre in new[-2:]]
    if min(lately) - max(before) >= 2:
        return "rising"
    if min(before) - max(lately) >= 2:
        return "falling"
    return "steady"


def _edges(n: int, colluders: int) -> tuple[int, ...]:
    """R4: the lower edges of every label but the lowest, for sums of n excesses.

    The end labels are wide enough that, after c known answers are taken away, anybody left can still be 1 or 5.
    """
    safe = 4 * colluders + 5
    outer = -(-5 * n // 4)
    if outer >= safe:
        inner = -(-7 * n // 4)
        return outer, inner, 4 * n - inner + 1, 4 * n - outer + 1
    outer = max(-(-8 * n // 5), safe)
    return outer, 4 * n - outer + 1


def _bin(x: int, edges: tuple[int, ...]) -> int:
    return sum(x >= edge for edge in edges)


def _nearest(label: int, labels: int, among: int) -> int:
    """R9: the same label, or the one of the other scale whose centre is nearest, nearer the middle on a tie."""
    if labels == among:
        return label
    aim = _quarters(label, labels)
    middle = among // 2
    return min(range(among), key=lambda j: (abs(_QUARTERS[among][j] - aim), abs(j - middle)))


def _linked_start(label: int, edges: tuple[int, ...]) -> int:
    """R9: the sum a linked series starts from: end labels at their inner edge, middle ones mid-bin."""
    if label == 0:
        return edges[0] - 1
    if label == len(edges):
        return edges[-1]
    return (edges[label - 1] + edges[label] - 1) // 2


def _quarters(label: int, labels: int) -> int:
    _known(label, labels)
    return _QUARTERS[labels][label]


def _known(label: int, labels: int) -> None:
    if labels not in _QUARTERS or not 0 <= label < labels:
        raise ValueError("there is no such label: pass label and labels of one Published together")


def _size(n: int) -> Size | None:
    return next((word for least, word in _SIZES if n >= least), None)


def _marks(people: Iterable[str]) -> list[str]:
    """Fingerprints of person keys, for the two things that outlive a row: the M and the earlier circles."""
    return [sha256(person.encode()).hexdigest()[:32] for person in people]
