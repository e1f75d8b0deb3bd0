"""The weekly summary: what may be shown, in words and as a picture. It renders published records and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import MEASURES, Reading, Round, Team
from bot.groups import gap_of, together
from bot.library import Library
from bot.messages import Button, Card, Divider, Picture, Text
from bot.questions import about, asked
from bot.speech import Speech
from bot.talking_point import talking_point
from bot.wording.history import history
from bot.wording.noting import changes
from bot.wording.reading import gap_words, measure_names, reading_words
from bot.wording.safe import safe_button, settings_line


def explain_buttons(t: Speech) -> tuple[Button, Button]:
    """The two measures, explained."""
    return (
        Button(t("Explain power sharing"), "explain", "practice.power"),
        Button(t("Explain trust"), "explain", "practice.trust"),
    )


@dataclass(frozen=True, slots=True)
class News:
    """What a summary tells of, at the close of `round`.

    `readings` is everything published so far, oldest first; `phases` is (week, phase id) of every round; `coming` is
    the id of the next question and `due` when it comes, None when it does not; `notes` is what members noted.
    """

    round: Round
    readings: Sequence[Reading]
    phases: Sequence[tuple[int, str]]
    coming: str
    due: datetime | None
    notes: Sequence[str] = ()


def summary(library: Library, team: Team, news: News) -> Card:
    """The post for the channel at the close of a week."""
    t = library.t
    body: list[Text | Divider | Picture] = [
        Text(t("{team}: week {week}", team=team.name, week=news.round.week), "title"),
        Text(t("Thank you all for the time you gave. Here is how the team sees itself.")),
    ]
    shown, week = together(team, news.readings), news.round.week
    for measure in MEASURES:
        body += _measure(library, team, measure, [reading for reading in shown if reading.measure == measure])
        body += gap_words(t, gap_of(news.readings, measure, week) if team.two_circles else None)
    picture = history(library, team, shown, news.phases)
    if picture is not None:
        body += [Divider(), picture]
    talk = talking_point(library, team.phase, shown, week, news.round.question)
    body += [Divider(), *changes(t, news.notes), Text(t("One thing to talk about"), "heading"), Text(talk.easy)]
    body += [Divider(), *_next(library, team, news.coming, news.due), Text(settings_line(library, team), "quiet")]
    buttons = (Button(t("Note a change"), "note", team.id), safe_button(library, team), *explain_buttons(t))
    return Card(tuple(body), buttons)


def _measure(library: Library, team: Team, measure: str, readings: Sequence[Reading]) -> list[Text]:
    t = library.t
    return [
        Text(measure_names(t)[measure], "heading"),
        Text(t.quoted(library.statement(team.statement(measure)).text), "quiet"),
        *(Text(sentence) for sentence in reading_words(t, team, readings)),
    ]


def _next(library: Library, team: Team, next_question: str, next_ask: datetime | None) -> list[Text]:
    t = library.t
    phase, entry = library.phase(team.phase).name, about(library, asked(library, next_question))
    what = t("Phase: {phase}. Practice: {practice}.", phase=phase, practice=entry.name)
    if entry.kind != "practice":
        what = t("Phase: {phase}. About: {topic}.", phase=phase, topic=entry.name)
    when = t("The team is paused.")
    if next_ask:
        when = t("It comes on {moment}.", moment=t.moment(next_ask, team.zone))
    return [Text(t("Next week"), "heading"), Text(f"{what} {when}")]


def nobody_in(library: Library, team: Team) -> Card:
    """Told in the channel when a question was due and nobody had said yes."""
    t = library.t
    return Card(
        (
            Text(t("{team}: nobody has said yes yet", team=team.name), "title"),
            Text(t("So I asked nobody this week. I try again next week.")),
            Text(t("To join, press yes in the message I sent you, or write “join {code}” to me.", code=team.code)),
        )
    )
