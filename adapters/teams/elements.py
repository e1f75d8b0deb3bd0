"""The small parts of a card. Words stand in text runs, which know no Markdown, wherever Teams offers them."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from adapters.teams import limits, wording
from adapters.teams.addresses import host
from adapters.teams.text import clean, markdown, plain, shorten
from bot.messages import Fields, Line, Link, Picture, Text

Json = dict[str, Any]

_RUNS: Final[dict[str, Json]] = {"body": {}, "quiet": {"isSubtle": True, "size": "Small"}}
_SIZES: Final = {"title": "Large", "heading": "Medium"}


def text(part: Text, most: int) -> list[Json]:
    """A title or heading as a text block that a screen reader announces as such; other words a block a line."""
    if part.style in _SIZES:
        return heading(part.text, _SIZES[part.style])
    style = _RUNS[part.style]
    return [words(line, **style) for line in _lines(part.text, most)]


def heading(said: str, size: str) -> list[Json]:
    """A heading, [] when there is nothing to say."""
    shown = markdown(shorten(said, limits.TITLE))
    look = {"size": size, "weight": "Bolder", "style": "heading", "wrap": True}
    return [{"type": "TextBlock", "text": shown, **look}] if shown else []


def words(line: str, **style: Any) -> Json:
    """One line of plain words."""
    return {"type": "RichTextBlock", "inlines": [_run(line, **style)]}


def fields(part: Fields, most: int) -> list[Json]:
    """Each fact on a line of its own: its label, then its value, so that they are also heard together."""
    return [
        {
            "type": "RichTextBlock",
            "inlines": [_run(f"{label}: ", weight="Bolder"), _run(shorten(" ".join(value.split()), most))],
        }
        for label, value in part.rows
    ]


def link(part: Link, most: int) -> list[Json]:
    """A link; only its words where the address is none that a browser should open."""
    safe = quote(part.url, safe=":/?#@!$&'+,;=%~-._")
    said = part.text if part.text.strip() else part.url
    if not (part.url.startswith(("https://", "http://")) and host(part.url) and len(safe) <= limits.URL):
        return [words(line) for line in _lines(said, most)]
    return [{"type": "TextBlock", "text": f"[{markdown(shorten(said, most))}]({safe})", "wrap": True}]


def picture(part: Picture, most: int) -> list[Json]:
    """The history as Teams' own chart, and always its words: a screen reader finds little to say about a chart."""
    said = [words(line) for line in _lines(part.words, most)]
    title = shorten(part.title, limits.TITLE)
    lines = [_series(line) for line in part.lines if line.points]
    if not lines or sum(len(line.points) for line in part.lines) > limits.POINTS:
        return heading(title, "Medium") + said
    chart: Json = {"type": "Chart.Line", "title": plain(title), "xAxisTitle": wording.WEEK, "data": lines}
    scale = _scale(part.lines)
    if scale:
        chart["yAxisTitle"] = scale
    # Where no chart can be drawn its title still stands over the words.
    named = heading(title, "Medium")
    chart["fallback"] = named[0] if named else "drop"
    return [chart, *said]


def _lines(said: str, most: int) -> list[str]:
    """The lines of `said` that have something in them: Teams refuses a part without words."""
    return [line for line in shorten(clean(said), most).splitlines() if line.strip()]


def _series(line: Line) -> Json:
    values = [{"x": week, "y": label + 1} for week, label in line.points]
    return {"legend": plain(shorten(line.name, limits.BUTTON)), "values": values}


def _scale(lines: tuple[Line, ...]) -> str:
    """The words of the scale beside its numbers; "" when the lines have different ones."""
    scales = {line.labels for line in lines}
    if len(scales) != 1:
        return ""
    named = ", ".join(f"{number} {label}" for number, label in enumerate(scales.pop(), 1))
    return plain(shorten(named, limits.TITLE))


def _run(said: str, **style: Any) -> Json:
    return {"type": "TextRun", "text": plain(said), **style}
