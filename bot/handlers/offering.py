"""Anyone in a team may offer a question to its coordinators, and is not named."""

from __future__ import annotations

from bot.domain import Seat, Team
from bot.handlers.sharing import coordinators
from bot.library import Question
from bot.messages import Event, Post, Reply
from bot.moment import Moment, seat, tell
from bot.questions import OF_ENTRY, find
from bot.wording import asking, talk, week


def offer(moment: Moment, event: Event, value: str) -> list[Reply]:
    """An entry's question ("team:entry", or "entry") goes to the coordinators. Nobody is told whose wish it is."""
    team_id, _, entry = value.rpartition(":")
    question = find(moment.library, OF_ENTRY + entry)
    if question is None:
        return tell(event, talk.fallback(moment.library))
    found = _own_seat(moment, event, team_id, entry)
    if not isinstance(found, Seat):
        return found
    if found.member.coordinator:
        return tell(event, asking.offered(moment.library, found.team, question, own=True))
    return _pass_on(moment, event, found.team, question)


def _own_seat(moment: Moment, event: Event, team_id: str, entry: str) -> Seat | list[Reply]:
    """The team that the asker is in and means; or the replies that ask for it."""
    if not team_id:
        seats = [Seat(*each) for each in moment.unit.teams.of(event.who) if each[1].state == "in"]
        if len(seats) > 1:
            return tell(event, talk.which_team(moment.library, "offer", [each.team for each in seats], entry))
        return seats[0] if seats else tell(event, talk.no_team(moment.library))
    found = seat(moment, event, "offer", team_id)
    if isinstance(found, Seat) and found.member.state != "in":
        return tell(event, week.not_in_team(moment.library))
    return found


def _pass_on(moment: Moment, event: Event, team: Team, question: Question) -> list[Reply]:
    holders = coordinators(moment, team)
    if not holders:
        return tell(event, asking.nobody_to_ask(moment.library, team))
    for member in holders:
        library = moment.languages.of(*moment.unit.people.meet(member.person, team=team.id))
        said = find(library, question.id) or question
        # The key names nobody who asks, so a question is offered once a week, however many press.
        key = f"offer:{team.id}:{team.week + 1}:{question.id}:{member.id}"
        post = Post(key, member.person.place, asking.offered(library, team, said))
        moment.unit.outbox.put([post], moment.now, team.id)
    return tell(event, asking.passed_on(moment.library, team, question))
