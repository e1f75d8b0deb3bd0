"""Ways to spoil a request: its JSON by structure, its bytes, its headers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

BIG = "@@BIG@@"
"""Stands for a number of five thousand digits, which Python itself will not write."""

STRANGE = ("", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\u202egnp.exe", "ﷺ" * 40, "🙂" * 30, "%N%",
           "../../etc", "'; DROP TABLE team; --", "<!channel>", "${x}", "{{7*7}}", "NaN", "-1", "1e999", "x" * 5000,
           "é" * 3001, "null", "true", "\r\nX: y", "/", "//", ":", "|", "#", "T/U/home", "unsure", "same")  # fmt: skip
NUMBERS = (0, 1, -1, 7, 2**31, 2**63, -(2**63) - 1, 10**40, 0.5, -0.0, 1e308, float("inf"), float("nan"), BIG)

words = st.one_of(st.sampled_from(STRANGE), st.text(max_size=30))
_leaves = st.one_of(st.none(), st.booleans(), st.sampled_from(NUMBERS), words)
junk = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=6
)


@st.composite
def mutated(draw: st.DrawFn, base: st.SearchStrategy[Any], most: int = 3) -> Any:
    """A payload of `base` with up to `most` things in it changed; often none, so that much still comes through."""
    tree = {"": deepcopy(draw(base))}
    for _ in range(min(most, draw(st.sampled_from((0, 0, 0, 1, 1, 2, 3))))):
        spots = list(_spots(tree))
        holder, key = spots[draw(st.integers(0, len(spots) - 1))]
        match draw(st.sampled_from(("junk", "words", "drop", "deep", "list", "copy", "rename"))):
            case "junk":
                holder[key] = draw(junk)
            case "words":
                holder[key] = draw(words)
            case "drop" if key != "":
                del holder[key]
            case "deep":
                holder[key] = _deep(holder[key], draw(st.sampled_from((1, 60, 400))))
            case "list":
                holder[key] = [holder[key]]
            case "copy":
                other, name = spots[draw(st.integers(0, len(spots) - 1))]
                holder[key] = deepcopy(other[name])
            case "rename" if isinstance(holder, dict) and key != "":
                holder[draw(words)] = holder.pop(key)
    return tree.get("")


def _spots(tree: Any) -> Iterator[tuple[Any, Any]]:
    """(holder, key) of everything in a tree."""
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)):
        yield tree, key
        if isinstance(tree[key], dict | list):
            yield from _spots(tree[key])


def _deep(value: Any, times: int) -> Any:
    for at in range(times):
        value = {"a": value} if at % 2 else [value]
    return value


def encoded(tree: Any) -> bytes:
    """As JSON in ASCII: halves of surrogate pairs are written as escapes, as an attacker would."""
    return json.dumps(tree).replace(f'"{BIG}"', "1" * 5000).encode()


@st.composite
def spoiled(draw: st.DrawFn, body: bytes) -> bytes:
    """`body`, in one of four cases no longer whole."""
    how = draw(st.sampled_from((*(None,) * 36, *range(12))))
    at = draw(st.integers(0, len(body)))
    kinds = {
        0: b"", 1: body[:at], 2: body[:at] + b"\xff" + body[at:], 3: body[:at] + b"\x00" + body[at:], 4: body + body,
        5: b"\xef\xbb\xbf" + body, 6: b"[" * 100_000, 7: b'{"a":' * 3_000 + b"1" + b"}" * 3_000, 8: b"null", 9: b"[]",
        10: body.decode(errors="replace").encode("utf-16"), 11: b" " * 300_000 + body,
    }  # fmt: skip
    return body if how is None else kinds[how]


_KINDS = (*("application/json",) * 5, "application/json; charset=utf-16", "application/json; charset=nonsense",
          "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain",
          "application/json, text/html", ";;;", "", "\u00e9/\u00e9")  # fmt: skip
kinds = st.sampled_from(_KINDS)
"""Content types."""

_EXTRA = (
    ("X-Slack-Retry-Num", "1"), ("Content-Encoding", "gzip"), ("Content-Encoding", "deflate"),
    ("Content-Encoding", "br"), ("Expect", "100-continue"), ("Expect", "the worst"), ("Cookie", "coreflect_web=\u00e9"),
    ("Cookie", ";=;=" * 50), ("Cookie", "coreflect_web=" + "0" * 64), ("Range", "bytes=5-2"), ("Upgrade", "websocket"),
    ("Connection", "Upgrade"), ("Accept-Encoding", "gzip, br"), ("Accept", "text/html"), ("X-Long", "y" * 9000),
    ("If-Modified-Since", "never"), ("Content-Length", "-1"), ("Content-Length", "1e3"), ("Host", ""), ("Host", "[::"),
    ("Transfer-Encoding", "gzip, chunked"), ("Transfer-Encoding", "nonsense"), ("X-Forwarded-For", "1.2.3.4"),
    ("Authorization", "Basic !!"), ("Origin", "http://["), ("X-HTTP-Method-Override", "DELETE"), ("\u00e9", "x"),
    ("Date", "\x00"), ("Referer", "\ud800"), ("", ""),
)  # fmt: skip
_free = st.tuples(st.sampled_from(("X-Free", "Cookie", "Authorization", "Origin", "Host", "Accept-Language")), words)
extra = st.lists(st.one_of(st.sampled_from(_EXTRA), _free), max_size=2).map(tuple)
"""Headers that nobody asked for."""

some_extra = st.one_of(*(st.just(()),) * 5, extra)
