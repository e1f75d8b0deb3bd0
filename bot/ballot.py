"""Answers: recorded, handed to the release rules at the close, forgotten. No other module touches one.

A person's key is HMAC-SHA-256 of who they are on their platform, under a key of the series that is kept outside the
database. Each series has a key of its own, so that a person's two answers cannot be put side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain import MEASURES, Member, Reading, Round, Standing, Team, series_name
from bot.messages import Person
from bot.moment import Moment
from bot.ports import Keys
from bot.pseudonym import pseudonym, pseudonyms
from bot.release import Circle
from bot.rhythm import local_day


def person_keys(keys: Keys, team: Team, person: Person) -> dict[str, str]:
    """series name -> the person's key there, for every series of the team."""
    return {name: pseudonym(keys, f"{team.id}:{name}", person) for name in team.series}


def _own(moment: Moment, team: Team, member: Member) -> dict[str, tuple[str, str]]:
    """measure -> (series name, the person's key there), for the circle that they are in; empty when in none."""
    if not team.has_circle_for(member.voice):
        return {}
    names = {measure: series_name(measure, member.voice if team.two_circles else "") for measure in MEASURES}
    return {
        measure: (name, pseudonym(moment.keys, f"{team.id}:{name}", member.person)) for measure, name in names.items()
    }


def before(moment: Moment, team: Team, member: Member) -> dict[str, bool]:
    """measure -> whether the person has an earlier answer to repeat."""
    earlier = _earlier(moment, team, _own(moment, team, member))
    return {measure: measure in earlier for measure in MEASURES}


def repeat(moment: Moment, team: Team, member: Member) -> bool:
    """Record the open week's answers as before; False, and nothing recorded, where there is not one for each."""
    own = _own(moment, team, member)
    earlier = _earlier(moment, team, own)
    if len(earlier) < len(MEASURES):
        return False
    values = {own[measure][0]: (own[measure][1], value) for measure, value in earlier.items()}
    moment.unit.ballots.record(team.id, team.week, values)
    return True


def _earlier(moment: Moment, team: Team, own: Mapping[str, tuple[str, str]]) -> dict[str, int]:
    """measure -> the latest counted answer of the person whose series and keys are `own`, where there is one."""
    latest = {name: state["latest"] for name, state in moment.unit.circles.states(team.id).items()}
    return {measure: latest[name][key] for measure, (name, key) in own.items() if key in latest.get(name, {})}


def given(moment: Moment, team: Team, member: Member) -> bool:
    """Whether the person has answered in the open week."""
    return moment.unit.ballots.given(team.id, team.week, dict(_own(moment, team, member).values()))


def latest(moment: Moment, team: Team, member: Member) -> dict[str, int]:
    """measure -> the person's own latest answer, 1 to 5 as they gave it; for their eyes alone."""
    own = _own(moment, team, member)
    open_week = moment.unit.ballots.own(team.id, team.week, dict(own.values()))
    found = _earlier(moment, team, own) | {
        measure: open_week[name] for measure, (name, _) in own.items() if name in open_week
    }
    return {measure: _turned(moment, team, measure, value) for measure, value in found.items()}


def _turned(moment: Moment, team: Team, measure: str, value: int) -> int:
    """A statement that counts against its measure is turned round: 6 minus the answer; and back."""
    return value if moment.library.statement(team.statement(measure)).keyed > 0 else 6 - value


def record(moment: Moment, team: Team, member: Member, chosen: Mapping[str, str]) -> None:
    """Keep the open week's answers: measure -> "1" to "5", "same" (as before) or "unsure" (nothing is kept)."""
    own = _own(moment, team, member)
    earlier = _earlier(moment, team, own) if "same" in chosen.values() else {}
    values: dict[str, tuple[str, int]] = {}
    for measure, (name, key) in own.items():
        answer = chosen[measure]
        if answer == "same" and measure in earlier:
            values[name] = key, earlier[measure]
        elif answer not in ("same", "unsure"):
            values[name] = key, _turned(moment, team, measure, int(answer))
    unsure = {name: key for name, key in own.values() if name not in values}
    if unsure:
        moment.unit.ballots.withdraw(team.id, team.week, unsure)
    if values:
        moment.unit.ballots.record(team.id, team.week, values)


def take_back(moment: Moment, team: Team, member: Member) -> None:
    """Withdraw the open week's answers of one person."""
    moment.unit.ballots.withdraw(team.id, team.week, person_keys(moment.keys, team, member.person))


def forget(moment: Moment, team: Team, member: Member) -> None:
    """Delete everything the person answered, at once. Nothing published changes (rule R5)."""
    moment.unit.teams.hold(team.id)  # a close in another process would write back what it read before
    take_back(moment, team, member)
    keys = person_keys(moment.keys, team, member.person)
    for name, state in moment.unit.circles.states(team.id).items():
        circle = Circle(team.colluders, state)
        circle.erase(keys[name])
        moment.unit.circles.save(team.id, name, circle.state())
    moment.afterwards.append(moment.tidy)


def begin_anew(moment: Moment, team: Team) -> None:
    """Close every series on the team's wish, towards a true re-measurement (rule R9)."""
    moment.unit.teams.hold(team.id)
    states = moment.unit.circles.states(team.id)
    for name in team.series:
        circle = Circle(team.colluders, states.get(name))
        circle.request_fresh_start()
        moment.unit.circles.save(team.id, name, circle.state())
    moment.afterwards.append(moment.tidy)


def forget_all(moment: Moment, team: Team) -> None:
    """The team has ended: no answer stays, and the keys that could link one to a person go for good."""
    moment.unit.ballots.clear(team.id, team.week)
    empty: dict[str, Any] = {}
    for name in team.series:
        moment.unit.circles.save(team.id, name, empty)
        moment.spent.append(f"{team.id}:{name}")
    moment.afterwards.append(moment.tidy)


def close(moment: Moment, team: Team, round_: Round, members: Sequence[Standing]) -> list[Reading]:
    """Hand the week's answers to the release rules, publish what they give, delete the week's rows.

    Returns what was published.
    """
    day = local_day(round_.closes, team.zone)
    counted = [member for member in members if member.counts_on(day)]
    states, answers = moment.unit.circles.states(team.id), moment.unit.ballots.of_week(team.id, round_.week)
    published = []
    for name, voice in team.series.items():
        people = [member for member in counted if not voice or member.voice == voice]
        eligible = set(pseudonyms(moment.keys, f"{team.id}:{name}", people))
        circle = Circle(team.colluders, states.get(name))
        out = circle.close_week({key: value for key, value in answers.get(name, {}).items() if key in eligible})
        moment.unit.circles.save(team.id, name, circle.state())
        published.append(Reading(team.id, round_.week, name, out.status, out.label, out.labels, out.size, round_.phase))
        moment.unit.circles.publish(published[-1])
    moment.unit.ballots.clear(team.id, round_.week)
    return published
