"""The week, answered: open the form, send it, repeat, come back later, skip."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot import ballot, thoughts
from bot.domain import COUNTS_AFTER_DAYS, MEASURES, Member, Round, Seat, Team, Thought
from bot.messages import Event, OpenForm, Post, Reply, Submitted
from bot.moment import Moment, seat, show, tell, turn_into
from bot.rhythm import local_day, next_wall_day
from bot.wording import answering as form_words
from bot.wording import week as wording

LAST_CALL = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Week:
    """An open week and the person who answers in it."""

    team: Team
    member: Member
    round: Round


_WEEK = re.compile(r"[0-9]{1,6}")
"""A week's number. What a button brings back need not be what we gave it: longer ones fit into no database."""


def open_week(moment: Moment, event: Event, action: str, value: str) -> Week | list[Reply]:
    """The open week that `value` ("team:week", "team" or "") speaks of; or the replies that say why there is none."""
    team_id, _, number = value.partition(":")
    found = seat(moment, event, action, team_id)
    if not isinstance(found, Seat):
        return found
    team, member = found.team, found.member
    if member.state != "in":
        return tell(event, wording.not_in_team(moment.library))
    round_ = moment.unit.rounds.get(team.id, int(number) if _WEEK.fullmatch(number) else team.week)
    if round_ is None or round_.closed or moment.now >= round_.closes:
        return _too_late(moment, event, team)
    return Week(team, member, round_)


def _too_late(moment: Moment, event: Event, team: Team) -> list[Reply]:
    """What was typed is given back in a form: a message would be stored, and words beside an address with it."""
    written = event.answers if isinstance(event, Submitted) else {}
    typed = written.get("words") or written.get("quote", "")
    if typed:
        return [show(event, wording.week_over_form(moment.library, team, typed))]
    return tell(event, wording.week_over(moment.library, team))


def put_away(moment: Moment, event: Submitted) -> list[Reply]:
    """Words that came too late have been copied, or not. Nothing is kept of them."""
    return []


def open_form(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Show the week's form."""
    found = open_week(moment, event, "answer", value)
    return [_form(moment, event, found, {}, {})] if isinstance(found, Week) else found


def _form(moment: Moment, event: Event, at: Week, typed: Mapping[str, str], errors: Mapping[str, str]) -> OpenForm:
    written = thoughts.of_week(moment, at.team, at.member, at.round.week) is not None
    repeat = {**ballot.before(moment, at.team, at.member), "words": written}
    form = form_words.answer_form(moment.library, at.team, at.round, at.member.voice, repeat, typed, errors)
    return show(event, form)


def submit(moment: Moment, event: Submitted) -> list[Reply]:
    """Keep the answers, or say beside each statement what is missing."""
    found = open_week(moment, event, "answer", event.value)
    if not isinstance(found, Week):
        return found
    chosen = {measure: event.answers.get(measure, "") for measure in MEASURES}
    errors = {
        measure: form_words.pick_one(moment.library)
        for measure, answer in chosen.items()
        if answer not in form_words.ANSWERS
    }
    if errors:
        return [_form(moment, event, found, event.answers, errors)]
    ballot.record(moment, found.team, found.member, chosen)
    _write(moment, found, event.answers.get("words", "").strip())
    return _saved(moment, event, found)


def _write(moment: Moment, at: Week, words: str) -> None:
    """Other words than before are shared with nobody, whatever was chosen for those. An empty box changes nothing: the
    form never shows what was written, as some platforms keep what they show."""
    before = thoughts.of_week(moment, at.team, at.member, at.round.week)
    if words and (before is None or before.words != words):
        thoughts.keep(moment, at.team, at.member, at.round.week, Thought(words))


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
    thought = thoughts.of_week(moment, at.team, at.member, at.round.week)
    return turn_into(event, wording.saved(moment.library, at.team, at.round, counts, written=thought is not None))


def skip(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Nothing of this week is kept."""
    found = open_week(moment, event, "skip", value)
    if not isinstance(found, Week):
        return found
    ballot.take_back(moment, found.team, found.member)
    thoughts.drop(moment, found.team, found.member, found.round.week, only=True)
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
    moment.unit.outbox.put([Post(key, event.who.place, card, round_.closes)], due, team.id)
    return turn_into(event, wording.later(moment.library, team, round_, moment.library.t.moment(due, team.zone)))


def later_key(at: Week) -> str:
    """The occasion of somebody's own reminders in one week."""
    return f"later:{at.team.id}:{at.round.week}:{at.member.id}"
