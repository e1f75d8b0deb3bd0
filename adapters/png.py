"""A picture of sixteen colours as a PNG, packed while others go on.

Pillow writes the same picture in 4 ms, and nothing else can run in any of them: it keeps the interpreter, where `zlib`
gives it away. See W3C's "Portable Network Graphics", chapters 5, 7, 9 and 11.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Final

from PIL import Image

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
BITS: Final = 4  # a pixel: its place in the palette
BY_PALETTE: Final = 3
EFFORT: Final = 2  # of 9: the larger ones take three times as long for a sixth less
UNFILTERED: Final = 0  # the byte before each row: how it was changed before it was packed


def packed(canvas: Image.Image, places: Sequence[int], colours: Sequence[int]) -> bytes:
    """`canvas` (greys, an even number of pixels wide) as a PNG.

    `places` has for each of 256 greys its place in the palette, `colours` the palette: red, green and blue of 16.
    """
    head = struct.pack(">IIBBBBB", *canvas.size, BITS, BY_PALETTE, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", bytes(colours)),
        (b"IDAT", zlib.compress(_rows(canvas, places, colours), EFFORT)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in parts)


def _rows(canvas: Image.Image, places: Sequence[int], colours: Sequence[int]) -> bytes:
    """Each row with the byte before it, which is two pixels more at the left: all rows in one step."""
    wider = Image.new("L", (canvas.width + 2, canvas.height), UNFILTERED)
    wider.paste(canvas.point(places), (2, 0))
    wider.putpalette(colours)
    return wider.tobytes("raw", "P;4")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
