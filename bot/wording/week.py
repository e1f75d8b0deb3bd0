"""The week as a member meets it: the question, the form, saved, the reminder, and what comes after the close."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain import MEASURES, Round, Team
from bot.library import Library, Question
from bot.messages import Button, Card, Divider, Form, Option, Scale, Text, Words
from bot.questions import about, asked
from bot.speech import Speech
from bot.wording.safe import safe_button, settings_line

UNSURE, SAME = "unsure", "same"
ANSWERS = frozenset(("5", "4", "3", "2", "1", UNSURE, SAME))
"""What can be chosen about a statement."""


def agreement(t: Speech, *, same: bool) -> tuple[Option, ...]:
    """The choices, and "same as before" where there is a before."""
    options = (
        Option("5", t("Agree strongly")),
        Option("4", t("Agree")),
        Option("3", t("In between")),
        Option("2", t("Disagree")),
        Option("1", t("Disagree strongly")),
        Option(UNSURE, t("Not sure")),
    )
    return (*options, Option(SAME, t("Same as before"))) if same else options


def week_value(team: Team, week: int) -> str:
    """What a week's buttons and form carry."""
    return f"{team.id}:{week}"


def question_card(library: Library, team: Team, round_: Round, voice: str) -> Card:
    """The week's message, worded for one voice."""
    t = library.t
    question = asked(library, round_.question)
    statements = tuple(Text(t.quoted(library.statement(team.statement(m)).text)) for m in MEASURES)
    until = t("Open until {moment}.", moment=t.moment(round_.closes, team.zone))
    return Card(
        (
            Text(t("This week's question for {team}", team=team.name), "quiet"),
            Text(question.wording(voice), "heading"),
            practice_line(library, question),
            Text(t("And how far do you agree?")),
            *statements,
            Text(f"{until} {settings_line(library, team)}", "quiet"),
        ),
        (*_answer_buttons(t, team, round_), Button(t("Skip this week"), "skip", week_value(team, round_.week)),
         _explain_button(library, round_), safe_button(library, team)),
    )  # fmt: skip


def practice_line(library: Library, question: Question) -> Text:
    """What a question is about, as a quiet line below it."""
    t, entry = library.t, about(library, question)
    practice = entry.kind == "practice"
    return Text(
        t("Practice: {practice}", practice=entry.name) if practice else t("About: {topic}", topic=entry.name), "quiet"
    )


def _answer_buttons(t: Speech, team: Team, round_: Round) -> tuple[Button, ...]:
    value = week_value(team, round_.week)
    return (
        Button(t("Answer"), "answer", value, "primary"),
        Button(t("Same as before"), "same", value),
        Button(t("Later"), "later", value),
    )


def _explain_button(library: Library, round_: Round) -> Button:
    t = library.t
    return Button(t("What is this about?"), "explain", about(library, asked(library, round_.question)).id)


def answer_form(library: Library, team: Team, round_: Round, voice: str, before: Mapping[str, bool],
                typed: Mapping[str, str], errors: Mapping[str, str]) -> Form:  # fmt: skip
    """The week's form. `before` says for which measures there is an earlier answer to repeat."""
    t = library.t
    question = asked(library, round_.question)
    scales: tuple[Text | Scale, ...] = tuple(
        Scale(
            measure,
            library.statement(team.statement(measure)).text,
            agreement(t, same=before.get(measure, False)),
            typed.get(measure, ""),
        )
        for measure in MEASURES
    )
    box = Words(
        "words", t("Your thoughts"), typed.get("words", ""), lines=4, most=3000, optional=True,
        hint=t("Kept locked and shown to nobody. Deleted after four weeks."),
    )  # fmt: skip
    head = (
        Text(question.wording(voice), "heading"),
        box,
        Divider(),
        Text(t("Thinking about this team in the last two weeks:")),
    )
    scales = (*_in_no_circle(t, team, voice), *scales)
    quiet = Text(settings_line(library, team), "quiet")
    return Form("answer", t("This week's question"), (*head, *scales, quiet), t("Send"),
                value=week_value(team, round_.week), errors=errors)  # fmt: skip


