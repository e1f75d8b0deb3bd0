"""The worked example of the README: content that a team adds to the shipped one, loaded as a coordinator would."""

import re
from pathlib import Path

import pytest

import framework_content
from bot.explain import explain
from bot.library import ContentError
from framework_content import check, load, load_all

EXAMPLE = Path(__file__).parent / "example_framework"
README = Path(framework_content.__file__).parent / "README.md"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("watering rota", "local.watering"),
        ("whose turn is it with the hose", "local.watering"),
        ("power sharing", "practice.power"),
    ],
)
def test_what_is_added_is_explained_beside_what_is_shipped(words, found):
    entry = explain(words, load("en", EXAMPLE)).entry
    assert entry is not None
    assert entry.id == found


def test_all_that_is_shipped_is_still_there():
    ours, shipped = load("en", EXAMPLE), load()
    assert set(ours.entries) - set(shipped.entries) == {"local.watering"}
    assert set(ours.questions) - set(shipped.questions) == {"support.garden.1"}
    assert set(ours.statements) - set(shipped.statements) == {"sig.garden.1"}
    assert ours.source("garden").cite().startswith("Green & Root (2025). How we run the garden together.")
    assert ours.level("support", "start") == shipped.level("support", "start")
    assert ours.default_statement("power") == shipped.default_statement("power")


def test_the_shipped_library_does_not_change():
    load("en", EXAMPLE)
    assert "local.watering" not in load().entries


def test_a_language_that_the_folder_brings_falls_back_to_english():
    found = load_all(EXAMPLE)
    assert list(found) == ["en", "fr", "sv"]
    french = found["fr"]
    assert french.entry("local.watering").name == "Tour d'arrosage"
    assert french.entry("local.watering").why == found["en"].entry("local.watering").why
    assert french.entry("practice.power") == load().entry("practice.power")
    assert french.t.weekday(0) == "lundi"
    assert found["sv"].entry("practice.power").name == "Maktdelning"
    assert found["sv"].entry("local.watering").name == "Watering rota"


def test_a_catalogue_of_the_folder_is_spoken(tmp_path):
    (tmp_path / "fr").mkdir()
    catalogue = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Help"\nmsgstr "Aide"\n'
    (tmp_path / "fr" / "interface.po").write_text(catalogue, encoding="utf-8")
    french = load("fr", tmp_path)
    assert french.t("Help") == "Aide"
    assert french.question("power.1") == load().question("power.1")


def test_the_example_is_checked():
    report = check(EXAMPLE)
    assert report.wrong == ()
    assert all(line.startswith(("fr: ", "sv: ")) for line in report.missing)


def test_what_comes_later_takes_the_place_of_what_has_the_same_id(tmp_path):
    (tmp_path / "en").mkdir()
    changed = (Path(framework_content.__file__).parent / "en" / "22_power_questions.toml").read_text(encoding="utf-8")
    first = "[[question]]" + changed.split("[[question]]")[1].replace("for us to share power", "here")
    (tmp_path / "en" / "power.toml").write_text(first, encoding="utf-8")
    assert load("en", tmp_path).question("power.1").easy == "What would have to change here?"
    assert len(load("en", tmp_path).questions) == 43


def test_a_broken_folder_is_refused_with_file_and_line(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.toml").write_text('[[entry]]\nid = "local.a"\nsource = "x"\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"^en/a\.toml:1: \[\[entry\]\] local\.a: 'kind' is missing; add it\.$"):
        load_all(tmp_path)


def test_the_readme_shows_the_example_in_full():
    blocks = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    for file in EXAMPLE.glob("*/*.toml"):
        assert file.read_text(encoding="utf-8").strip() in [block.strip() for block in blocks], file.name
