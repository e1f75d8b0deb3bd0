"""The team's own lists: the topics that words can be about, and what is taken out of quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain import Team
from bot.library import Library
from bot.messages import Button, Card, Form, Text, Words
from bot.topics import LONGEST, MOST, named, topics_of

MOST_LEFT_OUT = 50
"""Words to leave out: a list that a team can still read through."""


def listed(library: Library, team: Team, *, coordinator: bool) -> Card:
    """Both lists, for everybody."""
    t = library.t
    lines = [
        Text(t("Topics of {team}", team=team.name), "title"),
        Text(t("When you write something, you can share which of these it is about.")),
        *(Text(f"• {named(library, topic)}") for topic in topics_of(team)),
    ]
    if team.left_out:
        lines.append(Text(t("I take these out of quotes: {words}.", words=", ".join(team.left_out))))
    button = Button(t("Change the lists"), "change_topics", team.id)
    return Card(tuple(lines), (button,) if coordinator else ())


def as_lines(library: Library, team: Team) -> dict[str, str]:
    """Both lists as they stand in the form."""
    topics = "\n".join(named(library, topic) for topic in topics_of(team))
    return {"topics": topics, "left_out": "\n".join(team.left_out)}


def topics_form(library: Library, team: Team, typed: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    """One topic a line, one thing to leave out a line."""
    t = library.t
    body = (
        Text(t("Agree on these with your team. Everybody is told when they change.")),
        Words("topics", t("Topics"), typed.get("topics", ""), lines=9, hint=t("One a line, ten at most.")),
        Words("left_out", t("To take out of quotes"), typed.get("left_out", ""), lines=4, optional=True,
              hint=t("Places, nicknames and the like. One a line. Names of members are always taken out.")),
    )  # fmt: skip
    return Form("team_topics", t("Topics"), body, t("Save"), value=team.id, errors=errors)


def wrong(library: Library, topics: Sequence[str], left_out: Sequence[str]) -> dict[str, str]:
    """What to do about lists that cannot be taken: input id -> words."""
    t = library.t
    errors = {}
    if not 2 <= len(topics) <= MOST:
        errors["topics"] = t("Please write two topics or more, and {most} at most. One a line.", most=MOST)
    elif any(len(topic) > LONGEST for topic in topics):
        errors["topics"] = t("One of these is too long. Please use {most} letters or fewer a line.", most=LONGEST)
    if len(left_out) > MOST_LEFT_OUT or any(len(one) > LONGEST for one in left_out):
        errors["left_out"] = t("Please use {lines} lines or fewer, each with {most} letters or fewer.",
                               lines=MOST_LEFT_OUT, most=LONGEST)  # fmt: skip
    return errors
