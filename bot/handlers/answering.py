"""The week, answered: open the form, send it, repeat, come back later, skip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot import ballot
from bot.domain import COUNTS_AFTER_DAYS, MEASURES, Member, Round, Seat, Team
from bot.messages import Event, OpenForm, Post, Reply, Submitted
from bot.moment import Moment, seat, show, tell, turn_into
from bot.rhythm import local_day, next_wall_day
from bot.wording import week as wording

LAST_CALL = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Week:
    """An open week and the person who answers in it."""

    team: Team
    member: Member
    round: Round


def open_week(moment: Moment, event: Event, action: str, value: str) -> Week | list[Reply]:
    """The open week that `value` ("team:week", "team" or "") speaks of; or the replies that say why there is none."""
    team_id, _, number = value.partition(":")
    found = seat(moment, event, action, team_id)
    if not isinstance(found, Seat):
        return found
    team, member = found.team, found.member
    if member.state != "in":
        return tell(event, wording.not_in_team(moment.library))
    round_ = moment.unit.rounds.get(team.id, int(number) if number.isdigit() else team.week)
    if round_ is None or round_.closed or moment.now >= round_.closes:
        typed = event.answers.get("words", "") if isinstance(event, Submitted) else ""
        return tell(event, wording.week_over(moment.library, team, typed))
    return Week(team, member, round_)


def open_form(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Show the week's form."""
    found = open_week(moment, event, "answer", value)
    return [_form(moment, event, found, {}, {})] if isinstance(found, Week) else found


def _form(moment: Moment, event: Event, at: Week, typed: Mapping[str, str], errors: Mapping[str, str]) -> OpenForm:
    repeat = ballot.before(moment, at.team, at.member)
    form = wording.answer_form(moment.library, at.team, at.round, at.member.voice, repeat, typed, errors)
    return show(event, form)


def submit(moment: Moment, event: Submitted) -> list[Reply]:
    """Keep the answers, or say beside each statement what is missing."""
    found = open_week(moment, event, "answer", event.value)
    if not isinstance(found, Week):
        return found
    chosen = {measure: event.answers.get(measure, "") for measure in MEASURES}
    errors = {
        measure: wording.pick_one(moment.library) for measure, answer in chosen.items() if answer not in wording.ANSWERS
    }
    if errors:
        return [_form(moment, event, found, event.answers, errors)]
    ballot.record(moment, found.team, found.member, chosen)
    words = event.answers.get("words", "").strip()
    if words:
        ballot.keep_words(moment, found.team, found.member, words)
    return _saved(moment, event, found)


def same(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Both answers as before, in one press."""
    found = open_week(moment, event, "same", value)
    if not isinstance(found, Week):
        return found
    if not ballot.repeat(moment, found.team, found.member):
        return tell(event, wording.nothing_before(moment.library, found.team, found.round))
    return _saved(moment, event, found)


def _saved(moment: Moment, event: Event, at: Week) -> list[Reply]:
    moment.unit.outbox.cancel(at.team.id, later_key(at))
    counts = ""
    if at.member.joined and not at.member.counts_on(local_day(at.round.closes, at.team.zone)):
        counts = moment.library.t.day(at.member.joined + timedelta(days=COUNTS_AFTER_DAYS))
    return turn_into(event, wording.saved(moment.library, at.team, at.round, counts))


def skip(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Nothing of this week is kept."""
    found = open_week(moment, event, "skip", value)
    if not isinstance(found, Week):
        return found
    ballot.take_back(moment, found.team, found.member)
    moment.unit.outbox.cancel(found.team.id, later_key(found))
    return turn_into(event, wording.skipped(moment.library, found.team, found.round))


def later(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The question comes again tomorrow at the team's hour, or a little before the close when tomorrow is too late."""
    found = open_week(moment, event, "later", value)
    if not isinstance(found, Week):
        return found
    team, round_ = found.team, found.round
    due = min(next_wall_day(team.minute, team.zone, moment.now), round_.closes - LAST_CALL)
    if due <= moment.now:
        return tell(event, wording.closes_soon(moment.library, team, round_))
    card = wording.question_card(moment.library, team, round_, found.member.voice)
    moment.unit.outbox.cancel(team.id, later_key(found))
    key = f"{later_key(found)}:{event.id}"
    moment.unit.outbox.put([Post(key, event.who.place, card)], due, team.id)
    return turn_into(event, wording.later(moment.library, team, round_, moment.library.t.moment(due, team.zone)))


def later_key(at: Week) -> str:
    """The occasion of somebody's own reminders in one week."""
    return f"later:{at.team.id}:{at.round.week}:{at.member.id}"
