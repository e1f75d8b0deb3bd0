"""What people wrote in the box: locked while it lives, shared only as its writer chose, gone when its window ends.

A window is four weeks. Whose words they are is told by a code that is good for one window: its key is destroyed with
the words. No other module opens them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.domain import Member, Round, Standing, Team, Thought
from bot.moment import Moment
from bot.pseudonym import pseudonym, pseudonyms
from bot.rhythm import local_day
from bot.themes import WINDOW_WEEKS, released, told
from bot.topics import topics_of


def window_of(week: int) -> int:
    """Which window a week belongs to; the first week is 1, the first window 0."""
    return (week - 1) // WINDOW_WEEKS


def keep(moment: Moment, team: Team, member: Member, week: int, thought: Thought) -> None:
    """Lock it, in the place of what was there for this week."""
    sealed = moment.keys.seal(json.dumps([thought.words, thought.topics, thought.quote]))
    moment.unit.thoughts.keep(team.id, week, _code(moment, team, member, week), sealed)


def of_week(moment: Moment, team: Team, member: Member, week: int) -> Thought | None:
    """What the person wrote in this week; None for nothing."""
    return dict(of_person(moment, team, member, week)).get(week)


def of_person(moment: Moment, team: Team, member: Member, week: int) -> list[tuple[int, Thought]]:
    """(week, thought) of everything of theirs in the window of `week`: all that is not deleted yet."""
    if not moment.unit.thoughts.some(team.id):  # as it mostly is; a code would make the window's key
        return []
    code = _code(moment, team, member, week)
    found = ((week, _opened(moment, sealed)) for week, sealed in moment.unit.thoughts.of(team.id, code))
    return [(week, thought) for week, thought in found if thought]


def drop(moment: Moment, team: Team, member: Member, week: int, *, only: bool = False) -> None:
    """Delete what the person wrote in the window of `week`, or in this week only."""
    if not moment.unit.thoughts.some(team.id):
        return
    code = _code(moment, team, member, week)
    moment.unit.thoughts.drop(team.id, code, week if only else None)


def drop_all(moment: Moment, team: Team) -> None:
    """The team has ended: nothing stays that anybody wrote."""
    moment.unit.thoughts.end(team.id)
    moment.unit.quotes.end(team.id)
    _destroy_keys(moment, team, team.week)


def close(moment: Moment, team: Team, round_: Round, members: Sequence[Standing]) -> tuple[str, ...]:
    """At the end of a window: the topics that may be told; its quotes wait, its words and their codes are gone.

    In every other week there is nothing to tell.
    """
    week = round_.week
    if week % WINDOW_WEEKS:
        return ()
    shared = _shared(moment, team, round_, members) if moment.unit.thoughts.some(team.id) else []
    raised: dict[str, set[str]] = {}
    for code, thought in shared:
        raised.setdefault(code, set()).update(thought.topics)
    quotes = {code: thought.quote for code, thought in shared if thought.quote}
    batch = released(quotes, len(raised), team.colluders)
    moment.unit.quotes.put(team.id, window_of(week), [moment.keys.seal(quote) for quote in batch])
    moment.unit.thoughts.end(team.id)
    _destroy_keys(moment, team, week)
    return told(raised, team.colluders, topics_of(team))


def _shared(moment: Moment, team: Team, round_: Round, members: Sequence[Standing]) -> list[tuple[str, Thought]]:
    """(code of the writer, thought) of whatever members whose answers count too let the team know something of."""
    day = local_day(round_.closes, team.zone)
    counted = [member for member in members if member.counts_on(day)]
    eligible = set(pseudonyms(moment.keys, _circle(team, window_of(round_.week)), counted))
    return [
        (code, thought)
        for code, sealed in moment.unit.thoughts.everything(team.id)
        if code in eligible and (thought := _opened(moment, sealed)) and thought.topics
    ]


def quotes_due(moment: Moment, team: Team) -> list[str]:
    """The quotes that have waited for a whole window after their own, in no order. They are gone from here then."""
    sealed = moment.unit.quotes.take(team.id, window_of(team.week) - 2)
    return [quote for one in sealed if (quote := _unsealed(moment, one))]


def _opened(moment: Moment, sealed: bytes) -> Thought | None:
    text = _unsealed(moment, sealed)
    if not text:
        return None
    words, topics, quote = json.loads(text)
    return Thought(words, tuple(topics), quote)


def _unsealed(moment: Moment, sealed: bytes) -> str:
    """Nothing when the key that locked it is gone: a week must close all the same."""
    try:
        return moment.keys.unseal(sealed)
    except ValueError:
        return ""


def _circle(team: Team, window: int) -> str:
    return f"{team.id}:words.{window}"


def _code(moment: Moment, team: Team, member: Member, week: int) -> str:
    return pseudonym(moment.keys, _circle(team, window_of(week)), member.person)


def _destroy_keys(moment: Moment, team: Team, week: int) -> None:
    # That of the window before, too: it may have outlived a crash right after its window was closed.
    moment.spent.extend(_circle(team, window) for window in (window_of(week), window_of(week) - 1))
