"""A translation is laid over the English content: gaps stay English and are told, mistakes are refused by name."""

from pathlib import Path

import pytest

from bot.library import ContentError
from framework_content import load
from framework_content.overlay import overlay

ENGLISH = load()

POWER = """
[[entry]]
id = "practice.power"
name = "Maktdelning"
what = ["Ett.", "Två.", "Tre.", "Fyra."]
"""
LEVEL = """
[[level]]
topic = "power"
phase = "phase.start"
why = "I starten ska alla lära sig hur makt delas."
"""


def written(folder: Path, text: str) -> Path:
    """A language's folder with one file of translations in it."""
    (folder / "sv").mkdir(exist_ok=True)
    (folder / "sv" / "22_power.toml").write_text(text, encoding="utf-8")
    return folder / "sv"


def refused(folder: Path, text: str) -> str:
    with pytest.raises(ContentError) as caught:
        overlay(ENGLISH, written(folder, text), "sv")
    return str(caught.value)


def test_texts_are_replaced_and_everything_else_is_inherited(tmp_path):
    library, _ = overlay(ENGLISH, written(tmp_path, POWER), "sv")
    ours, theirs = library.entry("practice.power"), ENGLISH.entry("practice.power")
    assert library.language == "sv"
    assert (ours.name, ours.what) == ("Maktdelning", ("Ett.", "Två.", "Tre.", "Fyra."))
    assert (ours.id, ours.kind, ours.source, ours.section, ours.related) == (
        theirs.id,
        theirs.kind,
        theirs.source,
        theirs.section,
        theirs.related,
    )
    assert library.sources == ENGLISH.sources


def test_the_english_library_stays_as_it_was(tmp_path):
    overlay(ENGLISH, written(tmp_path, POWER), "sv")
    assert ENGLISH.language == "en"
    assert ENGLISH.entry("practice.power").name == "Power sharing"


def test_a_missing_text_stays_english_and_is_listed_with_where_to_add_it(tmp_path):
    library, missing = overlay(ENGLISH, written(tmp_path, POWER), "sv")
    assert library.entry("practice.power").why == ENGLISH.entry("practice.power").why
    assert "sv: practice.power has no `why`; add it to its [[entry]] in sv/22_power.toml:2" in missing
    assert not any("practice.power has no `name`" in line for line in missing)


def test_a_record_that_is_not_there_at_all_is_listed_text_by_text(tmp_path):
    library, missing = overlay(ENGLISH, written(tmp_path, POWER), "sv")
    assert library.question("trust.1") == ENGLISH.question("trust.1")
    for voice in ("lived", "professional", "easy"):
        assert f"sv: trust.1 has no `{voice}`; add it to a new [[question]] of that name in sv/" in missing
    assert any(line.startswith("sv: sig.trust.1 has no `text`") for line in missing)


def test_a_text_that_english_does_not_have_is_not_missed(tmp_path):
    assert not ENGLISH.entry("role.broker").wrong
    _, missing = overlay(ENGLISH, written(tmp_path, POWER), "sv")
    assert not any("role.broker has no `wrong`" in line for line in missing)


def test_a_list_that_tells_fewer_things_than_the_english_one_is_listed(tmp_path):
    text = POWER.replace('"Tre.", "Fyra."', "")
    _, missing = overlay(ENGLISH, written(tmp_path, text), "sv")
    assert any("practice.power has 2 of 4 texts in `what`" in line for line in missing)


def test_a_level_goes_by_its_topic_and_phase_and_its_reason_may_be_left_out(tmp_path):
    library, missing = overlay(ENGLISH, written(tmp_path, LEVEL), "sv")
    assert library.level("power", "start").why == "I starten ska alla lära sig hur makt delas."
    assert library.level("power", "start").level == ENGLISH.level("power", "start").level
    assert library.level("trust", "start") == ENGLISH.level("trust", "start")
    assert not any("[[level]]" in line for line in missing)


def test_a_question_that_is_repeated_is_translated_once(tmp_path):
    text = '[[question]]\nid = "people.1"\nlived = "Vem?"\nprofessional = "Vem nu?"\neasy = "Vem då?"\n'
    library, missing = overlay(ENGLISH, written(tmp_path, text), "sv")
    assert ENGLISH.question("initiating.4").repeats == "people.1"
    assert library.question("initiating.4").easy == library.question("people.1").easy == "Vem då?"
    assert not any("initiating.4" in line for line in missing)
    assert "it repeats people.1" in refused(tmp_path, text.replace("people.1", "initiating.4"))


