"""Coming into a team and leaving it. Nobody is enrolled silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from bot import ballot, thoughts
from bot.domain import COUNTS_AFTER_DAYS, VOICES, Member, Seat, Team
from bot.messages import Event, Joined, Left, Person, Post, Reply
from bot.moment import Moment, recall, seat, tell, turn_into
from bot.rhythm import local_day
from bot.wording import talk, week, welcome


def joined(moment: Moment, event: Joined) -> list[Reply]:
    """Somebody is in the team's channel, followed an invitation, or added the bot: they are invited, no more."""
    if event.code:
        return by_code(moment, event, event.code)
    if event.where.private:
        return tell(event, talk.help_card(moment.library, several=bool(moment.languages.choice)))
    team = moment.unit.teams.at(event.where)
    if team is None or not team.live:
        return []
    known = moment.unit.members.get(team.id, event.who)
    return [] if known is not None and known.state in ("in", "declined") else invite(moment, team, event.who)


def by_code(moment: Moment, event: Event, code: str) -> list[Reply]:
    """The invitation of a team, followed on any platform."""
    team = moment.unit.teams.by_code(code.strip().upper())
    if team is None or not team.live:
        return tell(event, talk.unknown_code(moment.library))
    known = moment.unit.members.get(team.id, event.who)
    if known is not None and known.state == "in":
        return tell(event, welcome.already_in(moment.asker(team), team))
    return invite(moment, team, event.who, again=event.id)


def invite(moment: Moment, team: Team, person: Person, *, again: str = "") -> list[Reply]:
    """The welcome for the person whose event it is. Sent once, however often they are met; `again` is set when they ask
    for it themselves."""
    member = moment.unit.members.get(team.id, person)
    if member is None:
        member = Member(str(uuid4()), team.id, person)
        moment.unit.members.save(member)
    key = f"welcome:{team.id}:{member.id}" + (f":{again}" if again else "")
    library = moment.asker(team)
    others = moment.languages.speeches(library)[1:]
    return [Post(key, person.place, welcome.welcome(library, team, others))]


def accept(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Yes. Membership begins today; then the voice, if they want to say."""
    team = moment.unit.teams.get(value)
    if team is None or not team.live:
        return tell(event, talk.no_team(moment.library))
    member = moment.unit.members.get(team.id, event.who)
    if member is None:
        return tell(event, week.not_in_team(moment.library))
    if member.state != "in":
        today = local_day(moment.now, team.zone)
        moment.unit.members.save(replace(member, state="in", joined=today, gone=None))
    return turn_into(event, welcome.ask_voice(moment.library, team))


def decline(moment: Moment, event: Event, value: str) -> list[Reply]:
    """No."""
    found = seat(moment, event, "decline", value)
    if not isinstance(found, Seat):
        return found
    if found.member.state == "invited":
        moment.unit.members.save(replace(found.member, state="declined"))
    return turn_into(event, welcome.declined(moment.library, found.team))


def choose_voice(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The voice is kept, and the open week's question follows in its wording, when there is one."""
    team_id, _, voice = value.partition(":")
    found = seat(moment, event, "voice", team_id)
    if not isinstance(found, Seat):
        return found
    if voice not in VOICES:
        return turn_into(event, welcome.ask_voice(moment.library, found.team))
    team, member = found.team, replace(found.member, voice=voice)
    if team.two_circles and voice != found.member.voice and member.state == "in":
        # Rule R7: to change circles is to leave the one and to join the other.
        ballot.forget(moment, team, found.member)
        member = replace(member, joined=local_day(moment.now, team.zone))
    moment.unit.members.save(member)
    counts = (member.joined or local_day(moment.now, team.zone)) + timedelta(days=COUNTS_AFTER_DAYS)
    replies = turn_into(event, welcome.all_set(moment.library, team, counts))
    round_ = moment.unit.rounds.get(team.id, team.week)
    if round_ is not None and not round_.closed and moment.now < round_.closes and member.state == "in":
        card = week.question_card(moment.library, team, round_, voice)
        replies.append(Post(f"ask:{team.id}:{team.week}:{member.id}", event.who.place, card, round_.closes))
    return replies


def set_language(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The language is kept for the person. An invitation that waits for a yes comes again in it."""
    if value not in moment.languages.libraries:
        return tell(event, talk.language_choice(moment.library, moment.languages.choice))
    moment.unit.people.speak(event.who, value)
    now = replace(moment, chosen=value, library=moment.languages.of(value))
    waiting = [team for team, member in now.unit.teams.of(event.who) if member.state == "invited"]
    invitations = [post for team in waiting for post in invite(now, team, event.who, again=event.id)]
    return [*turn_into(event, talk.language_chosen(now.library)), *invitations]


def stop(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Asked before anything is deleted."""
    found = seat(moment, event, "stop", value)
    if not isinstance(found, Seat):
        return found
    return tell(event, welcome.sure_to_leave(moment.library, found.team, coordinator=found.member.coordinator))


def leave(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Out: answers deleted at once, and nothing more is sent."""
    found = seat(moment, event, "leave", value)
    if not isinstance(found, Seat):
        return found
    take_out(moment, found.team, found.member)
    return turn_into(event, welcome.left(moment.library, found.team))


def left(moment: Moment, event: Left) -> list[Reply]:
    """Leaving the team's channel is leaving the team."""
    team = None if event.where.private else moment.unit.teams.at(event.where)
    member = moment.unit.members.get(team.id, event.who) if team else None
    if team is None or member is None or member.state == "left":
        return []
    was_in = member.state == "in"
    take_out(moment, team, member)
    return tell(event, welcome.left(moment.library, team)) if was_in else []


def take_out(moment: Moment, team: Team, member: Member) -> None:
    """Answers are deleted at once, and what has not been sent is not sent."""
    ballot.forget(moment, team, member)
    thoughts.drop(moment, team, member, team.week)
    today = local_day(moment.now, team.zone)
    moment.unit.members.save(replace(member, state="left", joined=None, coordinator=False, gone=today))
    recall(moment, team, f":{team.week}:{member.id}")
