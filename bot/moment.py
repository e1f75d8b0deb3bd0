"""What every handler is given, and the few ways in which handlers answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.domain import Seat, Team
from bot.languages import Languages
from bot.library import Library
from bot.messages import Card, Event, Form, OpenForm, Post, Pressed, Reply, Revise, Submitted
from bot.ports import Keys, Unit
from bot.wording import setup, talk, week


@dataclass(frozen=True, slots=True)
class Moment:
    """One transaction at one time: all that a handler may touch.

    `library` is in the language of the person whose event it is (of the team, at a tick); `chosen` is the language that
    the person chose, "" for none.
    """

    unit: Unit
    languages: Languages
    library: Library
    now: datetime
    keys: Keys
    chosen: str = ""
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """What must only happen once the transaction is kept."""
    spent: list[str] = field(default_factory=list)
    """Names of keys to destroy once the transaction is kept: that cannot be rolled back."""
    tidy: Callable[[], None] = lambda: None
    """Lets nothing that was deleted linger; for `afterwards`."""

    def speaks(self, team: Team) -> Library:
        """The language in which everybody in the team reads the same: the team's."""
        return self.languages.of(team.language)

    def asker(self, team: Team) -> Library:
        """The language for the asker in a team that they may not be in yet: their own, else the team's."""
        return self.languages.of(self.chosen, team.language)


Handler: TypeAlias = Callable[[Moment, Event, str], Sequence[Reply]]
"""What answers an intent: the moment, the event, and what the intent is about ("" when nothing)."""


def say(event: Event, card: Card) -> list[Reply]:
    """Answer where it was asked. A press in a channel is answered privately, so that one person's wish to read more
    does not fill everybody's channel."""
    place = event.answer_place
    if isinstance(event, Pressed | Submitted) and not place.private:
        place = event.who.place
    return [Post(f"re:{event.who.platform}:{event.id}", place, card)]


def tell(event: Event, card: Card) -> list[Reply]:
    """Answer in the person's direct conversation, wherever they asked: for what concerns them alone."""
    return [Post(f"re:{event.who.platform}:{event.id}", event.who.place, card)]


def turn_into(event: Event, card: Card) -> list[Reply]:
    """Put the answer in the place of the message whose button was pressed, where there is one of the person's own."""
    message = getattr(event, "message", "")
    if message and event.where.private:
        return [Revise(f"re:{event.who.platform}:{event.id}", event.where, message, card)]
    return tell(event, card)


def tell_all(
    moment: Moment,
    event: Event,
    team: Team,
    make: Callable[[Library, Team], Card],
    own: Callable[[Library, Team], Card] | None = None,
) -> list[Reply]:
    """Tell everybody in the channel, in the team's language; also the one who did it, in theirs, when they did it
    somewhere else. `own` makes what that one reads, when it is more than what everybody does."""
    key = f"re:{event.who.platform}:{event.id}:all"
    replies: list[Reply] = [Post(key, team.channel, make(moment.speaks(team), team))]
    if event.where == team.channel and event.reply_at is None:
        return replies
    return [*replies, *turn_into(event, (own or make)(moment.library, team))]


def show(event: Event, form: Form) -> OpenForm:
    """Open a form for the person, in the place of the message whose button was pressed where there is one."""
    return OpenForm(form, event.who, getattr(event, "message", ""))


def recall(moment: Moment, team: Team, rest: str = "") -> None:
    """Take back a team's questions and reminders that have not been sent; `rest` is how their occasions go on."""
    occasions = (f"{occasion}:{team.id}{rest}" for occasion in ("ask", "remind", "later"))
    moment.unit.outbox.cancel(team.id, *occasions)


def seat(moment: Moment, event: Event, action: str, team_id: str = "") -> Seat | list[Reply]:
    """Which team the event is about, and the person's membership there; or the replies that ask for it.

    In order: the team named, the team of the channel, the person's only team.
    """
    unit = moment.unit
    team = unit.teams.get(team_id) if team_id else None
    if team is None and not event.where.private and (here := unit.teams.at(event.where)):
        team = unit.teams.get(here.id)
    if team is None and not team_id:
        seats = unit.teams.of(event.who)
        if len(seats) > 1:
            return tell(event, talk.which_team(moment.library, action, [team for team, _ in seats]))
        if seats:
            team = unit.teams.get(seats[0][0].id)
    member = unit.members.get(team.id, event.who) if team is not None else None
    if team is None or not team.live:
        return tell(event, talk.no_team(moment.library))
    if member is None:
        return tell(event, week.not_in_team(moment.library))
    return Seat(team, member)


def coordinator_seat(moment: Moment, event: Event, action: str, team_id: str = "") -> Seat | list[Reply]:
    """As `seat`, for what only coordinators may do."""
    found = seat(moment, event, action, team_id)
    if isinstance(found, Seat) and not found.member.coordinator:
        return tell(event, setup.only_coordinators(moment.library))
    return found
