"""What coordinators do: set up, change, pause, end. Everybody sees what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from secrets import choice
from uuid import uuid4

from bot import ballot, thoughts
from bot.domain import Member, Seat, Team
from bot.handlers.joining import invite
from bot.messages import Event, Gather, OpenForm, Post, Reply, Submitted
from bot.moment import Moment, coordinator_seat, recall, say, seat, tell, tell_all, turn_into
from bot.occasions import rhythm_of
from bot.rhythm import local_day, next_ask
from bot.settings import read_settings
from bot.wording import setup as wording
from bot.wording import welcome

# No letters or digits that look alike: people read invitations aloud.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def setup(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Begin a team in this channel, or show the one that is there."""
    if event.where.private:
        return tell(event, wording.where_to_set_up(moment.library))
    team = moment.unit.teams.at(event.where)
    if team is not None and team.live:
        return settings(moment, event, team.id)
    if team is None:
        code = "".join(choice(CODE_LETTERS) for _ in range(8))
        team = Team(str(uuid4()), "", event.where, code=code, language=moment.chosen)
        moment.unit.teams.save(team)
    if moment.unit.members.get(team.id, event.who) is None:
        moment.unit.members.save(Member(str(uuid4()), team.id, event.who, coordinator=True))
    return [_form(moment, event, team, {}, {})]


def _form(moment: Moment, event: Event, team: Team, typed: Mapping[str, str], errors: Mapping[str, str]) -> OpenForm:
    shown = _spoken(moment, team)
    return OpenForm(wording.setup_form(moment.library, shown, typed, errors, moment.languages.choice), event.who)


def _spoken(moment: Moment, team: Team) -> Team:
    """The team with the language that it really reads, to show it among its settings."""
    return replace(team, language=moment.languages.code(team.language))


def settings(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The same settings for everybody."""
    found = seat(moment, event, "settings", value)
    if not isinstance(found, Seat):
        return found
    team, languages = _spoken(moment, found.team), moment.languages.choice
    return say(event, wording.settings_card(moment.library, team, languages, coordinator=found.member.coordinator))


def settings_form(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The form, for coordinators."""
    found = coordinator_seat(moment, event, "settings_form", value)
    if not isinstance(found, Seat):
        return found
    return [_form(moment, event, found.team, {}, {})]


def submit_setup(moment: Moment, event: Submitted) -> list[Reply]:
    """Save the settings, or tell beside each field what cannot be."""
    team = moment.unit.teams.get(event.value)
    member = moment.unit.members.get(team.id, event.who) if team else None
    if team is None or team.status == "ended" or member is None or not member.coordinator:
        return tell(event, wording.only_coordinators(moment.library))
    languages = moment.languages.choice
    changed, errors = read_settings(team, event.answers, moment.library, moment.now, languages)
    if errors:
        return [_form(moment, event, team, event.answers, errors)]
    moment.unit.teams.save(changed)
    library, shown = moment.speaks(changed), _spoken(moment, changed)
    if team.status != "draft":
        card = wording.settings_changed(library, shown, languages)
        return [Post(f"re:{event.who.platform}:{event.id}", team.channel, card)]
    announced = Post(f"set-up:{team.id}", team.channel, wording.announced(library, shown, languages))
    gather = Gather(f"gather:{team.id}", team.channel)
    return [announced, *invite(moment, changed, event.who), gather]


def pause(moment: Moment, event: Event, value: str) -> list[Reply]:
    """No new questions; an open week still closes, so that no answer is lost."""
    found = coordinator_seat(moment, event, "pause", value)
    if not isinstance(found, Seat):
        return found
    team = replace(found.team, status="paused")
    if team.step == "ask":
        team = replace(team, due=None)
    moment.unit.teams.save(team)
    return tell_all(moment, event, team, wording.paused)


def resume(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Questions again, from the next time in the rhythm."""
    found = coordinator_seat(moment, event, "resume", value)
    if not isinstance(found, Seat):
        return found
    team = replace(found.team, status="active")
    if team.step == "ask" and team.due is None:
        team = replace(team, due=next_ask(rhythm_of(team), moment.now))
    moment.unit.teams.save(team)
    return tell_all(moment, event, team, wording.resumed)


def phase(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The four phases to choose from."""
    found = coordinator_seat(moment, event, "phase", value)
    if not isinstance(found, Seat):
        return found
    return tell(event, wording.phase_choice(moment.library, found.team))


def set_phase(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The phase changes from the next question on."""
    team_id, _, chosen = value.partition(":")
    found = coordinator_seat(moment, event, "phase", team_id)
    if not isinstance(found, Seat):
        return found
    if chosen not in moment.library.phases:
        return tell(event, wording.phase_choice(moment.library, found.team))
    team = replace(found.team, phase=chosen)
    moment.unit.teams.save(team)
    return tell_all(moment, event, team, wording.phase_changed)


def fresh_start(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Asked once more."""
    found = coordinator_seat(moment, event, "fresh_start", value)
    return (
        turn_into(event, wording.sure_to_begin_anew(moment.library, found.team)) if isinstance(found, Seat) else found
    )


def fresh_start_now(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The scores close at once, and nothing is published by it (rule R9)."""
    found = coordinator_seat(moment, event, "fresh_start", value)
    if not isinstance(found, Seat):
        return found
    ballot.begin_anew(moment, found.team)
    return tell_all(moment, event, found.team, wording.begins_anew)


def end(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Asked once more."""
    found = coordinator_seat(moment, event, "end", value)
    return turn_into(event, welcome.sure_to_end(moment.library, found.team)) if isinstance(found, Seat) else found


def end_now(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The team ends; no answer stays."""
    found = coordinator_seat(moment, event, "end", value)
    if not isinstance(found, Seat):
        return found
    ballot.forget_all(moment, found.team)
    thoughts.drop_all(moment, found.team)
    moment.unit.teams.save(replace(found.team, status="ended", due=None))
    today = local_day(moment.now, found.team.zone)
    for member in moment.unit.members.everyone(found.team.id):
        moment.unit.members.save(replace(member, gone=member.gone or today))
    recall(moment, found.team)
    return tell_all(moment, event, found.team, welcome.ended)
