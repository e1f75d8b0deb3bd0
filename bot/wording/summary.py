"""The weekly summary: what may be shown, in words and as a picture. It renders published records and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

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
from bot.wording.safe import safe_button, settings_line, smallest
from bot.wording.setup import small_team
from bot.wording.writing import topics_told


@lru_cache(maxsize=16)
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
    the id of the next question and `due` when it comes, None when it does not; `people` is how many are in the team;
    `notes` is what members noted, and `topics` what may be told of what they wrote about.
    """

    round: Round
    readings: Sequence[Reading]
    phases: Sequence[tuple[int, str]]
    coming: str
    due: datetime | None
    people: int
    notes: Sequence[str] = ()
    topics: Sequence[str] = ()


def summary(library: Library, team: Team, news: News) -> Card:
    """The post for the channel at the close of a week."""
    t = library.t
    body: list[Text | Divider | Picture] = [
        Text(t("{team}: week {week}", team=team.name, week=news.round.week), "title"),
        Text(t("Thank you all for the time you gave.")),
    ]
    shown, week = together(team, news.readings), news.round.week
    body += _scores(library, team, news, shown)
    picture = history(library, team, shown, news.phases)
    if picture is not None:
        body += [Divider(), picture]
    talk = talking_point(library, team.phase, shown, week, news.round.question)
    body += [Divider(), *topics_told(library, team, news.topics), *changes(t, news.notes)]
    body += [Text(t("One thing to talk about"), "heading"), Text(talk.easy)]
    body += [Divider(), *_next(library, team, news.coming, news.due), Text(settings_line(library, team), "quiet")]
    buttons = (Button(t("Note a change"), "note", team.id), safe_button(library, team), *explain_buttons(t))
    return Card(tuple(body), buttons)


def _scores(library: Library, team: Team, news: News, shown: Sequence[Reading]) -> list[Text]:
    """Each measure, and what was published of it; said once where it is the same of both."""
    t = library.t
    said = {
        measure: (
            reading_words(t, team, [reading for reading in shown if reading.measure == measure]),
            gap_words(t, gap_of(news.readings, measure, news.round.week) if team.two_circles else None),
        )
        for measure in MEASURES
    }
    if news.people < smallest(team.colluders) and all(r.status == "collecting" for r in news.readings):
        return [*_headed(library, team, MEASURES), Text(small_team(t, team))]
    alike = all(words == said[MEASURES[0]] for words in said.values())
    news_of = {reading.status for reading in shown if reading.week == news.round.week}
    # Scores stand apart even when they are the same: one sentence would read as a score of both.
    groups = (MEASURES,) if alike and "new" not in news_of else tuple((measure,) for measure in MEASURES)
    body: list[Text] = []
    for group in groups:
        sentences, gap = said[group[0]]
        body += [*_headed(library, team, group), *map(Text, sentences), *gap]
    return body


def _headed(library: Library, team: Team, measures: Sequence[str]) -> tuple[Text, ...]:
    """The heading of one measure or of both, and what people were asked about it."""
    return _headed_so(library, tuple((measure, team.statement(measure)) for measure in measures))


@lru_cache(maxsize=256)
def _headed_so(library: Library, statements: tuple[tuple[str, str], ...]) -> tuple[Text, ...]:
    t, names = library.t, measure_names(library.t)
    heading = names[statements[0][0]]
    if len(statements) > 1:
        heading = t("{one} and {other}", one=heading, other=names[statements[-1][0]].lower())
    quoted = (Text(t.quoted(library.statement(statement).text), "quiet") for _, statement in statements)
    return Text(heading, "heading"), *quoted


def _next(library: Library, team: Team, next_question: str, next_ask: datetime | None) -> list[Text]:
    t = library.t
    phase, entry = library.phase(team.phase).name, about(library, asked(library, next_question))
    what = t("Phase: {phase}. Practice: {practice}.", phase=phase, practice=entry.name)
    if entry.kind != "practice":
        what = t("Phase: {phase}. About: {topic}.", phase=phase, topic=entry.name)
    when = t("The team is paused.")
    if next_ask:
        when = t("The question comes on {moment}.", moment=t.moment(next_ask, team.zone))
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
