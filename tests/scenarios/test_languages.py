"""Several languages at once: each member reads their own, the channel reads the team's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine import Engine
from bot.languages import Languages
from bot.library import Library
from bot.speech import Speech
from framework_content import load, load_all
from storage.sql import SqlStore
from tests.conftest import BEGIN
from tests.players.base import Player
from tests.scenarios.steps import SEVEN, answer, join, set_up, team
from tests.world import TestClock, TestKeys, World


def speaking(player: Player, store: SqlStore, libraries: dict[str, Library], default: str = "en") -> World:
    clock, keys = TestClock(BEGIN), TestKeys()
    engine = Engine(store, Languages(libraries, default), clock, keys)
    return World(player, store, libraries[default], clock, engine, keys)


@pytest.fixture
def world(player: Player, store: SqlStore) -> World:
    """A workspace that speaks English, and Swedish where somebody wants it."""
    return speaking(player, store, load_all())


def join_in_swedish(world: World, *people: str) -> None:
    for who in people:
        world.joins(who)
        world.presses(who, "Ja, jag är med")
        world.presses(who, "Det vill jag inte säga")


def test_a_member_reads_swedish_in_an_english_team(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ben", "språk")
    assert world.buttons("ben") == ["English", "Svenska"]
    assert "Klart. Språket är nu: Svenska." in world.presses("ben", "Svenska")[-1]
    world.until("2026-03-02T09:00+00:00")
    assert "This week's question for River Street" in world.sees("ana")[-1]
    asked = world.sees("ben")[-1]
    assert "Veckans fråga till River Street" in asked
    assert "Öppen till fredag 6 mars 09:00." in asked
    form = world.presses("ben", "Svara")[-1]
    assert "Håller inte alls med" in form
    assert "Tänk på gruppen de senaste två veckorna:" in form
    statements = [part.label for part in world.form("ben").body if hasattr(part, "chosen")]
    thanks = world.sends("ben", dict.fromkeys(statements, "Håller helt med"))[-1]
    assert "Tack. Det är bara gruppens gemensamma värde som visas." in thanks
    assert "räknas i värdet från måndag 16 mars" in thanks
    world.until("2026-03-05T09:00+00:00")
    assert "En påminnelse till alla i River Street" in world.sees("ben")[-1]
    assert "A reminder for everyone in River Street" in world.sees("ana")[-1]
    world.until("2026-03-06T09:00+00:00")
    assert "River Street: week 1" in world.channel()[-1], "the channel goes on in the team's language"


def test_a_team_in_swedish_is_told_everything_in_swedish(world: World) -> None:
    set_up(world, Language_of_the_summary="Svenska", Time_zone="Europe/Stockholm")
    assert "River Street är igång" in world.channel()[0]
    assert "Språk i sammanfattningen" in world.channel()[0]
    join_in_swedish(world, *SEVEN)
    assert "måndag kl. 09:00 (Europe/Stockholm)" in world.channel()[0]
    world.until("2026-03-16T09:00+01:00")
    for who in SEVEN:
        world.presses(who, "Svara")
        scales = [part.label for part in world.form(who).body if hasattr(part, "chosen")]
        world.sends(who, dict.fromkeys(scales, "Håller helt med"))
    world.until("2026-03-20T09:00+01:00")
    summary = world.channel()[-1]
    assert "River Street: vecka 2" in summary
    assert "Värdet är ”övre halvan”. Det är ett första värde." in summary
    assert "Frågan kommer måndag 23 mars 09:00." in summary
    assert "Delad makt: övre halvan från vecka 2." in summary


def test_a_member_of_a_swedish_team_reads_english_once_they_say_so(world: World) -> None:
    set_up(world, Language_of_the_summary="Svenska")
    join_in_swedish(world, "ana", "ben")
    assert "I now speak English with you." in world.says("ben", "English")[-1]
    assert "You can say:" in world.says("ben", "hjälp")[-1]
    assert "Du kan skriva:" in world.says("ana", "help")[-1]


def test_the_welcome_tells_in_each_language_how_to_have_it(world: World) -> None:
    set_up(world)
    world.joins("ben")
    welcome = world.sees("ben")[-1]
    assert "River Street would like to hear from you" in welcome
    assert "Svenska: skriv ”Svenska” till mig." in welcome
    world.says("ben", "svenska")
    again = world.sees("ben")[-1]
    assert "River Street vill gärna höra vad du tycker" in again
    assert "Vad värdet än visar kan ditt eget svar alltså ha varit vad som helst från 1 till 5" in again
    assert "For English, write “English” to me." in again
    world.presses("ben", "Ja, jag är med")
    assert "Vem talar du som?" in world.sees("ben")[-2] + world.sees("ben")[-1]


def test_the_language_changes_in_the_middle_of_a_week(world: World) -> None:
    team(world, "ana", "ben")
    world.until("2026-03-02T09:00+00:00")
    answer(world, "ben")
    world.says("ben", "language")
    world.presses("ben", "Svenska")
    assert "du har svarat den här veckan" in world.says("ben", "status")[-1]
    form = world.presses("ben", "Change my answer")[-1]
    assert "Veckans fråga" in form, "an old button opens what is new"
    world.says("ben", "byt språk")
    world.presses("ben", "English")
    assert "you have answered this week" in world.says("ben", "status")[-1]


def test_what_a_coordinator_does_is_told_in_the_teams_language_and_in_theirs(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ana", "svenska")
    assert "River Street är pausad" in world.says("ana", "pausa")[-1]
    assert "River Street is paused" in world.channel()[-1]
    assert "Nu: Starta." in world.says("ana", "byt fas")[-1]
    world.says("ana", "återuppta")
    assert "River Street goes on" in world.channel()[-1]
    world.says("ana", "samordnare ben")
    assert "Ben now helps to coordinate River Street." in world.channel()[-1]
    assert "Ben hjälper nu till att samordna River Street." in world.sees("ana")[-1]


def test_mistakes_in_the_settings_are_told_in_the_coordinators_language(world: World) -> None:
    world.says("ana", "svenska")
    assert "Starta er grupp" in world.says("ana", "ny grupp", in_channel=True)[-1]
    told = world.sends("ana", {"Tidszon": "Europe/Stokholm", "Klockslag": "nio"})[-1]
    assert "Ge gruppen ett namn." in told
    assert "Menade du Europe/Stockholm?" in told
    assert "Skriv tiden så här: 09:00." in told
    world.sends("ana", {"Gruppens namn": "Åstaden", "Tidszon": "Europe/Stockholm", "Klockslag": "09:00"})
    assert "Åstaden är igång" in world.channel()[-1], "her language is offered for the team, too"


def test_the_team_changes_its_language(world: World) -> None:
    team(world, "ana", "ben")
    world.says("ana", "change settings")
    world.submits("ana", Language_of_the_summary="Svenska")
    assert "Inställningarna har ändrats" in world.channel()[-1]
    world.until("2026-03-02T09:00+00:00")
    assert "Veckans fråga till River Street" in world.sees("ben")[-1]
    world.until("2026-03-06T09:00+00:00")
    assert "River Street: vecka 1" in world.channel()[-1]


def test_the_workspaces_language_is_for_everybody_who_has_said_nothing(player: Player, store: SqlStore) -> None:
    world = speaking(player, store, load_all(), "sv")
    assert "Du är inte med i någon grupp än" in world.says("zoe", "status")[-1]
    assert "Det förstod jag inte" in world.says("zoe", "bla bla bla")[-1]
    assert "You are not in a team yet" in world.says("zoe", "English")[-1] + world.says("zoe", "status")[-1]


def test_what_has_no_translation_is_said_in_english(player: Player, store: SqlStore) -> None:
    texts = {"You are not in a team yet": "Du är inte med i någon grupp än"}
    swedish = replace(load("sv"), t=Speech("sv", texts))
    world = speaking(player, store, {"en": load(), "sv": swedish})
    world.says("zoe", "svenska")
    told = world.says("zoe", "status")[-1]
    assert "Du är inte med i någon grupp än" in told
    assert "If somebody invited you, write “join” and the code." in told


def test_where_one_language_is_spoken_there_is_nothing_to_choose(player: Player, store: SqlStore) -> None:
    world = speaking(player, store, {"en": load()})
    assert "I only speak English." in world.says("ana", "language")[-1]
    set_up(world)
    join(world, "ana")
    assert "Language of the summary" not in world.says("ana", "change settings")[-1] + world.channel()[0]
    assert "language" not in world.says("ana", "help")[-1]


def test_an_idea_is_explained_with_swedish_headings(world: World) -> None:
    world.says("ana", "svenska")
    told = world.says("ana", "förklara power sharing")[-1]
    assert "En fråga att tänka på" in told
    assert "Källa: " in told
    assert "Varför det är viktigt" in world.presses("ana", "Berätta mer")[-1]
    assert "Det vet jag inte" in world.says("ana", "vad är klockan?")[-1]
