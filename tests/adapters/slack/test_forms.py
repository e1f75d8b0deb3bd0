"""Forms as Slack's modals: what is asked, what stands there already, what follows when they were sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from adapters.slack import forms, render
from bot.messages import Choice, Divider, Form, Option, Scale, Text, Ticks, Words
from tests.adapters.slack.block_kit import check_view
from tests.adapters.slack.test_render import LONG, block_ids, kinds
from tests.players.slack import SlackPlayer

FORM = Form(
    "answer",
    "Your answer",
    (
        Text("Nobody sees it.", "quiet"),
        Divider(),
        Scale("agree", "I was heard", tuple(Option(str(n), f"{n}") for n in range(1, 6)), chosen="4"),
        Choice("zone", "Zone", (Option("Europe/London", "London"), Option("Europe/Paris", "Paris")), optional=True),
        Words("note", "In your words", "so far", 4, 500, hint="One sentence is enough."),
    ),
    "Send",
    "round-7",
)


def test_a_form_carries_what_it_is_about() -> None:
    view = render.view(FORM, "D01ALICE/171.2")
    check_view(view)
    assert json.loads(view["private_metadata"]) == {"value": "round-7", "message": "D01ALICE/171.2"}
    assert kinds(view["blocks"]) == ["context", "divider", "input", "input", "input"]
    assert block_ids(view) == ["agree#0", "zone#1", "note#2"]
    scale, choice, note = (block["element"] for block in view["blocks"][2:])
    assert (scale["type"], scale["initial_option"]["value"]) == ("radio_buttons", "4")
    assert (choice["type"], "initial_option" in choice) == ("static_select", False)
    assert (note["initial_value"], note["max_length"], note["multiline"]) == ("so far", 500, True)


def test_what_is_typed_in_a_form_comes_back() -> None:
    player = SlackPlayer()
    event: Any = player.submits("ana", player.form(FORM, "D0ANA/1.2"), {"I was heard": "5", "Zone": "Paris"})
    assert event.answers == {"agree": "5", "zone": "Europe/Paris", "note": "so far"}
    assert (event.form, event.value, event.message) == ("answer", "round-7", "D0ANA/1.2")


def test_errors_stand_beside_their_fields() -> None:
    wrong = Form(FORM.name, FORM.title, FORM.body, FORM.submit, FORM.value, {"note": "Please write something."})
    assert forms.answer(wrong, render.view(FORM)) == {
        "response_action": "errors",
        "errors": {"note#2": "Please write something."},
    }
    shown = SlackPlayer().words(render.view(wrong))
    assert shown.endswith("⚠ Please write something.")
    assert "⚠" not in SlackPlayer().words(render.view(FORM))


def test_errors_for_a_field_that_is_not_there_show_the_form_again() -> None:
    wrong = Form(FORM.name, FORM.title, FORM.body, FORM.submit, FORM.value, {"elsewhere": "No."})
    assert forms.answer(wrong, render.view(FORM))["response_action"] == "update"


def test_a_long_title_is_said_in_full_below() -> None:
    view = render.view(
        Form("x", "What changed because of your answers", (Words("a", "A"),), "Send it to everybody now")
    )
    check_view(view)
    assert view["title"]["text"] == "What changed because of…"[:24] or view["title"]["text"].endswith("…")
    assert view["blocks"][0]["text"]["text"] == "What changed because of your answers"


@pytest.mark.parametrize("many", [11, 100, 101, 600])
def test_long_lists(many: int) -> None:
    options = tuple(Option(f"zone-{number}", f"Zone {number}") for number in range(many))
    last = f"zone-{many - 1}"
    form = Form("x", "Zones", (Scale("a", "A", options, "zone-7"), Choice("b", "B", options, last)), "Send")
    view = render.view(form)
    check_view(view)
    assert [block["element"]["type"] for block in view["blocks"]] == ["static_select", "static_select"]
    assert view["blocks"][1]["element"]["initial_option"]["value"] == last


def test_the_longest_form_keeps_its_fields() -> None:
    inputs = tuple(Words("same", LONG, LONG, 5, 9999, hint=LONG) for _ in range(20))
    form = Form("x" * 400, LONG, (Text(LONG),) * 3 + inputs + (Text("end"),) * 100, LONG, LONG)
    view = render.view(form, "D01ALICE/171.2")
    check_view(view)
    assert json.loads(view["private_metadata"])["message"] == "D01ALICE/171.2"


# ---- what may be ticked -------------------------------------------------------------------------------------------

THEMES = (Option("trust", "Trust"), Option("talk", "Communication"), Option("time", "Time & money"))
ABOUT = Form(
    "themes", "Your words", (Ticks("about", "My words are about", THEMES, ("talk",), hint="As I read them."),), "Save"
)


def test_what_is_ticked_comes_back() -> None:
    player = SlackPlayer()
    view = player.form(ABOUT)
    check_view(view)
    assert view["blocks"][0]["element"]["type"] == "checkboxes"
    assert player.words(view).splitlines() == [
        "Your words", "My words are about", "As I read them.", "[ ] Trust", "[x] Communication", "[ ] Time & money",
    ]  # fmt: skip
    for labels, ticked in {("Trust", "Time & money"): "trust time", (): ""}.items():
        event: Any = player.submits("ana", view, {"My words are about": labels})
        assert event.answers == {"about": ticked}
    kept: Any = player.submits("ana", view, {})
    assert kept.answers == {"about": "talk"}


def test_nothing_ticked_is_no_list_at_all() -> None:
    view = render.view(replace(ABOUT, body=(Ticks("about", "About", THEMES, ("gone",)),)))
    check_view(view)
    assert "initial_options" not in view["blocks"][0]["element"]


@pytest.mark.parametrize(
    ("many", "kind"), [(10, "checkboxes"), (11, "multi_static_select"), (101, "multi_static_select")]
)
def test_more_than_ten_are_ticked_in_a_list(many: int, kind: str) -> None:
    options = tuple(Option(f"theme-{number}", f"Theme {number} {LONG}") for number in range(many))
    view = render.view(Form("x", "T", (Ticks("a", "A", options, ("theme-0", options[-1].value)),), "Send"))
    check_view(view)
    element = view["blocks"][0]["element"]
    assert element["type"] == ("checkboxes" if many == 10 else "multi_static_select")
    assert [each["value"] for each in element["initial_options"]] == ["theme-0", f"theme-{many - 1}"]


# ---- one form after another ---------------------------------------------------------------------------------------


def test_a_next_step_shows_what_it_says_itself_and_nothing_that_was_typed_before() -> None:
    first = render.view(FORM)
    second = forms.answer(replace(FORM, title="Is this right?"), first)
    assert second["response_action"] == "update"
    check_view(second["view"])
    assert block_ids(second["view"]) == ["agree#3", "zone#4", "note#5"]
    third = forms.answer(FORM, second["view"])
    assert block_ids(third["view"]) == ["agree#6", "zone#7", "note#8"]
    event: Any = SlackPlayer().submits("ana", third["view"], {"I was heard": "5"})
    assert event.answers == {"agree": "5", "zone": "", "note": "so far"}


def test_an_error_in_a_later_step_stands_in_the_view_that_is_open() -> None:
    second = forms.answer(FORM, render.view(FORM))["view"]
    wrong = replace(FORM, errors={"note": "Please write something."})
    assert forms.answer(wrong, second)["errors"] == {"note#5": "Please write something."}


def test_an_error_in_an_earlier_step_brings_that_step_back() -> None:
    wrong = replace(FORM, errors={"note": "Please write something."})
    answer = forms.answer(wrong, render.view(replace(FORM, body=FORM.body[-1:])))
    assert answer["response_action"] == "update"
    assert "⚠ Please write something." in SlackPlayer().words(answer["view"])


def test_an_error_in_a_form_that_now_carries_something_else_is_shown_with_what_it_carries() -> None:
    wrong = replace(FORM, value="round-8", errors={"note": "Please write something."})
    answer = forms.answer(wrong, render.view(FORM))
    assert json.loads(answer["view"]["private_metadata"])["value"] == "round-8"


@pytest.mark.parametrize(
    "odd",
    [None, 7, {}, [[{"type": "input"}]], [{"type": "input"}], [{"type": "input", "block_id": "note#" + "9" * 5000}]],
)
def test_a_view_that_is_odd_is_answered_with_a_whole_one(odd: Any) -> None:
    answer = forms.answer(FORM, {**render.view(FORM), "blocks": odd})
    assert answer["response_action"] == "update"
    check_view(answer["view"])
