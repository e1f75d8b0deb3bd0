"""The pictures and files of the messages that were shown, drawn and unlocked when a page asks for one.

A message carries a picture's data, and a file's locked text. On the way to a page that is put aside here and a link
takes its place. The link names the message too: another process, which has it on no shelf, finds it in the transcript.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from adapters.drawing import drawn
from adapters.web_chat import limits, render

Json = dict[str, Any]


class Shelf:
    """Room for so many pictures and files; the ones not asked for longest make room. Safe in several threads."""

    def __init__(self, unlock: Callable[[str], str], most: int = limits.PICTURES) -> None:
        self._unlock = unlock
        self._most = most
        self._lock = Lock()
        self._shelf: OrderedDict[str, Json | bytes] = OrderedDict()

    def shown(self, payload: Json, place: str = "", message: str = "") -> Json:
        """`payload` with a link (`src`) in the place of each picture's data and each file's text. `place` and `message`
        are where it stands in the transcript, "" when it stands in none."""
        of = f"?{urlencode({'place': place, 'message': message})}" if message else ""
        return {**payload, "body": [self._linked(part, of) for part in payload.get("body", ())]}

    def _linked(self, part: Json, of: str) -> Json:
        if part.get("kind") not in ("picture", "file"):
            return part
        # The same name in every process. Guessing it opens nothing that whoever may come in could not read anyway.
        name = blake2b(json.dumps(part, sort_keys=True).encode(), digest_size=16).hexdigest()
        with self._lock:
            self._shelf.setdefault(name, part)
            self._shelf.move_to_end(name)
            while len(self._shelf) > self._most:
                self._shelf.popitem(last=False)
        if part["kind"] == "file":
            return {"kind": "file", "name": part["name"], "src": f"web/file/{name}{of}"}
        return {
            "kind": "picture",
            "title": part["title"],
            "words": part["words"],
            "src": f"web/picture/{name}.png{of}",
        }

    def png(self, name: str) -> bytes | None:
        """The picture called `name`, None when it is not on the shelf. Draws it at the first call: call it in a
        thread."""
        with self._lock:
            found = self._shelf.get(name)
        if found is None or isinstance(found, bytes):
            return found
        if found["kind"] != "picture":
            return None
        png = drawn(render.picture(found))
        with self._lock:
            if name in self._shelf:
                self._shelf[name] = png
        return png

    def file(self, name: str) -> tuple[str, bytes] | None:
        """The file called `name` on the shelf: what it is to be called, and what is in it. None when it is not there,
        or when the key that opens it is gone."""
        with self._lock:
            found = self._shelf.get(name)
        if not isinstance(found, dict) or found["kind"] != "file":
            return None
        try:
            return found["name"], self._unlock(found["locked"]).encode()
        except ValueError:
            return None
