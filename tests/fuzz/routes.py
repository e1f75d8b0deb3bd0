"""Every route that the program has, and what is beside them, asked by somebody with no right to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from hypothesis import strategies as st

from tests.fuzz.house import House
from tests.fuzz.mutations import encoded, extra, junk, kinds, words
from tests.fuzz.wire import Case

METHODS = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "get",
    "PO\u00e9ST",
    "CONNECT",
)
_PART = re.compile(r"\{[^}]*\}")

AUTHS: Mapping[str, Callable[[House, bytes], Mapping[str, str]]] = {"none": lambda _house, _: {}}


def routes(house: House) -> list[tuple[str, str]]:
    """(method, path) of everything in the program's router, such as ("GET", "/web/picture/{name}.png")."""
    found = {(route.method, route.resource.canonical) for route in house.site.router.routes() if route.resource}
    return sorted(found)


def cases(house: House) -> st.SearchStrategy[Case]:
    """Requests without any right: to each route as it is, by other methods, and to addresses near it."""
    return _case(routes(house))


@st.composite
def _case(draw: st.DrawFn, known: list[tuple[str, str]]) -> Case:
    method, path = draw(st.sampled_from(known))
    if draw(st.integers(0, 3)) == 0:
        method = draw(st.sampled_from(METHODS))
    names = st.one_of(
        st.sampled_from(("page.css", "..", "%2e%2e%2fpage.html", "%00", "a.png", "\u00e9", "%ff%fe")), words
    )
    path = _PART.sub(lambda _: quote(draw(names), safe="%/", errors="replace"), path)
    near = draw(
        st.sampled_from(("", "", "", "", "/", "//", "?", "?x=1&x=2", "#a", "?%", "?" + "a=b&" * 500, "%2f", "/.", ";x"))
    )
    query = "?" + quote(draw(words), safe="=&%", errors="replace") if draw(st.integers(0, 3)) == 0 else ""
    body = b"" if method == "GET" else draw(st.one_of(st.just(b""), junk.map(encoded), st.binary(max_size=60)))
    headers = draw(extra)
    if body and draw(st.booleans()):
        headers = (("Content-Type", draw(kinds)), *headers)
    return Case("routes", method, path + near + query, headers, body)
