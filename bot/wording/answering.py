"""The week's form: the question, a box to write in, and the two statements with their choices."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain import MEASURES, Round, Team
from bot.library import Library
from bot.messages import Divider, Form, Option, Scale, Text, Words
from bot.questions import asked
from bot.speech import Speech
from bot.wording.safe import settings_line
from bot.wording.week import week_value

UNSURE, SAME = "unsure", "same"
ANSWERS = frozenset(("5", "4", "3", "2", "1", UNSURE, SAME))
"""What can be chosen about a statement."""


def agreement(t: Speech, *, same: bool) -> tuple[Option, ...]:
    """The choices, and "same as before" where there is a before."""
    options = (
        Option("5", t("Agree strongly")),
        Option("4", t("Agree")),
        Option("3", t("In between")),
        Option("2", t("Disagree")),
        Option("1", t("Disagree strongly")),
        Option(UNSURE, t("Not sure")),
    )
    return (*options, Option(SAME, t("Same as before"))) if same else options


def answer_form(library: Library, team: Team, round_: Round, voice: str, before: Mapping[str, bool],
                typed: Mapping[str, str], errors: Mapping[str, str]) -> Form:  # fmt: skip
    """The week's form. `before` says for which measures there is an earlier answer to repeat."""
    t = library.t
    question = asked(library, round_.question)
    scales: tuple[Text | Scale, ...] = tuple(
        Scale(
            measure,
            library.statement(team.statement(measure)).text,
            agreement(t, same=before.get(measure, False)),
            typed.get(measure, ""),
        )
        for measure in MEASURES
    )
    hint = t("Kept locked and shown to nobody. Deleted within four weeks. "
             "Afterwards you may choose to share what it is about.")  # fmt: skip
    if before.get("words"):
        hint = t("What you write now takes the place of what you wrote before. Leave it empty to keep that.")
    box = Words(
        "words", t("Your thoughts"), typed.get("words", ""), lines=4, most=3000, optional=True, hint=hint,
    )  # fmt: skip
    head = (
        Text(question.wording(voice), "heading"),
        box,
        Divider(),
        Text(t("Thinking about this team in the last two weeks:")),
    )
    scales = (*_in_no_circle(t, team, voice), *scales)
    quiet = Text(settings_line(library, team), "quiet")
    return Form("answer", t("This week's question"), (*head, *scales, quiet), t("Send"),
                value=week_value(team, round_.week), errors=errors)  # fmt: skip


def _in_no_circle(t: Speech, team: Team, voice: str) -> tuple[Text, ...]:
    if team.has_circle_for(voice):
        return ()
    told = t(
        "Your team's score is made by people who use services and by professionals. You have not said that you are "
        "one of them, so your answers here do not count. Your thoughts are as welcome."
    )
    return (Text(told),)


def pick_one(library: Library) -> str:
    """Beside a statement that was left empty."""
    t = library.t
    return t("Please choose one. “Not sure” is fine too.")
