"""A quote: the second, separate choice of who shares what their words are about."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.writing import Written, keep, share_topics, written
from bot.messages import Event, Reply, Submitted
from bot.moment import Moment, show
from bot.scrub import scrubbed
from bot.wording import quoting as wording
from bot.wording.answering import pick_one
from bot.wording.beside import too_long


def offer_quote(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The form for a quote: sentences to choose from, and the words as they would be shown. Topics come first."""
    at = written(moment, event, "offer_quote", value)
    if not isinstance(at, Written):
        return at
    if not at.thought.topics:
        return share_topics(moment, event, value)
    text = at.thought.quote or _scrubbed(moment, at, at.thought.words[: wording.MOST_QUOTED])
    return [show(event, wording.quote_form(moment.library, at.week.team, at.week.round, at.thought, text))]


def _scrubbed(moment: Moment, at: Written, text: str) -> str:
    team = at.week.team
    names = [member.person.name for member in moment.unit.members.everyone(team.id)]
    return scrubbed(text, names, team.left_out, moment.library.t.language)


def submit_quote(moment: Moment, event: Submitted) -> list[Reply]:
    """Keep the quote, exactly as the person saw it; anything that is taken out they see first."""
    at = written(moment, event, "offer_quote", event.value)
    if not isinstance(at, Written):
        return at
    which, text = event.answers.get("which", ""), event.answers.get("quote", "").strip()
    sentence = wording.sentences(moment.library, at.thought.topics).get(which)
    if sentence is not None:
        return keep(moment, event, at, replace(at.thought, quote=sentence))
    clean = _scrubbed(moment, at, text)
    errors = _wrong(moment, which, text, clean)
    if errors:
        shown = clean if which == wording.OWN and len(text) <= wording.MOST_QUOTED else text
        form = wording.quote_form(moment.library, at.week.team, at.week.round, at.thought, shown, which, errors)
        return [show(event, form)]
    return keep(moment, event, at, replace(at.thought, quote=clean))


def _wrong(moment: Moment, which: str, text: str, clean: str) -> dict[str, str]:
    if which != wording.OWN:
        return {"which": pick_one(moment.library)}
    if not text or not clean:
        return {"quote": wording.no_words(moment.library)}
    if len(text) > wording.MOST_QUOTED:
        return {"quote": too_long(moment.library, wording.MOST_QUOTED)}
    return {"quote": wording.read_again(moment.library)} if clean != text else {}


def drop_quote(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The topics stay shared, the quote goes."""
    at = written(moment, event, "drop_quote", value)
    if not isinstance(at, Written):
        return at
    return keep(moment, event, at, replace(at.thought, quote=""))
