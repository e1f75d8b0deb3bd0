"""What Slack would refuse. Slack's own models check most of it; the rest, which they miss, is checked here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View


def size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_message(message: dict[str, Any]) -> None:
    """Raises AssertionError or Slack's own SlackObjectFormationError."""
    assert 0 < size(message["text"]) <= 3000
    blocks = message["blocks"]
    assert 0 < len(blocks) <= 50
    assert size(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) <= 11_200, "msg_blocks_too_long"
    assert not any(block["type"] == "input" for block in blocks)
    _check(blocks)


def check_view(view: dict[str, Any]) -> None:
    View(**json.loads(json.dumps(view))).validate_json()
    assert 0 < len(view["blocks"]) <= 100
    if view["type"] == "modal":
        assert 0 < size(view["title"]["text"]) <= 24
        assert 0 < size(view["submit"]["text"]) <= 24
        assert size(view["private_metadata"]) <= 3000
        assert 0 < len(view["callback_id"]) <= 255
    _check(view["blocks"])


def _check(blocks: list[dict[str, Any]]) -> None:
    for block in blocks:
        _check_block(json.dumps(block, ensure_ascii=False))
    _check_ids(blocks)


@cache
def _check_block(text: str) -> None:
    """Slack's models take their time, and thousands of messages say the same things."""
    text.encode()  # no lone surrogates
    block = json.loads(text)
    (parsed,) = Block.parse_all([json.loads(text)])
    for part in _objects(parsed, set()):
        part.validate_json()
    assert json.loads(json.dumps(parsed.to_dict())) == block, "lost on the way round"
    for part in _dicts(block):
        _check_part(part)


def _check_ids(blocks: list[dict[str, Any]]) -> None:
    block_ids = [block["block_id"] for block in blocks if "block_id" in block]
    action_ids = [part["action_id"] for block in blocks for part in _dicts(block) if "action_id" in part]
    for ids in (block_ids, action_ids):
        assert len(ids) == len(set(ids)), "an id comes twice"
        assert all(0 < size(each) <= 255 for each in ids)


def _check_part(part: dict[str, Any]) -> None:
    kind = part.get("type")
    if kind == "section":
        assert ("text" in part) != ("fields" in part)
        assert all(0 < size(field["text"]) <= 2000 for field in part.get("fields", ()))
    if kind in ("plain_text", "mrkdwn", "text"):
        assert 0 < size(part["text"].strip()) <= 3000, "a text is empty or too long"
    if kind == "header":
        assert size(part["text"]["text"]) <= 150
    if kind == "button":
        assert size(part["text"]["text"]) <= 75
        assert size(part.get("value", "")) <= 2000
        assert part.get("value") != ""
    if kind in ("radio_buttons", "static_select", "checkboxes", "multi_static_select"):
        _check_options(part)
    if kind == "plain_text_input":
        assert 1 <= part["max_length"] <= 3000
        assert size(part.get("initial_value", "")) <= part["max_length"]


def _check_options(part: dict[str, Any]) -> None:
    groups = part.get("option_groups", [part])
    assert len(groups) <= 100
    for group in groups:
        assert 0 < len(group["options"]) <= (10 if part["type"] in ("radio_buttons", "checkboxes") else 100)
        assert size(group.get("label", {"text": "x"})["text"]) <= 75
        for option in group["options"]:
            assert 0 < size(option["text"]["text"]) <= 75
            assert 0 < size(option["value"]) <= 150
    assert not ("initial_option" in part and "initial_options" in part)
    for initial in part.get("initial_options", ()):
        assert any(initial in group["options"] for group in groups)
    assert part.get("initial_options") != [], "an empty list is refused"
    if "initial_option" in part:
        assert any(part["initial_option"] in group["options"] for group in groups)


def _dicts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for each in part.values():
            yield from _dicts(each)
    elif isinstance(part, list):
        for each in part:
            yield from _dicts(each)


def _objects(part: Any, seen: set[int]) -> Iterator[JsonObject]:
    if id(part) in seen:
        return
    seen.add(id(part))
    if isinstance(part, JsonObject):
        yield part
        for each in list(vars(part).values()):
            yield from _objects(each, seen)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _objects(each, seen)
