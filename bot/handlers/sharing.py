"""Coordinating is a task, held by several and handed on. Who holds it is open to see."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.domain import Member, Seat, Team
from bot.messages import Event, Reply
from bot.moment import Moment, coordinator_seat, seat, tell, tell_all
from bot.wording import setup as wording


def coordinate(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Take the task on when nobody in the team holds it; else learn whom to ask."""
    found = seat(moment, event, "coordinate", value)
    if not isinstance(found, Seat):
        return found
    holders = coordinators(moment, found.team)
    if found.member.state == "in" and not holders:
        return _appoint(moment, event, found.team, found.member)
    names = [member.person.name for member in holders]
    return tell(event, wording.ask_a_coordinator(moment.library, found.team, names))


def share(moment: Moment, event: Event, name: str) -> list[Reply]:
    """A coordinator gives the task to a member, by name, and keeps it."""
    found = coordinator_seat(moment, event, "share")
    if not isinstance(found, Seat):
        return found
    wanted = name.strip(" .!@").casefold()
    members = moment.unit.members.everyone(found.team.id)
    named = [member for member in members if member.state == "in" and member.person.name.casefold() == wanted]
    if len(named) != 1:
        return tell(event, wording.no_such_member(moment.library, name))
    return _appoint(moment, event, found.team, named[0])


def coordinators(moment: Moment, team: Team) -> list[Member]:
    """Those who hold the task now."""
    everyone = moment.unit.members.everyone(team.id)
    return [member for member in everyone if member.coordinator and member.state in ("in", "invited")]


def _appoint(moment: Moment, event: Event, team: Team, member: Member) -> list[Reply]:
    moment.unit.members.save(replace(member, coordinator=True))
    return tell_all(moment, event, team, partial(wording.new_coordinator, name=member.person.name))
