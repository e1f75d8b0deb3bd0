"""What the page sends, and what strangers might send instead."""

import pytest

from adapters.web_chat import inbound, limits
from bot.messages import Joined, Left, Opened, Person, Place, Pressed, Said, Submitted

ANA = Person("web", "ana-bell", "Ana Bell", "home:ana-bell")
HOME = Place("web", "home:ana-bell", private=True)
CHANNEL = Place("web", "channel:team")


def sent(kind="said", where="home:ana-bell", **more):
    return {"id": "e1", "who": "Ana Bell", "where": where, "kind": kind, **more}


def test_words_in_a_private_chat():
    event = inbound.read(sent(text=" explain trust "))
    assert event == Said(id="ana-bell:e1", who=ANA, where=HOME, text="explain trust")
    assert event.who.home == "home:ana-bell"
    assert event.who.name == "Ana Bell"
    assert event.where.private


@pytest.mark.parametrize("text", ["@coreflect help", "@Coreflect: help", "  @coreflect, help", "/coreflect help"])
def test_words_in_the_channel_are_for_the_bot_when_they_begin_with_its_name(text):
    assert inbound.read(sent(where="channel:team", text=text)) == Said(
        id="ana-bell:e1", who=ANA, where=CHANNEL, text="help"
    )


@pytest.mark.parametrize("text", ["good morning all", "ask @coreflect help", "@coreflective people"])
def test_other_words_in_the_channel_are_not(text):
    assert inbound.read(sent(where="channel:team", text=text)) is None


def test_the_name_alone_is_a_greeting_without_words():
    assert inbound.read(sent(where="channel:team", text="@coreflect")).text == ""


def test_a_button():
    assert inbound.read(sent("pressed", action="answer", value="round-3", message="m7")) == Pressed(
        id="ana-bell:e1", who=ANA, where=HOME, action="answer", value="round-3", message="m7"
    )


def test_a_form_is_private_also_when_its_button_stood_in_the_channel():
    answers = {"trust": "4", "note": ""}
    private = inbound.read(sent("submitted", form="week", value="r3", answers=answers, message="m7"))
    assert private == Submitted(
        id="ana-bell:e1", who=ANA, where=HOME, form="week", value="r3", answers=answers, message="m7"
    )
    public = inbound.read(sent("submitted", where="channel:team", form="week", answers=answers, message="m7"))
    assert (public.where, public.message) == (HOME, "")


def test_coming_going_and_looking():
    assert inbound.read(sent("joined", where="channel:team")) == Joined(id="ana-bell:e1", who=ANA, where=CHANNEL)
    assert inbound.read(sent("joined", code=" ABCD2345 ")).code == "ABCD2345"
    assert inbound.read(sent("left", where="channel:team")) == Left(id="ana-bell:e1", who=ANA, where=CHANNEL)
    assert inbound.read(sent("opened")) == Opened(id="ana-bell:e1", who=ANA, where=HOME)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Ana", "ana"), (" ANA ", "ana"), ("Siân Ó Briain", "siân-ó-briain"), ("Привет", "привет"), ("मीरा", "मीरा"),
     ("O'Neill, Jo", "o-neill-jo"), ("Straße", "strasse"), ("李雷", "李雷"), ("R2-D2", "r2-d2"), ("İ", "i̇")],
)  # fmt: skip
def test_a_name_in_any_script_is_somebody(name, slug):
    event = inbound.read({"id": "1", "who": name, "where": f"home:{slug}", "kind": "opened"})
    assert event.who.id == slug


BAD = {
    "not an object": [],
    "a text": "said",
    "no id": sent(text="x") | {"id": ""},
    "a number for an id": sent(text="x") | {"id": 7},
    "a long id": sent(text="x") | {"id": "x" * 101},
    "no name": sent(text="x") | {"who": ""},
    "a name of signs": sent(text="x") | {"who": "!!! ---"},
    "a long name": sent(text="x") | {"who": "x" * 61},
    "no place": sent(where="", text="x"),
    "another kind of place": sent(where="people:channel:team", text="x"),
    "a place with a path": sent(where="channel:../team", text="x"),
    "somebody else's chat": sent(where="home:ben", text="x"),
    "no words": sent(text=" \n"),
    "words that are a list": sent(text=["x"]),
    "a novel": sent(text="x" * (limits.SAID + 1)),
    "a button without an action": sent("pressed"),
    "a form without a name": sent("submitted", answers={}),
    "answers in a list": sent("submitted", form="week", answers=["4"]),
    "an answer that is a number": sent("submitted", form="week", answers={"trust": 4}),
    "too many answers": sent("submitted", form="week", answers={str(n): "" for n in range(limits.ANSWERS + 1)}),
    "an answer with a long name": sent("submitted", form="week", answers={"x" * 999: ""}),
}


@pytest.mark.parametrize("payload", BAD.values(), ids=BAD.keys())
def test_what_is_out_of_shape_is_refused_in_words_that_repeat_nothing(payload):
    with pytest.raises(inbound.Malformed) as refused:
        inbound.read(payload)
    assert str(refused.value).endswith(".")
    assert "xxx" not in str(refused.value)


@pytest.mark.parametrize("kind", ["", "deleted", "__class__"])
def test_a_kind_that_there_is_not(kind):
    with pytest.raises(inbound.Unknown):
        inbound.read(sent(kind, text="x"))


def test_what_no_database_can_hold_is_taken_out():
    assert inbound.read(sent(text="a\x00b\ud800c\u202ed\r\ne")).text == "abcd\ne"
    assert inbound.read(sent("submitted", form="f", answers={"n\x00": "x\x00y"})).answers == {"n": "xy"}


def test_two_people_can_use_one_id():
    ben = {"id": "e1", "who": "Ben", "where": "home:ben", "kind": "opened"}
    assert inbound.read(ben).id != inbound.read(sent("opened")).id
