"""What Teams is told at once about a button: a card in the place of the one pressed, or a few words beside it."""

from __future__ import annotations

from typing import Any, Final

from adapters.teams import data, render, wording
from bot.messages import Card, Event, OpenForm, Submitted, Text

Json = dict[str, Any]

REFUSED: Final[Json] = {
    "statusCode": 400,
    "type": "application/vnd.microsoft.error",
    "value": {"code": "BadRequest", "message": wording.NOT_UNDERSTOOD},
}


def is_action(activity: Json) -> bool:
    """Did this come from Action.Execute, so that Teams waits for one of these answers?"""
    return activity.get("type") == "invoke" and activity.get("name") == data.ACTION


def to(event: Event, form: OpenForm | None) -> Json:
    """The answer to `event`: the form it opened, in place; in a channel only that it was sent.

    A card in a channel stands before everybody, so a form never takes its place there. After a form was sent nothing
    of what was chosen stays on the screen: somebody may be looking over a shoulder.
    """
    if form is not None and event.where.private:
        return card(render.form(form.form, form.message, follows=isinstance(event, Submitted)))
    if form is not None:
        return words(wording.FORM_SENT)
    if isinstance(event, Submitted) and event.where.private:
        return card(render.message(Card((Text(wording.SAVED),))))
    return words(wording.RECEIVED)


def card(shown: Json) -> Json:
    """`shown` takes the place of the card that was pressed."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": shown}


def words(said: str) -> Json:
    """`said` is shown beside the card that was pressed."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": said}
