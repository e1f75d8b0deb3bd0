"""The week as a member meets it: the question, the form, saved, the reminder, and what comes after the close."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain import MEASURES, Round, Team
from bot.library import Library
from bot.messages import Button, Card, Divider, Form, Option, Scale, Text, Words
from bot.wording.dates import moment_words
from bot.wording.safe import safe_button, settings_line

AGREEMENT = (
    Option("5", "Agree strongly"),
    Option("4", "Agree"),
    Option("3", "In between"),
    Option("2", "Disagree"),
    Option("1", "Disagree strongly"),
)
UNSURE = Option("unsure", "Not sure")
SAME = Option("same", "Same as before")
MEASURE_NAMES = {"power": "Power sharing", "trust": "Trust"}

ONLY_READING = "Only the team's reading is ever shown."


def week_value(team: Team, week: int) -> str:
    """What a week's buttons and form carry."""
    return f"{team.id}:{week}"


def question_card(team: Team, round_: Round, library: Library, voice: str) -> Card:
    """The week's message, worded for one voice."""
    question = library.question(round_.question)
    statements = tuple(Text(f"“{library.statement(team.statement(m)).text}”") for m in MEASURES)
    return Card(
        (
            Text(f"This week's question for {team.name}", "title"),
            Text(question.wording(voice)),
            Text("And how far do you agree?", "heading"),
            *statements,
            Text(f"Open until {moment_words(round_.closes, team.zone)}. {settings_line(team)}", "quiet"),
        ),
        (*_answer_buttons(team, round_), Button("Skip this week", "skip", week_value(team, round_.week)),
         _explain_button(round_, library), safe_button(team)),
    )  # fmt: skip


def _answer_buttons(team: Team, round_: Round) -> tuple[Button, ...]:
    value = week_value(team, round_.week)
    return (
        Button("Answer", "answer", value, "primary"),
        Button("Same as before", "same", value),
        Button("Later", "later", value),
    )


def _explain_button(round_: Round, library: Library) -> Button:
    practice = library.practice_of(library.question(round_.question))
    return Button("What is this about?", "explain", practice.id)


def answer_form(team: Team, round_: Round, library: Library, voice: str, before: Mapping[str, bool],
                typed: Mapping[str, str], errors: Mapping[str, str]) -> Form:  # fmt: skip
    """The week's form. `before` says for which measures there is an earlier answer to repeat."""
    question = library.question(round_.question)
    scales = tuple(
        Scale(
            measure,
            f"{library.statement(team.statement(measure)).text}",
            (*AGREEMENT, UNSURE, *((SAME,) if before.get(measure) else ())),
            typed.get(measure, ""),
        )
        for measure in MEASURES
    )
    box = Words(
        "words", "Your thoughts, if you like", typed.get("words", ""), lines=4, most=3000, optional=True,
        hint="Kept locked and shown to nobody. Deleted after four weeks.",
    )  # fmt: skip
    head = (Text(question.wording(voice)), box, Divider(), Text("Thinking about this team in the last two weeks:"))
    quiet = Text(settings_line(team), "quiet")
    return Form("answer", "This week's question", (*head, *scales, quiet), "Send",
                value=week_value(team, round_.week), errors=errors)  # fmt: skip


def saved(team: Team, round_: Round, library: Library, counts: str = "") -> Card:
    """Neutral: it never shows what was answered. `counts` says from when the answers count, when not yet."""
    until = moment_words(round_.closes, team.zone)
    lines = [Text(f"Thank you. {ONLY_READING}"), Text(f"You can change your answer until {until}.")]
    if counts:
        lines.append(Text(f"You are new here. Your answers count in the score from {counts}."))
    value = week_value(team, round_.week)
    buttons = (Button("Change my answer", "answer", value), Button("Take it back", "skip", value),
               _explain_button(round_, library))  # fmt: skip
    return Card(tuple(lines), buttons)


def skipped(team: Team, round_: Round) -> Card:
    """Skipping is fine."""
    until = moment_words(round_.closes, team.zone)
    lines = (Text("Skipped. Nothing from you is kept for this week."), Text(f"You can still answer until {until}."))
    return Card(lines, (Button("Answer after all", "answer", week_value(team, round_.week)),))


def later(team: Team, round_: Round, when: str) -> Card:
    """The question comes back."""
    buttons = (Button("Answer now", "answer", week_value(team, round_.week), "primary"),)
    return Card((Text(f"I will ask you again on {when}."),), buttons)


def nothing_before(team: Team, round_: Round) -> Card:
    """“Same as before” without a before."""
    text = "There is no earlier answer of yours to repeat. Please choose one this time."
    return Card((Text(text),), (Button("Answer", "answer", week_value(team, round_.week), "primary"),))


def reminder(team: Team, round_: Round) -> Card:
    """To everybody at the same time, so that it tells nothing about who answered."""
    return Card(
        (
            Text(f"A reminder for everyone in {team.name}", "title"),
            Text(f"This week's question closes on {moment_words(round_.closes, team.zone)}."),
            Text("If you have answered, you need not do anything.", "quiet"),
        ),
        _answer_buttons(team, round_)[:2],
    )


def week_over(team: Team, typed: str = "") -> Card:
    """The form came too late. What was written is given back to copy."""
    when = (
        f" The next question comes on {moment_words(team.due, team.zone)}." if team.due and team.step == "ask" else ""
    )
    lines = [
        Text("That week is over", "title"),
        Text(f"Your answer came after the close, so it was not counted.{when}"),
    ]
    if typed:
        lines += [Text("Here is what you wrote, so that you can copy it:"), Text(typed)]
    return Card(tuple(lines))


def not_in_team() -> Card:
    """The button belongs to a team that the person is not in."""
    return Card(
        (Text("You are not in this team, so I did not save anything. To join, say yes to the invitation first."),)
    )


def pick_one() -> str:
    """Beside a statement that was left empty."""
    return "Please choose one. “Not sure” is fine too."


def closes_soon(team: Team, round_: Round) -> Card:
    """Too close to the end for a later reminder."""
    text = f"This week closes on {moment_words(round_.closes, team.zone)}, so there is no time to ask again."
    buttons = (Button("Answer now", "answer", week_value(team, round_.week), "primary"),
               Button("Skip this week", "skip", week_value(team, round_.week)))  # fmt: skip
    return Card((Text(text),), buttons)
