"""The team's list of topics, and what is taken out of quotes: open to everybody, changed by coordinators."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.domain import Seat
from bot.messages import Event, Reply, Submitted
from bot.moment import Moment, coordinator_seat, seat, show, tell, tell_all
from bot.topics import read
from bot.wording import topics as wording


def topics(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The same for everybody, with a button for coordinators."""
    found = seat(moment, event, "topics", value)
    if not isinstance(found, Seat):
        return found
    return tell(event, wording.listed(moment.library, found.team, coordinator=found.member.coordinator))


def change_topics(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The form with both lists."""
    found = coordinator_seat(moment, event, "change_topics", value)
    if not isinstance(found, Seat):
        return found
    typed = wording.as_lines(moment.library, found.team)
    return [show(event, wording.topics_form(moment.library, found.team, typed, {}))]


def submit_topics(moment: Moment, event: Submitted) -> list[Reply]:
    """Keep the lists, and tell the whole team; or say beside a list what is wrong with it."""
    found = coordinator_seat(moment, event, "change_topics", event.value)
    if not isinstance(found, Seat):
        return found
    chosen = read(event.answers.get("topics", ""), moment.languages.libraries.values())
    left_out = read(event.answers.get("left_out", ""), ())
    errors = wording.wrong(moment.library, chosen, left_out)
    if errors:
        return [show(event, wording.topics_form(moment.library, found.team, event.answers, errors))]
    team = replace(found.team, topics=chosen, left_out=left_out)
    moment.unit.teams.save(team)
    listed = partial(wording.listed, coordinator=False)
    return tell_all(moment, event, team, listed, partial(wording.listed, coordinator=True))
