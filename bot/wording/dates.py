"""Days and times as people in the team read them on their own wall."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_words(day: date) -> str:
    """ "Monday 2 March"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def moment_words(moment: datetime, zone: str) -> str:
    """ "Monday 2 March, 09:00" on the wall of `zone`."""
    wall = moment.astimezone(ZoneInfo(zone))
    return f"{day_words(wall.date())}, {wall:%H:%M}"


def minute_words(minute: int) -> str:
    """ "09:00" for 540."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
