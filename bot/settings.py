"""What a coordinator typed into the settings -> a team, or what cannot be and what to do. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

from rapidfuzz import process

from bot.domain import MEASURES, Team
from bot.library import Library
from bot.rhythm import Rhythm, first_day, local_day, next_ask, skipped_day
from bot.wording.dates import day_words, minute_words

LONGEST_NAME = 60
FURTHEST_START = timedelta(days=366)


def read_settings(
    team: Team, answers: Mapping[str, str], library: Library, now: datetime
) -> tuple[Team, dict[str, str]]:
    """The changed team and {}, or the team as it was and field id -> what is wrong, in words.

    A draft becomes active. Once the first question has been asked, the statements and the privacy setting stay.
    """
    errors: dict[str, str] = {}
    changed = replace(team, name=_name(answers, errors), phase=_phase(answers, library, errors))
    rhythm = _rhythm(answers, now, errors)
    if not team.week:
        changed = _chosen_once(changed, answers, library, errors)
        start = _start(answers, rhythm, now, errors)
    if errors or rhythm is None:
        return team, errors
    changed = replace(changed, weekday=rhythm.weekday, minute=rhythm.minute, zone=rhythm.zone)
    if team.status == "draft":
        changed = replace(changed, status="active")
    if changed.status == "active" and changed.step == "ask":
        first = rhythm.on(first_day(rhythm, start)) if not team.week else now
        changed = replace(changed, due=first if first > now else next_ask(rhythm, now))
    return changed, {}


def _name(answers: Mapping[str, str], errors: dict[str, str]) -> str:
    name = " ".join("".join(c if c.isprintable() else " " for c in answers.get("name", "")).split())
    if not name:
        errors["name"] = "Please give the team a name. It stands above every question."
    elif len(name) > LONGEST_NAME:
        errors["name"] = f"This name is too long. Please use {LONGEST_NAME} letters or fewer."
    return name


def _phase(answers: Mapping[str, str], library: Library, errors: dict[str, str]) -> str:
    phase = answers.get("phase", "")
    if phase not in library.phases:
        errors["phase"] = "Please choose one of the phases. You can change it at any time."
    return phase


def _rhythm(answers: Mapping[str, str], now: datetime, errors: dict[str, str]) -> Rhythm | None:
    zone = _zone(answers.get("zone", ""), errors)
    minute = _minute(answers.get("time", ""), errors)
    weekday = answers.get("weekday", "")
    if weekday not in {str(number) for number in range(7)}:
        errors["weekday"] = "Please choose a day of the week."
    if zone is None or minute is None or "weekday" in errors:
        return None
    rhythm = Rhythm(int(weekday), minute, zone)
    skipped = skipped_day(rhythm, local_day(now, zone))
    if skipped is not None:
        errors["time"] = (
            f"On {day_words(skipped)} the clocks jump over {minute_words(minute)}. Please choose another time."
        )
        return None
    return rhythm


def _zone(typed: str, errors: dict[str, str]) -> str | None:
    names = {name.lower(): name for name in available_timezones()}
    found = names.get(typed.strip().lower().replace(" ", "_"))
    if found is None:
        near = process.extractOne(typed.strip().lower(), names.keys(), score_cutoff=60) if typed.strip() else None
        hint = f" Did you mean {names[near[0]]}?" if near else " Use one like Europe/London."
        errors["zone"] = f"I do not know this time zone.{hint}"
    return found


def _minute(typed: str, errors: dict[str, str]) -> int | None:
    match = re.fullmatch(r"\s*(\d{1,2})[:.h](\d{2})\s*", typed)
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return int(match[1]) * 60 + int(match[2])
    errors["time"] = "Please write the time like 09:00."
    return None


def _chosen_once(team: Team, answers: Mapping[str, str], library: Library, errors: dict[str, str]) -> Team:
    for measure in MEASURES:
        chosen = library.statements.get(answers.get(measure, ""))
        if chosen is None or chosen.measure != measure:
            errors[measure] = "Please choose one of these statements."
    if answers.get("colluders") not in ("1", "2"):
        errors["colluders"] = "Please choose one of the two."
        return team
    return replace(
        team, power=answers.get("power", ""), trust=answers.get("trust", ""), colluders=int(answers["colluders"])
    )


def _start(answers: Mapping[str, str], rhythm: Rhythm | None, now: datetime, errors: dict[str, str]) -> date:
    """The day from which on questions are asked; today when nothing was written."""
    today = local_day(now, rhythm.zone) if rhythm else now.date()
    typed = answers.get("start", "").strip()
    if not typed:
        return today
    try:
        start = date.fromisoformat(typed)
    except ValueError:
        errors["start"] = "Please write the date like 2026-03-02: year, month, day."
        return today
    if start < today:
        errors["start"] = f"{day_words(start)} {start.year} is past. Please choose today or later."
    elif start - today > FURTHEST_START:
        errors["start"] = "That is more than a year away. Please choose an earlier day."
    return start
