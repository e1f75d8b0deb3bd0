"""What stands beside a field of more than one form that cannot be taken yet: what to do about it."""

from __future__ import annotations

from bot.library import Library


def too_long(library: Library, most: int) -> str:
    """Beside words that are too many; `most` is in characters."""
    return library.t("This is too long. Please use {most} letters or fewer.", most=most)
