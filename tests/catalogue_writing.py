"""Cards and forms of what people write and share, as long and as nasty as they can be; for tests.catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain import Round, Team, Thought
from bot.library import Library
from bot.messages import Card, Form
from bot.topics import DEFAULT, LONGEST, MOST
from bot.wording import quoting, topics, writing


def cards(team: Team, library: Library, round_: Round, nasty: str) -> Iterator[tuple[str, Card]]:
    """(what it is, card)."""
    own = _own(team, nasty)
    until = library.t.moment(round_.closes, team.zone)
    for quote in (True, False):
        yield "shared", writing.shared(library, team, round_, until, quote=quote)
    yield "not shared", writing.not_shared(library, team, round_)
    yield "nothing written", writing.nothing_written(library, team, round_)
    yield "quotes", quoting.quotes(library, own, [nasty[: quoting.MOST_QUOTED]] * 30)
    for coordinator in (True, False):
        yield "topics", topics.listed(library, own, coordinator=coordinator)


def forms(team: Team, library: Library, round_: Round, nasty: str) -> Iterator[tuple[str, Form]]:
    """(what it is, form): with the nine practices and with ten topics of the team's own."""
    for one in (team, _own(team, nasty)):
        listed = one.topics or DEFAULT
        thought = Thought((nasty * 60)[:3000], listed)
        for ticked, error in (((), writing.tick_one(library)), (listed, "")):
            yield "share", writing.topics_form(library, one, round_, thought, ticked, 3, error)
        text = (nasty * 9)[: quoting.MOST_QUOTED]
        wrong = {"which": "Please choose one.", "quote": quoting.read_again(library)}
        for errors in ({}, wrong):
            yield "quote", quoting.quote_form(library, one, round_, thought, text, quoting.OWN, errors)
        typed = topics.as_lines(library, one)
        for errors in ({}, topics.wrong(library, [], [nasty * 9])):
            yield "topics", topics.topics_form(library, one, typed, errors)


def _own(team: Team, nasty: str) -> Team:
    listed = tuple(f"{number} {nasty * 9}"[:LONGEST] for number in range(MOST))
    return replace(team, topics=listed, left_out=tuple(f"{nasty}{number}"[:LONGEST] for number in range(50)))
