"""How answers are kept safe, in the words that every member is told."""

from __future__ import annotations

from bot.domain import Team
from bot.messages import Button, Card, Divider, Text

SAFE_TWO = (
    "The bot posts one rough team score, made from everyone's latest answer in a circle of at least seven people. "
    "It moves only when more than half the circle answers again, never because someone joins, leaves or misses a week. "
    "So whatever it shows, your own answer could have been anything from 1 to 5, even to two team-mates comparing "
    "notes."
)
SAFE_ONE = (
    "The bot posts one rough team score, made from everyone's latest answer in a circle of at least five people. "
    "It moves only when more than half the circle answers again, never because someone joins, leaves or misses a week. "
    "So whatever it shows, your own answer could have been anything from 1 to 5, even to a team-mate who knows their "
    "own answer."
)


def promise(colluders: int) -> str:
    """The sentence of the team's setting: how far the score gives nobody away."""
    return SAFE_ONE if colluders == 1 else SAFE_TWO


def smallest(colluders: int) -> int:
    """How many people a circle needs before it has a score (rule R3)."""
    return 2 * colluders + 3


def settings_line(team: Team) -> str:
    """The privacy setting in one line, for under a question or a summary."""
    notes = "one team-mate" if team.colluders == 1 else "two team-mates comparing notes"
    return f"Safe from {notes}. A score needs {smallest(team.colluders)} people. Nobody sees single answers."


def safe_button(team: Team) -> Button:
    """The way to `how_is_this_safe`, for under every question and summary."""
    return Button("How is this safe?", "safe", team.id)


def how_is_this_safe(team: Team) -> Card:
    """The promise, the rules and the limits, in plain words."""
    return Card(
        (
            Text("How is this safe?", "title"),
            Text(promise(team.colluders)),
            Divider(),
            Text("What is kept", "heading"),
            Text("Your latest answer, under a code that is not your name. Each new answer writes over the last one."),
            Text("The key to the codes is kept apart from the answers."),
            Text("What you write in the box is locked. Nobody can read it. It is deleted after four weeks."),
            Text("Who sees what", "heading"),
            Text("Nobody sees your answers. Not your team, not a coordinator."),
            Text("Your answers count after you have been a member for 14 days."),
            Text("The score is words, like “about 3”. It moves one step at a time."),
            Text("The limits", "heading"),
            Text("The score is about the team. A very low score means that many people are unhappy."),
            Text("A new score tells that more than half the circle answered. It does not tell who."),
            Text("The person who runs the computer could read answers if they had both the database and the key."),
        )
    )
