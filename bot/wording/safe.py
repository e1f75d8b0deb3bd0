"""How answers are kept safe, in the words that every member is told."""

from __future__ import annotations

from functools import lru_cache

from bot.domain import Team
from bot.library import Library
from bot.messages import Button, Card, Divider, Text
from bot.speech import Speech


def promise(t: Speech, colluders: int) -> str:
    """The sentence of the team's setting: how far the score gives nobody away."""
    if colluders == 1:
        return t(
            "The bot posts one rough team score, made from everyone's latest answer in a circle of at least five "
            "people. It moves only when more than half the circle answers again, never because someone joins, leaves "
            "or misses a week. So whatever it shows, your own answer could have been anything from 1 to 5, even to a "
            "team-mate who knows their own answer."
        )
    return t(
        "The bot posts one rough team score, made from everyone's latest answer in a circle of at least seven "
        "people. It moves only when more than half the circle answers again, never because someone joins, leaves "
        "or misses a week. So whatever it shows, your own answer could have been anything from 1 to 5, even to two "
        "team-mates comparing notes."
    )


def smallest(colluders: int) -> int:
    """How many people a circle needs before it has a score (rule R3)."""
    return 2 * colluders + 3


def settings_line(library: Library, team: Team) -> str:
    """The privacy setting in one line, for under a question or a summary."""
    return _settings_line(library.t, team.colluders, team.two_circles)


@lru_cache(maxsize=64)
def _settings_line(t: Speech, colluders: int, two_circles: bool) -> str:
    least = smallest(colluders)
    if two_circles and colluders == 1:
        return t(
            "Safe from one team-mate. Two circles of {least} people or more. Nobody sees single answers.", least=least
        )
    if two_circles:
        return t(
            "Safe from two team-mates comparing notes. Two circles of {least} people or more. "
            "Nobody sees single answers.", least=least,
        )  # fmt: skip
    if colluders == 1:
        return t("Safe from one team-mate. A score needs {least} people. Nobody sees single answers.", least=least)
    return t(
        "Safe from two team-mates comparing notes. A score needs {least} people. Nobody sees single answers.",
        least=least,
    )


def safe_button(library: Library, team: Team) -> Button:
    """The way to `how_is_this_safe`, for under every question and summary."""
    t = library.t
    return Button(t("How is this safe?"), "safe", team.id)


def how_is_this_safe(library: Library, team: Team) -> Card:
    """The promise, the rules and the limits, in plain words."""
    t = library.t
    return Card(
        (
            Text(t("How is this safe?"), "title"),
            Text(promise(t, team.colluders)),
            *_two_circles(t, team),
            Divider(),
            Text(t("What is kept"), "heading"),
            Text(
                t("Your latest answer, under a code that is not your name. Each new answer writes over the last one.")
            ),
            Text(t("The key to the codes is kept apart from the answers.")),
            Text(t("What you write in the box is locked. Nobody reads it. It is deleted within four weeks.")),
            Text(t("You may choose to share what it is about, or a quote. You see first what the team would see.")),
            Text(t("Who sees what"), "heading"),
            Text(t("Nobody sees your answers. Not your team, not a coordinator.")),
            Text(t("Your answers count after you have been a member for 14 days.")),
            Text(t("The score is words, like “about 3”. It moves one step at a time.")),
            Text(t("The limits"), "heading"),
            Text(t("The score is about the team. A very low score means that many people are unhappy.")),
            Text(t("A new score tells that more than half the circle answered. It does not tell who.")),
            Text(t("The person who runs the computer could read answers if they had both the database and the key.")),
        )
    )


def _two_circles(t: Speech, team: Team) -> tuple[Text, ...]:
    if not team.two_circles:
        return ()
    return (
        Text(
            t("Your team has two circles: people who use services, and professionals. Each makes a score of its own.")
        ),
        Text(t("What is shown is made from the two scores. Once a month I tell which of the two is lower, in words.")),
    )
