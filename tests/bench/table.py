"""What a run found: paired rounds, medians, one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

HEAD = ("what", "floor", "figure", "ratio", "goal", "")


@dataclass(frozen=True)
class Row:
    """One figure beside its floor. `met` is None for what has no goal."""

    what: str
    floor: str
    figure: str
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = {True: "ok", False: "short", None: ""}[self.met]
        return (
            self.what,
            self.floor,
            self.figure,
            "" if self.ratio is None else f"{self.ratio:.2f}",
            self.goal,
            verdict,
        )


@dataclass(frozen=True)
class Pairs:
    """Floor and figure of each round, measured one after the other: what else the machine did, it did to both."""

    floors: Sequence[float]
    figures: Sequence[float]

    @property
    def floor(self) -> float:
        return median(self.floors)

    @property
    def figure(self) -> float:
        return median(self.figures)

    @property
    def ratio(self) -> float:
        return median(figure / floor for floor, figure in zip(self.floors, self.figures, strict=True))

    def at_least(self, goal: float, what: str, unit: str) -> Row:
        """A row whose figure should be at least `goal` times its floor."""
        return Row(what, f"{self.floor:,.0f} {unit}", f"{self.figure:,.0f} {unit}", self.ratio, f"≥ {goal:g} ×",
                   self.ratio >= goal)  # fmt: skip

    def at_most(self, goal: float, what: str, unit: str) -> Row:
        """A row whose figure should be at most `goal` times its floor."""
        return Row(what, f"{self.floor:,.1f} {unit}", f"{self.figure:,.1f} {unit}", self.ratio, f"≤ {goal:g} ×",
                   self.ratio <= goal)  # fmt: skip


def paired(rounds: int, floor: Callable[[], float], figure: Callable[[], float]) -> Pairs:
    """Floor, figure, floor, figure …, `rounds` times each."""
    both = [(floor(), figure()) for _ in range(rounds)]
    return Pairs([first for first, _ in both], [second for _, second in both])


def show(rows: Sequence[Row]) -> str:
    """The table."""
    lines = [HEAD, *(row.cells for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    aligned = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join(line.rstrip() for line in aligned)
