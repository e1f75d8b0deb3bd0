"""What somebody wrote, and what of it the team may see: the topics that it is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256

from bot.domain import Round, Team, Thought
from bot.library import Library
from bot.messages import Button, Card, Form, Option, Text, Ticks
from bot.themes import WINDOW_WEEKS
from bot.topics import named, topics_of
from bot.wording.safe import smallest
from bot.wording.week import week_value

_REMINDED = 200
"""Characters of somebody's own words that are enough to know which they were."""


def topics_told(library: Library, team: Team, topics: Sequence[str]) -> list[Text]:
    """The part of a summary that tells what people wrote about; nothing at all where nothing may be told."""
    if not topics:
        return []
    t = library.t
    told = t("In the last four weeks people wrote about: {topics}.", topics=_listed(library, topics))
    rule = t("A topic is told when at least {people} people chose to share it.", people=team.colluders + 2)
    return [Text(t("What people wrote about"), "heading"), Text(told), Text(rule, "quiet")]


def _listed(library: Library, topics: Collection[str]) -> str:
    return ", ".join(named(library, topic) for topic in topics)


def topics_form(library: Library, team: Team, round_: Round, thought: Thought, ticked: Sequence[str],
                people: int, error: str = "") -> Form:  # fmt: skip
    """What the words are about, with a preview of what is `ticked`; `people` is how many are in the team."""
    t, topics = library.t, topics_of(team)
    options = tuple(Option(str(number), named(library, topic)) for number, topic in enumerate(topics))
    chosen = tuple(str(number) for number, topic in enumerate(topics) if topic in ticked)
    hint = t("I ticked what I think fits. Change it as you like.") if ticked and not thought.topics else ""
    body: tuple[Text | Ticks, ...] = (
        Text(t("You wrote: {words}", words=t.quoted(_short(thought.words)))),
        Text(t("Nobody sees your words. You can let the team know what they are about.")),
        Ticks("topics", t("My words are about"), options, chosen, hint=hint),
        *_preview(library, team, ticked, people),
    )
    value, submit = f"{week_value(team, round_.week)}:{seen(ticked)}", t("Yes, share this") if ticked else t("Next")
    errors = {"topics": error} if error else {}
    return Form("topics", t("Share what it is about"), body, submit, value=value, errors=errors)


def seen(ticked: Sequence[str]) -> str:
    """What a preview showed, so that nobody shares what they have not seen; "" for nothing."""
    return sha256("\n".join(ticked).encode()).hexdigest()[:12] if ticked else ""


def _short(words: str) -> str:
    return words if len(words) <= _REMINDED else f"{words[:_REMINDED]}…"


def _preview(library: Library, team: Team, ticked: Sequence[str], people: int) -> list[Text]:
    t, least = library.t, smallest(team.colluders)
    lines = []
    if ticked:
        told = t("In the last four weeks people wrote about: {topics}.", topics=_listed(library, ticked))
        lines = [Text(t("This is all that your team may see"), "heading"), Text(t.quoted(told))]
    rule = t("A topic is told if {least} people or more share, and {enough} of them tick it. Never who, or how many.",
             least=least, enough=team.colluders + 2)  # fmt: skip
    lines.append(Text(rule, "quiet"))
    if people < least:
        lines.append(Text(t("Your team has fewer than {least} people now. So nothing is told yet.", least=least)))
    return lines


def tick_one(library: Library) -> str:
    """Beside the topics, when none is ticked."""
    t = library.t
    return t("Please tick at least one. To share nothing, close this window.")


def shared(library: Library, team: Team, round_: Round, until: str, *, quote: bool) -> Card:
    """Neutral: it never shows what is shared. `quote`: whether there is a quote among it."""
    t, value = library.t, week_value(team, round_.week)
    lines = (Text(t("Saved.")), Text(t("You can change what you share until {moment}.", moment=until)))
    offer = Button(t("Change the quote") if quote else t("Offer a quote, too"), "offer_quote", value)
    back = (Button(t("Take the quote back"), "drop_quote", value),) if quote else ()
    change = Button(t("Change what I share"), "share_topics", value)
    return Card(lines, (offer, *back, change, Button(t("Share nothing"), "share_nothing", value),
                        Button(t("Change my answer"), "answer", value)))  # fmt: skip


def not_shared(library: Library, team: Team, round_: Round) -> Card:
    """The words are locked, and that is all."""
    t, value = library.t, week_value(team, round_.week)
    buttons = (Button(t("Share what it is about"), "share_topics", value),
               Button(t("Change my answer"), "answer", value))  # fmt: skip
    return Card((Text(t("Nothing of what you wrote is shared. It stays locked.")),), buttons)


def nothing_written(library: Library, team: Team, round_: Round) -> Card:
    """There are no words of this week to share."""
    t = library.t
    text = t("You have written nothing this week. Write in the box under the question first.")
    return Card((Text(text),), (Button(t("Answer"), "answer", week_value(team, round_.week), "primary"),))


assert WINDOW_WEEKS == 4, "the sentences above say four weeks"
