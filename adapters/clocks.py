"""The clocks that can be wired in: the time it is, and a time-lapse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The time it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class LapseClock:
    """A clock that starts at `begin` and runs `speed` times as fast, for demonstrations."""

    def __init__(self, begin: datetime, speed: float) -> None:
        self._begin, self._speed = begin.astimezone(UTC), speed
        self._started = datetime.now(UTC)

    def now(self) -> datetime:
        return self._begin + timedelta(seconds=(datetime.now(UTC) - self._started).total_seconds() * self._speed)
