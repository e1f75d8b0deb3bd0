"""Coming in and going out: the welcome, the voice, leaving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain import Team
from bot.library import Library
from bot.messages import Button, Card, Text
from bot.speech import Speech
from bot.wording.safe import promise, safe_button


def voice_labels(t: Speech) -> tuple[tuple[str, str], ...]:
    """Each voice, and how a member says that it is theirs."""
    return (
        ("lived", t("I use services or care for someone")),
        ("professional", t("I work in services")),
        ("other", t("Something else")),
        ("unsaid", t("I would rather not say")),
    )


def welcome(library: Library, team: Team, others: Iterable[Speech] = ()) -> Card:
    """What this is, what is kept, who sees what, how to stop; then the choice. `others` are the languages to offer."""
    t = library.t
    return Card(
        (
            Text(t("{team} would like to hear from you", team=team.name), "title"),
            *(Text(other_language(speech), "quiet") for speech in others),
            Text(t(
                "Once a week I send you one question about how your team works together, and two short statements. "
                "You choose how far you agree. It takes less than a minute."
            )),
            Text(t("What your team sees"), "heading"),
            Text(promise(t, team.colluders)),
            Text(t("What is kept"), "heading"),
            Text(t(
                "Your latest answer, under a code that is not your name. Nobody can look it up, coordinators included."
            )),
            Text(t("How to stop"), "heading"),
            Text(t("Write “stop” to me at any time. I then delete your answers.")),
            Text(t("You are only in if you say yes.")),
        ),
        (
            Button(t("Yes, count me in"), "join", team.id, "primary"),
            Button(t("No, thank you"), "decline", team.id),
            safe_button(library, team),
        ),
    )  # fmt: skip


def other_language(t: Speech) -> str:
    """How to change to this language, in this language: whoever needs it cannot read the rest."""
    return t("For {language}, write “{language}” to me.", language=t.name)


def ask_voice(library: Library, team: Team) -> Card:
    """After yes: in which voice they speak, if they want to say."""
    t = library.t
    return Card(
        (
            Text(t("Good to have you here"), "title"),
            Text(t("In which voice do you speak? It only changes how I word the questions to you."))
            if not team.two_circles
            else Text(
                t("In which voice do you speak? It changes how I word the questions, and in whose circle you count.")
            ),
        ),
        tuple(Button(label, "voice", f"{team.id}:{voice}") for voice, label in voice_labels(t)),
    )


def all_set(library: Library, team: Team, counts_from: date) -> Card:
    """The end of joining: what happens next, and when."""
    t = library.t
    if team.status == "active" and team.step == "ask" and team.due is not None:
        when = t("Your next question comes on {moment}.", moment=t.moment(team.due, team.zone))
    elif team.step != "ask":
        when = t("This week's question is on its way to you.")
    else:
        when = t("I will write when the team begins.")
    return Card(
        (
            Text(t("Thank you. You are in."), "title"),
            Text(when),
            Text(t("Your answers count in the team's score from {day}.", day=t.day(counts_from))),
            Text(t("Write “help” to me at any time."), "quiet"),
        )
    )


def declined(library: Library, team: Team) -> Card:
    """No is fine, and can be changed."""
    t = library.t
    return Card(
        (
            Text(t("That is fine. I will not write to you about this team.")),
            Text(t("If you change your mind, press the button.")),
        ),
        (Button(t("Join after all"), "join", team.id),),
    )


def declined_earlier(library: Library, teams: Sequence[Team]) -> Card:
    """For somebody in no team, who has said no to these."""
    t = library.t
    said = tuple(Text(t("You said no, thank you, to {team}.", team=team.name)) for team in teams)
    labels = [t("Join after all")] if len(teams) == 1 else [t("Join {team}", team=team.name) for team in teams]
    buttons = tuple(Button(label, "join", team.id) for label, team in zip(labels, teams, strict=True))
    return Card((*said, Text(t("You can join at any time."))), buttons)


def sure_to_leave(library: Library, team: Team, *, coordinator: bool) -> Card:
    """One question before anything is deleted."""
    t = library.t
    buttons = [
        Button(t("Yes, take me out"), "leave", team.id, "danger"),
        Button(t("No, keep me in"), "status", team.id),
    ]
    if coordinator:
        buttons.insert(1, Button(t("End it for the whole team"), "end", team.id, "danger"))
    return Card(
        (
            Text(t("Do you want to stop with {team}?", team=team.name), "title"),
            Text(t("I then delete your answers and what you wrote. I will not write to you again about this team.")),
            Text(t("The team's score does not change when you leave, so nobody can tell from it.")),
        ),
        tuple(buttons),
    )


def left(library: Library, team: Team) -> Card:
    """Done, and the way back."""
    t = library.t
    return Card(
        (
            Text(t("You have left {team}. Your answers are deleted.", team=team.name)),
            Text(t("Thank you for the time you gave.")),
        ),
        (Button(t("Come back"), "join", team.id),),
    )


def sure_to_end(library: Library, team: Team) -> Card:
    """Ending is for everybody, so it is asked twice."""
    t = library.t
    return Card(
        (
            Text(t("End {team} for everyone?", team=team.name), "title"),
            Text(t("I delete all answers. The summaries you have seen stay in your channel.")),
        ),
        (Button(t("Yes, end it"), "end_now", team.id, "danger"), Button(t("No, go on"), "status", team.id)),
    )


def ended(library: Library, team: Team) -> Card:
    """Told in the channel."""
    t = library.t
    return Card(
        (
            Text(t("{team} has ended", team=team.name), "title"),
            Text(t("A coordinator has brought the weekly questions to an end. All answers are deleted.")),
            Text(t("To begin again, say “setup” to me here.")),
        )
    )


def already_in(library: Library, team: Team) -> Card:
    """The invitation is followed by somebody who is in."""
    t = library.t
    return Card((Text(t("You are already in {team}.", team=team.name)),), (Button(t("Status"), "status", team.id),))
