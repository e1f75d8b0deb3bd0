"""Coming in and going out: the welcome, the voice, leaving."""

from __future__ import annotations

from datetime import date

from bot.domain import Team
from bot.messages import Button, Card, Text
from bot.wording.dates import day_words, moment_words
from bot.wording.safe import promise, safe_button

VOICE_LABELS = (
    ("lived", "I use services or care for someone"),
    ("professional", "I work in services"),
    ("other", "Something else"),
    ("unsaid", "I would rather not say"),
)


def welcome(team: Team) -> Card:
    """What this is, what is kept, who sees what, how to stop; then the choice."""
    return Card(
        (
            Text(f"{team.name} would like to hear from you", "title"),
            Text(
                "Once a week I send you one question about how your team works together, and two short statements. "
                "You choose how far you agree. It takes less than a minute."
            ),
            Text("What your team sees", "heading"),
            Text(promise(team.colluders)),
            Text("What is kept", "heading"),
            Text(
                "Your latest answer, under a code that is not your name. Nobody can look it up, coordinators included."
            ),
            Text("How to stop", "heading"),
            Text("Write “stop” to me at any time. I then delete your answers."),
            Text("You are only in if you say yes."),
        ),
        (
            Button("Yes, count me in", "join", team.id, "primary"),
            Button("No, thank you", "decline", team.id),
            safe_button(team),
        ),
    )


def ask_voice(team: Team) -> Card:
    """After yes: in which voice they speak, if they want to say."""
    return Card(
        (
            Text("Good to have you here", "title"),
            Text("In which voice do you speak? It only changes how I word the questions to you."),
        ),
        tuple(Button(label, "voice", f"{team.id}:{voice}") for voice, label in VOICE_LABELS),
    )


def all_set(team: Team, counts_from: date) -> Card:
    """The end of joining: what happens next, and when."""
    if team.status == "active" and team.step == "ask" and team.due is not None:
        when = f"Your next question comes on {moment_words(team.due, team.zone)}."
    elif team.step != "ask":
        when = "This week's question is on its way to you."
    else:
        when = "I will write when the team begins."
    return Card(
        (
            Text("Thank you. You are in.", "title"),
            Text(when),
            Text(f"Your answers count in the team's score from {day_words(counts_from)}."),
            Text("Write “help” to me at any time.", "quiet"),
        )
    )


def declined(team: Team) -> Card:
    """No is fine, and can be changed."""
    return Card(
        (
            Text("That is fine. I will not write to you about this team."),
            Text("If you change your mind, press the button."),
        ),
        (Button("Join after all", "join", team.id),),
    )


def sure_to_leave(team: Team, *, coordinator: bool) -> Card:
    """One question before anything is deleted."""
    buttons = [Button("Yes, take me out", "leave", team.id, "danger"), Button("No, keep me in", "status", team.id)]
    if coordinator:
        buttons.insert(1, Button("End it for the whole team", "end", team.id, "danger"))
    return Card(
        (
            Text(f"Do you want to stop with {team.name}?", "title"),
            Text("I then delete your answers and what you wrote. I will not write to you again about this team."),
            Text("The team's score does not change when you leave, so nobody can tell from it."),
        ),
        tuple(buttons),
    )


def left(team: Team) -> Card:
    """Done, and the way back."""
    return Card(
        (Text(f"You have left {team.name}. Your answers are deleted."), Text("Thank you for the time you gave.")),
        (Button("Come back", "join", team.id),),
    )


def sure_to_end(team: Team) -> Card:
    """Ending is for everybody, so it is asked twice."""
    return Card(
        (
            Text(f"End {team.name} for everyone?", "title"),
            Text("I delete all answers. The summaries you have seen stay in your channel."),
        ),
        (Button("Yes, end it", "end_now", team.id, "danger"), Button("No, go on", "status", team.id)),
    )


def ended(team: Team) -> Card:
    """Told in the channel."""
    return Card(
        (
            Text(f"{team.name} has ended", "title"),
            Text("A coordinator ended the weekly questions. All answers are deleted."),
            Text("To begin again, say “setup” to me here."),
        )
    )


def already_in(team: Team) -> Card:
    """The invitation is followed by somebody who is in."""
    return Card((Text(f"You are already in {team.name}."),), (Button("Status", "status", team.id),))