def _in_no_circle(t: Speech, team: Team, voice: str) -> tuple[Text, ...]:
    if team.has_circle_for(voice):
        return ()
    told = t(
        "Your team's score is made by people who use services and by professionals. You have not said that you are "
        "one of them, so your answers here do not count. Your thoughts are as welcome."
    )
    return (Text(told),)


def saved(library: Library, team: Team, round_: Round, counts: str = "") -> Card:
    """Neutral: it never shows what was answered. `counts` says from when the answers count, when not yet."""
    t = library.t
    until = t.moment(round_.closes, team.zone)
    lines = [
        Text(t("Thank you. Only the team's reading is ever shown.")),
        Text(t("You can change your answer until {moment}.", moment=until)),
    ]
    if counts:
        lines.append(Text(t("You are new here. Your answers count in the score from {day}.", day=counts)))
    value = week_value(team, round_.week)
    buttons = (Button(t("Change my answer"), "answer", value), Button(t("Take it back"), "skip", value),
               _explain_button(library, round_))  # fmt: skip
    return Card(tuple(lines), buttons)


def skipped(library: Library, team: Team, round_: Round) -> Card:
    """Skipping is fine."""
    t = library.t
    until = t.moment(round_.closes, team.zone)
    lines = (
        Text(t("Skipped. Nothing from you is kept for this week.")),
        Text(t("You can still answer until {moment}.", moment=until)),
    )
    return Card(lines, (Button(t("Answer after all"), "answer", week_value(team, round_.week)),))


def later(library: Library, team: Team, round_: Round, when: str) -> Card:
    """The question comes back."""
    t = library.t
    return Card((Text(t("I will ask you again on {moment}.", moment=when)),), (_answer_now(t, team, round_),))


def _answer_now(t: Speech, team: Team, round_: Round) -> Button:
    return Button(t("Answer now"), "answer", week_value(team, round_.week), "primary")


def nothing_before(library: Library, team: Team, round_: Round) -> Card:
    """“Same as before” without a before."""
    t = library.t
    text = t("There is no earlier answer of yours to repeat. Please choose one this time.")
    return Card((Text(text),), _answer_buttons(t, team, round_)[:1])


def reminder(library: Library, team: Team, round_: Round) -> Card:
    """To everybody at the same time, so that it tells nothing about who answered."""
    t = library.t
    return Card(
        (
            Text(t("A reminder for everyone in {team}", team=team.name), "title"),
            Text(t("This week's question closes on {moment}.", moment=t.moment(round_.closes, team.zone))),
            Text(t("If you have answered, you need not do anything."), "quiet"),
        ),
        _answer_buttons(t, team, round_)[:2],
    )


def week_over(library: Library, team: Team, typed: str = "") -> Card:
    """The form came too late. What was written is given back to copy."""
    t = library.t
    late = t("Your answer came after the close, so it was not counted.")
    if team.due and team.step == "ask":
        late += " " + t("The next question comes on {moment}.", moment=t.moment(team.due, team.zone))
    lines = [Text(t("That week is over"), "title"), Text(late)]
    if typed:
        lines += [Text(t("Here is what you wrote, so that you can copy it:")), Text(typed)]
    return Card(tuple(lines))


def not_in_team(library: Library) -> Card:
    """The button belongs to a team that the person is not in."""
    t = library.t
    text = t("You are not in this team, so I did not save anything. To join, say yes to the invitation first.")
    return Card((Text(text),))


def pick_one(library: Library) -> str:
    """Beside a statement that was left empty."""
    t = library.t
    return t("Please choose one. “Not sure” is fine too.")


def closes_soon(library: Library, team: Team, round_: Round) -> Card:
    """Too close to the end for a later reminder."""
    t = library.t
    closes = t.moment(round_.closes, team.zone)
    text = t("This week closes on {moment}, so there is no time to ask again.", moment=closes)
    skip = Button(t("Skip this week"), "skip", week_value(team, round_.week))
    return Card((Text(text),), (_answer_now(t, team, round_), skip))
