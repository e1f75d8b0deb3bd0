"""What Slack sends, read into an `Event`. Pure.

Events that are not for us (other bots, edits, the bot itself) read as None. A payload that lacks what its own kind
promises raises `Malformed`; one of a kind we never asked for raises `Unknown`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from adapters.slack.address import Address, person
from adapters.slack.words import bare, clean
from bot.messages import Event, Joined, Left, Opened, Person, Pressed, Said, Submitted

Payload = Mapping[str, Any]

COMMAND = "/reflect"
SAID_WITH = (None, "file_share")  # a picture sent along does not take the words away
SLACKBOT = "USLACKBOT"
TAKEN_AWAY = frozenset({"app_uninstalled", "tokens_revoked"})


class Malformed(ValueError):
    """Signed by Slack, yet not in the shape Slack documents."""


class Unknown(ValueError):
    """Of a kind that this app did not ask for."""


def read(payload: Payload, bot: str = "") -> Event | None:
    """The event in `payload`, None when it is not for us. `bot` is the bot's own user id, taken from the payload when
    it is not given. Raises Malformed and Unknown."""
    try:
        reader = _reader(payload)
        return reader(payload, bot or _bot(payload))
    except Unknown:
        raise
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Malformed(type(error).__name__) from None


def is_taken_away(payload: Payload) -> bool:
    """Whether Slack says that the app was taken away from a workspace, or its token."""
    event = payload.get("event")
    return payload.get("type") == "event_callback" and isinstance(event, dict) and str(event.get("type")) in TAKEN_AWAY


def _reader(payload: Payload) -> Callable[[Payload, str], Event | None]:
    kind = payload.get("type")
    if kind == "event_callback":
        # A subscription somebody added by hand must not look like a failure: Slack would switch us off.
        return EVENTS.get(payload["event"]["type"], _ignored)
    if kind is None and payload.get("command") == COMMAND:
        return _command
    if reader := INTERACTIONS.get(str(kind)):
        return reader
    raise Unknown


def need(source: Payload, key: str) -> str:
    """The text that `source` promises under `key`. Raises KeyError or TypeError when there is none."""
    if not isinstance(found := source[key], str):
        raise TypeError(key)
    return clean(found)


def maybe(source: Payload, key: str) -> str:
    """The text that `source` may have under `key`, "" when there is none. Raises TypeError for anything but a text."""
    return "" if source.get(key) is None else need(source, key)


def _bot(payload: Payload) -> str:
    return next((str(each["user_id"]) for each in payload.get("authorizations") or () if each.get("is_bot")), "")


def _ignored(payload: Payload, bot: str) -> None:
    return None


# ---- events -------------------------------------------------------------------------------------------------------


def _message(payload: Payload, bot: str) -> Said | None:
    """A direct message. In channels the bot hears only its name (`app_mention`)."""
    event = payload["event"]
    from_person = not event.get("bot_id") and event.get("user") not in (None, bot, SLACKBOT)
    if event.get("channel_type") != "im" or event.get("subtype") not in SAID_WITH or not from_person:
        return None
    who = _who(payload)
    thread = maybe(event, "thread_ts")
    reply_at = Address(need(payload, "team_id"), need(event, "user"), thread=thread).place if thread else None
    return Said(
        id=need(payload, "event_id"), who=who, where=who.place, reply_at=reply_at, text=bare(need(event, "text"), bot)
    )


def _mention(payload: Payload, bot: str) -> Said | None:
    event = payload["event"]
    if event.get("bot_id") or event.get("edited") or not event.get("user"):
        return None
    where = Address(need(payload, "team_id"), need(event, "channel"))
    thread = Address(where.team, where.to, thread=maybe(event, "thread_ts") or need(event, "ts"))
    text = bare(need(event, "text"), bot)
    return Said(id=need(payload, "event_id"), who=_who(payload), where=where.place, reply_at=thread.place, text=text)


def _joined(payload: Payload, bot: str) -> Joined | None:
    event = payload["event"]
    where = Address(need(payload, "team_id"), need(event, "channel")).place
    return None if need(event, "user") == bot else Joined(id=need(payload, "event_id"), who=_who(payload), where=where)


def _left(payload: Payload, bot: str) -> Left | None:
    event = payload["event"]
    where = Address(need(payload, "team_id"), need(event, "channel")).place
    return None if need(event, "user") == bot else Left(id=need(payload, "event_id"), who=_who(payload), where=where)


def _opened(payload: Payload, bot: str) -> Opened | None:
    event = payload["event"]
    if event.get("tab") != "home":
        return None
    who = _who(payload)
    home = Address(need(payload, "team_id"), need(event, "user"), home=True).place
    return Opened(id=need(payload, "event_id"), who=who, where=who.place, reply_at=home)


def _who(payload: Payload) -> Person:
    return person(need(payload, "team_id"), need(payload["event"], "user"))


# ---- buttons, forms and the command -------------------------------------------------------------------------------


def _pressed(payload: Payload, bot: str) -> Pressed | None:
    team, user, action = _team(payload), need(payload["user"], "id"), payload["actions"][0]
    who, container = person(team, user), payload["container"]
    channel = maybe(payload.get("channel") or {}, "id")
    stamp = maybe(container, "message_ts")
    where, reply_at, message = who.place, None, ""
    if channel:  # without one, the button stands on the App Home
        message = "" if container.get("is_ephemeral") else f"{channel}/{stamp}"
        if not channel.startswith("D"):
            where = Address(team, channel).place
            # Pressing is private even where everybody reads along: what comes of it is whispered.
            reply_at = Address(team, channel, whisper=user, thread=maybe(container, "thread_ts")).place
    return Pressed(
        id=f"press/{user}/{stamp or maybe(container, 'view_id')}/{need(action, 'action_ts')}",
        who=who,
        where=where,
        reply_at=reply_at,
        action=need(action, "action_id").rpartition("#")[0] or need(action, "action_id"),
        value=maybe(action, "value"),
        message=message,
    )


def _submitted(payload: Payload, bot: str) -> Submitted:
    view, who = payload["view"], person(_team(payload), need(payload["user"], "id"))
    carried = json.loads(need(view, "private_metadata") or "{}")
    # Sent again after an error, the view keeps its id and its hash: only the trigger tells the second time apart.
    return Submitted(
        id=f"submit/{need(view, 'id')}/{need(view, 'hash')}/{maybe(payload, 'trigger_id')}",
        who=who,
        where=who.place,
        form=need(view, "callback_id"),
        value=maybe(carried, "value"),
        message=maybe(carried, "message"),
        answers={
            clean(name).rpartition("#")[0]: _given(given)
            for inputs in view["state"]["values"].values()
            for name, given in inputs.items()
        },
    )


def _given(given: Payload) -> str:
    """What stands in one input: words written, the value of the option chosen, or those of the ones ticked."""
    if "selected_options" in given:
        return " ".join(need(each, "value") for each in given["selected_options"] or ())
    chosen = given.get("selected_option") or {}
    return maybe(given, "value") or maybe(chosen, "value")


def _command(payload: Payload, bot: str) -> Said:
    team, user, channel = need(payload, "team_id"), need(payload, "user_id"), need(payload, "channel_id")
    who = person(team, user)
    direct = channel.startswith("D")
    return Said(
        id=f"command/{need(payload, 'trigger_id')}",
        who=who,
        where=who.place if direct else Address(team, channel).place,
        reply_at=None if direct else Address(team, channel, whisper=user).place,
        text=bare(maybe(payload, "text"), bot),
    )


def _team(payload: Payload) -> str:
    """The workspace; an app installed for a whole organisation gets it with the user only."""
    return maybe(payload.get("team") or {}, "id") or need(payload["user"], "team_id")


EVENTS: Mapping[str, Callable[[Payload, str], Event | None]] = {
    "message": _message,
    "app_mention": _mention,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "app_home_opened": _opened,
}
INTERACTIONS: Mapping[str, Callable[[Payload, str], Event | None]] = {
    "block_actions": _pressed,
    "view_submission": _submitted,
    "view_closed": _ignored,
}
