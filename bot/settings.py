"""What a coordinator typed into the settings -> a team, or what cannot be and what to do. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import process

from bot.domain import MEASURES, Team
from bot.library import Library
from bot.rhythm import Rhythm, first_day, local_day, next_ask, skipped_day
from bot.speech import Speech

LONGEST_NAME = 60
FURTHEST_START = timedelta(days=366)


def read_settings(
    team: Team, answers: Mapping[str, str], library: Library, now: datetime, languages: Collection[str] = ()
) -> tuple[Team, dict[str, str]]:
    """The changed team and {}, or the team as it was and field id -> what is wrong, in the library's language.

    A draft becomes active. Once the first question has been asked, the statements and the privacy setting stay.
    `languages` are the codes to choose from; where there are none, the form does not ask.
    """
    t, errors = library.t, dict[str, str]()
    changed = replace(team, name=_name(t, answers, errors), phase=_phase(answers, library, errors))
    rhythm = _rhythm(t, answers, now, errors)
    if languages:
        changed = replace(changed, language=_language(t, answers, languages, errors))
    if not team.week:
        changed = _chosen_once(changed, answers, library, errors)
        start = _start(t, answers, rhythm, now, errors)
    if errors or rhythm is None:
        return team, errors
    changed = replace(changed, weekday=rhythm.weekday, minute=rhythm.minute, zone=rhythm.zone)
    if team.status == "draft":
        changed = replace(changed, status="active")
    if changed.status == "active" and changed.step == "ask":
        first = rhythm.on(first_day(rhythm, start)) if not team.week else now
        changed = replace(changed, due=first if first > now else next_ask(rhythm, now))
    return changed, {}


def _name(t: Speech, answers: Mapping[str, str], errors: dict[str, str]) -> str:
    name = " ".join("".join(c if c.isprintable() else " " for c in answers.get("name", "")).split())
    if not name:
        errors["name"] = t("Please give the team a name. It stands above every question.")
    elif len(name) > LONGEST_NAME:
        errors["name"] = t("This name is too long. Please use {most} letters or fewer.", most=LONGEST_NAME)
    return name


def _phase(answers: Mapping[str, str], library: Library, errors: dict[str, str]) -> str:
    t, phase = library.t, answers.get("phase", "")
    if phase not in library.phases:
        errors["phase"] = t("Please choose one of the phases. You can change it at any time.")
    return phase


def _language(t: Speech, answers: Mapping[str, str], languages: Collection[str], errors: dict[str, str]) -> str:
    language = answers.get("language", "")
    if language not in languages:
        errors["language"] = t("Please choose one of these languages.")
    return language


def _rhythm(t: Speech, answers: Mapping[str, str], now: datetime, errors: dict[str, str]) -> Rhythm | None:
    zone = _zone(t, answers.get("zone", ""), errors)
    minute = _minute(t, answers.get("time", ""), errors)
    weekday = answers.get("weekday", "")
    if weekday not in {str(number) for number in range(7)}:
        errors["weekday"] = t("Please choose a day of the week.")
    if zone is None or minute is None or "weekday" in errors:
        return None
    rhythm = Rhythm(int(weekday), minute, zone)
    skipped = skipped_day(rhythm, local_day(now, zone))
    if skipped is not None:
        errors["time"] = t(
            "On {day} the clocks jump over {time}. Please choose another time.",
            day=t.day(skipped), time=t.minute(minute),
        )  # fmt: skip
        return None
    return rhythm


@cache
def _zones() -> dict[str, str]:
    """Every zone's name, by the same in small letters: reading the system's list takes a hundredth of a second."""
    return {name.lower(): name for name in available_timezones()}


def _zone(t: Speech, typed: str, errors: dict[str, str]) -> str | None:
    names = _zones()
    found = names.get(typed.strip().lower().replace(" ", "_"))
    if found is None:
        near = process.extractOne(typed.strip().lower(), names.keys(), score_cutoff=60) if typed.strip() else None
        hint = t("Did you mean {zone}?", zone=names[near[0]]) if near else t("Use one like Europe/London.")
        errors["zone"] = t("I do not know this time zone.") + " " + hint
    return found


def _minute(t: Speech, typed: str, errors: dict[str, str]) -> int | None:
    match = re.fullmatch(r"\s*(\d{1,2})[:.h](\d{2})\s*", typed)
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return int(match[1]) * 60 + int(match[2])
    errors["time"] = t("Please write the time like 09:00.")
    return None


def _chosen_once(team: Team, answers: Mapping[str, str], library: Library, errors: dict[str, str]) -> Team:
    t = library.t
    for measure in MEASURES:
        chosen = library.statements.get(answers.get(measure, ""))
        if chosen is None or chosen.measure != measure:
            errors[measure] = t("Please choose one of these statements.")
    if answers.get("circles", "one") not in ("one", "two"):
        errors["circles"] = t("Please choose one of the two.")
    if answers.get("colluders") not in ("1", "2"):
        errors["colluders"] = t("Please choose one of the two.")
        return team
    return replace(
        team, power=answers.get("power", ""), trust=answers.get("trust", ""), colluders=int(answers["colluders"]),
        two_circles=answers.get("circles") == "two",
    )  # fmt: skip


def _start(t: Speech, answers: Mapping[str, str], rhythm: Rhythm | None, now: datetime, errors: dict[str, str]) -> date:
    """The day from which on questions are asked; today when nothing was written."""
    today = local_day(now, rhythm.zone) if rhythm else now.date()
    typed = answers.get("start", "").strip()
    if not typed:
        return today
    try:
        start = date.fromisoformat(typed)
    except ValueError:
        errors["start"] = t("Please write the date like 2026-03-02: year, month, day.")
        return today
    if start < today:
        errors["start"] = t("{day} {year} is past. Please choose today or later.", day=t.day(start), year=start.year)
    elif start - today > FURTHEST_START:
        errors["start"] = t("That is more than a year away. Please choose an earlier day.")
    return start
