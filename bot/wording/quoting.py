"""A quote: a sentence made for everybody, or somebody's own words, cleaned; and how a batch of them is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain import Round, Team, Thought
from bot.library import Library
from bot.messages import Card, Form, Option, Scale, Text, Words
from bot.topics import named
from bot.wording.safe import safe_button, smallest
from bot.wording.week import week_value

OWN = "own"
"""The choice of one's own words, beside the sentences that are made for everybody."""

MOST_QUOTED = 300
"""Characters of one quote."""


def sentences(library: Library, topics: Sequence[str]) -> dict[str, str]:
    """Sentences that anybody could have written, about the first two topics: option value -> sentence."""
    t = library.t
    made = [
        sentence
        for topic in topics[:2]
        for sentence in (
            t("{topic}: this goes well here.", topic=named(library, topic)),
            t("{topic}: this could be better here.", topic=named(library, topic)),
            t("{topic}: I would like us to talk about this.", topic=named(library, topic)),
        )
    ]
    return {str(number): sentence for number, sentence in enumerate(made)}


def quote_form(library: Library, team: Team, round_: Round, thought: Thought, text: str, chosen: str = "",
               errors: Mapping[str, str] | None = None) -> Form:  # fmt: skip
    """A quote: one of the sentences, or `text`, the person's own words as they would be shown."""
    t, least = library.t, smallest(team.colluders)
    options = [Option(value, sentence) for value, sentence in sentences(library, thought.topics).items()]
    options.append(Option(OWN, t("My own words, as they stand below")))
    body = (
        Text(t("The way you write can give you away. What is promised for the 1 to 5 answers does not cover quotes.")),
        Text(t("Your team may read it one to two months from now, mixed with others. Only if {least} people or more "
               "share, and three of them offer a quote.", least=least)),
        Text(t("You can take it back until this week closes. Later on nobody can tell whose it is.")),
        Scale("which", t("What may your team read?"), tuple(options), chosen),
        Words("quote", t("My own words"), text, lines=4, most=MOST_QUOTED, optional=True,
              hint=t("I took out names, places and the like. What stands here is what people may read.")),
    )  # fmt: skip
    return Form("quote", t("Offer a quote"), body, t("Offer it"), value=week_value(team, round_.week),
                errors=errors or {})  # fmt: skip


def read_again(library: Library) -> str:
    """Beside a quote from which more was taken out."""
    t = library.t
    return t("I took out more that could tell who you are. Please read it again, then send it.")


def no_words(library: Library) -> str:
    """Beside an empty box, when one's own words were chosen."""
    t = library.t
    return t("Please write it here, or choose a sentence above.")


def quotes(library: Library, team: Team, told: Sequence[str]) -> Card:
    """A post of its own, away from any score, week or person."""
    t = library.t
    body = (
        Text(t("In people's own words"), "title"),
        Text(t("Some people in {team} offered these a while ago. Nobody knows any more who wrote which.",
               team=team.name)),
        *(Text(t.quoted(quote)) for quote in told),
        Text(t("Please do not guess who it was."), "quiet"),
    )  # fmt: skip
    return Card(body, (safe_button(library, team),))
