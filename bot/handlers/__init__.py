"""What happens -> who handles it: tables that can be read, in which order does not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot import intents
from bot.handlers import (
    answering,
    choosing,
    coordinating,
    joining,
    noting,
    offering,
    quoting,
    rights,
    sharing,
    talking,
    topics,
    writing,
)
from bot.messages import Event, Joined, Left, Opened, Pressed, Reply, Said, Submitted
from bot.moment import Handler, Moment

HANDLERS: dict[str, Handler] = {
    "help": talking.help_,
    "status": talking.status,
    "explain": talking.explain_id,
    "explain_more": talking.explain_more,
    "explain_words": talking.explain_words,
    "explain_what": talking.explain_what,
    "safe": talking.how_safe,
    "language": talking.language,
    "set_language": joining.set_language,
    "unknown": talking.anything_else,
    "answer": answering.open_form,
    "same": answering.same,
    "skip": answering.skip,
    "later": answering.later,
    "join": joining.accept,
    "join_code": joining.by_code,
    "decline": joining.decline,
    "voice": joining.choose_voice,
    "stop": joining.stop,
    "leave": joining.leave,
    "setup": coordinating.setup,
    "settings": coordinating.settings,
    "settings_form": coordinating.settings_form,
    "pause": coordinating.pause,
    "resume": coordinating.resume,
    "phase": coordinating.phase,
    "set_phase": coordinating.set_phase,
    "next_question": choosing.next_question,
    "skip_question": choosing.skip_question,
    "choose_question": choosing.choose_question,
    "offer": offering.offer,
    "pin": choosing.pin,
    "not_now": choosing.not_now,
    "note": noting.note,
    "share_topics": writing.share_topics,
    "share_nothing": writing.share_nothing,
    "offer_quote": quoting.offer_quote,
    "drop_quote": quoting.drop_quote,
    "topics": topics.topics,
    "change_topics": topics.change_topics,
    "fresh_start": coordinating.fresh_start,
    "fresh_start_now": coordinating.fresh_start_now,
    "my_data": rights.my_data,
    "latest": rights.latest,
    "forget_me": rights.forget_me,
    "forget_me_now": rights.forget_me_now,
    "coordinate": sharing.coordinate,
    "share": sharing.share,
    "end": coordinating.end,
    "end_now": coordinating.end_now,
}
"""intent or button action -> handler"""

FORMS: dict[str, Callable[[Moment, Submitted], Sequence[Reply]]] = {
    "answer": answering.submit,
    "week_over": answering.put_away,
    "setup": coordinating.submit_setup,
    "choose_question": choosing.submit_choice,
    "latest": rights.erase,
    "note": noting.submit_note,
    "topics": writing.submit_topics,
    "quote": quoting.submit_quote,
    "team_topics": topics.submit_topics,
}
"""form name -> handler"""


def handle(moment: Moment, event: Event) -> Sequence[Reply]:
    """The replies to one event. Everything it changes, it changes in `moment.unit`."""
    match event:
        case Said(text=text):
            return _said(moment, event, text)
        case Pressed(action="say", value=text):
            return _said(moment, event, text)
        case Pressed(action=action, value=value):
            return HANDLERS.get(action, talking.anything_else)(moment, event, value if action in HANDLERS else "")
        case Submitted(form=form) if form in FORMS:
            return FORMS[form](moment, event)
        case Joined():
            return joining.joined(moment, event)
        case Left():
            return joining.left(moment, event)
        case Opened():
            return talking.home(moment, event)
    return talking.anything_else(moment, event, "")


def _said(moment: Moment, event: Event, text: str) -> Sequence[Reply]:
    intent, about = intents.read(text, *moment.languages.speeches(moment.library))
    return HANDLERS[intent](moment, event, about or (text if intent == "unknown" else ""))
