"""What a platform's servers send and answer, read without trusting that it is theirs."""

from __future__ import annotations

import json
from typing import Any

import orjson


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in an answer; {} when something else answered in its place."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def json_sent(body: bytes | bytearray | str) -> Any:
    """The JSON that was sent to us. Raises ValueError, or RecursionError when it is nested too deeply.

    A message comes with every press on its buttons: this reads it five times faster than Python's own, which stays for
    what only that one takes, like half of an emoji.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return json.loads(body)
