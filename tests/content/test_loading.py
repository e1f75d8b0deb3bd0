"""Content that is damaged is refused whole, with the file, the entry and what to do."""

import re
import shutil
from pathlib import Path

import pytest

import framework_content
from bot.library import ContentError
from framework_content import load
from framework_content.reading import read

ENGLISH = Path(framework_content.__file__).parent / "en"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ENGLISH, tmp_path / "en"))


def refused(folder: Path) -> str:
    with pytest.raises(ContentError) as caught:
        read(folder)
    return str(caught.value)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_library_is_read_once():
    assert load() is load("en") is load(language="en")


def test_an_untouched_copy_is_read(folder):
    assert set(read(folder).entries) == set(load().entries)


def test_a_language_that_is_not_there_is_refused():
    with pytest.raises(ContentError, match=r"no content in 'xx'. Use one of: en"):
        load("xx")


@pytest.mark.parametrize("file", sorted(file.name for file in ENGLISH.glob("*.toml")))
def test_a_file_that_is_gone_or_broken_is_never_half_a_bank(folder, file):
    (folder / file).write_text('[[entry]\nid = "', encoding="utf-8")
    assert file in refused(folder)
    (folder / file).write_bytes(b"\xff\xfe")
    assert file in refused(folder)


@pytest.mark.parametrize(
    "file",
    ["01_sources.toml", "02_phases.toml", "22_power.toml", "22_power_questions.toml", "22_power_statements.toml"],
)
def test_a_missing_file_is_noticed(folder, file):
    (folder / file).unlink()
    assert re.search(r"(?m)^en(/\w+\.toml:\d+)?: [\w. ]+: .+", refused(folder))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Power sharing"\n', "", "'name' is missing; add it"),
        ('name = "Power sharing"', 'name = ""', "'name' must be a text that is not empty"),
        ('name = "Power sharing"', "name = 3", "'name' must be a text, between"),
        ('name = "Power sharing"', 'title = "x"\nname = "Power sharing"', "'title' is not a field we know"),
        ('source = "000"', 'source = "777"', "source '777' is not known"),
        ('"role.manager", ', '"role.jester", ', "related 'role.jester' is not an entry"),
        ("what = [", 'what = "x"\nwhy = [', "22_power.toml"),
        ("[[entry]]", "[[entrance]]", "[[entrance]] is not a table we know"),
        ("[[entry]]", "[entry]", "two brackets"),
        ('id = "practice.power"', 'id = "practice.trust"', "this id is there already"),
        ('phase = "phase.start"', 'phase = "phase.dawn"', "power: no level for phase.start"),
        ('level = "core"', 'level = "often"', "level 'often'"),
        ('basis = "source"', 'basis = "hearsay"', "basis 'hearsay'"),
    ],
)
def test_an_error_names_the_file_the_entry_and_the_remedy(folder, old, new, says):
    edit(folder / "22_power.toml", old, new)
    message = refused(folder)
    assert says in message
    assert "22_power.toml" in message or "25_trust.toml" in message
    assert "power" in message or "trust" in message or "entr" in message
