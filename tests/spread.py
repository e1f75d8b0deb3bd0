"""A year of weeks, simulated: which questions a team is asked. `python -m tests.spread` prints the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.library import MEASURES, TOPICS, Library
from bot.questions import choose
from framework_content import load

YEAR = 52


def live(library: Library, phases: Sequence[str]) -> list[tuple[int, str]]:
    """What a new team is asked, as (week, question id), when `phases` are its phases week by week."""
    history: list[tuple[int, str]] = []
    for week, phase in enumerate(phases, start=1):
        history.append((week, choose(library, phase, history, week).id))
    return history


def years(library: Library) -> dict[str, list[str]]:
    """The year of a team in each phase, and that of one that goes through all of them: name -> phase of each week."""
    staying = {phase.key: [phase.id] * YEAR for phase in library.phases.values()}
    return staying | {"all four": [phase for phase in library.phases for _ in range(YEAR // len(library.phases))]}


def longest_gap(library: Library, history: Sequence[tuple[int, str]], topic: str) -> int:
    """The most weeks from one question on a topic to the next; from the beginning and to the end count, too."""
    weeks = [week for week, id in history if library.question(id).topic == topic]
    return max(later - week for week, later in pairwise([0, *weeks, history[-1][0] + 1]))


def table(library: Library) -> Iterator[str]:
    """The spread as lines: how often each topic was asked, the core ones marked, and what the promises come to."""
    lived = {name: (phases, live(library, phases)) for name, phases in years(library).items()}
    names = list(lived)
    yield "How often each topic is asked in a year of 52 weeks; * is core in that phase."
    yield _row("", names)
    for topic in TOPICS:
        yield _row(topic, [_asked(library, topic, *each) for each in lived.values()])
    for measure in MEASURES:
        gaps = [str(longest_gap(library, asked, measure)) for _, asked in lived.values()]
        yield _row(f"longest gap, {measure}", gaps)
    yield _row("shortest rest", [str(shortest_rest(library, asked)) for _, asked in lived.values()])
    yield _row("ids reached", [str(len({id for _, id in asked})) for _, asked in lived.values()])
    reached = {id for name, (_, asked) in lived.items() if name != "all four" for _, id in asked}
    yield f"ids reached over the four phases: {len(reached)} of {len(library.questions)}"


def shortest_rest(library: Library, history: Sequence[tuple[int, str]]) -> int:
    """The fewest weeks from a question to the same words again."""
    latest: dict[str, int] = {}
    least = len(history)
    for week, id in history:
        words = library.question(id).easy
        least = min(least, week - latest.get(words, -len(history)))
        latest[words] = week
    return least


def _asked(library: Library, topic: str, phases: Sequence[str], asked: Sequence[tuple[int, str]]) -> str:
    often = Counter(library.question(id).topic for _, id in asked)[topic]
    core = len(set(phases)) == 1 and library.level(topic, phases[0]).level == "core"
    return f"{often}{'*' if core else ' '}"


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<20}" + "".join(f"{cell:>10}" for cell in cells)


if __name__ == "__main__":
    print("\n".join(table(load())))
