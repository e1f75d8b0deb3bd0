"""What the team is asked next: seen by everybody, changed by coordinators, offered by anyone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain import Team
from bot.library import Library, Question
from bot.messages import Button, Card, Choice, Form, Option, Text
from bot.questions import about
from bot.wording.week import practice_line

NO_ERRORS: Mapping[str, str] = {}


def next_question(library: Library, team: Team, question: Question, voice: str, when: datetime | None, *,
                  coordinator: bool) -> Card:  # fmt: skip
    """The coming question, worded for one voice. `when` is when it comes, None while the team is paused."""
    t = library.t
    told = t("It comes on {moment}.", moment=t.moment(when, team.zone)) if when else t("The team is paused.")
    lines = [
        Text(t("Next question for {team}", team=team.name), "quiet"),
        Text(question.wording(voice), "heading"),
        practice_line(library, question),
        Text(told),
    ]
    if team.pinned == question.id:
        lines.append(Text(t("A coordinator chose this one.")))
    if not coordinator:
        lines.append(Text(t("If you would like another one, ask a coordinator."), "quiet"))
    explain = Button(t("What is this about?"), "explain", about(library, question).id)
    if not coordinator:
        return Card(tuple(lines), (explain,))
    skip = Button(t("Ask another one"), "skip_question", f"{team.id}:{team.week + 1}:{question.id}")
    return Card(tuple(lines), (skip, Button(t("Choose a question"), "choose_question", team.id), explain))


def choose_form(library: Library, team: Team, chosen: str, errors: Mapping[str, str] = NO_ERRORS) -> Form:
    """Every question of the bank, by practice; those that read the same stand in it once."""
    t = library.t
    groups: dict[str, list[Question]] = {}
    for question in library.questions.values():
        if question.repeats is None:
            groups.setdefault(about(library, question).id, []).append(question)
    options = tuple(Option(q.id, _option(library, q)) for group in groups.values() for q in group)
    shown = chosen if any(option.value == chosen for option in options) else ""
    body = (
        Text(t("It is asked once. After that I choose again.")),
        Choice("question", t("Question for next time"), options, shown),
    )
    return Form("choose_question", t("Choose a question"), body, t("Ask it next week"), value=team.id, errors=errors)


def _option(library: Library, question: Question) -> str:
    """The question first: where a platform cuts the line, it cuts the name of the practice."""
    return f"{question.easy} ({about(library, question).name})"


def please_choose(library: Library) -> str:
    """Beside the list, when nothing in it was chosen."""
    t = library.t
    return t("Please choose one of these questions.")


def offered(library: Library, team: Team, question: Question, *, own: bool = False) -> Card:
    """For a coordinator: a question that somebody would like to ask; nobody is named. `own`: it is their own wish."""
    t = library.t
    asks = t("Somebody in {team} would like to ask:", team=team.name)
    if own:
        asks = t("Shall {team} be asked this next?", team=team.name)
    value = f"{team.id}:{question.id}"
    entry = about(library, question)
    return Card(
        (
            Text(asks, "quiet"),
            Text(question.easy, "heading"),
            Text(t("It goes with “{entry}”.", entry=entry.name), "quiet"),
        ),
        (
            Button(t("Ask it next week"), "pin", value, "primary"),
            Button(t("Not now"), "not_now", value),
            Button(t("What is this about?"), "explain", entry.id),
        ),
    )


def passed_on(library: Library, team: Team, question: Question) -> Card:
    """For the one who offered it."""
    t = library.t
    return Card(
        (
            Text(t("Thank you. I have passed it on to the people who coordinate {team}.", team=team.name)),
            Text(t.quoted(question.easy)),
            Text(t("I did not tell them your name. They choose if I ask it next week.")),
        )
    )


def nobody_to_ask(library: Library, team: Team) -> Card:
    """An offer where nobody holds the task of coordinating."""
    t = library.t
    return Card(
        (
            Text(t("There is no one who coordinates {team} right now.", team=team.name)),
            Text(t("To take the task on, write “coordinator” to me.")),
        )
    )


def not_now(library: Library) -> Card:
    """A coordinator lets an offer go."""
    t = library.t
    return Card(
        (
            Text(t("That is fine. I will not ask it for now.")),
            Text(t("To see what comes next, write “next question” to me."), "quiet"),
        )
    )
