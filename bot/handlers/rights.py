"""What is held about somebody, told to them alone; and its end, on their wish."""

from __future__ import annotations

from bot import ballot, thoughts
from bot.domain import MEASURES, Member, Seat, Team
from bot.handlers.joining import take_out
from bot.messages import Event, Reply, Submitted
from bot.moment import Moment, seat, show, tell, turn_into
from bot.rhythm import local_day
from bot.wording import rights as wording


def my_data(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Everything, as a file, in the person's direct conversation. Its text is locked until it is delivered."""
    parts = [_held(moment, team, member) for team, member in moment.unit.teams.ever(event.who)]
    known = moment.unit.people.known(event.who)
    text = wording.everything(moment.library, known, moment.chosen, moment.now, parts)
    locked = moment.keys.seal(text).decode()
    return tell(event, wording.my_data(moment.library, locked))


def _held(moment: Moment, team: Team, member: Member) -> wording.Held:
    answers = ballot.latest(moment, team, member) if team.live else {}
    written = thoughts.of_person(moment, team, member, team.week) if team.live else []
    at = Seat(team, member)
    return wording.Held(at, at.counts_on(local_day(moment.now, team.zone)), answers, written)


def latest(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The person's latest answers in a form, which is never stored; sending it erases them."""
    found = seat(moment, event, "latest", value)
    if not isinstance(found, Seat):
        return found
    answers = ballot.latest(moment, found.team, found.member)
    if not answers:
        return tell(event, wording.no_answers(moment.library, found.team))
    form = wording.latest_form(moment.library, found.team, {m: answers[m] for m in MEASURES if m in answers})
    return [show(event, form)]


def erase(moment: Moment, event: Submitted) -> list[Reply]:
    """The answers go; the membership stays."""
    found = seat(moment, event, "latest", event.value)
    if not isinstance(found, Seat):
        return found
    ballot.forget(moment, found.team, found.member)
    thoughts.drop(moment, found.team, found.member, found.team.week)
    return tell(event, wording.erased(moment.library, found.team))


def forget_me(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Asked once more."""
    return tell(event, wording.sure_to_forget(moment.library))


def forget_me_now(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Everything about the person goes at once, in every team; what was published stays as it is."""
    for team, member in moment.unit.teams.ever(event.who):
        if team.live:
            take_out(moment, team, member)
    moment.unit.people.forget(event.who)
    moment.afterwards.append(moment.tidy)
    return turn_into(event, wording.forgotten(moment.library))
