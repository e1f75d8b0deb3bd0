"""What words can be about: the list that a team agreed on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain import Team
from bot.explain import explain
from bot.library import PRACTICES, Library

_PRACTICE: Final = "practice."
DEFAULT: Final = tuple(f"{_PRACTICE}{practice}" for practice in PRACTICES)
MOST: Final = 10
"""Topics in one list: as many boxes as every platform shows at once."""

LONGEST: Final = 60
"""Characters of one topic: it stands beside a box, on a phone."""

_SUGGESTED: Final = 2


def topics_of(team: Team) -> tuple[str, ...]:
    """The team's topics, in the order in which they are always shown: a practice's id, or the team's own words."""
    return team.topics or DEFAULT


def named(library: Library, topic: str) -> str:
    """How a topic is called in the library's language."""
    return library.entry(topic).name if topic in DEFAULT else topic


def read(lines: str, libraries: Iterable[Library]) -> tuple[str, ...]:
    """One topic a line -> topics, each once; what a practice is called, in any language, is that practice."""
    known = {
        name.casefold(): topic
        for library in libraries
        for topic in DEFAULT
        for name in (named(library, topic), *library.entry(topic).aka)
    }
    written = (" ".join(line.split()) for line in lines.splitlines())
    topics = [known.get(line.casefold(), line) for line in written if line]
    return tuple({topic.casefold(): topic for topic in reversed(topics)}.values())[::-1]


def suggested(words: str, topics: Sequence[str], library: Library) -> tuple[str, ...]:
    """Those of `topics` that somebody's words seem to be about, at most two; empty when it is not clear."""
    matches = [match.id for match in explain(words, library).matches]
    folded = words.casefold()
    own = [topic for topic in topics if topic not in DEFAULT and topic.casefold() in folded]
    near = [id for id in matches if id in topics]
    found = [*own, *near][:_SUGGESTED]
    return tuple(topic for topic in topics if topic in found)
