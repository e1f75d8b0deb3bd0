"""What the team is asked next. Everybody may see it; coordinators skip one or choose one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain import Seat, Team
from bot.messages import Card, Event, OpenForm, Reply, Submitted
from bot.moment import Moment, coordinator_seat, seat, show, tell, turn_into
from bot.occasions import rhythm_of
from bot.questions import coming, find, without
from bot.rhythm import next_ask
from bot.wording import asking


def next_question(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The same for everybody, with buttons for coordinators."""
    found = seat(moment, event, "next_question", value)
    return tell(event, _card(moment, found)) if isinstance(found, Seat) else found


def _card(moment: Moment, at: Seat) -> Card:
    question = coming(moment.library, at.team, moment.unit.rounds.asked(at.team.id))
    when, coordinator = _when(moment, at.team), at.member.coordinator
    return asking.next_question(moment.library, at.team, question, at.member.voice, when, coordinator=coordinator)


def _when(moment: Moment, team: Team) -> datetime | None:
    if team.status != "active":
        return None
    return team.due if team.step == "ask" else next_ask(rhythm_of(team), moment.now)


def skip_question(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Another one in its place, unless the card is an old one: then what comes next is shown, and nothing changes."""
    team_id, _, shown = value.partition(":")
    found = coordinator_seat(moment, event, "next_question", team_id)
    if not isinstance(found, Seat):
        return found
    team, asked = found.team, moment.unit.rounds.asked(found.team.id)
    if shown == f"{team.week + 1}:{coming(moment.library, team, asked).id}":
        team = without(moment.library, team, asked)
        moment.unit.teams.save(team)
    return turn_into(event, _card(moment, replace(found, team=team)))


def choose_question(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The form with every question, for coordinators."""
    found = coordinator_seat(moment, event, "choose_question", value)
    return [_form(moment, event, found.team)] if isinstance(found, Seat) else found


def _form(moment: Moment, event: Event, team: Team, errors: Mapping[str, str] = asking.NO_ERRORS) -> OpenForm:
    now = coming(moment.library, team, moment.unit.rounds.asked(team.id))
    form = asking.choose_form(moment.library, team, "" if errors else now.repeats or now.id, errors)
    return show(event, form)


def submit_choice(moment: Moment, event: Submitted) -> list[Reply]:
    """The chosen question is asked next, once."""
    found = coordinator_seat(moment, event, "choose_question", event.value)
    if not isinstance(found, Seat):
        return found
    chosen = event.answers.get("question", "")
    if chosen not in moment.library.questions:
        return [_form(moment, event, found.team, {"question": asking.please_choose(moment.library)})]
    return _pinned(moment, event, found, chosen)


def pin(moment: Moment, event: Event, value: str) -> list[Reply]:
    """A coordinator says yes to a question that was offered."""
    team_id, _, question = value.partition(":")
    found = coordinator_seat(moment, event, "next_question", team_id)
    if not isinstance(found, Seat):
        return found
    if find(moment.library, question) is None:  # it has left the content since it was offered
        return turn_into(event, _card(moment, found))
    return _pinned(moment, event, found, question)


def _pinned(moment: Moment, event: Event, at: Seat, question: str) -> list[Reply]:
    team = replace(at.team, pinned=question)
    moment.unit.teams.save(team)
    return turn_into(event, _card(moment, replace(at, team=team)))


def not_now(moment: Moment, event: Event, value: str) -> list[Reply]:
    """A coordinator lets an offer go. Where another one has said yes to it, they are told what comes next."""
    team_id, _, question = value.partition(":")
    found = coordinator_seat(moment, event, "next_question", team_id)
    if not isinstance(found, Seat):
        return found
    agreed = found.team.pinned == question
    return turn_into(event, _card(moment, found) if agreed else asking.not_now(moment.library))
