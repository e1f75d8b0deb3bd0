"""POST /api/messages: every activity that was recorded, and our own buttons and forms; with all kinds of tokens."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import jwt
from hypothesis import strategies as st

from tests.adapters.teams.fakes import claims, signing_key, token
from tests.fuzz import said
from tests.fuzz.house import NAMES, House
from tests.fuzz.mutations import encoded, kinds, mutated, some_extra, spoiled
from tests.fuzz.wire import Case
from tests.players.teams import PAYLOADS, recorded

PATH = "/api/messages"
_RECORDED = tuple(sorted(path.stem for path in PAYLOADS.glob("*.json")))


@lru_cache(maxsize=64)
def _token(_minute: int, connector: str, key: str = "k1", kid: str | None = "k1", **changes: Any) -> str:
    return token(claims(time.time(), **{"serviceurl": connector, **changes}), key, kid)


def _made(house: House, *given: Any, **changes: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {_token(int(time.time() / 60), house.connector, *given, **changes)}"}


def _unsigned(house: House) -> dict[str, str]:
    said = claims(time.time(), serviceurl=house.connector)
    return {"Authorization": "Bearer " + jwt.encode(said, "", algorithm="none", headers={"kid": "k1"})}


def _shared_key(house: House) -> dict[str, str]:
    """Signed with the public key as if it were a shared secret."""
    secret = str(signing_key("k1").public_key().public_numbers().n)
    said = claims(time.time(), serviceurl=house.connector)
    return {"Authorization": "Bearer " + jwt.encode(said, secret, algorithm="HS256", headers={"kid": "k1"})}


def _tampered(house: House) -> dict[str, str]:
    head, _, tail = _made(house)["Authorization"].split(".")
    said = json.dumps(claims(time.time(), serviceurl=house.connector, exp=int(time.time()) + 99_999)).encode()
    return {"Authorization": f"{head}.{base64.urlsafe_b64encode(said).rstrip(b'=').decode()}.{tail}"}


AUTHS: Mapping[str, Callable[[House, bytes], Mapping[str, str]]] = {
    "right": lambda house, _: _made(house),
    "none": lambda _house, _: {},
    "other key": lambda house, _: _made(house, "k2"),
    "unknown kid": lambda house, _: _made(house, "k2", "k2"),
    "no kid": lambda house, _: _made(house, "k1", None),
    "other app": lambda house, _: _made(house, aud="22222222-2222-2222-2222-222222222222"),
    "other issuer": lambda house, _: _made(house, iss="https://sts.windows.net/x/"),
    "other service": lambda house, _: _made(house, serviceurl="https://example.org/"),
    "no service": lambda house, _: _made(house, serviceurl=None),
    "ended": lambda house, _: _made(house, exp=int(time.time()) - 3600),
    "not begun": lambda house, _: _made(house, nbf=int(time.time()) + 3600),
    "endless": lambda house, _: _made(house, exp=None),
    "unsigned": lambda house, _: _unsigned(house),
    "shared key": lambda house, _: _shared_key(house),
    "tampered": lambda house, _: _tampered(house),
    "cut": lambda house, _: {"Authorization": _made(house)["Authorization"][:-9]},
    "no scheme": lambda house, _: {"Authorization": _made(house)["Authorization"].removeprefix("Bearer ")},
    "basic": lambda _house, _: {"Authorization": "Basic dXNlcjpwYXNz"},
    "garbage": lambda _house, _: {"Authorization": "Bearer \u00e9.{}.\ud800"},
    "dots": lambda _house, _: {"Authorization": "Bearer ..."},
    "long": lambda _house, _: {"Authorization": "Bearer " + "eyJ" * 2000},
}
HONEST = "right"


def cases(house: House, auth: st.SearchStrategy[str]) -> st.SearchStrategy[Case]:
    """Requests to Teams' door."""
    return _case(house, auth)


@st.composite
def _case(draw: st.DrawFn, house: House, auth: st.SearchStrategy[str]) -> Case:
    body = encoded(draw(mutated(_activities(house))))
    kind = draw(kinds) if draw(st.integers(0, 15)) == 9 else "application/json"
    headers = (("Content-Type", kind), *draw(some_extra))
    chunked = draw(st.integers(0, 20)) == 9
    return Case("teams", "POST", PATH, headers, draw(spoiled(body)), draw(auth), chunked)


@st.composite
def _activities(draw: st.DrawFn, house: House) -> Any:
    activity = recorded(draw(st.sampled_from(_RECORDED)))
    name = draw(st.sampled_from((*NAMES, "stranger")))
    activity["id"] = "f:%N%"
    activity["serviceUrl"] = house.connector
    activity["from"] = {"id": f"29:{name}", "name": name.capitalize(), "aadObjectId": f"aad-{name}"}
    if activity.get("conversation", {}).get("conversationType") == "personal":
        activity["conversation"]["id"] = f"a:chat-{name}"
    if "text" in activity:
        activity["text"] = draw(said.said)
    if "value" in activity:
        sent = draw(_sent(house))
        if isinstance(activity["value"], dict) and "action" in activity["value"]:
            activity["value"]["action"]["data"] = sent
        else:
            activity["value"] = sent
    return activity


@st.composite
def _sent(draw: st.DrawFn, house: House) -> Any:
    """What a button or a form carries back."""
    if draw(st.booleans()):
        press = {"kind": "press", "action": draw(said.actions), "value": draw(said.values(house))}
        return {"coreflect": press}
    form = draw(said.forms)
    given = draw(said.answers(form))
    ours = {"kind": "form", "form": form, "value": draw(said.values(house)), "message": "m%N%", "inputs": list(given)}
    return {"coreflect": ours, **{f"in.{at}": value for at, value in enumerate(given.values())}}
