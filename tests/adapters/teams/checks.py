"""What a card must be for Teams to take it: the Adaptive Card 1.5 schema, and what the schema does not say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

from adapters.teams import limits, render

Json = dict[str, Any]


@cache
def _schema() -> Draft6Validator:
    schema = json.loads((Path(__file__).parent / "adaptive-card-1.5.json").read_text())
    schema.pop("id")  # an address that nothing here should be fetched from
    return Draft6Validator(schema)


SAYS = frozenset(
    ["id", "text", "title", "label", "fallbackText", "errorMessage", "placeholder", "value", "url", "data"]
)
"""What the schema lets be anything: a card that differs in these alone is taken or refused alike."""


def _shape(part: Any) -> Any:
    """`part` with nothing said in it."""
    if isinstance(part, dict):
        return {
            key: type(value)() if key in SAYS and isinstance(value, str | dict) else _shape(value)
            for key, value in part.items()
        }
    return [_shape(item) for item in part] if isinstance(part, list) else part


@cache
def _fits(shape: str) -> bool:
    # Once for each shape: the schema takes a hundred times as long as everything else here.
    return bool(_schema().is_valid(json.loads(shape)))


def taken(card: Json) -> Json:
    """`card`, when Teams would take it."""
    shown = _without_charts(card)
    assert _fits(json.dumps(_shape(shown))), json.dumps(shown, indent=1)
    assert card["version"] == limits.VERSION
    assert card["fallbackText"]
    assert render.size(card) <= limits.CARD_BYTES
    parts = list(_parts(card["body"]))
    ids = [part["id"] for part in parts if "id" in part]
    assert len(ids) == len(set(ids))
    for part in parts:
        _part(part)
    for actions in [card.get("actions", []), *(part["actions"] for part in parts if part["type"] == "ActionSet")]:
        assert len(actions) <= 5
        for action in actions:
            assert action["title"].strip()
            assert action["type"] == "Action.Execute"
            assert action["fallback"]["type"] == "Action.Submit"
    for said in _strings({**card, "actions": [], "body": [_bare(part) for part in card["body"]]}):
        assert "${" not in said
        assert "{{" not in said
    return card


def _part(part: Json) -> None:
    match part["type"]:
        case "TextBlock":
            assert part["text"].strip()
            assert part["wrap"] is True
        case "RichTextBlock":
            assert "".join(run["text"] for run in part["inlines"]).strip()
        case "Input.ChoiceSet":
            values = [choice["value"] for choice in part["choices"]]
            assert values
            chosen = part.get("value", values[0])
            assert set(chosen.split(",") if part.get("isMultiSelect") else [chosen]) <= set(values)
            assert not part.get("isMultiSelect") or not any("," in value for value in values)
            assert part["label"].strip()
            assert not part.get("isRequired") or part["errorMessage"]
        case "Input.Text":
            assert len(part.get("value", "")) <= part["maxLength"]
            assert part["label"].strip()
            assert not part.get("isRequired") or part["errorMessage"]


def _parts(body: list[Json]) -> Iterator[Json]:
    for part in body:
        yield part
        if isinstance(part.get("fallback"), dict):
            yield part["fallback"]


def _bare(part: Json) -> Json:
    """A part without what its buttons carry: nobody reads that."""
    return {key: value for key, value in part.items() if key != "actions"}


def _without_charts(card: Json) -> Json:
    """The card as a client without charts shows it: Teams' charts stand in no schema of Adaptive Cards."""
    shown = [part.get("fallback") if part["type"].startswith("Chart.") else part for part in card["body"]]
    return {**card, "body": [part for part in shown if part != "drop"]}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
