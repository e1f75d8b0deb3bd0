"""The published record of a team, for research or an archive: what the channel was told, and nothing more. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

from bot.domain import Reading, Team
from bot.groups import together
from bot.release import label_words

COLUMNS: Final = ("week", "phase", "series", "status", "label")


def published(team: Team, readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """One row for each series and week, oldest first: `COLUMNS` -> value; "label" is "" where none was shown.

    With two circles it is the score that was shown, not the two that it was made from.
    """
    return [
        {
            "week": reading.week,
            "phase": reading.phase.removeprefix("phase."),
            "series": reading.measure,
            "status": reading.status,
            "label": _label(reading),
        }
        for reading in together(team, readings)
    ]


def _label(reading: Reading) -> str:
    if reading.label is None or reading.labels is None:
        return ""
    return label_words(reading.label, reading.labels)


def as_csv(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as CSV with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
