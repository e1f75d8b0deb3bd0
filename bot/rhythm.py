"""When: the wall clock of a team, turned into moments in UTC at the last moment. Pure.

A rhythm is a weekday and a time on the wall of a zone. Nine o'clock stays nine o'clock when the clocks change; a wall
time that happens twice in autumn is used once, the first time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

CLOSES_AFTER = 4
"""A week's question closes this many days after it was asked, at the same time on the wall."""

REMINDS_AFTER = 3
"""Everybody is reminded this many days after the question was asked."""

ASK_GRACE = timedelta(hours=12)
"""An asking missed by more than this is let go until next week."""

REMIND_GRACE = timedelta(hours=6)
"""A reminder missed by more than this is let go."""


@lru_cache(maxsize=600)
def zone_of(name: str) -> ZoneInfo:
    """The zone of this name. The standard library keeps eight, and reads every other from the disk each time."""
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every week on `weekday` (0 is Monday), `minute` minutes after midnight, on the wall clock of `zone`."""

    weekday: int
    minute: int
    zone: str

    @property
    def at(self) -> time:
        """The time on the wall."""
        return time(self.minute // 60, self.minute % 60)

    def on(self, day: date) -> datetime:
        """The moment in UTC at which the wall clock shows this rhythm's time on `day`."""
        return datetime.combine(day, self.at, zone_of(self.zone)).astimezone(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """The date that a wall calendar in `zone` shows at `moment`."""
    return moment.astimezone(zone_of(zone)).date()


def first_day(rhythm: Rhythm, since: date) -> date:
    """The first day on or after `since` that is the rhythm's weekday."""
    return since + timedelta(days=(rhythm.weekday - since.weekday()) % 7)


def next_ask(rhythm: Rhythm, after: datetime) -> datetime:
    """The first moment of the rhythm later than `after`, in UTC."""
    day = first_day(rhythm, local_day(after, rhythm.zone))
    moment = rhythm.on(day)
    return moment if moment > after else rhythm.on(day + timedelta(days=7))


def reminds(rhythm: Rhythm, opens: datetime) -> datetime:
    """When everybody is reminded of the question asked at `opens`."""
    return rhythm.on(local_day(opens, rhythm.zone) + timedelta(days=REMINDS_AFTER))


def closes(rhythm: Rhythm, opens: datetime) -> datetime:
    """When the question asked at `opens` closes."""
    return rhythm.on(local_day(opens, rhythm.zone) + timedelta(days=CLOSES_AFTER))


def skipped_day(rhythm: Rhythm, since: date, weeks: int = 54) -> date | None:
    """The first day within `weeks` on which the clocks jump over this rhythm's time, None when there is none."""
    zone = zone_of(rhythm.zone)
    for offset in (0, REMINDS_AFTER, CLOSES_AFTER):
        day = first_day(rhythm, since) + timedelta(days=offset)
        for week in range(weeks):
            wall = datetime.combine(day + timedelta(days=7 * week), rhythm.at, zone)
            if wall.astimezone(UTC).astimezone(zone).time() != rhythm.at:
                return wall.date()
    return None


def next_wall_day(minute: int, zone: str, after: datetime) -> datetime:
    """Tomorrow, on the wall of `zone`, at `minute` minutes after midnight; in UTC."""
    tomorrow = local_day(after, zone) + timedelta(days=1)
    return Rhythm(tomorrow.weekday(), minute, zone).on(tomorrow)
