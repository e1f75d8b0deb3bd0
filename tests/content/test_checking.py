"""`check` looks at everything: the shipped bank, a folder, each language, and the bot's own sentences."""

from pathlib import Path

import pytest

from framework_content import check

GARDEN = """
[[entry]]
id = "local.hut"
kind = "local"
name = "Hut"
line = "Where the tools are."
source = "000"
section = "Power sharing"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "10.toml").write_text(GARDEN, encoding="utf-8")
    return tmp_path


def add(folder: Path, language: str, text: str, file: str = "20.toml") -> None:
    (folder / language).mkdir(exist_ok=True)
    (folder / language / file).write_text(text, encoding="utf-8")


def test_nothing_is_wrong_with_the_shipped_content_and_nothing_is_missing():
    report = check()
    assert report.wrong == ()
    assert report.missing == ()


def test_a_folder_is_checked_with_the_shipped_content_under_it(folder):
    report = check(folder)
    assert report.wrong == ()
    assert report.missing == ("sv: the folder says nothing in this language; add a folder sv/ to it",)


def test_a_folder_with_nothing_in_it_is_told(tmp_path):
    for nothing in (tmp_path, tmp_path / "gone", Path(__file__)):
        (wrong,) = check(nothing).wrong
        assert "holds no content. Give a folder that has one folder a language in it" in wrong


def test_a_hard_text_is_told_with_its_line(folder):
    rota = GARDEN.replace("hut", "rota") + 'question = """\nWho waters the beds, \\\n  and how do you know?"""\n'
    add(folder, "en", rota)
    (wrong,) = check(folder).wrong
    assert wrong.startswith("en/20.toml:10: local.rota: asks two things; ")


def test_what_the_shipped_content_says_is_not_held_against_a_folder(folder):
    add(folder, "sv", '[[entry]]\nid = "local.hut"\nname = "Skjul"\nline = "Där är redskapen."\n')
    assert check(folder).wrong == ()
    assert check(folder).missing == ()


def test_all_that_is_wrong_is_told_in_every_language(folder):
    add(folder, "en", '[[entry]]\nid = "local.rota"\n\n[[entry]]\nid = "local.bed"\ncolour = "red"\n')
    add(folder, "sv", '[[entry]]\nid = "local.hut"\nname = 3\n[[entry]]\nid = "local.shed"\n')
    assert [line.partition(" [[")[0] for line in check(folder).wrong] == ["en/20.toml:1:", "en/20.toml:6:"]
    (folder / "en" / "20.toml").unlink()
    assert [line.partition(" [[")[0] for line in check(folder).wrong] == ["sv/20.toml:3:", "sv/20.toml:5:"]


def test_what_a_catalogue_lacks_is_listed_and_a_broken_one_is_wrong(folder):
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    add(folder, "fr", head + 'msgid "Help"\nmsgstr ""\n', "interface.po")
    assert "fr/interface.po:5: “Help” has no translation; write one" in check(folder).missing
    add(folder, "fr", head + 'msgid "Help {team}"\nmsgstr "Aide"\n', "interface.po")
    (wrong,) = check(folder).wrong
    assert wrong.startswith("fr/interface.po:5: 'Aide' has other gaps")


def test_a_language_without_a_catalogue_is_told(folder):
    add(folder, "fr", '[[entry]]\nid = "local.hut"\nname = "Cabane"\nline = "Les outils y sont."\n')
    assert any(line.startswith("fr: there is no interface.po") for line in check(folder).missing)
