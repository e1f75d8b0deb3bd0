"""What the page sends, read into an `Event`. Pure.

The page is ours, but whoever can reach it can send anything: every field is checked, and sizes too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from adapters.web_chat import address, limits
from bot.messages import Event, Joined, Left, Opened, Person, Place, Pressed, Said, Submitted

Payload = Mapping[str, Any]

# "@coreflect help", "@Coreflect: help", and the slash that people bring along from elsewhere.
_CALLED: Final = re.compile(r"^\s*[@/]coreflect\b[\s:,]*", re.IGNORECASE)


class Malformed(ValueError):
    """Not in the shape that the page sends. The words say what is wrong; they never repeat what was sent."""


class Unknown(ValueError):
    """Of a kind that there is not."""


def read(payload: object) -> Event | None:
    """The event in `payload`, None when it is not for the bot: words in a channel that do not begin with @coreflect.

    Raises Malformed and Unknown.
    """
    if not isinstance(payload, Mapping):
        raise Malformed("An event is an object.")
    kind = _text(payload, "kind", limits.ID)
    reader = KINDS.get(kind)
    if reader is None:
        raise Unknown("There is no such kind of event.")
    who = address.person(_text(payload, "who", limits.NAME * 4))
    if who is None:
        raise Malformed(f"A name needs a letter or a digit, and at most {limits.NAME} characters.")
    where = address.place(_text(payload, "where", limits.NAME * 4))
    if where is None:
        raise Malformed("There is no such place.")
    if where.private and where.address != who.home:
        raise Malformed("This is somebody else's private chat.")
    given = _text(payload, "id", limits.ID)
    if not given:
        raise Malformed("An event needs an id.")
    # Each person's ids are their own: nobody can use up another's.
    return reader(payload, f"{who.id}:{given}", who, where)


def _text(payload: Payload, name: str, most: int) -> str:
    """The text called `name`, "" when it is not there."""
    value = payload.get(name, "")
    if not isinstance(value, str):
        raise Malformed(f"“{name}” is a text.")
    if len(value) > most:
        raise Malformed(f"“{name}” is too long: {most} characters at most.")
    return limits.clean(value)


def _said(payload: Payload, given: str, who: Person, where: Place) -> Said | None:
    text = _text(payload, "text", limits.SAID)
    if not text.strip():
        raise Malformed("There are no words in it.")
    called = _CALLED.match(text)
    if called is None and not where.private:
        return None
    return Said(id=given, who=who, where=where, text=text[called.end() if called else 0 :].strip())


def _pressed(payload: Payload, given: str, who: Person, where: Place) -> Pressed:
    action = _text(payload, "action", limits.ACTION)
    if not action:
        raise Malformed("A button has an action.")
    value, message = _text(payload, "value", limits.VALUE), _text(payload, "message", limits.ID)
    return Pressed(id=given, who=who, where=where, action=action, value=value, message=message)


def _submitted(payload: Payload, given: str, who: Person, where: Place) -> Submitted:
    form, answers = _text(payload, "form", limits.ACTION), payload.get("answers", {})
    if not form:
        raise Malformed("A form has a name.")
    if not isinstance(answers, Mapping) or len(answers) > limits.ANSWERS:
        raise Malformed("“answers” holds a text for each input.")
    if any(not isinstance(name, str) or len(name) > limits.ACTION for name in answers):
        raise Malformed("An input's name is too long.")
    if any(not isinstance(answer, str) or len(answer) > limits.ANSWER for answer in answers.values()):
        raise Malformed(f"An answer is a text of at most {limits.ANSWER} characters.")  # its name came with it
    # A form is filled in privately, also when its button stands in the channel; that message is then nobody's own.
    message = _text(payload, "message", limits.ID) if where.private else ""
    return Submitted(
        id=given,
        who=who,
        where=who.place,
        form=form,
        value=_text(payload, "value", limits.VALUE),
        answers={limits.clean(name): limits.clean(answer) for name, answer in answers.items()},
        message=message,
    )


def _joined(payload: Payload, given: str, who: Person, where: Place) -> Joined:
    return Joined(id=given, who=who, where=where, code=_text(payload, "code", limits.CODE).strip())


def _left(payload: Payload, given: str, who: Person, where: Place) -> Left:
    return Left(id=given, who=who, where=where)


def _opened(payload: Payload, given: str, who: Person, where: Place) -> Opened:
    return Opened(id=given, who=who, where=who.place)


KINDS: Final[Mapping[str, Callable[[Payload, str, Person, Place], Event | None]]] = {
    "said": _said,
    "pressed": _pressed,
    "submitted": _submitted,
    "joined": _joined,
    "left": _left,
    "opened": _opened,
}
