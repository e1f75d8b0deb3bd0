"""What coordinators do: set up, change, pause, end. Everybody sees what changed."""

from __future__ import annotations

from dataclasses import replace
from secrets import choice
from uuid import uuid4

from bot import ballot
from bot.domain import Member, Seat, Team
from bot.handlers.joining import invite
from bot.messages import Card, Event, Gather, OpenForm, Post, Reply, Submitted
from bot.moment import Moment, coordinator_seat, say, seat, tell, turn_into
from bot.rhythm import Rhythm, next_ask
from bot.settings import read_settings
from bot.wording import setup as wording
from bot.wording import welcome

# No letters or digits that look alike: people read invitations aloud.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def setup(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Begin a team in this channel, or show the one that is there."""
    if event.where.private:
        return tell(event, wording.where_to_set_up())
    team = moment.unit.teams.at(event.where)
    if team is not None and team.live:
        return settings(moment, event, team.id)
    if team is None:
        team = Team(str(uuid4()), "", event.where, code="".join(choice(CODE_LETTERS) for _ in range(8)))
        moment.unit.teams.save(team)
    if moment.unit.members.get(team.id, event.who) is None:
        moment.unit.members.save(Member(str(uuid4()), team.id, event.who, coordinator=True))
    return [OpenForm(wording.setup_form(team, moment.library, {}, {}), event.who)]


def settings(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The same settings for everybody."""
    found = seat(moment, event, "settings", value)
    if not isinstance(found, Seat):
        return found
    return say(event, wording.settings_card(found.team, moment.library, coordinator=found.member.coordinator))


def settings_form(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The form, for coordinators."""
    found = coordinator_seat(moment, event, "settings_form", value)
    if not isinstance(found, Seat):
        return found
    return [OpenForm(wording.setup_form(found.team, moment.library, {}, {}), event.who)]


def submit_setup(moment: Moment, event: Submitted) -> list[Reply]:
    """Save the settings, or tell beside each field what cannot be."""
    team = moment.unit.teams.get(event.value)
    member = moment.unit.members.get(team.id, event.who) if team else None
    if team is None or team.status == "ended" or member is None or not member.coordinator:
        return tell(event, wording.only_coordinators())
    changed, errors = read_settings(team, event.answers, moment.library, moment.now)
    if errors:
        return [OpenForm(wording.setup_form(team, moment.library, event.answers, errors), event.who)]
    moment.unit.teams.save(changed)
    if team.status != "draft":
        card = wording.settings_card(changed, moment.library, coordinator=False, title="The settings have changed")
        return [Post(f"re:{event.who.platform}:{event.id}", team.channel, card)]
    announced = Post(f"set-up:{team.id}", team.channel, wording.announced(changed, moment.library))
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
    return _in_channel(event, team, wording.paused(team))


def resume(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Questions again, from the next time in the rhythm."""
    found = coordinator_seat(moment, event, "resume", value)
    if not isinstance(found, Seat):
        return found
    team = replace(found.team, status="active")
    if team.step == "ask" and team.due is None:
        team = replace(team, due=next_ask(Rhythm(team.weekday, team.minute, team.zone), moment.now))
    moment.unit.teams.save(team)
    return _in_channel(event, team, wording.resumed(team))


def phase(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The four phases to choose from."""
    found = coordinator_seat(moment, event, "phase", value)
    if not isinstance(found, Seat):
        return found
    return tell(event, wording.phase_choice(found.team, moment.library))


def set_phase(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The phase changes from the next question on."""
    team_id, _, chosen = value.partition(":")
    found = coordinator_seat(moment, event, "phase", team_id)
    if not isinstance(found, Seat):
        return found
    if chosen not in moment.library.phases:
        return tell(event, wording.phase_choice(found.team, moment.library))
    team = replace(found.team, phase=chosen)
    moment.unit.teams.save(team)
    return _in_channel(event, team, wording.phase_changed(team, moment.library))


def end(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Asked once more."""
    found = coordinator_seat(moment, event, "end", value)
    return turn_into(event, welcome.sure_to_end(found.team)) if isinstance(found, Seat) else found


def end_now(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The team ends; no answer stays."""
    found = coordinator_seat(moment, event, "end", value)
    if not isinstance(found, Seat):
        return found
    ballot.forget_all(moment, found.team)
    moment.unit.teams.save(replace(found.team, status="ended", due=None))
    for occasion in ("ask", "remind", "later"):
        moment.unit.outbox.cancel(found.team.id, f"{occasion}:{found.team.id}")
    return _in_channel(event, found.team, welcome.ended(found.team))


def _in_channel(event: Event, team: Team, card: Card) -> list[Reply]:
    """Told to everybody in the channel; also to the one who did it, when they did it somewhere else."""
    replies: list[Reply] = [Post(f"re:{event.who.platform}:{event.id}:all", team.channel, card)]
    return replies if event.where == team.channel and event.reply_at is None else [*replies, *turn_into(event, card)]
