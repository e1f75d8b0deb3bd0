"""Cards and forms as Block Kit: everything is said, nothing is refused, nothing is more than words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.slack import forms, limits, render
from bot.messages import (
    Button,
    Card,
    Choice,
    Divider,
    Fields,
    Form,
    Line,
    Link,
    Option,
    Picture,
    Scale,
    Text,
    Ticks,
    Words,
)
from tests.adapters.slack.block_kit import check_message, check_view
from tests.players.slack import SlackPlayer

LONG = "Öffentliches Wohnen 🙂 " * 2000
LONGER_THAN_A_LABEL = "Öffentliches Wohnen 🙂 " * 8
HISTORY = Picture("Power", "Power is shared.", (Line("Power", ("low", "high"), ((1, 0), (2, 1))),), ((1, "Start"),))
HOSTILE = [
    "<!channel>",
    "<@U1>",
    "*bold*",
    "_it_ ~no~ `code`",
    "[x](http://y)",
    "<b>",
    "${expr}",
    ":tada:",
    "&lt;",
    "<http://x|y>",
]

CARD = Card(
    (
        Text("This week", "title"),
        Text("How we decide", "heading"),
        Text("Most of you agree."),
        Text("Nobody sees your answer.", "quiet"),
        Divider(),
        Fields((("Phase", "Shape"), ("Round", "7"))),
        Link("Voorberg and others, 2015", "https://doi.org/10.1080/14719037.2014.930505"),
        HISTORY,
    ),
    (
        Button("Agree", "answer", "4", "primary"),
        Button("Skip", "answer", "skip"),
        Button("Leave", "leave", "", "danger"),
    ),
)


def block_ids(view: Any) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if "block_id" in block]


def kinds(blocks: Any) -> list[str]:
    return [block["type"] for block in blocks]


# ---- a card -------------------------------------------------------------------------------------------------------


def test_a_card_is_shown_from_top_to_bottom() -> None:
    message = render.message(CARD)
    check_message(message)
    assert kinds(message["blocks"]) == [
        "header", "header", "section", "context", "divider", "section", "section", "section", "section", "actions",
    ]  # fmt: skip
    words = SlackPlayer().words(message)
    assert words.startswith("This week\nHow we decide\nMost of you agree.\nNobody sees your answer.\nPhase: Shape\n")
    assert "Voorberg and others, 2015: https://doi.org/10.1080/14719037.2014.930505" in words
    assert SlackPlayer().buttons(message) == ["Agree", "Skip", "Leave"]


def test_the_notification_says_the_same_in_words() -> None:
    text = render.message(CARD)["text"]
    assert text.startswith("This week\nHow we decide\n")
    assert "Power is shared." in text


def test_buttons_keep_their_meaning_and_differ_by_more_than_colour() -> None:
    elements = render.message(CARD)["blocks"][-1]["elements"]
    assert [each["action_id"] for each in elements] == ["answer#0", "answer#1", "leave#2"]
    assert [each.get("value") for each in elements] == ["4", "skip", None]
    assert [each.get("style") for each in elements] == ["primary", None, "danger"]


def test_a_picture_with_a_file_has_its_words_as_alternative_and_beside_it() -> None:
    blocks = render.message(Card((HISTORY,)), {HISTORY: "F0123456789"})["blocks"]
    assert kinds(blocks) == ["image", "section"]
    assert blocks[0]["alt_text"] == "Power\nPower is shared."
    assert blocks[1]["text"]["text"] == "Power is shared."
    assert "title" not in blocks[0]  # it is drawn in the picture: twice would be once too often
    check_message(render.message(Card((HISTORY,)), {HISTORY: "F0123456789"}))


def test_a_picture_without_a_file_is_words_and_bars() -> None:
    words = SlackPlayer().words(render.message(Card((HISTORY,))))
    assert words.startswith("Power is shared.\n")
    assert "■■ high" in words


def test_the_app_home() -> None:
    view = render.home(CARD)
    check_view(view)
    assert view["type"] == "home"
    assert "submit" not in view


# ---- only words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_write_is_shown_as_they_wrote_it(hostile: str) -> None:
    card = Card(
        (Text(hostile, "title"), Text(hostile), Text(hostile, "quiet"), Fields(((hostile, hostile),)),
         Picture(hostile, hostile, ())),
        (Button(hostile, "a", hostile),),
    )  # fmt: skip
    message = render.message(card)
    check_message(message)
    for part in _texts(message["blocks"]):
        assert part["type"] == "plain_text"
        assert part["emoji"] is False
    assert SlackPlayer().words(message).count(hostile) >= 4
    assert SlackPlayer().buttons(message) == [hostile]
    for sign in "<>":
        assert sign not in message["text"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_link_cannot_be_broken_out_of(hostile: str) -> None:
    message = render.message(Card((Link(hostile, "https://example.org/?q=<!channel>|x y"),)))
    check_message(message)
    (block,) = message["blocks"]
    shown = json.dumps(block)
    assert "<!channel>" not in shown
    assert "https://example.org/?q=%3C!channel%3E%7Cx%20y" in shown
    if block["type"] == "section":
        text = block["text"]["text"]
        assert not set(text) & set("*_~`")
        assert (text.count("<"), text.count(">"), text.count("|")) == (1, 1, 1)
    assert SlackPlayer().words(message).startswith(hostile)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "slack://open", "ftp://x", "", "https://x/" + "y" * 4000])
def test_what_is_no_web_address_is_not_a_link(url: str) -> None:
    message = render.message(Card((Link("read more", url),)))
    check_message(message)
    assert message["blocks"][0]["text"]["type"] == "plain_text"


# ---- never refused ------------------------------------------------------------------------------------------------


def test_the_longest_card() -> None:
    picture = Picture(LONG, LONG, (Line(LONG, (LONG, LONG), tuple((week, week % 2) for week in range(200))),))
    card = Card(
        (Text(LONG, "title"), Text(LONG, "heading"), Text(LONG), Text(LONG, "quiet"), Fields(((LONG, LONG),) * 30),
         Link(LONG, "https://example.org/" + LONG), picture),
        tuple(Button("Agree " + LONG, "answer", str(number)) for number in range(30)),
    )  # fmt: skip
    message = render.message(card, {picture: "F0123456789"})
    check_message(message)
    assert len(SlackPlayer().buttons(message)) == 30
    assert "…" in SlackPlayer().words(message)
    check_view(render.home(card))


def test_a_long_text_is_continued_in_the_next_block_at_a_paragraph() -> None:
    paragraph = ("word " * 320).strip()
    message = render.message(Card((Text("\n\n".join([paragraph] * 4)),)))
    check_message(message)
    assert [block["text"]["text"] for block in message["blocks"]] == [paragraph] * 4


def test_a_longer_text_ends_with_a_mark() -> None:
    message = render.message(Card((Text(LONG),), (Button("Next", "next"),)))
    check_message(message)
    assert [block["type"] for block in message["blocks"]] == ["section"] * 4 + ["actions"]
    assert message["blocks"][-2]["text"]["text"] == "…"


def test_many_small_parts_end_with_a_mark() -> None:
    message = render.message(Card((Divider(),) * 80, (Button("Next", "next"),)))
    check_message(message)
    assert len(message["blocks"]) == 50
    assert message["blocks"][-2]["text"]["text"] == "…"
    assert SlackPlayer().buttons(message) == ["Next"]


@pytest.mark.parametrize(
    "card", [Card(()), Card((Text(""),)), Card((Text(" \n\x00"), Divider())), Card((), (Button("", "x"),))]
)
def test_an_empty_card_still_arrives(card: Card) -> None:
    check_message(render.message(card))
    check_view(render.home(card))


def test_equal_buttons_have_ids_of_their_own() -> None:
    card = Card((Text("Choose"),), (Button("Yes", "answer", "1"),) * 12)
    check_message(render.message(card))
    check_message(render.message(Card((Text("x"),), (Button("Yes", "a" * 400), Button("No", "a" * 400)))))


def test_texts_are_shortened_at_a_word_and_counted_as_slack_counts() -> None:
    assert limits.shorten("one two three", 10) == "one two…"
    assert limits.shorten("one two", 7) == "one two"
    assert limits.shorten("onetwothree", 5) == "onet…"
    assert limits.size("🙂") == 2
    assert limits.shorten("🙂🙂🙂🙂", 5) == "🙂🙂…"
    assert limits.clean("a\ud800b\x00c") == "a?bc"


TEXTS = st.text(max_size=60) | st.sampled_from([LONGER_THAN_A_LABEL, *HOSTILE])
PICTURES = st.builds(Picture, TEXTS, TEXTS, st.just(HISTORY.lines))
ELEMENTS = st.one_of(
    st.builds(Text, TEXTS, st.sampled_from(["body", "title", "quiet", "heading"])),
    st.builds(Fields, st.lists(st.tuples(TEXTS, TEXTS), max_size=12).map(tuple)),
    st.builds(Link, TEXTS, TEXTS | TEXTS.map("https://example.org/".__add__)),
    PICTURES,
    st.just(Divider()),
)
BUTTONS = st.builds(Button, TEXTS, TEXTS, st.text(max_size=200), st.sampled_from(["plain", "primary", "danger"]))
OPTIONS = st.lists(st.builds(Option, TEXTS, TEXTS), max_size=12).map(tuple)
INPUTS = st.one_of(
    st.builds(Scale, TEXTS, TEXTS, OPTIONS, TEXTS, st.booleans(), TEXTS),
    st.builds(Choice, TEXTS, TEXTS, OPTIONS, TEXTS, st.booleans(), TEXTS),
    st.builds(Ticks, TEXTS, TEXTS, OPTIONS, st.lists(TEXTS, max_size=3).map(tuple), st.booleans(), TEXTS),
    st.builds(Words, TEXTS, TEXTS, TEXTS, st.integers(0, 9), st.integers(-1, 9000), st.booleans(), TEXTS),
)


@given(st.lists(ELEMENTS, max_size=8).map(tuple), st.lists(BUTTONS, max_size=8).map(tuple))
def test_whatever_is_said_slack_takes_it(body: Any, actions: Any) -> None:
    card = Card(body, actions)
    check_message(render.message(card))
    check_message(render.message(card, {each: "F0123456789" for each in body if isinstance(each, Picture)}))
    check_view(render.home(card))


@example("", (Words("w", "", "🙂", most=1),), "", "", "")
@given(TEXTS, st.lists(st.builds(Text, TEXTS) | INPUTS, max_size=8).map(tuple), TEXTS, TEXTS, TEXTS)
def test_whatever_is_asked_slack_takes_it(title: str, body: Any, submit: str, value: str, error: str) -> None:
    errors = {part.id: error for part in body if not isinstance(part, Text)}
    form = Form("name", title, body, submit, value, errors)
    shown = render.view(form, "D01ALICE/1795320000.000001")
    check_view(shown)
    for sent in (shown, render.view(Form("name", title, body[1:], submit))):
        answer = forms.answer(form, sent)
        if "view" in answer:
            check_view(answer["view"])
            assert not {*block_ids(sent)} & {*block_ids(answer["view"])}
        else:
            assert answer["errors"].keys() <= {*block_ids(sent)}
            assert all(answer["errors"].values())


def _texts(part: Any) -> list[Any]:
    if isinstance(part, dict):
        if part.get("type") in ("plain_text", "mrkdwn"):
            return [part]
        return [text for each in part.values() for text in _texts(each)]
    return [text for each in part for text in _texts(each)] if isinstance(part, list) else []
