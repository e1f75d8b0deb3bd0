"""The weekly summary: what may be shown, in words and as a picture. It renders published records and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain import MEASURES, Reading, Round, Team
from bot.library import Library
from bot.messages import Button, Card, Divider, Line, Picture, Text
from bot.release import Shown, label_words, trend
from bot.wording.dates import moment_words
from bot.wording.safe import safe_button, settings_line, smallest
from bot.wording.week import MEASURE_NAMES

TREND_WORDS = {"rising": "Over the weeks it is rising.", "falling": "Over the weeks it is falling.",
               "steady": "Over the weeks it is steady."}  # fmt: skip


STEPS_TOLD = 4


def summary(team: Team, round_: Round, readings: Sequence[Reading], phases: Sequence[tuple[int, str]],
            next_question: str, next_ask: datetime | None, library: Library) -> Card:  # fmt: skip
    """The post for the channel at the close of `round_`.

    `readings` is everything published so far, oldest first; `phases` is (week, phase id) of every round.
    """
    body: list[Text | Divider | Picture] = [
        Text(f"{team.name}: week {round_.week}", "title"),
        Text("Thank you all for the time you gave. Here is how the team sees itself."),
    ]
    for measure in MEASURES:
        body += _measure(team, measure, [reading for reading in readings if reading.measure == measure], library)
    picture = history(team, readings, phases, library)
    if picture is not None:
        body += [Divider(), picture]
    body += [Divider(), *_next(team, next_question, next_ask, library), Text(settings_line(team), "quiet")]
    explain = tuple(Button(f"Explain {MEASURE_NAMES[m].lower()}", "explain", f"practice.{m}") for m in MEASURES)
    return Card(tuple(body), (safe_button(team), *explain))


def _measure(team: Team, measure: str, readings: Sequence[Reading], library: Library) -> list[Text | Divider | Picture]:
    lines = [
        Text(MEASURE_NAMES[measure], "heading"),
        Text(f"“{library.statement(team.statement(measure)).text}”", "quiet"),
    ]
    lines += [Text(sentence) for sentence in reading_words(team, readings)]
    return list(lines)


def reading_words(team: Team, readings: Sequence[Reading]) -> list[str]:
    """One measure's news in sentences, from its published records, oldest first."""
    last = readings[-1]
    if last.status == "collecting":
        return [f"Still collecting. A first score needs {smallest(team.colluders)} people whose answers count.",
                "People count after 14 days. So this takes a little while, and that is fine."]  # fmt: skip
    if last.status == "closed":
        return [
            "Too few people are in the circle now, so this score has closed. A new one begins with next week's answers."
        ]
    if last.status == "held":
        return ["No new score yet. That is fine. It only moves when more than half the circle has answered again.",
                "If nobody answers, it stays as it is."]  # fmt: skip
    words = [f"The score is “{_words(last)}”. {_moved(readings)}"]
    direction = trend([Shown(r.week, r.status, r.label, r.labels) for r in readings])
    if direction is not None:
        words.append(TREND_WORDS[direction])
    words.append(f"From a circle of {last.size} people.")
    return words


def _words(reading: Reading) -> str:
    if reading.label is None or reading.labels is None:
        return ""
    return label_words(reading.label, reading.labels)


def _moved(readings: Sequence[Reading]) -> str:
    """What moved since the score before; a first score, or one on another scale, has no before."""
    last, before = readings[-1], [r for r in readings[:-1] if r.status == "new"]
    if not before or before[-1].labels != last.labels or before[-1].label is None or last.label is None:
        return "This is a first score."
    if last.label == before[-1].label:
        return "It stands where it stood before."
    way = "up" if last.label > before[-1].label else "down"
    return f"It moved {way} one step, from “{_words(before[-1])}”."


def history(
    team: Team, readings: Sequence[Reading], phases: Sequence[tuple[int, str]], library: Library
) -> Picture | None:
    """The published labels through the weeks as a picture with the same in words; None before a first score."""
    lines = [
        _line(measure, [r for r in readings if r.measure == measure and r.label is not None]) for measure in MEASURES
    ]
    drawn = tuple(line for line in lines if line is not None)
    if not drawn:
        return None
    words = " ".join(filter(None, (_history_words(line) for line in drawn)))
    return Picture(f"{team.name}: through the weeks", words, drawn, _bands(phases, library))


def _line(measure: str, shown: Sequence[Reading]) -> Line | None:
    """The stretch on the scale used last: labels of another scale cannot share its axis."""
    if not shown:
        return None
    labels = shown[-1].labels
    same = [reading for reading in shown if reading.labels == labels]
    words = tuple(label_words(label, labels or 0) for label in range(labels or 0))
    points = tuple((r.week, r.label) for r in same if r.label is not None)
    return Line(MEASURE_NAMES[measure], words, points, tuple(r.week for r in same if r.status != "new"))


def _history_words(line: Line) -> str:
    """Like “Trust: about 3 since week 3, then about 3½ since week 5.” The last steps; the picture has them all."""
    steps: list[str] = []
    before = None
    for week, label in line.points:
        if label != before:
            steps.append(f"{line.labels[label]} since week {week}")
        before = label
    return f"{line.name}: {', then '.join(steps[-STEPS_TOLD:])}."


def _bands(phases: Sequence[tuple[int, str]], library: Library) -> tuple[tuple[int, str], ...]:
    bands: list[tuple[int, str]] = []
    for week, phase in phases:
        name = library.phase(phase).name
        if not bands or bands[-1][1] != name:
            bands.append((week, name))
    return tuple(bands)


def _next(team: Team, next_question: str, next_ask: datetime | None, library: Library) -> list[Text]:
    practice = library.practice_of(library.question(next_question))
    phase = library.phase(team.phase)
    when = f" It comes on {moment_words(next_ask, team.zone)}." if next_ask else " The team is paused."
    return [Text("Next week", "heading"), Text(f"Phase: {phase.name}. Practice: {practice.name}.{when}")]


def nobody_in(team: Team) -> Card:
    """Told in the channel when a question was due and nobody had said yes."""
    return Card(
        (
            Text(f"{team.name}: nobody has said yes yet", "title"),
            Text("So I asked nobody this week. I try again next week."),
            Text(f"To join, press yes in the message I sent you, or write “join {team.code}” to me."),
        )
    )
