"""The history in words: which label stood for how long. What draws it (`chart`) goes by the same runs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot.messages import Line, Picture


def bars(picture: Picture, *, week: str = "week", weeks: str = "weeks", held: str = "no new score") -> str:
    """`picture` as lines of text: one bar for each run of weeks with the same label, its words beside it."""
    lines = [picture.title] if picture.title else []
    if picture.bands:
        lines.append(" · ".join(f"{name}: {week} {first}–" for first, name in sorted(picture.bands)))
    for line in picture.lines:
        lines += ["", line.name]
        for first, last, label, is_held in runs_of(line):
            when = f"{week} {first}" if first == last else f"{weeks} {first}–{last}"
            bar = "■" * (label + 1) + "□" * (len(line.labels) - label - 1)
            lines.append(f"{bar} {line.labels[label]} ({when}{', ' + held if is_held else ''})")
    return "\n".join(lines).strip()


def points_of(line: Line) -> list[tuple[int, int]]:
    """The points by week, with no label outside the scale."""
    return sorted((week, min(max(label, 0), len(line.labels) - 1)) for week, label in line.points if line.labels)


def runs_of(line: Line) -> Iterator[tuple[int, int, int, bool]]:
    """Neighbouring weeks with one label: (first week, last week, label, held)."""
    keyed = ((week - at, label, week in line.held, week) for at, (week, label) in enumerate(points_of(line)))
    for (_, label, is_held), group in groupby(keyed, key=lambda point: point[:3]):
        run = [point[3] for point in group]
        yield run[0], run[-1], label, is_held
