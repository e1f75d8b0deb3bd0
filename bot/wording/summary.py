"""The weekly summary: what may be shown, in words and as a picture. It renders published records and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from bot.domain import MEASURES, Reading, Round, Team
from bot.groups import Gap, gap_of, together
from bot.library import Library
from bot.messages import Button, Card, Divider, Line, Picture, Text
from bot.questions import about, asked
from bot.release import Shown, label_words, trend
from bot.speech import Speech
from bot.wording.safe import safe_button, settings_line, smallest

STEPS_TOLD = 4


def measure_names(t: Speech) -> dict[str, str]:
    """What each measure is called."""
    return {"power": t("Power sharing"), "trust": t("Trust")}


def explain_buttons(t: Speech) -> tuple[Button, Button]:
    """The two measures, explained."""
    return (
        Button(t("Explain power sharing"), "explain", "practice.power"),
        Button(t("Explain trust"), "explain", "practice.trust"),
    )


def summary(library: Library, team: Team, round_: Round, readings: Sequence[Reading],
            phases: Sequence[tuple[int, str]], next_question: str, next_ask: datetime | None) -> Card:  # fmt: skip
    """The post for the channel at the close of `round_`.

    `readings` is everything published so far, oldest first; `phases` is (week, phase id) of every round.
    """
    t = library.t
    body: list[Text | Divider | Picture] = [
        Text(t("{team}: week {week}", team=team.name, week=round_.week), "title"),
        Text(t("Thank you all for the time you gave. Here is how the team sees itself.")),
    ]
    shown = together(team, readings)
    for measure in MEASURES:
        body += _measure(library, team, measure, [reading for reading in shown if reading.measure == measure])
        body += gap_words(t, gap_of(readings, measure, round_.week) if team.two_circles else None)
    picture = history(library, team, shown, phases)
    if picture is not None:
        body += [Divider(), picture]
    body += [Divider(), *_next(library, team, next_question, next_ask), Text(settings_line(library, team), "quiet")]
    return Card(tuple(body), (safe_button(library, team), *explain_buttons(t)))


def _measure(library: Library, team: Team, measure: str, readings: Sequence[Reading]) -> list[Text]:
    t = library.t
    return [
        Text(measure_names(t)[measure], "heading"),
        Text(t.quoted(library.statement(team.statement(measure)).text), "quiet"),
        *(Text(sentence) for sentence in reading_words(t, team, readings)),
    ]


def gap_words(t: Speech, gap: Gap | None) -> list[Text]:
    """What two circles say of one measure beside each other; nothing where nothing is to be told."""
    if gap is None:
        return []
    said = {
        "same": t("People who use services and professionals say about the same."),
        "first": t("People who use services give a lower score than professionals do."),
        "second": t("Professionals give a lower score than people who use services do."),
    }
    return [Text(said[gap])]


def reading_words(t: Speech, team: Team, readings: Sequence[Reading]) -> list[str]:
    """One measure's news in sentences, from its published records, oldest first."""
    last = readings[-1]
    if last.status == "collecting" and team.two_circles:
        return [t("There is no score yet. It needs one from each of the two circles. That takes a while, and is fine.")]
    if last.status == "collecting":
        least = smallest(team.colluders)
        return [
            t("Still collecting. A first score needs {least} people whose answers count.", least=least),
            t("People count after 14 days. So this takes a little while, and that is fine."),
        ]
    if last.status == "closed":
        return [
            t("Too few people are in the circle now, so this score has closed. "
              "A new one begins with next week's answers.")
        ]  # fmt: skip
    if last.status == "held":
        return [
            t("No new score yet. That is fine. It only moves when more than half the circle has answered again."),
            t("If nobody answers, it stays as it is."),
        ]
    score = t("The score is “{label}”.", label=_words(t, last))
    words = [f"{score} {_moved(t, readings)}"]
    direction = trend([Shown(r.week, r.status, r.label, r.labels) for r in readings])
    if direction is not None:
        words.append(_direction(t)[direction])
    if last.size:
        words.append(t("From a circle of {size} people.", size=last.size))
    return words


def _direction(t: Speech) -> dict[str, str]:
    return {
        "rising": t("Over the weeks it is rising."),
        "falling": t("Over the weeks it is falling."),
        "steady": t("Over the weeks it is steady."),
    }


def score_words(t: Speech, label: int, labels: int) -> str:
    """The words of a label in this language."""
    said = {
        "2 or lower": t("2 or lower"), "about 2½": t("about 2½"), "about 3": t("about 3"), "about 3½": t("about 3½"),
        "4 or higher": t("4 or higher"), "lower half": t("lower half"), "around the middle": t("around the middle"),
        "upper half": t("upper half"),
    }  # fmt: skip
    return said[label_words(label, labels)]


def _words(t: Speech, reading: Reading) -> str:
    if reading.label is None or reading.labels is None:
        return ""
    return score_words(t, reading.label, reading.labels)


def _moved(t: Speech, readings: Sequence[Reading]) -> str:
    """What moved since the score before; a first score, or one on another scale, has no before."""
    last, before = readings[-1], [r for r in readings[:-1] if r.status == "new"]
    if not before or before[-1].labels != last.labels or before[-1].label is None or last.label is None:
        return t("This is a first score.")
    if last.label == before[-1].label:
        return t("It stands where it stood before.")
    was = _words(t, before[-1])
    if abs(last.label - before[-1].label) > 1:  # only what two circles say together can move further
        return t("It moved, from “{label}”.", label=was)
    if last.label > before[-1].label:
        return t("It moved up one step, from “{label}”.", label=was)
    return t("It moved down one step, from “{label}”.", label=was)


def history(
    library: Library, team: Team, readings: Sequence[Reading], phases: Sequence[tuple[int, str]]
) -> Picture | None:
    """The published labels through the weeks as a picture with the same in words; None before a first score."""
    t = library.t
    lines = [
        _line(t, measure, [r for r in readings if r.measure == measure and r.label is not None]) for measure in MEASURES
    ]
    drawn = tuple(line for line in lines if line is not None)
    if not drawn:
        return None
    words = " ".join(_history_words(t, line) for line in drawn)
    return Picture(t("{team}: through the weeks", team=team.name), words, drawn, _bands(library, phases))


def _line(t: Speech, measure: str, shown: Sequence[Reading]) -> Line | None:
    """The stretch on the scale used last: labels of another scale cannot share its axis."""
    if not shown:
        return None
    labels = shown[-1].labels
    same = [reading for reading in shown if reading.labels == labels]
    words = tuple(score_words(t, label, labels or 0) for label in range(labels or 0))
    points = tuple((r.week, r.label) for r in same if r.label is not None)
    return Line(measure_names(t)[measure], words, points, tuple(r.week for r in same if r.status != "new"))


def _history_words(t: Speech, line: Line) -> str:
    """Like “Trust: about 3 since week 3, then about 3½ since week 5.” The last steps; the picture has them all."""
    steps: list[str] = []
    before = None
    for week, label in line.points:
        if label != before:
            steps.append(t("{label} since week {week}", label=line.labels[label], week=week))
        before = label
    told = reduce(lambda earlier, then: t("{earlier}, then {then}", earlier=earlier, then=then), steps[-STEPS_TOLD:])
    return t("{measure}: {steps}.", measure=line.name, steps=told)


def _bands(library: Library, phases: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    bands: list[tuple[int, str]] = []
    for week, phase in phases:
        name = library.phase(phase).name
        if not bands or bands[-1][1] != name:
            bands.append((week, name))
    return tuple(bands)


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
