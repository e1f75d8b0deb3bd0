"""Answers: recorded, handed to the release rules at the close, forgotten. No other module touches one.

A person's key is HMAC-SHA-256 of who they are on their platform, under a key of the circle that is kept outside the
database. Each measure has a key of its own, so that a person's two answers cannot be put side by side.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from bot.domain import MEASURES, Member, Reading, Round, Team
from bot.messages import Person
from bot.moment import Moment
from bot.ports import Keys
from bot.release import Circle
from bot.rhythm import local_day

WORDS_KEPT_WEEKS = 4


def person_keys(keys: Keys, team: Team, person: Person) -> dict[str, str]:
    """measure -> the person's key in that measure's circle."""
    return {measure: _key(keys, f"{team.id}:{measure}", person) for measure in MEASURES}


def _key(keys: Keys, circle: str, person: Person) -> str:
    return hmac.new(keys.circle_key(circle), f"{person.platform}:{person.id}".encode(), sha256).hexdigest()


def before(moment: Moment, team: Team, member: Member) -> dict[str, bool]:
    """measure -> whether the person has an earlier answer to repeat."""
    earlier = _earlier(moment, team, person_keys(moment.keys, team, member.person))
    return {measure: measure in earlier for measure in MEASURES}


def repeat(moment: Moment, team: Team, member: Member) -> bool:
    """Record the open week's answers as before; False, and nothing recorded, where there is not one for each."""
    earlier = _earlier(moment, team, person_keys(moment.keys, team, member.person))
    if len(earlier) < len(MEASURES):
        return False
    moment.unit.ballots.record(team.id, team.week, earlier)
    return True


def _earlier(moment: Moment, team: Team, keys: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """measure -> (the person's key, their latest answer), where there is one."""
    latest = {measure: state["latest"] for measure, state in moment.unit.circles.states(team.id).items()}
    return {measure: (key, latest[measure][key]) for measure, key in keys.items() if key in latest.get(measure, {})}


def given(moment: Moment, team: Team, member: Member) -> bool:
    """Whether the person has answered in the open week."""
    return moment.unit.ballots.given(team.id, team.week, person_keys(moment.keys, team, member.person))


def record(moment: Moment, team: Team, member: Member, chosen: Mapping[str, str]) -> None:
    """Keep the open week's answers: measure -> "1" to "5", "same" (as before) or "unsure" (nothing is kept).

    A statement that counts against its measure is turned round: 6 minus the answer.
    """
    keys = person_keys(moment.keys, team, member.person)
    earlier = _earlier(moment, team, keys) if "same" in chosen.values() else {}
    values = {measure: earlier[measure] for measure in earlier if chosen[measure] == "same"}
    for measure, answer in chosen.items():
        if answer not in ("same", "unsure"):
            keyed = moment.library.statement(team.statement(measure)).keyed
            values[measure] = (keys[measure], int(answer) if keyed > 0 else 6 - int(answer))
    unsure = {measure: keys[measure] for measure in chosen if measure not in values}
    if unsure:
        moment.unit.ballots.withdraw(team.id, team.week, unsure)
    if values:
        moment.unit.ballots.record(team.id, team.week, values)


def keep_words(moment: Moment, team: Team, member: Member, words: str) -> None:
    """Lock what was written; nothing reads it."""
    key = _key(moment.keys, f"{team.id}:words", member.person)
    moment.unit.ballots.keep_words(team.id, team.week, key, moment.keys.seal(words))


def take_back(moment: Moment, team: Team, member: Member) -> None:
    """Withdraw the open week's answers and words of one person."""
    moment.unit.ballots.withdraw(team.id, team.week, person_keys(moment.keys, team, member.person))
    moment.unit.ballots.drop_words(team.id, key=_key(moment.keys, f"{team.id}:words", member.person))


def forget(moment: Moment, team: Team, member: Member) -> None:
    """Delete everything the person answered, at once. Nothing published changes (rule R5)."""
    take_back(moment, team, member)
    keys = person_keys(moment.keys, team, member.person)
    for measure, state in moment.unit.circles.states(team.id).items():
        circle = Circle(team.colluders, state)
        circle.erase(keys[measure])
        moment.unit.circles.save(team.id, measure, circle.state())


def forget_all(moment: Moment, team: Team) -> None:
    """The team has ended: no answer stays, and the keys that could link one to a person go for good."""
    moment.unit.ballots.clear(team.id, team.week)
    moment.unit.ballots.drop_words(team.id, before_week=team.week + 1)
    empty: dict[str, Any] = {}
    for measure in MEASURES:
        moment.unit.circles.save(team.id, measure, empty)
    for name in (*MEASURES, "words"):
        moment.afterwards.append(partial(moment.keys.destroy, f"{team.id}:{name}"))


def close(moment: Moment, team: Team, round_: Round, members: list[Member]) -> None:
    """Hand the week's answers to the release rules, publish what they give, delete the week's rows."""
    day = local_day(round_.closes, team.zone)
    counted = [member.person for member in members if member.counts_on(day)]
    states = moment.unit.circles.states(team.id)
    for measure in MEASURES:
        eligible = {_key(moment.keys, f"{team.id}:{measure}", person) for person in counted}
        answers = moment.unit.ballots.of_week(team.id, round_.week, measure)
        circle = Circle(team.colluders, states.get(measure))
        out = circle.close_week({key: value for key, value in answers.items() if key in eligible})
        moment.unit.circles.save(team.id, measure, circle.state())
        moment.unit.circles.publish(
            Reading(team.id, round_.week, measure, out.status, out.label, out.labels, out.size, round_.phase)
        )
    moment.unit.ballots.clear(team.id, round_.week)
    moment.unit.ballots.drop_words(team.id, before_week=round_.week - WORDS_KEPT_WEEKS + 2)
