"""What a tick does for one team: ask, remind, close. Each in one transaction, each once, whoever ticks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import ballot, thoughts
from bot.domain import Round, Team
from bot.library import Library
from bot.messages import Card, Post
from bot.moment import Moment, recall
from bot.questions import coming
from bot.rhythm import ASK_GRACE, REMIND_GRACE, Rhythm, closes, next_ask, reminds
from bot.wording import quoting, summary, week
from bot.wording.noting import TOLD

log = logging.getLogger(__name__)

SENT_KEPT = timedelta(weeks=5)
"""How long a row tells that a message was sent."""

UNSENT_KEPT = timedelta(weeks=1)
"""How long the words of a message that could not be sent are kept, so that it can be sent again."""


def rhythm_of(team: Team) -> Rhythm:
    """The team's wall clock."""
    return Rhythm(team.weekday, team.minute, team.zone)


def happen(moment: Moment, team: Team) -> None:
    """Do what is due for the team, and set what is due next."""
    {"ask": ask, "remind": remind, "close": close}[team.step](moment, team)


def ask(moment: Moment, team: Team) -> None:
    """Open a round and send its question to everybody who is in."""
    assert team.due is not None
    rhythm = rhythm_of(team)
    if moment.now - team.due > ASK_GRACE:
        log.warning("question let go: missed by more than its grace")
        moment.unit.teams.move_on(replace(team, due=next_ask(rhythm, moment.now)))
        return
    if not moment.unit.members.speaking(team.id):  # nobody is in
        key = f"nobody:{team.id}:{team.due:%Y-%m-%d}"
        moment.unit.outbox.put([Post(key, team.channel, summary.nobody_in(moment.library, team))], moment.now, team.id)
        moment.unit.teams.move_on(replace(team, due=next_ask(rhythm, moment.now)))
        return
    round_ = _open(moment, team, rhythm)
    asking = replace(team, week=round_.week, step="remind", due=round_.reminds, pinned="")
    moment.unit.teams.move_on(asking)
    _tell_members(
        moment, asking, "ask", lambda library, voices: week.question_cards(library, asking, round_, voices),
        round_.closes,
    )  # fmt: skip


def _tell_members(
    moment: Moment, team: Team, occasion: str, make: Callable[[Library, list[str]], dict[str, Card]], until: datetime
) -> None:
    """Everybody who is in reads the week's card in their own language and voice; nobody once the week closes."""
    libraries, language = moment.languages.libraries, moment.languages.code(team.language)
    heard: dict[str, list[str]] = {}
    for chosen, voice in moment.unit.members.speaking(team.id):
        heard.setdefault(chosen if chosen in libraries else language, []).append(voice)
    cards = {
        (each, voice): card for each, voices in heard.items() for voice, card in make(libraries[each], voices).items()
    }
    moment.unit.outbox.put_for_members(team.id, f"{occasion}:{team.id}:{team.week}", cards, moment.now, language, until)


def _open(moment: Moment, team: Team, rhythm: Rhythm) -> Round:
    assert team.due is not None
    number = team.week + 1
    question = coming(moment.library, team, moment.unit.rounds.asked(team.id))
    round_ = Round(
        team.id, number, team.phase, question.id, team.due, reminds(rhythm, team.due), closes(rhythm, team.due)
    )
    moment.unit.rounds.save(round_)
    return round_


def remind(moment: Moment, team: Team) -> None:
    """To everybody who is in, at the same time, whether they have answered or not."""
    round_ = moment.unit.rounds.get(team.id, team.week)
    assert round_ is not None
    if moment.now - round_.reminds > REMIND_GRACE:
        log.warning("reminder let go: missed by more than its grace")
    else:
        _tell_members(
            moment, team, "remind", lambda library, voices: dict.fromkeys(voices, week.reminder(library, team, round_)),
            round_.closes,
        )  # fmt: skip
    quotes = thoughts.quotes_due(moment, team)
    if quotes:
        key, card = f"quotes:{team.id}:{team.week}", quoting.quotes(moment.library, team, quotes)
        moment.unit.outbox.put([Post(key, team.channel, card)], moment.now, team.id)
    moment.unit.teams.move_on(replace(team, step="close", due=round_.closes))


def close(moment: Moment, team: Team) -> None:
    """Hand the answers to the release rules and post what may be shown. Never let go, however late."""
    round_ = moment.unit.rounds.get(team.id, team.week)
    assert round_ is not None
    members = moment.unit.members.roll(team.id)
    before, phases = moment.unit.circles.readings(team.id), moment.unit.rounds.phases(team.id)
    next_question = coming(moment.library, team, moment.unit.rounds.asked(team.id)).id
    published = ballot.close(moment, team, round_, members)
    topics = thoughts.close(moment, team, round_, members)
    moment.unit.rounds.close(team.id, round_.week)
    recall(moment, team, f":{team.week}")  # what could not be sent by now would come too late
    due = next_ask(rhythm_of(team), moment.now) if team.status == "active" else None
    moment.unit.teams.move_on(replace(team, step="ask", due=due))
    news = summary.News(
        round_, [*before, *published], phases, next_question, due, sum(member.state == "in" for member in members),
        moment.unit.notes.take(team.id, TOLD), topics,
    )  # fmt: skip
    card = summary.summary(moment.library, team, news)
    moment.unit.outbox.put([Post(f"summary:{team.id}:{team.week}", team.channel, card)], moment.now, team.id)
