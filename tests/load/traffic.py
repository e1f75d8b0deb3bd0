"""What ten thousand members send, and how often; each request as the platform would send it, signed.

How often. Somebody who takes part sends, in a week:

    0.6   opens the form           six in ten answer with it,
    0.6   sends the form
    0.4   presses "same as before" four in ten with one press,
    0.1   presses "later"          one in ten of them a day later,
    0.5   opens the App Home       every second week,
    0.3   asks to explain          three times in ten weeks,
    0.2   asks for the status      and twice for the status or help
    ----
    2.7   requests a week. 10,000 members: 27,000.

Were everybody asked at nine on Monday in one time zone, and 80 % of it came within two hours: 21,600 in 7,200 s, 3 a
second. It comes as a burst after the question, so twice that is taken: 6 a second. With --rate-factor 5 it is 30 a
second. The web chat, which is for one machine, has one request in fifty of that beside it.

Requests arrive at random (Poisson), whether or not the ones before were answered.
"""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.bench.crowd import Seat
from tests.bench.slack_servers import PATH, SECRET
from tests.players.slack import payload
from tests.players.teams import recorded

A_WEEK = {"opens form": 0.6, "sends form": 0.6, "same": 0.4, "later": 0.1, "home": 0.5, "explain": 0.3, "status": 0.2}
WITHIN, SHARE, BURST = 7_200.0, 0.8, 2.0
WEB = 0.02

EXPLAINED = ("What is trust?", "explain power sharing", "how do we share power with people who use services?",
             "what is co-production", "why does feedback matter?", "explain practice of reciprocity")  # fmt: skip


def rate(members: int, factor: float) -> float:
    """Requests a second."""
    return members * sum(A_WEEK.values()) * SHARE / WITHIN * BURST * factor


def arrivals(seconds: float, per_second: float, chance: Random) -> Iterator[tuple[float, str]]:
    """(when, kind) of every request, in order."""
    when, kinds, weights = 0.0, [*A_WEEK, "web"], [*A_WEEK.values(), WEB * sum(A_WEEK.values())]
    while (when := when + chance.expovariate(per_second)) < seconds:
        yield when, chance.choices(kinds, weights)[0]


class Writer:
    """Writes requests. `connector` is the service URL of everybody on Teams, `token` what Teams sends with it."""

    def __init__(self, people: Sequence[Seat], connector: str, token: str) -> None:
        self._people, self._connector, self._token, self._numbers = people, connector, token, count(1)

    def write(self, kind: str, week: int, chance: Random) -> bytes:
        """A request of this kind from anybody, about this week."""
        if kind == "web":
            return self._web(chance)
        seat = chance.choice(self._people)
        value = f"{seat.team.id}:{week}"
        match kind:
            case "opens form":
                return self._press(seat, "answer", value)
            case "same" | "later":
                return self._press(seat, kind, value)
            case "sends form":
                given = {"power": chance.choice("12345"), "trust": chance.choice("12345"), "words": "Less paper."}
                return self._send(seat, value, given)
            case "home" if seat.member.person.platform == "slack":
                return self._slack(self._event(seat, "app_home_opened"))
            case "explain":
                return self._say(seat, chance.choice(EXPLAINED))
        return self._say(seat, chance.choice(("status", "help")))

    def _event(self, seat: Seat, name: str) -> Any:
        sent = payload(name)
        sent["event_id"] = f"Ev{next(self._numbers):08d}"
        sent["event"] |= {"user": seat.user, "channel": f"D{seat.user[1:]}"}
        return sent

    def _say(self, seat: Seat, text: str) -> bytes:
        if seat.member.person.platform == "teams":
            return self._teams(seat, "says_private", text=text)
        sent = self._event(seat, "message_im")
        sent["event"]["text"] = text
        return self._slack(sent)

    def _press(self, seat: Seat, action: str, value: str) -> bytes:
        if seat.member.person.platform == "teams":
            pressed = {"coreflect": {"kind": "press", "action": action, "value": value}}
            return self._teams(seat, "presses_private", pressed)
        sent = payload("block_actions_dm")
        sent["user"]["id"], sent["channel"]["id"] = seat.user, f"D{seat.user[1:]}"
        stamp = f"{next(self._numbers)}.0"
        sent["actions"] = [{"type": "button", "action_id": f"{action}#1", "value": value, "action_ts": stamp}]
        return self._slack(sent, form=True)

    def _send(self, seat: Seat, value: str, given: dict[str, str]) -> bytes:
        if seat.member.person.platform == "teams":
            ours = {"kind": "form", "form": "answer", "value": value, "message": "", "inputs": list(given)}
            filled = {"coreflect": ours, **{f"in.{at}": each for at, each in enumerate(given.values())}}
            return self._teams(seat, "executes_form_private", filled)
        sent = payload("view_submission")
        sent["user"]["id"], sent["trigger_id"] = seat.user, str(next(self._numbers))
        sent["view"] |= {"callback_id": "answer", "private_metadata": json.dumps({"value": value})}
        sent["view"]["state"]["values"] = {
            f"{name}#0": {f"{name}#0": {"value": each} if name == "words" else {"selected_option": {"value": each}}}
            for name, each in given.items()
        }
        return self._slack(sent, form=True)

    # ---- as bytes -------------------------------------------------------------------------------------------------

    def _slack(self, sent: Any, *, form: bool = False) -> bytes:
        body = urlencode({"payload": json.dumps(sent)}) if form else json.dumps(sent)
        stamp = str(int(time.time()))
        signature = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), sha256).hexdigest()
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        return _post(PATH, kind, body, f"X-Slack-Request-Timestamp: {stamp}", f"X-Slack-Signature: v0={signature}")

    def _teams(self, seat: Seat, name: str, data: Any = None, text: str = "") -> bytes:
        tenant, _, aad = seat.member.person.id.partition("/")
        activity = recorded(name) | {"id": f"f:{next(self._numbers)}", "serviceUrl": self._connector}
        user = f"29:{aad.removeprefix('aad-')}"
        activity["from"] = {"id": user, "name": seat.member.person.name, "aadObjectId": aad}
        activity["conversation"] |= {"id": f"a:{user}", "tenantId": tenant}
        if text:
            activity["text"] = text
        if data:
            activity["value"]["action"]["data"] = data
        return _post("/api/messages", "application/json", json.dumps(activity), f"Authorization: Bearer {self._token}")

    def _web(self, chance: Random) -> bytes:
        name = f"Person {chance.randrange(20)}"
        where = f"home:{name.lower().replace(' ', '-')}"
        event = {"id": str(next(self._numbers)), "who": name, "where": where, "kind": "said", "text": "status"}
        return _post("/web/events", "application/json", json.dumps(event), "Origin: http://127.0.0.1")


def _post(path: str, kind: str, body: str, *headers: str) -> bytes:
    raw = body.encode()
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: {kind}",
        f"Content-Length: {len(raw)}",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw
