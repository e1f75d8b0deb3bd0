"""What of somebody's words the team may see: its writer switches it on, sees it first, and can take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import thoughts
from bot.domain import Thought
from bot.handlers.answering import Week, open_week
from bot.messages import Event, OpenForm, Reply, Submitted
from bot.moment import Moment, show, tell, turn_into
from bot.topics import suggested, topics_of
from bot.wording import writing as wording


@dataclass(frozen=True, slots=True)
class Written:
    """An open week, and what the person wrote in it."""

    week: Week
    thought: Thought


def written(moment: Moment, event: Event, action: str, value: str) -> Written | list[Reply]:
    found = open_week(moment, event, action, value)
    if not isinstance(found, Week):
        return found
    thought = thoughts.of_week(moment, found.team, found.member, found.round.week)
    if thought is None:
        return tell(event, wording.nothing_written(moment.library, found.team, found.round))
    return Written(found, thought)


def share_topics(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The form that asks what the words are about, with what seems to fit ticked already."""
    at = written(moment, event, "share_topics", value)
    if not isinstance(at, Written):
        return at
    topics = topics_of(at.week.team)
    ticked = at.thought.topics or suggested(at.thought.words, topics, moment.library)
    return [_topics_form(moment, event, at, ticked)]


def _topics_form(moment: Moment, event: Event, at: Written, ticked: Sequence[str], error: str = "") -> OpenForm:
    team = at.week.team
    people = sum(member.state == "in" for member in moment.unit.members.everyone(team.id))
    return show(event, wording.topics_form(moment.library, team, at.week.round, at.thought, ticked, people, error))


def submit_topics(moment: Moment, event: Submitted) -> list[Reply]:
    """Share the topics that the person saw a preview of; with other ticks they see that one first."""
    value, _, seen = event.value.rpartition(":")
    at = written(moment, event, "share_topics", value)
    if not isinstance(at, Written):
        return at
    boxes = set(event.answers.get("topics", "").split())
    ticked = tuple(topic for number, topic in enumerate(topics_of(at.week.team)) if str(number) in boxes)
    if not ticked:
        return [_topics_form(moment, event, at, (), wording.tick_one(moment.library))]
    if wording.seen(ticked) != seen:
        chosen = replace(at, thought=replace(at.thought, topics=ticked))
        return [_topics_form(moment, event, chosen, ticked)]
    return keep(moment, event, at, replace(at.thought, topics=ticked))


def keep(moment: Moment, event: Event, at: Written, thought: Thought) -> list[Reply]:
    team, round_ = at.week.team, at.week.round
    thoughts.keep(moment, team, at.week.member, round_.week, thought)
    until = moment.library.t.moment(round_.closes, team.zone)
    return turn_into(event, wording.shared(moment.library, team, round_, until, quote=bool(thought.quote)))


def share_nothing(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The words stay, locked; nothing of them is shared."""
    at = written(moment, event, "share_nothing", value)
    if not isinstance(at, Written):
        return at
    thoughts.keep(moment, at.week.team, at.week.member, at.week.round.week, Thought(at.thought.words))
    return turn_into(event, wording.not_shared(moment.library, at.week.team, at.week.round))
