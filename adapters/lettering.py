"""Words in a picture: how wide they are, where they break, and their shapes.

The same words stand in picture after picture: labels, phases, the numbers of weeks. So widths and shapes are kept:
to find them anew for each picture was half the work of drawing it, and others wait while a picture is drawn.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WIDTHS: Final = 1024
SHAPES: Final = 128
"""Each as many bytes as its box has pixels: a megabyte in all, or two."""

_FONTS = Path(__file__).parent / "fonts"


@cache
def letters(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Noto Sans, `size` pixels high."""
    return ImageFont.truetype(str(_FONTS / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf"), size)


@lru_cache(WIDTHS)
def wide(font: ImageFont.FreeTypeFont, text: str) -> int:
    """The width of `text` in pixels."""
    return round(font.getlength(text))


def cut(font: ImageFont.FreeTypeFont, text: str, width: int) -> str:
    """`text`, or as much of it as fits with "…" after it."""
    if wide(font, text) <= width:
        return text
    while text and wide(font, text + "…") > width:
        text = text[:-1].rstrip()
    return text + "…"


def wrap(font: ImageFont.FreeTypeFont, text: str, width: int, most: int = 2) -> list[str]:
    """`text` in at most `most` lines, the last one shortened when more would be needed."""
    lines: list[str] = []
    for word in text.split():
        if lines and wide(font, f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    return [cut(font, line, width) for line in kept]


def write(
    draw: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    ink: str,
    font: ImageFont.FreeTypeFont,
    anchor: str = "la",
) -> None:
    """`text` on what `draw` draws on. `anchor` as Pillow has it: "la" begins at `place`, "ma" has its middle there,
    "ra" ends there."""
    if text:
        shape, (left, top) = _shape(font, text, anchor)
        draw.bitmap((place[0] + left, place[1] + top), shape, ink)


@lru_cache(SHAPES)
def _shape(font: ImageFont.FreeTypeFont, text: str, anchor: str) -> tuple[Image.Image, tuple[int, int]]:
    """A mask of the words, and where its corner lies from their anchor."""
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text, anchor=anchor))
    mask = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(mask).text((-left, -top), text, 255, font, anchor)
    return mask, (left, top)
