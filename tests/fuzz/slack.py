"""POST /slack/events: every payload that was recorded, and the bot's own buttons and forms; signed in many ways."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from adapters.slack.door import PATH
from tests.adapters.slack.site import SECRET
from tests.bench.crowd import EACH
from tests.fuzz import said
from tests.fuzz.house import House
from tests.fuzz.mutations import encoded, kinds, mutated, some_extra, spoiled
from tests.fuzz.wire import Case
from tests.players.slack import PAYLOADS, payload

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_RECORDED = tuple(sorted(path.stem for path in PAYLOADS.glob("*.json")))
_EVENTS = tuple(name for name in _RECORDED if "event" in payload(name))


def _signature(body: bytes, stamp: str, secret: str = SECRET) -> dict[str, str]:
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}"}


def _now(add: int = 0) -> str:
    return str(int(time.time()) + add)


AUTHS: Mapping[str, Callable[[House, bytes], Mapping[str, str]]] = {
    "right": lambda _, body: _signature(body, _now()),
    "none": lambda _, body: {},
    "wrong": lambda _, body: _signature(body, _now(), "another secret"),
    "empty secret": lambda _, body: _signature(body, _now(), ""),
    "old": lambda _, body: _signature(body, _now(-301)),
    "future": lambda _, body: _signature(body, _now(+301)),
    "other body": lambda _, body: _signature(body + b" ", _now()),
    "other time": lambda _, body: _signature(body, _now(-60)) | {"X-Slack-Request-Timestamp": _now()},
    "cut": lambda _, body: {**_signature(body, _now()), "X-Slack-Signature": _signature(body, _now())[
        "X-Slack-Signature"][:-1]},
    "upper": lambda _, body: {name: value.upper() for name, value in _signature(body, _now()).items()},
    "no number": lambda _, body: _signature(body, "soon"),
    "huge number": lambda _, body: _signature(body, "9" * 4999),
    "strange digits": lambda _, body: _signature(body, _now()) | {"X-Slack-Request-Timestamp": "\u0661" * 10},
    "not ascii": lambda _, body: _signature(body, _now()) | {"X-Slack-Signature": "v0=\u00e9"},
    "no time": lambda _, body: {"X-Slack-Signature": _signature(body, _now())["X-Slack-Signature"]},
}  # fmt: skip
HONEST = "right"


def cases(house: House, auth: st.SearchStrategy[str]) -> st.SearchStrategy[Case]:
    """Requests to Slack's door."""
    return _case(_payloads(house), auth)


@st.composite
def _case(draw: st.DrawFn, payloads: st.SearchStrategy[Any], auth: st.SearchStrategy[str]) -> Case:
    tree = draw(mutated(payloads))
    asks_form = isinstance(tree, dict) and ("actions" in tree or "view" in tree or "command" in tree)
    if draw(st.integers(0, 15)) == 9:
        asks_form = not asks_form
    body, kind = encoded(tree), FORM if asks_form else JSON
    if asks_form and isinstance(tree, dict) and "command" in tree:
        plain = {str(key): str(value) for key, value in tree.items()}
        body = urlencode(plain, errors="replace").replace("%25N%25", "%N%").encode()
    elif asks_form:
        body = urlencode({"payload": body}).replace("%25N%25", "%N%").encode()
    if draw(st.integers(0, 15)) == 9:
        kind = draw(kinds)
    headers = (("Content-Type", kind), *draw(some_extra))
    chunked = draw(st.integers(0, 20)) == 9
    return Case("slack", "POST", PATH, headers, draw(spoiled(body)), draw(auth), chunked)


@st.composite
def _payloads(draw: st.DrawFn, house: House) -> Any:
    user = f"U000000{draw(st.integers(0, EACH)):02d}"  # the last of them is in no team
    channel = draw(st.sampled_from(("C000000", f"D{user[1:]}", "C0OTHER")))
    match draw(st.sampled_from(("event", "press", "press", "form", "form", "command", "recorded"))):
        case "event":
            sent = payload(draw(st.sampled_from(_EVENTS)))
            sent["event_id"], sent["event"]["user"] = "Ev%N%", user
            if "text" in sent["event"]:
                sent["event"]["text"] = draw(said.said)
            if "channel" in sent["event"]:
                sent["event"]["channel"] = channel
        case "press":
            sent = payload(draw(st.sampled_from([each for each in _RECORDED if each.startswith("block_actions")])))
            sent["user"]["id"] = user
            action, value = draw(said.actions), draw(said.values(house))
            sent["actions"] = [{"type": "button", "action_id": f"{action}#1", "value": value, "action_ts": "1.%N%"}]
            if "channel" in sent:
                sent["channel"]["id"] = channel
        case "form":
            sent, form = payload("view_submission"), draw(said.forms)
            sent["user"]["id"], sent["trigger_id"] = user, "%N%"
            sent["view"] |= {"callback_id": form, "private_metadata": json.dumps({"value": draw(said.values(house))})}
            sent["view"]["state"]["values"] = {name: {name: _given(value)} for name, value in draw(
                said.answers(form)).items()}  # fmt: skip
        case "command":
            sent = payload(draw(st.sampled_from(("command_channel", "command_dm"))))
            sent |= {"user_id": user, "channel_id": channel, "text": draw(said.said), "trigger_id": "%N%"}
        case _:
            sent = payload(draw(st.sampled_from(_RECORDED)))
    return sent


def _given(value: str) -> dict[str, Any]:
    if " " in value:
        return {"type": "checkboxes", "selected_options": [{"value": each} for each in value.split(" ")]}
    return {"type": "radio_buttons", "selected_option": {"value": value}, "value": None}
