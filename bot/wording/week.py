"""The week as a member meets it: the question, the form, saved, the reminder, and what comes after the close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from bot.domain import MEASURES, Round, Team
from bot.library import Library, Question
from bot.messages import Button, Card, Form, Text, Words
from bot.questions import about, asked
from bot.speech import Speech
from bot.wording.safe import safe_button, settings_line


def week_value(team: Team, week: int) -> str:
    """What a week's buttons and form carry."""
    return f"{team.id}:{week}"


def question_card(library: Library, team: Team, round_: Round, voice: str) -> Card:
    """The week's message, worded for one voice."""
    return question_cards(library, team, round_, [voice])[voice]


def question_cards(library: Library, team: Team, round_: Round, voices: Sequence[str]) -> dict[str, Card]:
    """The week's message, worded for each of these voices. Who is asked in the same words gets the same card."""
    t = library.t
    question = asked(library, round_.question)
    statements = (Text(t.quoted(library.statement(team.statement(measure)).text)) for measure in MEASURES)
    until = t("Open until {moment}.", moment=t.moment(round_.closes, team.zone))
    top = Text(t("This week's question for {team}", team=team.name), "quiet")
    below = (
        practice_line(library, question),
        Text(t("And how far do you agree?")),
        *statements,
        Text(f"{until} {settings_line(library, team)}", "quiet"),
    )
    actions = (*_answer_buttons(t, team, round_), Button(t("Skip this week"), "skip", week_value(team, round_.week)),
               _explain_button(library, round_.question), safe_button(library, team))  # fmt: skip
    said = {voice: question.wording(voice) for voice in voices}
    cards = {words: Card((top, Text(words, "heading"), *below), actions) for words in set(said.values())}
    return {voice: cards[words] for voice, words in said.items()}


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


def _explain_button(library: Library, question: str) -> Button:
    t = library.t
    return Button(t("What is this about?"), "explain", about(library, asked(library, question)).id)


def saved(library: Library, team: Team, round_: Round, counts: str = "", *, written: bool = False) -> Card:
    """Neutral: it never shows what was answered. `counts` says from when the answers count, when not yet; `written`
    whether the person wrote something, too."""
    return _saved(library, week_value(team, round_.week), round_.question, round_.closes, team.zone, counts, written)


@lru_cache(maxsize=512)  # a team answers within some hours, and nearly all who do read the same
def _saved(
    library: Library, value: str, question: str, closes: datetime, zone: str, counts: str, written: bool
) -> Card:
    t = library.t
    until = t.moment(closes, zone)
    lines = [
        Text(t("Thank you. Only the team's reading is ever shown.")),
        Text(t("You can change your answer until {moment}.", moment=until)),
    ]
    if counts:
        lines.append(Text(t("You are new here. Your answers count in the score from {day}.", day=counts)))
    buttons = [Button(t("Change my answer"), "answer", value), Button(t("Take it back"), "skip", value),
               _explain_button(library, question)]  # fmt: skip
    if written:
        lines.append(Text(t("What you wrote is locked. Nobody reads it.")))
        buttons.insert(0, Button(t("Share what it is about"), "share_topics", value))
    return Card(tuple(lines), tuple(buttons))


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


def week_over(library: Library, team: Team) -> Card:
    """A button or a form came too late."""
    return Card((Text(library.t("That week is over"), "title"), Text(_too_late(library.t, team))))


def _too_late(t: Speech, team: Team) -> str:
    late = t("Your answer came after the close, so it was not counted.")
    if team.due and team.step == "ask":
        late += " " + t("The next question comes on {moment}.", moment=t.moment(team.due, team.zone))
    return late


def week_over_form(library: Library, team: Team, typed: str) -> Form:
    """The form came too late. What was written is given back to copy."""
    t = library.t
    given_back = Words("words", t("Here is what you wrote, so that you can copy it:"), typed, lines=4, optional=True)
    return Form("week_over", t("That week is over"), (Text(_too_late(t, team)), given_back), t("Close"))


def not_in_team(library: Library) -> Card:
    """The button belongs to a team that the person is not in."""
    t = library.t
    text = t("You are not in this team, so I did not save anything. To join, say yes to the invitation first.")
    return Card((Text(text),))


def closes_soon(library: Library, team: Team, round_: Round) -> Card:
    """Too close to the end for a later reminder."""
    t = library.t
    closes = t.moment(round_.closes, team.zone)
    text = t("This week closes on {moment}, so there is no time to ask again.", moment=closes)
    skip = Button(t("Skip this week"), "skip", week_value(team, round_.week))
    return Card((Text(text),), (_answer_now(t, team, round_), skip))
