"""The history as a picture: one panel a measure, published labels only, phases as bands, weeks from left to right.

A label stands for a range of scores, so it is drawn as a row with its words, never as a point on a number line: the
picture says no more than the words do. Nothing depends on colour: a new score is a solid line with a full dot, a week
without one dashes with an empty dot, a phase a shade with its name. Weeks in which a score was closed stay empty.

Drawing takes some milliseconds, and importing Pillow ten times as many: import and call this in a thread, when there
is a picture to draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from PIL import Image, ImageColor, ImageDraw

from adapters.bars import points_of, runs_of
from adapters.lettering import cut, letters, wide, wrap, write
from adapters.png import packed
from bot.messages import Line, Picture

LEAST_WEEKS: Final = 8  # a first week alone would otherwise be one bar across the page
NAME_ROWS: Final = 3  # phases' names stand on as many rows as they need to pass each other; beyond this, letters
WIDTH: Final = 1024  # shown at half of it on a desk, at a third of it on a phone: hence the large letters
MARGIN: Final = 24
ROW: Final = 66
TALL_ROW: Final = 94  # where a label needs two lines
GUTTER: Final = 250  # the widest that the words of a scale may be
SMALL: Final = 38  # eleven pixels where the picture is three hundred wide, as in a phone's bubble
LARGE: Final = 42
TITLE: Final = 48
DOT: Final = 28
DASH: Final = 12
FLAG: Final = 20  # of an arrow beside a pole

PAPER: Final = "#ffffff"
EDGE: Final = "#b4bdc7"
ROWS: Final = "#c3ccd5"
SHADES: Final = ("#eef3f6", "#dfe8ee")
INK: Final = "#14212b"
POLE: Final = "#8793a0"
QUIET: Final = "#4b5a66"
LINE: Final = "#0b4f63"
HELD: Final = "#3f6472"
COLOURS: Final = (PAPER, EDGE, ROWS, *SHADES, INK, POLE, QUIET, LINE, HELD)
SMOOTH: Final = (
    "#24313a",
    "#434d55",
    "#6d757c",
    "#7e858a",
    "#a1a6aa",
    "#d7d9db",
)  # on the way from ink to paper: the edges of letters


def png(picture: Picture, *, week: str = "Week", held: str = "no new score that week") -> bytes:
    """`picture` as a PNG, at most 1024 pixels wide, on its own light background.

    `week` and `held` are the only words that are not the picture's own: the axis, and the key to the dashed line.
    """
    sheet = _Sheet(picture, week, held)
    canvas = Image.new("L", (WIDTH, sheet.height), PAPER)  # each colour as its own grey, until all is drawn
    sheet.draw(ImageDraw.Draw(canvas), canvas)
    return packed(canvas, *_palette())


@cache
def _palette() -> tuple[list[int], list[int]]:
    """For each of 256 greys its place in the palette; and the palette: red, green and blue of 16 colours.

    No two of the colours have the same grey. So one byte a pixel is enough to draw with, and nobody need look through a
    million coloured ones to find out which few there are: that alone took longer than the drawing, and held up all that
    the program does.
    """
    names = (*COLOURS, *SMOOTH)
    greys = [grey for name in names if isinstance(grey := ImageColor.getcolor(name, "L"), int)]
    places = [min(range(len(greys)), key=lambda place: abs(greys[place] - grey)) for grey in range(256)]
    return places, [part for name in names for part in ImageColor.getrgb(name)[:3]]


# ---- the sheet ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Panel:
    """One measure: where its name and its rows begin, and what stands in them."""

    line: Line
    name: list[str]
    top: int
    row: int

    @property
    def rows_top(self) -> int:
        return self.top + len(self.name) * (LARGE + 10) + 10

    @property
    def bottom(self) -> int:
        return self.rows_top + max(len(self.line.labels), 1) * self.row

    def y(self, label: int) -> int:
        """The middle of a label's row: the lowest stands at the bottom."""
        return self.bottom - label * self.row - self.row // 2


