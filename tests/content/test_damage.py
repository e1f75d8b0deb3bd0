"""A damaged copy of the whole bank: what is told has the right file and line, and says what to do."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import framework_content
from bot.library import ContentError
from bot.plainness import faults
from framework_content import load
from framework_content.overlay import overlay
from framework_content.places import find
from framework_content.reading import read

SHIPPED = Path(framework_content.__file__).parent
DO = re.compile(
    r"\b(?:add|correct|remove|use|write|mend|save|give|say|mark|take|ask|keep|bring|must (?:be|have)|name)\b", re.I
)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    for language in ("en", "sv"):
        shutil.copytree(SHIPPED / language, tmp_path / language)
    return tmp_path


def swap(file: Path, old: str, new: str) -> int:
    """Changes the first place where something stands; returns its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(bank: Path) -> list[str]:
    """What is said when the bank is read and looked over, as a start and a check do."""
    try:
        english = read(bank / "en")
        libraries = [english, overlay(english, bank / "sv", "sv")[0]]
    except ContentError as error:
        return str(error).splitlines()
    return [
        f"{where}: {fault}"
        for library in libraries
        for fault in faults(library)
        if (where := find([bank / library.language], fault.kind, fault.id, text=fault.text))
    ]


Damage = tuple[str, str, str, str, int]
POWER, QUESTIONS, STATEMENTS = "en/22_power.toml", "en/22_power_questions.toml", "en/22_power_statements.toml"
LONG = "What would " + "really " * 20 + "have to change here?"
EASY = "What would have to change for us to share power?"
TEXT = "Something I said has changed what we decided."

DAMAGE: dict[str, Damage] = {
    # name: (file, what stands there, what is put there, what is said, lines further down)
    "a bracket is missing": (POWER, "[[entry]]", "[[entry]", "cannot be read", 0),
    "a quotation mark is missing": (POWER, 'name = "Power sharing"', 'name = "Power sharing', "cannot be read", 0),
    "one bracket for two": (STATEMENTS, "[[statement]]", "[[statements]]", "[[statements]] is not a table we know", 0),
    "an unknown field": (POWER, 'source = "000"', 'sauce = "x"\nsource = "000"', "'sauce' is not a field we know", 0),
    "a field of the wrong type": (STATEMENTS, "keyed = 1", 'keyed = "+"', "'keyed' must be a whole number", 0),
    "a field is gone": (STATEMENTS, 'measure = "power"\n', "", "'measure' is missing; add it", -2),
    "an empty text": (QUESTIONS, f'easy = "{EASY}"', 'easy = " "', "'easy' must be a text that is not empty", 0),
    "an empty item": (POWER, '"power", "sharing power"', '"power", ""', "'aka' must be a list of texts", 0),
    "a related id leads nowhere": (POWER, '"role.senior_leader", ', '"role.king", ', "related 'role.king'", -1),
    "an unknown source": (POWER, 'source = "000"', 'source = "009"', "source '009' is not known; use one of 000", 0),
    "an id twice": (QUESTIONS, 'id = "power.3"', 'id = "power.2"', "this id is there already, in en/22_power_q", 0),
    "an id of another file": (POWER, 'id = "practice.power"', 'id = "role.champion"', "in en/22_power.toml:4", 0),
    "a question of 26 words": (QUESTIONS, EASY, LONG, "easy has 26 words; use 25 or fewer", 0),
    "a double question": (QUESTIONS, EASY, "What has to change, and who does it?", "asks two things", 0),
    "an acronym": (QUESTIONS, EASY, "What does the NPM change?", "NPM is not explained; write it out", 0),
    "a statement too long": (STATEMENTS, TEXT, "I " + "so " * 20 + "agree.", "too long; use at most 18 words", 0),
    "a level nobody knows": (POWER, 'level = "core"', 'level = "often"', "use one of core, supporting", 0),
    "a basis nobody knows": (POWER, 'basis = "source"', 'basis = "hearsay"', "use one of: source; source for", 0),
    "a fact under no entry": (STATEMENTS, '"model.collective.f4"', '"model.royal.f4"', "fact 'model.royal.f4'", 0),
    "asked for an entry that is not there": (
        "en/81_asked_practices.toml", 'entry = "phase.start"', 'entry = "phase.end"', "[[asked]] is for an entry", 0,
    ),
    "Swedish for an id that is not there": (
        "sv/22_power.toml", 'id = "practice.power"', 'id = "practice.joy"', "has no such record; correct the id", 0,
    ),
    "Swedish with a field that is not translated": (
        "sv/22_power.toml", 'name = "Maktdelning"', 'source = "000"\nname = "x"', "'source' is not a text to", 0,
    ),
    "Swedish twice": (
        "sv/22_power_questions.toml", 'id = "power.2"', 'id = "power.1"', "this id is there already, in sv/22", 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_the_message_has_the_file_the_line_and_the_remedy(bank: Path, damage: Damage):
    name, old, new, says, further = damage
    line = swap(bank / name, old, new) + further
    found = [each for each in told(bank) if says in each]
    assert found, told(bank)
    assert any(each.startswith((f"{name}:{line}: ", says)) or f"{name}:{line}" in each for each in found), found
    assert all(DO.search(each) for each in found), found


def _latin(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[2] = "# Användare"
    file.write_bytes("\n".join(lines).encode("latin-1", errors="replace"))


def _cut(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("related = [") + 30], encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (_latin, "en/22_power.toml:3: cannot be read, it is not UTF-8. Save the file as UTF-8."),
        (_cut, "cannot be read"),
    ],
)
def test_a_file_in_another_encoding_or_cut_off_is_told(bank: Path, harm: Callable[[Path], None], says: str):
    harm(bank / POWER)
    (only,) = told(bank)
    assert says in only
    assert re.match(r"en/22_power\.toml:\d+: ", only)


def test_a_mark_at_the_beginning_that_some_editors_write_does_no_harm(bank: Path):
    file = bank / POWER
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert "practice.power" in read(bank / "en").entries
    assert find([bank / "en"], "entry", "practice.power", "name") == "en/22_power.toml:6"


def test_windows_line_ends_do_no_harm(bank: Path):
    file = bank / POWER
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    line = swap(file, 'source = "000"', 'source = "009"')
    assert any(each.startswith(f"{POWER}:{line}: ") for each in told(bank))


def test_several_things_are_told_at_once(bank: Path):
    first = swap(bank / POWER, 'name = "Power sharing"', "name = 3")
    second = swap(bank / STATEMENTS, "keyed = 1", "keyed = true")
    assert [line.partition(": ")[0] for line in told(bank)[1:]] == [f"{POWER}:{first}", f"{STATEMENTS}:{second}"]


def test_every_record_is_found_at_the_line_of_its_id():
    library = load()
    kinds = {"entry": library.entries, "question": library.questions, "statement": library.statements}
    for kind, records in kinds.items():
        for id in records:
            name, _, line = find([SHIPPED / "en"], kind, id, "id").rpartition(":")
            text = (SHIPPED / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]
            assert text == f'id = "{id}"'
