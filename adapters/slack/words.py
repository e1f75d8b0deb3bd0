"""Slack's way of writing text, taken off: what a person typed, as bare words."""

from __future__ import annotations

import re

_MARK = re.compile(r"<([@#!]|https?:|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # controls, and halves of surrogate pairs
_AFTER_NAME = " \t\n,:;"  # "@Coreflect: help" means "help"


def clean(text: str) -> str:
    """`text` without characters that a database cannot hold."""
    return _UNSEEN.sub("", text)


def bare(text: str, bot: str = "") -> str:
    """`text` without Slack's marks. The name of the bot, a user id, is dropped; other names, channels and links keep
    the words that people saw."""

    def words(mark: re.Match[str]) -> str:
        kind, target, label = mark.groups()
        if kind == "@" and target == bot:
            return ""
        if kind in "@#":
            return kind + (label or target).removeprefix(kind)
        if kind == "!":  # <!here>, <!subteam^S01|@team>, <!date^…|3 May>
            return str(label or f"@{target.partition('^')[0]}")
        return str(label or (target if kind in ("mailto:", "tel:") else kind + target))

    plain = _MARK.sub(words, text)
    if bot and plain != text:
        plain = plain.lstrip(_AFTER_NAME)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
