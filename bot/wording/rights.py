"""What is held about somebody, in words; and what is left when it is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import Seat, Team, Thought
from bot.library import Library
from bot.messages import Button, Card, File, Form, Person, Text
from bot.speech import Speech
from bot.topics import named
from bot.wording.answering import agreement
from bot.wording.welcome import voice_labels

FILE = "my-data.txt"


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of somebody in one team: their seat, whether they count, their answers, what they wrote by week."""

    seat: Seat
    counts: bool
    answers: Mapping[str, int]
    written: Sequence[tuple[int, Thought]]


def everything(library: Library, known: Person, language: str, now: datetime, parts: Sequence[Held]) -> str:
    """All of it as plain text."""
    t = library.t
    lines = [
        t("What Coreflect holds about you"),
        t("{day} {year}", day=t.day(now.date()), year=now.year),
        "",
        t("Your name here: {name}", name=known.name or "-"),
        t("Your account: {account}", account=f"{known.platform} {known.id}"),
        t("Where I write to you: {address}", address=known.home or "-"),
        t("Your language: {language}", language=language or t("you have not chosen one")),
    ]
    for held in parts:
        lines += ["", *_in_a_team(library, held)]
    if not parts:
        lines += ["", t("You are in no team.")]
    lines += ["", t("That you were sent a message is kept for five weeks, without its text."),
              t("That you wrote to me is kept for 14 days, without your words.")]  # fmt: skip
    return "\n".join(lines) + "\n"


def _in_a_team(library: Library, held: Held) -> list[str]:
    t, team, member = library.t, held.seat.team, held.seat.member
    states = {
        "in": t("you are in"),
        "invited": t("you are invited"),
        "declined": t("you said no"),
        "left": t("you have left"),
    }
    lines = [
        t("Team {team}: {state}", team=team.name, state=states[member.state]),
        t("Your voice: {voice}", voice=dict(voice_labels(t))[member.voice]),
        t("Coordinator: {yes}", yes=t("yes") if member.coordinator else t("no")),
    ]
    if member.joined:
        lines.append(t("Member since: {day} {year}", day=t.day(member.joined), year=member.joined.year))
        lines.append(t("Your answers count: {yes}", yes=t("yes") if held.counts else t("no")))
    for measure, value in held.answers.items():
        lines.append(t("Your latest answer to {statement}: {answer}", statement=_statement(library, team, measure),
                       answer=_agreed(t, value)))  # fmt: skip
    for week, thought in held.written:
        lines += _thought(library, week, thought)
    return lines


def _thought(library: Library, week: int, thought: Thought) -> list[str]:
    t = library.t
    lines = [t("You wrote in week {week}: {words}", week=week, words=thought.words)]
    if thought.topics:
        topics = ", ".join(named(library, topic) for topic in thought.topics)
        lines.append(t("You share what it is about: {topics}", topics=topics))
    if thought.quote:
        lines.append(t("You offer as a quote: {quote}", quote=thought.quote))
    return lines


def _statement(library: Library, team: Team, measure: str) -> str:
    return library.t.quoted(library.statement(team.statement(measure)).text)


def _agreed(t: Speech, value: int) -> str:
    return next(option.label for option in agreement(t, same=False) if option.value == str(value))


def my_data(library: Library, locked: str) -> Card:
    """With the file, and the way to end it."""
    t = library.t
    return Card(
        (
            Text(t("What I hold about you"), "title"),
            Text(t("It is all in this file. Only you get it.")),
            File(FILE, locked),
            Text(t("To delete it all, write “forget me”."), "quiet"),
        ),
        (Button(t("Forget me"), "forget_me"),),
    )


def latest_form(library: Library, team: Team, answers: Mapping[str, int]) -> Form:
    """A person's answers, for them alone. Sending the form erases them; closing it keeps them."""
    t = library.t
    told = [
        Text(t("{statement}: {answer}", statement=_statement(library, team, measure), answer=_agreed(t, value)))
        for measure, value in answers.items()
    ]
    body = (
        *told,
        Text(t("To change them, press “Answer” under this week's question.")),
        Text(t("If you erase them, the team's score does not change. So nobody can tell.")),
    )
    return Form("latest", t("Your latest answers"), body, t("Erase them"), value=team.id)


def no_answers(library: Library, team: Team) -> Card:
    """There are none."""
    t = library.t
    return Card((Text(t("I hold no answers of yours in {team}.", team=team.name)),))


def erased(library: Library, team: Team) -> Card:
    """They are gone; the person is still in."""
    t = library.t
    return Card(
        (
            Text(t("Your answers in {team} are erased.", team=team.name)),
            Text(t("You are still in the team. The score does not change by this.")),
        )
    )


def sure_to_forget(library: Library) -> Card:
    """Before everything goes."""
    t = library.t
    return Card(
        (
            Text(t("Shall I forget you?"), "title"),
            Text(t("I delete your name, your place in every team, your answers and what you wrote. At once.")),
            Text(t("The scores that were posted stay. They are words about the team, like “about 3”.")),
        ),
        (Button(t("Yes, forget me"), "forget_me_now", style="danger"), Button(t("No, keep it"), "help")),
    )


def forgotten(library: Library) -> Card:
    """It is done."""
    t = library.t
    return Card(
        (
            Text(t("I have forgotten you.")),
            Text(t("What stays: the scores that were posted. They do not tell who answered what.")),
            Text(t("If you write to me again, we begin anew.")),
        )
    )
