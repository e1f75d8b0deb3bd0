"""The trend pictures of the messages that were shown, drawn when a page asks for one.

A message carries the picture's data. On the way to a page the data is put aside here and a link takes its place.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from typing import Any

from adapters import chart
from adapters.web_chat import limits, render

Json = dict[str, Any]


class Pictures:
    """A shelf with room for so many pictures; the ones not asked for longest make room. Safe in several threads."""

    def __init__(self, most: int = limits.PICTURES) -> None:
        self._most = most
        # Nobody can ask for a picture by guessing what might be on it.
        self._key = token_bytes(32)
        self._lock = Lock()
        self._shelf: OrderedDict[str, Json | bytes] = OrderedDict()

    def shown(self, payload: Json) -> Json:
        """`payload` with a link (`src`) in the place of each picture's data."""
        return {**payload, "body": [self._linked(part) for part in payload.get("body", ())]}

    def _linked(self, part: Json) -> Json:
        if part.get("kind") != "picture":
            return part
        data = json.dumps(part, sort_keys=True).encode()
        name = blake2b(data, key=self._key, digest_size=16).hexdigest()
        with self._lock:
            self._shelf.setdefault(name, part)
            self._shelf.move_to_end(name)
            while len(self._shelf) > self._most:
                self._shelf.popitem(last=False)
        return {
            "kind": "picture",
            "title": part["title"],
            "words": part["words"],
            "src": f"web/picture/{name}.png",
        }

    def png(self, name: str) -> bytes | None:
        """The picture called `name`, None when it is not on the shelf. Draws it at the first call: call it in a
        thread."""
        with self._lock:
            found = self._shelf.get(name)
        if found is None or isinstance(found, bytes):
            return found
        drawn = chart.png(render.picture(found))
        with self._lock:
            if name in self._shelf:
                self._shelf[name] = drawn
        return drawn