class _Sheet:
    """Everything's place on the page, worked out once, from top to bottom."""

    def __init__(self, picture: Picture, week: str, held: str) -> None:
        self.picture, self.week, self.held = picture, week, held
        small = letters(SMALL)
        seen = [week for line in picture.lines for week, _ in line.points]
        bands = sorted(picture.bands)
        self.first = min([*seen, *(first for first, _ in bands)], default=1)
        self.last = max([*seen, *(first for first, _ in bands)], default=1)
        words = [text for line in picture.lines for label in line.labels for text in wrap(small, label, GUTTER)]
        self.left = MARGIN + max((wide(small, text) for text in words), default=0) + 22
        self.right = WIDTH - MARGIN
        self.end = max(self.last + 1, self.first + LEAST_WEEKS)
        self.column = (self.right - self.left) / (self.end - self.first)
        self.dot = size if (size := min(DOT, int(self.column * 0.8))) >= 12 else 0
        steps = pairwise([*bands, (self.end, "")])
        self.bands = [(first, end, name) for (first, name), (end, _) in steps if first < end]
        self._stack()

    def _stack(self) -> None:
        """Set the height of each part, from top to bottom."""
        self.title = wrap(letters(TITLE, True), self.picture.title, WIDTH - 2 * MARGIN)
        self.strip_top = MARGIN + len(self.title) * (TITLE + 12) + 8
        self.flags = self._flags()
        rows = max((row for row, _ in self.flags), default=0) + 1
        top = self.strip_top + (rows * (SMALL + 10) + 8 if self.bands else 0) + 8
        self.panels: list[_Panel] = []
        for line in self.picture.lines:
            name = wrap(letters(LARGE, True), line.name, self.right - MARGIN)
            tall = any(len(wrap(letters(SMALL), label, GUTTER)) > 1 for label in line.labels)
            self.panels.append(_Panel(line, name, top + 10, TALL_ROW if tall else ROW))
            top = self.panels[-1].bottom + 26
        self.axis_top = top - 14
        self.key_top = self.axis_top + SMALL + 26
        self.key = [] if self.flags else [f"{chr(65 + i)}  {name}" for i, (_, _, name) in enumerate(self.bands)]
        rows = len(self.key) + any(line.held for line in self.picture.lines)
        self.height = self.key_top + rows * (SMALL + 16) + MARGIN - 8

    def _flags(self) -> list[tuple[int, int]]:
        """The row and the place of each phase's name: right of its pole, left of it where the page ends too soon.

        None when they cannot all stand.
        """
        rows: list[list[tuple[int, int]]] = []  # what is taken on each
        flags: list[tuple[int, int]] = []
        for first, _, name in self.bands:
            pole, width = self.x(first), wide(letters(SMALL), name)
            left = pole + 10 if pole + 10 + width <= self.right else pole - 12 - width
            if left < MARGIN:
                return []
            start, end = min(left, pole) - 16, max(left + width, pole + FLAG)
            free = [row for row, taken in enumerate(rows) if all(end <= a or b <= start for a, b in taken)]
            row = (free or [len(rows)])[0]
            if row == len(rows):
                rows.append([])
            rows[row].append((start, end))
            flags.append((row, left))
        return flags if len(rows) <= NAME_ROWS else []

    def x(self, week: float) -> int:
        """Where a week's column begins."""
        return round(self.left + (week - self.first) * self.column)

    def draw(self, draw: ImageDraw.ImageDraw, canvas: Image.Image) -> None:
        draw.rectangle((0, 0, WIDTH - 1, self.height - 1), outline=EDGE, width=2)
        for row, text in enumerate(self.title):
            place = MARGIN, MARGIN - 6 + row * (TITLE + 12)
            draw.text(place, text, INK, letters(TITLE, True))  # large, and each team's own: not worth keeping
        self._draw_bands(draw)
        for panel in self.panels:
            self._draw_panel(draw, panel)
            self._draw_line(draw, canvas, panel)
        self._draw_axis(draw)
        self._draw_key(draw, canvas)

    def _draw_bands(self, draw: ImageDraw.ImageDraw) -> None:
        """Each phase as a shade behind every panel, a pole where it begins, and its name like a flag on the pole."""
        panels = [(panel.rows_top, panel.bottom) for panel in self.panels]
        for at, (first, end, name) in enumerate(self.bands):
            left, right = self.x(first), self.x(end)
            row, place = self.flags[at] if self.flags else (0, left + 10)
            top = self.strip_top + row * (SMALL + 10)
            foot = top + SMALL + 10  # no further down: another phase's name may stand there
            for upper, lower in panels:
                draw.rectangle((left, upper, right - 1, lower), fill=SHADES[at % 2])
            for upper, lower in [(top, foot), *panels]:
                draw.rectangle((left - 1, upper, left, lower), fill=POLE)
            if not self.flags and right - left < SMALL + 4:
                continue  # no room for its letter either: the key still names it
            write(draw, (place, top - 2), name if self.flags else chr(65 + at), INK, letters(SMALL))
            if place < left:  # the name stands over the phase before its own
                middle = (top + foot) // 2
                draw.polygon([(left + 6, middle - 9), (left + 6, middle + 9), (left + FLAG, middle)], fill=QUIET)

    def _draw_panel(self, draw: ImageDraw.ImageDraw, panel: _Panel) -> None:
        """The measure's name, and a row for each label with its words."""
        small = letters(SMALL)
        for row, text in enumerate(panel.name):
            write(draw, (MARGIN, panel.top + row * (LARGE + 10)), text, INK, letters(LARGE, True))
        for label, words in enumerate(panel.line.labels):
            lines = wrap(small, words, GUTTER)
            top = panel.y(label) - len(lines) * (SMALL + 4) // 2 - 4
            for row, text in enumerate(lines):
                write(draw, (self.left - 16, top + row * (SMALL + 4)), text, QUIET, small, anchor="ra")
        for row in range(len(panel.line.labels) + 1):
            y = panel.bottom - row * panel.row
            draw.line((self.left, y, self.right, y), fill=ROWS if 0 < row < len(panel.line.labels) else EDGE, width=2)

    def _draw_line(self, draw: ImageDraw.ImageDraw, canvas: Image.Image, panel: _Panel) -> None:
        """The steps: solid with a full dot where there is a new score, dashed with an empty one where there is none."""
        points = points_of(panel.line)
        labels = dict(points)
        for first, last, label, is_held in runs_of(panel.line):
            y = panel.y(label)
            if is_held:
                # A solid line goes on after a gap; a jump needs something to stand on.
                gaps = labels.get(first - 1) == label, labels.get(last + 1) == label
                _dashes(draw, self.x(first), self.x(last + 1), y, gaps)
            else:
                draw.rectangle((self.x(first), y - 4, self.x(last + 1) - 1, y + 3), fill=LINE)
        for (week, label), (after, then) in pairwise(points):
            if after == week + 1 and label != then:
                x, ys = self.x(after), sorted((panel.y(label), panel.y(then)))
                draw.rectangle((x - 4, ys[0] - 4, x + 3, ys[1] + 3), fill=LINE)
        for week, label in points:
            self._draw_dot(canvas, self.x(week + 0.5), panel.y(label), week in panel.line.held)

    def _draw_dot(self, canvas: Image.Image, x: int, y: int, is_held: bool) -> None:
        if not self.dot:
            return
        place = (x - self.dot // 2, y - self.dot // 2)
        canvas.paste(HELD if is_held else LINE, place, _dot(self.dot))
        if is_held:
            canvas.paste(PAPER, (place[0] + 5, place[1] + 5), _dot(self.dot - 10))

    def ticks(self) -> list[tuple[int, int]]:
        """The weeks that have their number below, as many as there is room for: (week, middle of its number).

        Counted back from the last one, so that they stand at even distances and the last one is among them.
        """
        small = letters(SMALL)
        room = wide(small, str(self.last)) + 22
        step = next(n for n in (1, 2, 4, 5, 10, 20, 50, 100, 10**6) if n * self.column >= room)
        ticks: list[tuple[int, int]] = []
        for week in range(self.last, self.first - 1, -step):
            half = wide(small, str(week)) // 2
            middle = min(self.x(week + 0.5), WIDTH - 12 - half)
            if middle - half >= self.left - 6:
                ticks.append((week, middle))
        return ticks

    def _draw_axis(self, draw: ImageDraw.ImageDraw) -> None:
        write(draw, (self.left - 16, self.axis_top), self.week, QUIET, letters(SMALL), anchor="ra")
        for week, middle in self.ticks():
            write(draw, (middle, self.axis_top), str(week), QUIET, letters(SMALL), anchor="ma")

    def _draw_key(self, draw: ImageDraw.ImageDraw, canvas: Image.Image) -> None:
        """What the dashes and the empty dot mean, and the phases' names when they had no room above."""
        small, top = letters(SMALL), self.key_top
        if any(line.held for line in self.picture.lines):
            _dashes(draw, MARGIN, MARGIN + 84, top + SMALL // 2 + 8, (False, False))
            self._draw_dot(canvas, MARGIN + 42, top + SMALL // 2 + 8, True)
            write(draw, (MARGIN + 102, top), cut(small, self.held, WIDTH - 2 * MARGIN - 102), QUIET, small)
            top += SMALL + 16
        for row, text in enumerate(self.key):
            words = cut(small, text, WIDTH - 2 * MARGIN)
            write(draw, (MARGIN, top + row * (SMALL + 16)), words, INK, small)


def _dashes(draw: ImageDraw.ImageDraw, left: int, right: int, y: int, gaps: tuple[bool, bool]) -> None:
    """Dashes from `left` to `right`, two at least where there is room; `gaps` says which ends begin with a gap."""
    wide = right - left
    count = max(1 if wide < 3 * DASH else 2, round((wide / DASH + 1 - sum(gaps)) / 2))
    unit = wide / (2 * count - 1 + sum(gaps))
    for dash in range(count):
        start = left + (2 * dash + gaps[0]) * unit
        draw.rectangle((round(start), y - 3, round(start + unit) - 1, y + 2), fill=HELD)


@cache
def _dot(size: int) -> Image.Image:
    """A round mask with smooth edges: drawn large, then made small."""
    large = Image.new("L", (size * 4, size * 4), 0)
    ImageDraw.Draw(large).ellipse((0, 0, size * 4 - 1, size * 4 - 1), fill=255)
    return large.resize((size, size), Image.Resampling.LANCZOS)
