"""Words: help, status, explanations, languages, and a kind answer to anything else."""

from __future__ import annotations

from bot import ballot
from bot.domain import Seat, Team
from bot.explain import explain
from bot.library import Entry
from bot.messages import Card, Event, Opened, Post, Reply, Said
from bot.moment import Moment, say, seat, tell
from bot.rhythm import local_day
from bot.wording import safe, talk, welcome

NAMED = 0.8
"""How sure a find must be when nobody asked: as sure as when the thing itself is named."""


def help_(moment: Moment, event: Event, value: str) -> list[Reply]:
    """What one can say."""
    return say(event, talk.help_card(moment.library, several=bool(moment.languages.choice)))


def status(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Where the team is and where the asker is; always told privately."""
    if not value and event.where.private and not moment.unit.teams.of(event.who):
        return tell(event, _in_no_team(moment, event))
    found = seat(moment, event, "status", value.partition(":")[0])
    return tell(event, _status(moment, found)) if isinstance(found, Seat) else found


def _in_no_team(moment: Moment, event: Event) -> Card:
    """The ways in; for those who said no, the way they know."""
    declined = moment.unit.teams.declined(event.who)
    return welcome.declined_earlier(moment.library, declined) if declined else talk.no_team(moment.library)


def _status(moment: Moment, at: Seat) -> Card:
    team, member = at.team, at.member
    answered = None
    if member.state == "in" and team.step != "ask":
        answered = ballot.given(moment, team, member)
    day = local_day(moment.now, team.zone)
    names = [m.person.name for m in moment.unit.members.everyone(team.id) if m.counts_on(day)]
    unreached = _unreached(moment, team) if member.coordinator else 0
    round_ = moment.unit.rounds.get(team.id, team.week)
    closes = round_.closes if round_ is not None and not round_.closed else None
    return talk.status_card(moment.library, at, closes, answered, names, unreached, counts=at.counts_on(day))


def _unreached(moment: Moment, team: Team) -> int:
    return moment.unit.outbox.failed(team.id, f"ask:{team.id}:{team.week}")


def explain_id(moment: Moment, event: Event, value: str) -> list[Reply]:
    """A button that names an entry."""
    entry = moment.library.entries.get(value)
    return explain_words(moment, event, value) if entry is None else _explained(moment, event, entry)


def explain_more(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The whole entry."""
    entry = moment.library.entries.get(value)
    return explain_words(moment, event, value) if entry is None else say(event, talk.explanation(moment.library, entry))


def _explained(moment: Moment, event: Event, entry: Entry) -> list[Reply]:
    """In short, with the way on."""
    return say(event, talk.short_explanation(moment.library, entry, _team_to_ask(moment, event, entry)))


def _team_to_ask(moment: Moment, event: Event, entry: Entry) -> str:
    """What the button carries that offers the entry's question: "team:entry", "entry" where one of several teams is to
    be chosen, and "" where there is none."""
    here = None if event.where.private else moment.unit.teams.at(event.where)
    if here is not None and here.live and isinstance(event, Said) and not event.answer_place.private:
        return f"{here.id}:{entry.id}"  # everybody in the channel reads it
    teams = [team.id for team, member in moment.unit.teams.of(event.who) if member.state == "in"]
    if here is not None and here.id in teams:
        teams = [here.id]
    if len(teams) > 1:
        return entry.id
    return f"{teams[0]}:{entry.id}" if teams else ""


def explain_words(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Words that ask for an explanation."""
    found = explain(value, moment.library)
    if found.entry:
        return _explained(moment, event, found.entry)
    return say(event, talk.dont_know(moment.library, found))


def explain_what(moment: Moment, event: Event, value: str) -> list[Reply]:
    """“explain” with nothing behind it."""
    return say(event, talk.explain_what(moment.library))


def how_safe(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Told privately: the promise, the rules, the limits."""
    team = moment.unit.teams.get(value) if value else None
    if team is None:
        found = seat(moment, event, "safe")
        if not isinstance(found, Seat):
            return found
        team = found.team
    return tell(event, safe.how_is_this_safe(moment.library, team))


def language(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The languages to choose from."""
    return tell(event, talk.language_choice(moment.library, moment.languages.choice))


def anything_else(moment: Moment, event: Event, value: str) -> list[Reply]:
    """Explain when the words clearly name something known; else offer the choices. Never an answer to the week."""
    found = explain(value, moment.library) if value else None
    if found is not None and found.entry is not None and found.matches[0].score >= NAMED:
        return _explained(moment, event, found.entry)
    return say(event, talk.fallback(moment.library))


def home(moment: Moment, event: Opened) -> list[Reply]:
    """The bot's own page: status of each team, or the way in."""
    seats = moment.unit.teams.of(event.who)
    library, told = moment.library, [_status(moment, Seat(*at)) for at in seats]
    card = talk.home_card(library, told) if seats else _in_no_team(moment, event)
    return [Post(f"re:{event.who.platform}:{event.id}", event.answer_place, card)]
