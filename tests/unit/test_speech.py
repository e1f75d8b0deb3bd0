"""One language as the bot speaks it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot import intents
from bot.languages import Languages
from bot.library import ContentError
from bot.speech import ENGLISH, Speech
from framework_content import load, load_all

SWEDISH = load("sv").t
MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_english_says_what_the_code_says() -> None:
    assert ENGLISH("Open until {moment}.", moment="noon") == "Open until noon."
    assert ENGLISH.plural("{n} cat", "{n} cats", 1) == "1 cat"
    assert ENGLISH.plural("{n} cat", "{n} cats", 0) == "0 cats"
    assert ENGLISH.name == "English"


def test_english_days_and_hours() -> None:
    assert ENGLISH.day(date(2026, 3, 2)) == "Monday 2 March"
    assert ENGLISH.moment(MOMENT, "Europe/London") == "Monday 2 March, 09:00"
    assert ENGLISH.moment(MOMENT, "Asia/Tokyo") == "Monday 2 March, 18:00"
    assert [ENGLISH.weekday(number) for number in (0, 6)] == ["Monday", "Sunday"]
    assert ENGLISH.minute(545) == "09:05"
    assert ENGLISH.quoted("Yes.") == "“Yes.”"


def test_swedish_days_and_hours() -> None:
    assert SWEDISH.moment(MOMENT, "Europe/Stockholm") == "måndag 2 mars 10:00"
    assert SWEDISH.weekday(0) == "måndag"
    assert SWEDISH.quoted("Ja.") == "”Ja.”"
    assert SWEDISH.name == "Svenska"


def test_swedish_forms_of_a_number() -> None:
    said = [SWEDISH.plural("could not reach {n} person", "could not reach {n} people", n) for n in (1, 2)]
    assert said == ["kunde inte nå 1 person", "kunde inte nå 2 personer"]


def test_a_sentence_without_a_translation_is_said_in_english() -> None:
    assert SWEDISH("Nobody has translated {this}.", this="it") == "Nobody has translated it."
    assert SWEDISH.plural("{n} owl", "{n} owls", 2) == "2 owls"


def test_braces_in_what_people_write_mean_nothing() -> None:
    for speech in (ENGLISH, SWEDISH):
        assert "{x} {0} {team.name}" in speech("{team} has ended", team="{x} {0} {team.name}")


def test_the_first_language_known_is_spoken() -> None:
    both = Languages(load_all(), "en")
    assert both.of("sv", "en").language == "sv"
    assert both.of("", "sv").language == "sv"
    assert both.of("xx", "").language == "en"
    assert both.choice == {"en": "English", "sv": "Svenska"}
    assert Languages.only(load()).choice == {}
    with pytest.raises(ContentError, match="Use one of: en, sv"):
        Languages(load_all(), "xx")


BOTH = (SWEDISH, load().t)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Hjälp!", ("help", "")),
        ("help", ("help", "")),
        ("Hur är läget?", ("status", "")),
        ("återuppta", ("resume", "")),
        ("a\u030ateruppta", ("resume", "")),
        ("gå med abcd2345", ("join_code", "abcd2345")),
        ("join abcd2345", ("join_code", "abcd2345")),
        ("samordnare Åsa Ek", ("share", "Åsa Ek")),
        ("samordnare", ("coordinate", "")),
        ("förklara", ("explain_what", "")),
        ("Vad är delad makt?", ("explain_words", "delad makt?")),
        ("what is trust?", ("explain_words", "what is trust?")),
        ("språk", ("language", "")),
        ("language", ("language", "")),
        ("svenska", ("set_language", "sv")),
        ("English", ("set_language", "en")),
        ("blå himmel", ("unknown", "")),
        ("blå himmel?", ("explain_words", "blå himmel?")),
    ],
)
def test_words_are_understood_in_every_language(written: str, meant: tuple[str, str]) -> None:
    assert intents.read(written, *BOTH) == meant
    assert intents.read(written, *reversed(BOTH)) == meant


def test_where_one_language_is_spoken_its_name_is_no_command() -> None:
    assert intents.read("English", ENGLISH) == ("unknown", "")
    assert intents.read("hjälp", ENGLISH) == ("unknown", "")


def test_a_word_of_ones_own_language_counts_before_the_others() -> None:
    danish = Speech("da", {"stop, leave, unsubscribe, quit, take me out, stop it": "status"})
    assert intents.read("status", danish, ENGLISH) == ("stop", "")
    assert intents.read("status", ENGLISH, danish) == ("status", "")
