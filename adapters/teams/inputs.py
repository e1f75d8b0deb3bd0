"""The fields of a form. Each has a label of its own, which a screen reader says before the field."""

from __future__ import annotations

from adapters.teams import data, limits, wording
from adapters.teams.elements import Json, words
from adapters.teams.text import markdown, named, plain, shorten
from bot.messages import Choice, Input, Scale, Ticks, Words


def field(part: Input, name: str, error: str, most: int) -> list[Json]:
    """The field, and above it, where it is seen and heard first, what is wrong with it.

    `name` is its id on the card; `most` is the longest text that may already stand in it.
    """
    wrong = [words(named(error, limits.LABEL), weight="Bolder", color="Attention")] if error else []
    if isinstance(part, Words):
        return [*wrong, {**_box(part, most), "id": name}]
    if not part.options:  # a list of nothing would be refused: its label stands alone, and it comes back as ""
        return [*wrong, words(label(part))]
    return [*wrong, {**_choices(part), "id": name}]


def label(part: Input) -> str:
    """The words over a field: its label, and its hint in the same breath."""
    return named(f"{part.label} ({part.hint.rstrip('.')})" if part.hint else part.label, limits.LABEL)


def _box(part: Words, most: int) -> Json:
    longest = max(1, min(part.most, limits.WORDS))
    shown: Json = {**_common("Input.Text", part, wording.WRITE), "isMultiline": part.lines > 1, "maxLength": longest}
    if part.text:
        shown["value"] = plain(part.text)[: min(most, longest)]
    return shown


def _choices(part: Scale | Choice | Ticks) -> Json:
    options = part.options[: limits.CHOICES]
    open_list = not isinstance(part, Choice)
    # Teams reads Markdown beside a radio button or a checkbox, and none in a list.
    title = _beside_a_button if open_list else _in_a_list
    several = isinstance(part, Ticks)
    values = [data.tick(each.value) if several else plain(each.value) for each in options]
    shown: Json = {
        **_common("Input.ChoiceSet", part, wording.TICK if several else wording.CHOOSE),
        "style": "expanded" if open_list else "compact",
        "choices": [{"title": title(each.label), "value": value} for each, value in zip(options, values, strict=True)],
    }
    if open_list:
        shown["wrap"] = True
    if several:
        shown["isMultiSelect"] = True
    wanted = part.chosen if isinstance(part, Ticks) else (part.chosen,)
    chosen = [value for each, value in zip(options, values, strict=True) if each.value in wanted]
    if value := ",".join(chosen if several else chosen[:1]):
        shown["value"] = value
    return shown


def _in_a_list(said: str) -> str:
    return named(said, limits.CHOICE)


def _beside_a_button(said: str) -> str:
    return markdown(shorten(said, limits.CHOICE)) or "…"


def _common(kind: str, part: Input, missing: str) -> Json:
    shown: Json = {"type": kind, "label": label(part)}
    if not part.optional:
        shown |= {"isRequired": True, "errorMessage": missing}
    return shown
