"""The web chat's doors: events, streams, names, demonstrations. Let in are pages of this machine, or with a cookie."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from adapters.web_chat.guard import COOKIE
from tests.fuzz import said
from tests.fuzz.house import NAMES, House
from tests.fuzz.mutations import encoded, kinds, mutated, some_extra, spoiled, words
from tests.fuzz.wire import Case


def _ticket(secret: str) -> str:
    return hmac.new(secret.encode(), b"coreflect web chat", hashlib.sha256).hexdigest()


def _page(house: House, _: bytes) -> dict[str, str]:
    own = {"Origin": f"http://127.0.0.1:{house.port}"}
    return own | ({"Cookie": f"{COOKIE}={_ticket(house.secret)}"} if house.secret else {})


AUTHS: Mapping[str, Callable[[House, bytes], Mapping[str, str]]] = {
    "right": _page,
    "no origin": lambda house, _: {key: value for key, value in _page(house, _).items() if key != "Origin"},
    "other page": lambda house, _: _page(house, _) | {"Origin": "https://example.org"},
    "null page": lambda house, _: _page(house, _) | {"Origin": "null"},
    "other port": lambda house, _: _page(house, _) | {"Origin": "http://127.0.0.1:1"},
    "none": lambda _house, _: {},
}
STRANGERS: Mapping[str, Callable[[House, bytes], Mapping[str, str]]] = {
    "other name": lambda house, _: {"Host": "rebound.example", "Origin": "http://rebound.example"},
    "no name": lambda house, _: {"Host": "", "Origin": "http://"},
    "wide open": lambda house, _: {"Host": f"0.0.0.0:{house.port}", "Origin": f"http://0.0.0.0:{house.port}"},
}
"""Without a secret, those who come by another name."""

SECRETLESS: Mapping[str, Callable[[House, bytes], Mapping[str, str]]] = {
    "no cookie": lambda house, _: {"Origin": f"http://127.0.0.1:{house.port}"},
    "empty cookie": lambda house, _: _page(house, _) | {"Cookie": f"{COOKIE}="},
    "wrong cookie": lambda house, _: _page(house, _) | {"Cookie": f"{COOKIE}={'0' * 64}"},
    "the secret itself": lambda house, _: _page(house, _) | {"Cookie": f"{COOKIE}={house.secret}"},
    "strange cookie": lambda house, _: _page(house, _) | {"Cookie": f"{COOKIE}=\u00e9\ud800"},
    "ticket of nothing": lambda house, _: _page(house, _) | {"Cookie": f"{COOKIE}={_ticket('')}"},
}
"""With a secret, those who do not know it."""

HONEST = "right"


def auths(house: House) -> Mapping[str, Callable[[House, bytes], Mapping[str, str]]]:
    """Every way to come in that there is in this house."""
    return AUTHS | (SECRETLESS if house.secret else STRANGERS)


def cases(house: House, auth: st.SearchStrategy[str]) -> st.SearchStrategy[Case]:
    """Requests that a page sends."""
    return st.one_of(_event(house, auth), _event(house, auth), _event(house, auth), _asked(auth), _demonstration(auth))


@st.composite
def _event(draw: st.DrawFn, house: House, auth: st.SearchStrategy[str]) -> Case:
    body = encoded(draw(mutated(_payloads(house))))
    kind = draw(kinds) if draw(st.integers(0, 15)) == 9 else "application/json"
    headers = (("Content-Type", kind), *draw(some_extra))
    chunked = draw(st.integers(0, 20)) == 9
    return Case("web", "POST", "/web/events", headers, draw(spoiled(body)), draw(auth), chunked)


@st.composite
def _payloads(draw: st.DrawFn, house: House) -> Any:
    name = draw(st.sampled_from((*NAMES, "stranger")))
    where = draw(st.sampled_from((f"home:{name}", f"home:{name}", "channel:team", "channel:other", "home:ben")))
    sent: dict[str, Any] = {"id": "e%N%", "who": name.capitalize(), "where": where}
    kind = draw(
        st.sampled_from(("said", "said", "pressed", "pressed", "submitted", "submitted", "joined", "left", "opened"))
    )
    sent["kind"] = kind
    if kind == "said":
        sent["text"] = draw(st.sampled_from(("", "@coreflect ", "/coreflect: "))) + draw(said.said)
    elif kind == "pressed":
        sent |= {"action": draw(said.actions), "value": draw(said.values(house)), "message": draw(words)}
    elif kind == "submitted":
        form = draw(said.forms)
        sent |= {"form": form, "value": draw(said.values(house)), "answers": draw(said.answers(form)), "message": ""}
    elif kind == "joined":
        sent["code"] = draw(said.said)
    return sent


@st.composite
def _asked(draw: st.DrawFn, auth: st.SearchStrategy[str]) -> Case:
    """Streams and names, with queries of all kinds."""
    places = st.one_of(
        st.sampled_from(("home:ana", "channel:team", "people:channel:team", "home:", "channel:\u00e9")), words
    )
    after = st.one_of(st.sampled_from(("0", "-1", "9" * 18, "9" * 19, "\u0661", "", "1e3")), words)
    pairs = draw(st.lists(st.tuples(places, after), max_size=4)) * draw(st.sampled_from((1, 1, 1, 30)))
    asked = [each for place, since in pairs for each in (("place", place), ("after", since))]
    query = urlencode(asked, errors="replace")
    name = urlencode({"name": draw(words)}, errors="replace")
    target = draw(st.sampled_from((f"/web/stream?{query}", f"/web/person?{name}",
        f"/?secret={quote(draw(words), errors='replace')}", "/?secret=" + "\u00e9", f"/web/stream?{query}&place",
    )))  # fmt: skip
    return Case("web", "GET", target, draw(some_extra), auth=draw(auth))


@st.composite
def _demonstration(draw: st.DrawFn, auth: st.SearchStrategy[str]) -> Case:
    weeks = st.one_of(st.sampled_from((1, 0, -1, 53, True, 1.0, "1", None, 10**30)), st.integers(54, 99))
    body = encoded(draw(mutated(st.fixed_dictionaries({"weeks": weeks}), 1)))
    kind = draw(kinds) if draw(st.booleans()) else "application/json"
    return Case("web", "POST", "/web/demonstration", (("Content-Type", kind),), draw(spoiled(body)), draw(auth))
