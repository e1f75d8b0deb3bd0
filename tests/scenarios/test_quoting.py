"""A quote is a second, separate choice; it is told alone, late, in a batch and without names."""

from __future__ import annotations

from bot.messages import Words
from tests.scenarios.steps import SEVEN, team
from tests.scenarios.test_rights import file_of
from tests.scenarios.writing import TRUSTING, closed, form, in_week, shares
from tests.world import World

QUOTE, WHICH = "My own words", "What may your team read?"
OWN = "My own words, as they stand below"


def offers(world: World, who: str, **answers: str) -> list[str]:
    shares(world, who, TRUSTING)
    world.presses(who, "Offer a quote, too")
    return world.sends(who, {WHICH: answers.get("which", f"{TRUSTING}: this could be better here."),
                             **({QUOTE: answers["own"]} if "own" in answers else {})})  # fmt: skip


def test_a_quote_is_a_second_choice_of_a_made_sentence_or_of_own_words_that_were_cleaned(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 1)
    shares(world, "ana", TRUSTING)
    told = world.presses("ana", "Offer a quote, too")[-1]
    assert "The way you write can give you away." in told
    assert f"{TRUSTING}: this could be better here." in told
    [box] = [part for part in world.form("ana").body if isinstance(part, Words)]
    assert box.text == "Our meetings are hard to follow, and [name] talks over people."
    world.sends("ana", {WHICH: "My own words, as they stand below", QUOTE: "CAI IS RIGHT, write to a@example.org!!"})
    told = form(world, "ana")
    assert "I took out more that could tell who you are." in told
    assert "[name] is right, write to [e-mail]." in told.lower()
    seen = world.sends("ana", {})[-1]
    assert "Saved." in seen
    assert "is right" not in seen, "never echoed"
    assert world.buttons("ana")[:2] == ["Change the quote", "Take the quote back"]
    world.says("ana", "my data")
    assert "is right" in file_of(world)
    world.presses("ana", "Take the quote back")
    world.says("ana", "my data")
    assert "as a quote" not in file_of(world)


def test_quotes_come_alone_after_a_whole_window_without_names_in_no_order(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 4)
    own = "My own words, as they stand below"
    for who, words in zip(SEVEN[:3], ("We never decide.", "It is getting better.", "I like the tea."), strict=True):
        offers(world, who, which=own, own=words)
    for who in SEVEN[3:]:
        shares(world, who, TRUSTING)
    assert "We never decide" not in closed(world, 4)
    for week in (5, 6, 7, 8):
        closed(world, week)
    assert not [post for post in world.channel() if "In people's own words" in post]
    closed(world, 9)
    [post] = [post for post in world.channel() if "In people's own words" in post]
    for words in ("“We never decide.”", "“It is getting better.”", "“I like the tea.”"):
        assert words in post
    for never in (*SEVEN, "week", "score", TRUSTING):
        assert never not in post.lower()
    closed(world, 10)
    assert len([post for post in world.channel() if "In people's own words" in post]) == 1, "each once"


def test_two_quotes_are_too_few_to_be_shown_ever(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 4)
    for who in SEVEN[:2]:
        offers(world, who)
    for who in SEVEN[2:]:
        shares(world, who, TRUSTING)
    for week in range(4, 11):
        closed(world, week)
    assert not [post for post in world.channel() if "In people's own words" in post]


def test_after_the_close_nothing_can_be_shared_and_what_was_typed_comes_back(world: World) -> None:
    team(world, *SEVEN)
    in_week(world, 1)
    shares(world, "ana", TRUSTING)
    world.presses("ana", "Offer a quote, too")
    world.until("2026-03-06T12:00+00:00")
    seen = world.sends("ana", {WHICH: "My own words, as they stand below", QUOTE: "What I really think."})[-1]
    assert "That week is over" in seen
    assert "What I really think." in seen
