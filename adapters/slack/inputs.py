"""The inputs of a form as Slack shows them: an `input` block each. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.slack import limits
from adapters.slack.blocks import MORE, Block, plain_text, section
from bot.messages import Choice, Input, Option, Scale, Ticks, Words

WARNING = "⚠ "
SEVERAL = ("checkboxes", "multi_static_select")


def blocks(part: Input, name: str, error: str) -> Iterator[Block]:
    """The input under the block id `name`, and below it what is wrong with it."""
    element = _element(part, name)
    label = limits.line(part.label, limits.LABEL) or MORE
    if not element:  # a list without choices: Slack refuses it, and there is nothing to choose
        yield section(label)
        return
    block: Block = {"type": "input", "block_id": name, "label": plain_text(label), "element": element}
    block["optional"] = part.optional
    if hint := limits.line(part.hint, limits.HINT):
        block["hint"] = plain_text(hint)
    yield block
    if error:
        yield section(WARNING + limits.line(error, limits.LABEL))


def _element(part: Input, name: str) -> Block | None:
    match part:
        case Words(text=text, lines=lines, most=most):
            most = max(1, min(most, limits.WRITTEN))
            element: Block = {"type": "plain_text_input", "action_id": name, "multiline": lines > 1, "max_length": most}
            typed = limits.exact(text, most)
            return element | ({"initial_value": typed} if typed else {})
        case Ticks(options=options, chosen=chosen):
            boxes, behind_a_list = SEVERAL
            return _choosing(boxes if len(options) <= limits.TICKS else behind_a_list, name, options, chosen)
        case Scale(options=options, chosen=one) if len(options) <= limits.RADIO:
            return _choosing("radio_buttons", name, options, (one,))
        case Scale(options=options, chosen=one) | Choice(options=options, chosen=one):
            return _choosing("static_select", name, options, (one,))


def _choosing(kind: str, name: str, options: tuple[Option, ...], chosen: tuple[str, ...]) -> Block | None:
    shown = [_option(each) for each in options[: limits.OPTIONS * limits.GROUPS]]
    if not shown:
        return None
    element: Block = {"type": kind, "action_id": name}
    if len(shown) <= limits.OPTIONS:
        element["options"] = shown
    else:  # a list takes 100; groups of 100 take the rest, each named by its first and last
        element["option_groups"] = [
            {"label": plain_text(_span(some[0], some[-1])), "options": some}
            for some in (shown[at : at + limits.OPTIONS] for at in range(0, len(shown), limits.OPTIONS))
        ]
    initial = [each for each in shown if each["value"] in chosen]
    if initial and kind in SEVERAL:  # an empty list is refused
        element["initial_options"] = initial
    elif initial:
        element["initial_option"] = initial[0]
    return element


def _option(option: Option) -> Block:
    value = limits.exact(option.value, limits.OPTION_VALUE) or MORE
    return {
        "text": plain_text(limits.line(option.label, limits.OPTION) or limits.line(value, limits.OPTION) or MORE),
        "value": value,
    }


def _span(first: Block, last: Block) -> str:
    half = (limits.OPTION - 3) // 2
    return f"{limits.line(first['text']['text'], half)} – {limits.line(last['text']['text'], half)}"
