"""Notes of change: the form, the thanks, and how they stand in the summary."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import Team
from bot.library import Library
from bot.messages import Card, Form, Text, Words
from bot.speech import Speech
from bot.wording.beside import too_long

MOST = 200
"""Characters of one note: it stands in a summary that people read on a phone."""

TOLD = 5
"""Notes in one summary; the others come in the next."""


def note_form(library: Library, team: Team, typed: str, error: str) -> Form:
    """What changed, in a sentence."""
    t = library.t
    body = (
        Text(t("Everybody in the team reads it in the next summary. Your name is not shown, and is not kept with it.")),
        Words("note", t("What changed because of what people said?"), typed, lines=3, most=MOST,
              hint=t("Like: we meet in the community centre now.")),
    )  # fmt: skip
    return Form("note", t("Note a change"), body, t("Note it"), value=team.id, errors={"note": error} if error else {})


def wrong(library: Library, typed: str) -> str:
    """What to do about a note that cannot be taken."""
    return library.t("Please write what changed, in a few words.") if not typed else too_long(library, MOST)


def noted(library: Library, team: Team) -> Card:
    """Thanks, and when it will be read."""
    t = library.t
    return Card(
        (
            Text(t("Thank you. It stands in the next summary of {team}.", team=team.name)),
            Text(t("It helps people to see that answering is worth it.")),
        )
    )


def changes(t: Speech, notes: Sequence[str]) -> list[Text]:
    """The part of the summary that tells what changed, or honestly that nothing was noted."""
    told = [Text(t.quoted(note)) for note in notes] or [Text(t("Nothing noted yet. Anybody in the team can note it."))]
    return [Text(t("What changed because of your answers"), "heading"), *told]
