"""What people wrote about, told only when it can be traced to nobody. Pure.

Members tick which themes their words are about. Over a window of weeks a theme is told when at least c+2 different
people raised it, and only if at least 2c+3 people wrote at all; c is how many may compare notes. With c+2 of 2c+3, any
c who put their own ticks together still cannot say of a third person that they did raise the theme, or that they did
not (tests/attack/themes.py tries every case). No counts, no order that tells how many, and nothing about a theme
that is not told any more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from secrets import SystemRandom
from typing import Final

WINDOW_WEEKS: Final = 4
"""How long ticks and quotes are gathered before they are told, in weeks."""

FEWEST_THEMES: Final = 2
"""With a list of one, whoever is a writer may be one only for having ticked it: to be told of it tells of them all."""

QUOTES_AT_ONCE: Final = 3
"""The fewest quotes that are shown together, each from another person."""


def told(raised: Mapping[str, Collection[str]], colluders: int, themes: Sequence[str]) -> tuple[str, ...]:
    """The themes that may be told, in the order of the team's list `themes`.

    `raised` is one writer's token -> the themes they ticked in the window; a writer who ticked none is there too.
    """
    if len(raised) < 2 * colluders + 3 or len(themes) < FEWEST_THEMES:
        return ()
    people = {theme: sum(theme in ticked for ticked in raised.values()) for theme in themes}
    return tuple(theme for theme in themes if people[theme] >= colluders + 2)


def released(quotes: Mapping[str, str], writers: int, colluders: int) -> tuple[str, ...]:
    """The quotes that may be shown together, in no order; `quotes` is one quote for each token of its author."""
    if len(quotes) < QUOTES_AT_ONCE or writers < 2 * colluders + 3:
        return ()
    batch = list(quotes.values())
    SystemRandom().shuffle(batch)
    return tuple(batch)
