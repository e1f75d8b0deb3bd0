"""The small parts of a card. Words stand in text runs, which know no Markdown, wherever Teams offers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, zip_longest
from typing import Any, Final
from urllib.parse import quote

from adapters.teams import limits, wording
from adapters.teams.addresses import host
from adapters.teams.text import clean, markdown, plain, shorten
from bot.messages import Fields, Line, Link, Picture, Text

Json = dict[str, Any]

_RUNS: Final[dict[str, Json]] = {"body": {}, "quiet": {"isSubtle": True, "size": "Small"}}
_SIZES: Final = {"title": "Large", "heading": "Medium"}
_QUARTERS: Final = {0.0: "", 0.25: "¼", 0.5: "½", 0.75: "¾"}

CENTRES: Final = {5: (2.0, 2.5, 3.0, 3.5, 4.0), 3: (2.25, 3.0, 3.75)}
"""How many labels a scale has -> where each stands from 1 to 5: the promise's own centres. What decides what may be
shown is no adapter's to import, so a test holds the two together."""

COLOURS: Final = ("categoricalLightBlue", "divergingLightRed")
"""Of the colours that Teams knows, two that stand out from a light and a dark card, and differ in grey as well."""


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
    """The history as Teams' own chart, and always its words: a screen reader finds little to say about a chart.

    A label stands at its centre on the scale from 1 to 5, and a line under the chart tells which words that is.
    """
    named, said = heading(part.title, "Medium"), [words(line) for line in _lines(part.words, most)]
    lines = [line for line in part.lines if line.points]
    if not all(len(line.labels) in CENTRES for line in lines):
        return named + said  # a scale that has no centres
    parts = [list(_series(line, COLOURS[at % len(COLOURS)])) for at, line in enumerate(lines)]
    # The legend hides what comes last behind a menu: each line's first part comes before every second one.
    data = [series for at_once in zip_longest(*parts) for series in at_once if series]
    if not 0 < sum(len(series["values"]) for series in data) <= limits.POINTS:
        return named + said
    chart: Json = {
        "type": "Chart.Line",
        # Heard, not seen: a chart's own title is shown by some clients and not by others, the heading by all.
        "title": plain(shorten(part.title, limits.TITLE)),
        "showTitle": False,
        "xAxisTitle": wording.WEEK,
        "yAxisTitle": wording.SCALE,
        "yMin": 1,
        "yMax": 5,
        "data": data,
        "fallback": "drop",
    }
    quiet = [words(line, **_RUNS["quiet"]) for told in _numbers(lines) for line in _lines(told, most)]
    return [*named, chart, *quiet, *said]


def _lines(said: str, most: int) -> list[str]:
    """The lines of `said` that have something in them: Teams refuses a part without words."""
    return [line for line in shorten(clean(said), most).splitlines() if line.strip()]


def _series(line: Line, colour: str) -> Iterator[Json]:
    """The line as steps: half-way between two weeks it goes up or down, as nothing between two labels was published.

    Weeks without a point break it. A part after a break has a legend of its own, since each part has to have one.
    """
    points = sorted((week, min(max(label, 0), len(line.labels) - 1)) for week, label in line.points)
    for _, group in groupby(enumerate(points), key=lambda numbered: numbered[1][0] - numbered[0]):
        part = [point for _, point in group]
        values = [_value(*part[0], line)]
        for (_, before), (week, label) in pairwise(part):
            if before != label:
                # Just beside each other and not one above the other: a client may sort them by their week.
                values += [_value(week - 0.51, before, line), _value(week - 0.49, label, line)]
            values.append(_value(week, label, line))
        later = part[0] != points[0]
        legend = wording.LATER.format(name=line.name, week=part[0][0]) if later else line.name
        yield {"legend": plain(shorten(legend, limits.BUTTON)), "color": colour, "values": values}


def _value(week: float, label: int, line: Line) -> Json:
    return {"x": round(week, 2), "y": CENTRES[len(line.labels)][label]}


def _numbers(lines: Sequence[Line]) -> list[str]:
    """Where the words of each scale stand in the chart: said once when all lines have the same words."""
    if len({line.labels for line in lines}) == 1:
        return [wording.NUMBERS.format(labels=_centres(lines[0]))]
    return [wording.NUMBERS_OF.format(name=line.name, labels=_centres(line)) for line in lines]


def _centres(line: Line) -> str:
    """Like “about 2½” is 2½, “about 3” is 3."""
    told = zip(line.labels, CENTRES[len(line.labels)], strict=True)
    return ", ".join(wording.NUMBER.format(label=label, number=_number(centre)) for label, centre in told)


def _number(centre: float) -> str:
    return f"{int(centre)}{_QUARTERS[centre % 1]}"


def _run(said: str, **style: Any) -> Json:
    return {"type": "TextRun", "text": plain(said), **style}