def test_the_words_for_finding_are_the_language_s_own(tmp_path):
    text = '[[alike]]\nwords = ["chef", "ledare"]\n[[outside]]\ntopic = "väder"\nasked = ["blir det regn"]\n'
    library, missing = overlay(ENGLISH, written(tmp_path, text), "sv")
    assert [group.words for group in library.alike] == [("chef", "ledare")]
    assert [(outside.topic, outside.asked) for outside in library.outside] == [("väder", ("blir det regn",))]
    assert not any("[[alike]]" in line or "[[outside]]" in line for line in missing)
    library, missing = overlay(ENGLISH, written(tmp_path, POWER), "sv")
    assert library.alike == ENGLISH.alike
    assert any("there is no [[alike]]" in line for line in missing)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (POWER.replace("practice.power", "practice.joy"), ("practice.joy", "no such record")),
        (POWER.replace('id = "practice.power"', ""), ("without an id", "no such record")),
        (POWER + POWER, ("practice.power", "there already")),
        (POWER + 'titel = "x"', ("practice.power", "'titel' is not a text to translate")),
        (POWER + 'source = "000"', ("practice.power", "'source' is not a text to translate")),
        (POWER + "related = []", ("practice.power", "'related' is not a text to translate")),
        (POWER + 'note = "Ny."', ("practice.power", "'note' has no English text behind it")),
        (POWER + 'line = " "', ("practice.power", "'line' must be a text")),
        (POWER + "line = 3", ("practice.power", "'line' must be a text")),
        (POWER + 'why = "Ett."', ("practice.power", "'why' must be a list")),
        (POWER + "why = []", ("practice.power", "'why' must be a list")),
        (POWER + 'why = ["Ett.", ""]', ("practice.power", "'why' must be a list")),
        ('[[statement]]\nid = "sig.power.1"\ntext = "Jag."\nkeyed = -1', ("sig.power.1", "'keyed' is not a text")),
        ('[[source]]\nid = "000"\ntitle = "Titel"', ("[[source]]", "cannot be translated")),
        (POWER.replace("[[entry]]", "[entry]"), ("entry", "two brackets")),
        (LEVEL.replace("phase.start", "phase.dawn"), ("power phase.dawn", "no such record")),
        ('[[alike]]\nwords = ["chef"]\nmer = "x"', ("[[alike]]", "'mer' is not a field", "it must have words")),
        ('[[outside]]\ntopic = "väder"', ("väder", "'asked' is missing", "topic and asked")),
        (f'[[statement]]\nid = "sig.power.1"\ntext = "{"så " * 19}"', ("sig.power.1", "too long")),
        (f'[[question]]\nid = "trust.1"\neasy = "{"så " * 26}"', ("trust.1", "26 words")),
    ],
)
def test_what_does_not_belong_is_refused_with_file_record_and_remedy(tmp_path, text, says):
    message = refused(tmp_path, text)
    assert "sv/22_power.toml" in message
    for words in says:
        assert words in message


@pytest.mark.parametrize("content", [b'[[entry]\nid = "', b"\xff\xfe"])
def test_a_broken_file_is_named(tmp_path, content):
    folder = written(tmp_path, POWER)
    (folder / "25_trust.toml").write_bytes(content)
    with pytest.raises(ContentError, match=r"sv/25_trust\.toml:1: cannot be read"):
        overlay(ENGLISH, folder, "sv")


def test_a_folder_without_translations_is_refused(tmp_path):
    with pytest.raises(ContentError, match=r"sv: there is no \.toml file"):
        overlay(ENGLISH, tmp_path, "sv")


def test_a_folder_may_have_the_interface_alone(tmp_path):
    (tmp_path / "interface.po").write_text("", encoding="utf-8")
    library, missing = overlay(ENGLISH, tmp_path, "sv")
    assert library.entries == ENGLISH.entries
    assert len(missing) > 1000


def test_more_ways_to_ask_are_the_language_s_own(tmp_path):
    text = '[[asked]]\nentry = "practice.power"\nwords = ["vem styr", "vem styr", "chefen bestämmer"]\n'
    library, _ = overlay(ENGLISH, written(tmp_path, POWER + 'asked = ["vem styr"]\n' + text), "sv")
    assert library.entry("practice.power").asked == ("vem styr", "chefen bestämmer")
    assert "sv/22_power.toml:2: [[asked]] practice.joy" in refused(tmp_path, text.replace(".power", ".joy"))


def test_a_translation_over_a_translation_adds_to_its_words(tmp_path):
    text = '[[alike]]\nwords = ["kolonilott", "odling"]\n[[entry]]\nid = "practice.power"\nname = "Vem styr"\n'
    shipped = load("sv")
    library, _ = overlay(shipped, written(tmp_path, text), "sv")
    assert library.alike == (*shipped.alike, library.alike[-1])
    assert (library.entry("practice.power").name, library.entry("practice.power").line) == (
        "Vem styr",
        shipped.entry("practice.power").line,
    )


def test_all_mistakes_are_told_at_once(tmp_path):
    message = refused(tmp_path, POWER + "titel = 3\n" + LEVEL + "mer = 4\n")
    assert message.startswith("2 things to mend in the translation")
    assert "sv/22_power.toml:6: " in message
    assert "sv/22_power.toml:12: " in message
