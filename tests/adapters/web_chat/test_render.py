"""What the page is given to show."""

import json

import pytest

from adapters import chart
from adapters.web_chat import limits, render
from adapters.web_chat.shelf import Shelf
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
    Text,
    Ticks,
    Words,
    plain,
)  # fmt: skip
from tests.players.web_chat import WebPlayer

PICTURE = Picture(
    "Our year", "Trust: about 3.", (Line("Trust", ("low", "high"), ((1, 0), (2, 1)), held=(2,)),), ((1, "Start"),)
)


def test_a_card_keeps_its_order_and_has_words():
    card = Card(
        (Text("Week 3", "title"), Fields((("Trust", "about 3"),)), Divider(), Link("Read it", "https://doi.org/10/x")),
        (Button("Answer", "answer", "r3", "primary"),),
    )
    assert render.message(card) == {
        "words": plain(card),
        "body": [
            {"kind": "text", "style": "title", "text": "Week 3"},
            {"kind": "fields", "rows": [["Trust", "about 3"]]},
            {"kind": "divider"},
            {"kind": "link", "text": "Read it", "url": "https://doi.org/10/x"},
        ],
        "buttons": [{"label": "Answer", "action": "answer", "value": "r3", "style": "primary"}],
    }


@pytest.mark.parametrize("text", ["<b>bold</b>", "<!channel> <@U1>", "*bold* [x](http://y)", "${title}", "a & b"])
def test_markup_is_words(text):
    card = render.message(Card((Text(text), Fields(((text, text),))), (Button(text, "a"),)))
    assert card["body"][0]["text"] == text
    assert card["body"][1]["rows"] == [[text, text]]
    assert card["buttons"][0]["label"] == text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "JaVa\x00Script:x", "//[", "http://[::1"])
def test_only_web_pages_are_links(url):
    [element] = render.message(Card((Link("Click", url),)))["body"]
    assert element["kind"] == "text"
    assert element["text"].startswith("Click: ")


def test_a_form_carries_each_input_with_its_error_and_what_was_typed():
    options = (Option("1", "Disagree"), Option("5", "Agree"))
    form = Form(
        "week", "This week",
        (Text("One minute."), Scale("trust", "I trust us.", options, chosen="5"), Choice("voice", "I am", options),
         Words("note", "A note", text="typed", lines=3, most=99999, optional=True, hint="Only for you.")),
        "Send", value="r3", errors={"voice": "Please choose one."},
    )  # fmt: skip
    shown = render.form(form, "m7")
    assert (shown["name"], shown["value"], shown["message"], shown["submit"]) == ("week", "r3", "m7", "Send")
    text, trust, voice, note = shown["body"]
    assert text["text"] == "One minute."
    assert (trust["kind"], trust["chosen"], trust["error"]) == ("scale", "5", "")
    assert (voice["kind"], voice["chosen"], voice["error"]) == ("choice", "", "Please choose one.")
    assert (note["text"], note["lines"], note["most"], note["optional"]) == ("typed", 3, limits.ANSWER, True)


def test_what_may_be_ticked_carries_what_is():
    options = (Option("trust", "<b>Trust</b>"), Option("talk", "Communication"))
    body = (Ticks("about", "My words are about", options, ("talk",), optional=True, hint="As I read them."),)
    [shown] = render.form(Form("themes", "Your words", body, "Save", errors={"about": "One at least."}))["body"]
    assert json.loads(json.dumps(shown)) == {
        "kind": "ticks", "id": "about", "label": "My words are about", "hint": "As I read them.", "optional": True,
        "error": "One at least.", "chosen": ["talk"],
        "options": [{"value": "trust", "label": "<b>Trust</b>"}, {"value": "talk", "label": "Communication"}],
    }  # fmt: skip


def test_what_is_ticked_comes_back():
    player, options = WebPlayer(), (Option("trust", "Trust"), Option("talk", "Communication"), Option("time", "Time"))
    shown = player.form(Form("themes", "Your words", (Ticks("about", "About", options, ("talk",)),), "Save"))
    assert player.words(shown).splitlines() == [
        "Your words", "About", "[ ] Trust", "[x] Communication", "[ ] Time", "Save"
    ]  # fmt: skip
    for answers, ticked in (({}, "talk"), ({"About": ()}, ""), ({"About": ("Trust", "Time")}, "trust time")):
        assert player.submits("ana", shown, answers).answers == {"about": ticked}


def test_long_things_are_shortened_and_everything_is_json():
    long = "word " * 5000
    card = Card(
        (*(Text(long, style) for style in ("title", "body")), Fields(((long, long),) * 99), *(Divider(),) * 400),
        tuple(Button(long, "a") for _ in range(99)),
    )
    shown = render.message(card)
    json.dumps(shown)
    assert len(shown["body"]) == limits.ELEMENTS + 1
    assert shown["body"][-1]["text"] == "…"
    assert len(shown["buttons"]) == limits.BUTTONS
    assert shown["body"][0]["text"].endswith("word…")
    assert len(shown["body"][0]["text"]) <= limits.TITLE


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("short", 10, "short"),
        ("one two three", 8, "one two…"),
        ("one two three", 9, "one two…"),
        ("unbroken", 4, "unb…"),
    ],
)
def test_words_are_cut_between_words(text, most, short):
    assert limits.shorten(text, most) == short


def test_a_picture_travels_as_data_and_comes_back_the_same():
    [data] = render.message(Card((PICTURE,)))["body"]
    assert render.picture(json.loads(json.dumps(data))) == PICTURE


def test_a_page_gets_a_link_to_the_picture_and_its_words():
    pictures = Shelf(str)
    [shown] = pictures.shown(render.message(Card((PICTURE,))))["body"]
    assert shown["words"] == "Trust: about 3."
    assert "lines" not in shown
    name = shown["src"].removeprefix("web/picture/").removesuffix(".png")
    assert pictures.png(name) == chart.png(PICTURE)
    assert pictures.png(name) is pictures.png(name)
    assert pictures.png("0" * 32) is None


def test_the_shelf_of_pictures_does_not_grow_without_end():
    pictures = Shelf(str, most=2)
    cards = [Card((Picture(str(n), "", ()),)) for n in range(3)]
    names = [pictures.shown(render.message(card))["body"][0]["src"][12:-4] for card in cards]
    assert [pictures.png(name) is None for name in names] == [True, False, False]


def test_a_file_is_unlocked_when_its_page_asks_and_never_on_the_way():
    shelf = Shelf(str.upper)
    payload = render.message(Card((File("my-data.txt", "locked words", "never this"),)))
    assert "never this" not in json.dumps(payload)
    [shown] = shelf.shown(payload)["body"]
    assert shown["name"] == "my-data.txt"
    assert "locked words" not in json.dumps(shown)
    name = shown["src"].removeprefix("web/file/")
    assert shelf.file(name) == ("my-data.txt", b"LOCKED WORDS")
    assert shelf.png(name) is None
    assert shelf.file("0" * 32) is None


def test_a_file_whose_key_is_gone_cannot_be_had():
    def gone(locked: str) -> str:
        raise ValueError

    shelf = Shelf(gone)
    [shown] = shelf.shown(render.message(Card((File("my-data.txt", "locked"),))))["body"]
    assert shelf.file(shown["src"].removeprefix("web/file/")) is None
