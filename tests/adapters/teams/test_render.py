"""Cards and forms as Teams takes them, and as people read them."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.teams import elements, limits, render
from bot.messages import (
    Button,
    Card,
    Choice,
    Divider,
    Fields,
    File,
    Form,
    Line,
    Link,
    Option,
    Picture,
    Scale,
    Submitted,
    Text,
    Ticks,
    Words,
    plain,
)  # fmt: skip
from bot.release import label_centre
from tests.adapters.teams.checks import taken
from tests.adapters.teams.test_text import SAID
from tests.players.teams import TeamsPlayer

AGREE = (Option("1", "Disagree"), Option("2", "Neither"), Option("3", "Agree"))
LINES = (
    Line("Power", ("low", "middling", "high"), ((1, 0), (2, 1), (3, 1)), held=(3,)),
    Line("Trust", ("low", "middling", "high"), ((1, 2), (2, 2), (3, 2))),
)
WEEK = Form(
    "answer",
    "This week",
    (
        Text("It takes a minute."),
        Scale("power", "My words changed something.", AGREE, hint="From 1 to 3."),
        Divider(),
        Choice(
            "phase", "Where are you?", (Option("shape", "Shaping it"), Option("deliver", "Doing it")), chosen="shape"
        ),
        Words("note", "Your thoughts", lines=4, optional=True),
    ),
    "Send",
    value="round-7",
)
player = TeamsPlayer()


def buttons(count: int, label: str = "No {}") -> tuple[Button, ...]:
    return tuple(Button(label.format(number), "choose", str(number)) for number in range(count))


def test_a_card_says_what_its_words_say() -> None:
    card = Card(
        (
            Text("The week’s reading", "title"),
            Text("Six of you answered.\nThank you."),
            Divider(),
            Text("Power", "heading"),
            Fields((("Shared", "mostly"), ("Change", "up"))),
            Link("Hickey 2018", "https://doi.org/10.1000/1"),
            Text("Only bands are shown.", "quiet"),
        ),
        (Button("Answer", "answer", "7"),),
    )
    shown = taken(player.message(card))
    assert player.words(shown) == plain(card)
    assert player.buttons(shown) == ["Answer"]
    headings = [part["text"] for part in shown["body"] if part.get("style") == "heading"]
    assert headings == ["The week’s reading", "Power"]  # what a screen reader jumps between
    assert [part["type"] for part in shown["body"] if part.get("separator")] == ["TextBlock"]


def test_the_history_is_a_chart_and_words_beside_it() -> None:
    shown = taken(player.message(Card((Picture("Your weeks", "Power rose.\nTrust stayed high.", LINES),))))
    heading, chart, numbers, *words = shown["body"]
    assert (heading["style"], heading["text"]) == ("heading", "Your weeks")
    assert chart["type"] == "Chart.Line"
    assert chart["fallback"] == "drop"  # everything that it shows is said around it
    assert [line["legend"] for line in chart["data"]] == ["Power", "Trust"]
    assert len({line["color"] for line in chart["data"]}) == 2
    assert chart["yAxisTitle"] == "From 1 to 5"
    assert numbers["inlines"][0]["isSubtle"]
    assert player.words({"body": [numbers]}) == ("In numbers, from 1 to 5: “low” is 2¼, “middling” is 3, “high” is 3¾.")
    assert player.words({"body": words}) == "Power rose.\nTrust stayed high."


def drawn(*lines: Line) -> list[dict[str, object]]:
    body = taken(player.message(Card((Picture("Your weeks", "Words.", lines),))))["body"]
    charts = [part for part in body if part["type"] == "Chart.Line"]
    assert [(chart["yMin"], chart["yMax"]) for chart in charts] in ([(1, 5)], [])
    return [series for chart in charts for series in chart["data"]]


def path(series: dict[str, object]) -> list[tuple[float, float]]:
    return [(value["x"], value["y"]) for value in series["values"]]  # type: ignore[attr-defined]


FIVE = ("2 or lower", "about 2½", "about 3", "about 3½", "4 or higher")


def test_the_chart_shows_the_numbers_that_the_words_say() -> None:
    (series,) = drawn(Line("Trust", FIVE, tuple((week, week) for week in range(5))))
    assert [y for x, y in path(series) if x == int(x)] == [2, 2.5, 3, 3.5, 4]


@pytest.mark.parametrize(("labels", "centres"), elements.CENTRES.items())
def test_a_label_stands_where_the_promise_puts_it(labels: int, centres: tuple[float, ...]) -> None:
    assert centres == tuple(label_centre(label, labels) for label in range(labels))


def test_the_chart_goes_in_steps_and_says_nothing_between_two_labels() -> None:
    (series,) = drawn(Line("Trust", FIVE, ((3, 1), (4, 1), (5, 4))))
    assert path(series) == [(3, 2.5), (4, 2.5), (4.49, 2.5), (4.51, 4), (5, 4)]


def test_the_chart_is_not_drawn_through_weeks_without_a_score() -> None:
    power, trust, again = drawn(
        Line("Power", FIVE, ((3, 1), (4, 1), (5, 1), (6, 1), (7, 1))),
        Line("Trust", FIVE, ((3, 2), (4, 2), (7, 3)), held=(4,)),
    )
    assert path(trust) == [(3, 3), (4, 3)]
    assert path(again) == [(7, 3.5)]
    assert (trust["legend"], again["legend"]) == ("Trust", "Trust, from week 7")
    assert trust["color"] == again["color"] != power["color"]


def test_the_legend_names_each_line_before_its_later_parts() -> None:
    gap = ((3, 2), (5, 2))
    legends = [series["legend"] for series in drawn(Line("Power", FIVE, gap), Line("Trust", FIVE, gap))]
    assert legends == ["Power", "Trust", "Power, from week 5", "Trust, from week 5"]


def test_two_scales_in_one_chart_are_each_told() -> None:
    history = Picture("", "Words.", (Line("Power", FIVE, ((3, 1),)), Line("Trust", ("low", "so", "high"), ((3, 2),))))
    chart, power, trust, _ = taken(player.message(Card((history,))))["body"]
    assert chart["type"] == "Chart.Line"
    assert player.words({"body": [power]}).startswith("Power in numbers, from 1 to 5: “2 or lower” is 2, “about 2½” is")
    assert player.words({"body": [trust]}) == "Trust in numbers, from 1 to 5: “low” is 2¼, “so” is 3, “high” is 3¾."


@pytest.mark.parametrize(
    "line",
    [
        Line("Trust", ("low", "high"), ((1, 0), (2, 1))),
        Line("Trust", FIVE, ()),
        Line("Trust", FIVE, tuple((week, week % 5) for week in range(limits.POINTS))),
    ],
    ids=["a scale without centres", "no score", "too long"],
)
def test_what_cannot_be_drawn_is_told(line: Line) -> None:
    assert drawn(line) == []
    assert drawn() == []


def test_labels_off_the_scale_do_not_leave_the_chart() -> None:
    (series,) = drawn(Line("Trust", FIVE, ((1, 9), (2, 9), (3, -3))))
    assert {y for _, y in path(series)} == {2, 4}


def test_a_file_stands_in_the_message_as_its_words() -> None:
    card = render.message(
        Card((Text("What I hold about you"), File("my-data.txt", "locked", "You joined on 2 March.")))
    )
    assert "You joined on 2 March." in json.dumps(card)
    assert "locked" not in json.dumps(card)


def test_a_history_of_nothing_is_words() -> None:
    shown = taken(player.message(Card((Picture("Your weeks", "No scores yet.", ()),))))
    assert player.words(shown) == "Your weeks\nNo scores yet."


@pytest.mark.parametrize("count", [0, 1, 5, 6, 12, 30])
def test_no_button_is_hidden(count: int) -> None:
    shown = taken(player.message(Card((Text("Which?"),), buttons(count))))
    assert player.buttons(shown) == [f"No {number}" for number in range(count)]


def test_long_labels_do_not_stand_side_by_side() -> None:
    shown = taken(player.message(Card((Text("Which?"),), buttons(3, "A rather long answer, number {}"))))
    assert [len(part["actions"]) for part in shown["body"] if part["type"] == "ActionSet"] == [1, 1, 1]


@pytest.mark.parametrize("private", [True, False])
def test_a_button_brings_back_what_it_carried(private: bool) -> None:
    shown = player.message(Card((Text("?"),), (Button("Yes", "join", "team 1"),)))
    at = player.home("ana") if private else player.channel()
    pressed = player.presses("ana", shown, "Yes", at=at, message="m-1")
    assert (pressed.action, pressed.value, pressed.message) == ("join", "team 1", "m-1")  # type: ignore[attr-defined]
    assert pressed.where == at
    assert pressed.who == player.says("ana", "hello").who


def test_a_form_is_filled_in_and_comes_back() -> None:
    shown = taken(player.form(WEEK, "m-1"))
    said = player.words(shown).splitlines()
    assert said[:3] == ["This week", "It takes a minute.", "My words changed something. (From 1 to 3)"]
    sent = player.submits("ana", shown, {"My words changed something.": "Agree", "Your thoughts": "Fewer\nmeetings"})
    assert isinstance(sent, Submitted)
    assert (sent.form, sent.value, sent.message) == ("answer", "round-7", "m-1")
    assert sent.answers == {"power": "3", "phase": "shape", "note": "Fewer\nmeetings"}


def test_every_field_has_a_label_and_says_when_it_is_needed() -> None:
    fields = [part for part in taken(player.form(WEEK))["body"] if part["type"].startswith("Input.")]
    assert [(field["style"], field.get("isRequired", False)) for field in fields[:2]] == [
        ("expanded", True),
        ("compact", True),
    ]
    assert "isRequired" not in fields[2]
    assert fields[2]["isMultiline"]


def test_an_error_stands_above_its_field_and_nothing_typed_is_lost() -> None:
    body = (Scale("power", "Power", AGREE, chosen="2"), Words("note", "Note", text="half a ${thought}"))
    again = Form("answer", "This week", body, "Send", errors={"note": "Please write a little more."})
    shown = taken(player.form(again))
    at = [part["type"] for part in shown["body"]].index("Input.Text")
    assert shown["body"][at - 1]["inlines"][0]["text"] == "Please write a little more."
    sent = player.submits("ana", shown, {})
    assert isinstance(sent, Submitted)
    assert sent.answers == {"power": "2", "note": "half a ${thought}"}


def test_what_a_choice_carries_is_no_expression_and_comes_back() -> None:
    odd = "{{1}} ${a}"
    shown = taken(player.form(Form("f", "t", (Scale("which", "Which?", (Option(odd, "This"),), odd),), "Send")))
    sent = player.submits("ana", shown, {})
    assert isinstance(sent, Submitted)
    assert sent.answers == {"which": odd}


@pytest.mark.parametrize("said", SAID)
def test_everything_shown_is_plain_words(said: str) -> None:
    card = Card(
        (
            Text(said, "title"),
            Text(said),
            Text(said, "quiet"),
            Fields(((said, said),)),
            Link(said, "https://x.org/(a)"),
        ),
        (Button(said, "a"),),
    )
    shown = taken(player.message(card))
    assert player.words(shown).splitlines() == [said, said, said, f"{said}: {said}", f"{said} https://x.org/%28a%29"]
    assert player.buttons(shown) == [said]
    options = (Option("1", said), Option("2", "other"))
    form = Form("f", said, (Scale("s", said, options), Choice("c", said, options), Words("w", said, text=said)), said)
    shown = taken(player.form(form))
    assert player.words(shown).splitlines() == [said, said, said, "other", said, said, "other", said, said]


def test_only_web_addresses_become_links() -> None:
    links = ("javascript:alert(1)", "file:///etc", "https://[", "http://", "", "https://ok.org/a b?c=[d]*e")
    shown = taken(player.message(Card(tuple(Link("here", url) for url in links))))
    assert [part["text"] for part in shown["body"] if part["type"] == "TextBlock"] == [
        "[here](https://ok.org/a%20b?c=%5Bd%5D%2Ae)"
    ]


def test_a_very_long_card_still_fits() -> None:
    long = Card(
        (Text("All of it", "title"), *(Text(f"{number} " + "so it goes " * 900) for number in range(40))), buttons(9)
    )
    shown = taken(player.message(long))
    assert player.words(shown).startswith("All of it\n0 so it goes")
    assert len(player.buttons(shown)) == 9
    taken(player.message(Card(tuple(Text("word " * 3000) for _ in range(500)), buttons(40))))
    taken(
        player.form(
            Form("f", "t", tuple(Words(f"w{n}", "W", text="word " * 1000, most=9000) for n in range(30)), "Send")
        )
    )


words = st.text(max_size=300)
elements = st.one_of(
    st.builds(Text, words, st.sampled_from(["body", "title", "quiet", "heading"])),
    st.builds(Fields, st.lists(st.tuples(words, words), max_size=4).map(tuple)),
    st.builds(Divider),
    st.builds(Link, words, words),
    st.builds(Picture, words, words, st.just(LINES)),
)
options = st.lists(st.builds(Option, st.text(min_size=1, max_size=20), words), max_size=6).map(tuple)
ids = st.text(min_size=1, max_size=10)
inputs = st.one_of(
    st.builds(Scale, ids, words, options, ids, st.booleans(), words),
    st.builds(Choice, ids, words, options, ids, st.booleans(), words),
    st.builds(Ticks, ids, words, options, st.lists(ids, max_size=3).map(tuple), st.booleans(), words),
    st.builds(Words, ids, words, words, st.integers(1, 5), st.integers(1, 20_000), st.booleans(), words),
)


@given(st.lists(elements, max_size=8), st.lists(st.builds(Button, words, ids, words), max_size=8))
def test_every_card_is_taken(body: list[Text], actions: list[Button]) -> None:
    json.dumps(taken(render.message(Card(tuple(body), tuple(actions))))).encode()


@given(st.lists(inputs, max_size=6), st.dictionaries(ids, words), words)
@example([Scale("s", "", (Option("{{", "one"), Option("${", "two")), "${")], {}, "")
def test_every_form_is_taken(body: list[Words], errors: dict[str, str], title: str) -> None:
    form = Form("f", title, tuple(body), "Send", errors={**errors, **{part.id: title for part in body[:2]}})
    json.dumps(taken(render.form(form))).encode()


def test_the_notification_is_one_short_line() -> None:
    card = Card((Text("The week’s question", "title"), Text("long " * 200)))
    assert render.summary(render.message(card)) == "The week’s question"
    assert len(render.summary(render.message(Card((Text("long " * 200),))))) <= limits.SUMMARY
