"""Coming into a team and leaving it. Nobody is enrolled silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from bot import ballot
from bot.domain import COUNTS_AFTER_DAYS, VOICES, Member, Seat, Team
from bot.messages import Event, Joined, Left, Person, Post, Reply
from bot.moment import Moment, seat, tell, turn_into
from bot.rhythm import local_day
from bot.wording import talk, week, welcome


def joined(moment: Moment, event: Joined) -> list[Reply]:
    """Somebody is in the team's channel, followed an invitation, or added the bot: they are invited, no more."""
    if event.code:
        return by_code(moment, event, event.code)
    if event.where.private:
        return tell(event, talk.hello())
    team = moment.unit.teams.at(event.where)
    if team is None or not team.live:
        return []
    known = moment.unit.members.get(team.id, event.who)
    return [] if known is not None and known.state in ("in", "declined") else invite(moment, team, event.who)


def by_code(moment: Moment, event: Event, code: str) -> list[Reply]:
    """The invitation of a team, followed on any platform."""
    team = moment.unit.teams.by_code(code.strip().upper())
    if team is None or not team.live:
        return tell(event, talk.unknown_code())
    known = moment.unit.members.get(team.id, event.who)
    if known is not None and known.state == "in":
        return tell(event, welcome.already_in(team))
    return invite(moment, team, event.who, again=event.id)


def invite(moment: Moment, team: Team, person: Person, *, again: str = "") -> list[Reply]:
    """The welcome. Sent once, however often somebody is met; `again` is set when they ask for it themselves."""
    member = moment.unit.members.get(team.id, person)
    if member is None:
        member = Member(str(uuid4()), team.id, person)
        moment.unit.members.save(member)
    key = f"welcome:{team.id}:{member.id}" + (f":{again}" if again else "")
    return [Post(key, person.place, welcome.welcome(team))]


def accept(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Yes. Membership begins today; then the voice, if they want to say."""
    team = moment.unit.teams.get(value)
    if team is None or not team.live:
        return tell(event, talk.no_team())
    member = moment.unit.members.get(team.id, event.who)
    if member is None:
        return tell(event, week.not_in_team())
    if member.state != "in":
        today = local_day(moment.now, team.zone)
        moment.unit.members.save(replace(member, state="in", joined=today))
    return turn_into(event, welcome.ask_voice(team))


def decline(moment: Moment, event: Event, value: str) -> list[Reply]:
    """No."""
    found = seat(moment, event, "decline", value)
    if not isinstance(found, Seat):
        return found
    if found.member.state == "invited":
        moment.unit.members.save(replace(found.member, state="declined"))
    return turn_into(event, welcome.declined(found.team))


def choose_voice(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The voice is kept, and the open week's question follows in its wording, when there is one."""
    team_id, _, voice = value.partition(":")
    found = seat(moment, event, "voice", team_id)
    if not isinstance(found, Seat):
        return found
    if voice not in VOICES:
        return turn_into(event, welcome.ask_voice(found.team))
    member = replace(found.member, voice=voice)
    moment.unit.members.save(member)
    team = found.team
    counts = (member.joined or local_day(moment.now, team.zone)) + timedelta(days=COUNTS_AFTER_DAYS)
    replies = turn_into(event, welcome.all_set(team, counts))
    round_ = moment.unit.rounds.get(team.id, team.week)
    if round_ is not None and not round_.closed and moment.now < round_.closes and member.state == "in":
        card = week.question_card(team, round_, moment.library, voice)
        replies.append(Post(f"ask:{team.id}:{team.week}:{member.id}", event.who.place, card))
    return replies


def stop(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Asked before anything is deleted."""
    found = seat(moment, event, "stop", value)
    if not isinstance(found, Seat):
        return found
    return tell(event, welcome.sure_to_leave(found.team, coordinator=found.member.coordinator))


def leave(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Out: answers deleted at once, and nothing more is sent."""
    found = seat(moment, event, "leave", value)
    if not isinstance(found, Seat):
        return found
    _take_out(moment, found.team, found.member)
    return turn_into(event, welcome.left(found.team))


def left(moment: Moment, event: Left) -> list[Reply]:
    """Leaving the team's channel is leaving the team."""
    team = None if event.where.private else moment.unit.teams.at(event.where)
    member = moment.unit.members.get(team.id, event.who) if team else None
    if team is None or member is None or member.state == "left":
        return []
    was_in = member.state == "in"
    _take_out(moment, team, member)
    return tell(event, welcome.left(team)) if was_in else []


def _take_out(moment: Moment, team: Team, member: Member) -> None:
    ballot.forget(moment, team, member)
    moment.unit.members.save(replace(member, state="left", joined=None, coordinator=False))
    for occasion in ("ask", "remind", "later"):
        moment.unit.outbox.cancel(team.id, f"{occasion}:{team.id}:{team.week}:{member.id}")
