"""A picture drawn, for whoever shows one. Pillow comes with the first: most processes never need it."""

from __future__ import annotations

from bot.messages import Picture


def drawn(picture: Picture) -> bytes:
    """`picture` as a PNG. Call it in a thread: see `chart`."""
    from adapters import chart  # noqa: PLC0415 - Pillow is imported for the first picture

    return chart.png(picture)
