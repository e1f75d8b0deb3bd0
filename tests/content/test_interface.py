"""Catalogues of the interface: complete, the same gaps as the English, and refused in words when broken."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import intents
from bot.library import ContentError
from bot.messages import Fields, Text
from bot.release import label_words
from bot.speech import ENGLISH
from bot.wording import talk
from bot.wording.reading import score_words
from framework_content import load, load_all
from framework_content.interface import speech
from tests import catalogue

ROOT = Path(__file__).parents[2]
CODE = [*(ROOT / "bot").rglob("*.py"), ROOT / "coreflect.py", ROOT / "command_line.py"]
GAPS = re.compile(r"\{[a-z]+\}")
OTHERS = [library for library in load_all().values() if library.language != "en"]

# Beside each, why it may be the same in Swedish.
SAME_IN_SWEDISH = {
    "status": "a Swedish word too",
    "Status": "a Swedish word too",
    "EEEE d MMMM": "the order of a Swedish date",
    "{measure}: {steps}.": "only signs",
    "{statement}: {answer}": "only signs",
    "{day} {year}": "only signs",
    "Team {team}: {state}": "a team is a team",
}


def _calls(path: Path) -> Iterator[tuple[ast.Call, list[ast.expr]]]:
    """Every t("…") and t.plural("…", "…", n), and the texts in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="t") | ast.Attribute(attr="t"), args=[text, *_]):
                yield node, [text]
            case ast.Call(func=ast.Attribute(attr="plural", value=ast.Name(id="t")), args=[one, many, *_]):
                yield node, [one, many]


def sentences() -> Iterator[tuple[str, ...]]:
    """Everything that the bot says itself, in English."""
    for path in CODE:
        for _, texts in _calls(path):
            yield tuple(text.value for text in texts if isinstance(text, ast.Constant))


def _at(node: ast.AST) -> tuple[str, int, int]:
    return type(node).__name__, getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    # A sentence that is put together first, or that stands inside an f-string, is not found by the extraction.
    for path in CODE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        joined = [_at(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in ast.walk(each)]
        for call, texts in _calls(path):
            where = f"{path.name}:{call.lineno}"
            assert all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts), where
            assert _at(call) not in joined, where
    assert len(set(sentences())) > 200


def test_every_sentence_has_its_values() -> None:
    for path in CODE:
        for call, texts in _calls(path):
            needs = {gap.strip("{}") for text in texts for gap in GAPS.findall(text.value)} - {"n"}  # type: ignore[attr-defined]
            given = {keyword.arg for keyword in call.keywords}
            assert given == needs, f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("library", OTHERS, ids=lambda library: library.language)
def test_every_sentence_is_translated_with_the_same_gaps(library) -> None:
    said, plurals = library.t._texts, library.t._plurals
    missing = [texts for texts in sentences() if texts[0] not in (said if len(texts) == 1 else plurals)]
    assert missing == []
    for text, translated in said.items():
        assert set(GAPS.findall(text)) == set(GAPS.findall(translated)), text


def test_nothing_is_translated_that_is_never_said() -> None:
    known = {texts[0] for texts in sentences()}
    for library in OTHERS:
        assert {*library.t._texts, *library.t._plurals} - known == set()


def test_swedish_is_swedish() -> None:
    same = {text for text, said in load("sv").t._texts.items() if text == said}
    assert same <= set(SAME_IN_SWEDISH)


def test_no_english_sentence_slips_through_in_swedish() -> None:
    """Every card and form, with texts of the framework taken out: they are another folder's to translate."""
    swedish, english = load("sv"), load()
    own = {said for library in (swedish, english) for said in _framework(library)}
    for (name, card), (_, before) in zip(catalogue.cards(swedish), catalogue.cards(english), strict=True):
        # What is near to words that nobody knows is each language's own.
        for text, said in zip(_words(before), _words(card), strict=name != "don't know"):
            if said == text and re.search(r"[a-z]{2}", said):
                assert said in own or said in SAME_IN_SWEDISH or _written_by_people(said), (name, said)


def _words(card) -> list[str]:
    texts = [part.text for part in card.body if isinstance(part, Text)]
    rows = [word for part in card.body if isinstance(part, Fields) for row in part.rows for word in row]
    return [*texts, *rows, *(button.label for button in card.actions)]


def _written_by_people(said: str) -> bool:
    return catalogue.NASTY[:20] in said or said in catalogue.LANGUAGES.values()


def _framework(library) -> Iterator[str]:
    for entry in library.entries.values():
        parts = (entry.what, entry.why, entry.helps, entry.wrong, entry.limits)
        yield from (entry.name, entry.line, entry.question, *(" ".join(part) for part in parts))
    for phase in library.phases.values():
        yield from (phase.name, phase.meaning, f"{phase.name}: {phase.ask_if}")
    for question in library.questions.values():
        yield from (question.lived, question.professional, question.easy)


def test_every_label_of_a_score_has_its_words() -> None:
    for labels in (3, 5):
        for label in range(labels):
            assert score_words(ENGLISH, label, labels) == label_words(label, labels)
            assert score_words(load("sv").t, label, labels)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_what_help_tells_one_to_write_is_understood(language: str) -> None:
    library = load(language)
    (rows,) = [part.rows for part in talk.help_card(library, several=True).body if isinstance(part, Fields)]
    for words, _ in rows:
        for each in words.replace(" and a name", " Bo").replace(" och ett namn", " Bo").split(", "):
            assert intents.read(each, library.t)[0] != "unknown", each
    for text in library.t._texts.values():
        for quoted in re.findall(r"(?:[Ss]kriv|skriver) ”([^”{]+)”", text):
            assert intents.read(f"{quoted} ABCD2345" if quoted == "gå med" else quoted, library.t)[0] != "unknown", text


# ---- a catalogue that is broken -----------------------------------------------------------------------------------

HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def _folder(tmp_path: Path, body: str, name: str = "sv") -> Path:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "interface.po").write_text(HEAD + body, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('msgid "Hello {team}"\nmsgstr "Hej {lag}"\n', "sv/interface.po:6: 'Hej {lag}' has other gaps"),
        ('msgid "Hello {team}"\nmsgstr "Hej"\n', "Use these: {team}"),
        ('msgid "Hello"\nmsgstr "Hej {team}"\n', "Use these: none"),
        ('msgid "Hello {team}"\nmsgstr "Hej {team.name}"\n', "other gaps"),
        ('msgid "Hello"\nmsgstr "Hej {"\n', "other gaps"),
        ('msgid "Hello"\nmsgstr "Hej\n', "sv/interface.po:7: the text has no"),
        ("nonsense\n", "sv/interface.po: cannot be read"),
    ],
)
def test_a_broken_catalogue_says_what_to_mend(tmp_path: Path, body: str, told: str) -> None:
    with pytest.raises(ContentError) as refused:
        speech(_folder(tmp_path, body), "sv")
    assert told in str(refused.value)
    assert str(refused.value).count("interface.po") == 1


def test_a_folder_that_is_no_language_says_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no language has this code"):
        speech(_folder(tmp_path, "", "klingonish"), "klingonish")


def test_a_guess_and_an_empty_text_are_not_used(tmp_path: Path) -> None:
    body = '#, fuzzy\nmsgid "Hello"\nmsgstr "Hej"\n\nmsgid "Bye"\nmsgstr ""\n\nmsgid "Yes"\nmsgstr "Ja"\n'
    said = speech(_folder(tmp_path, body), "sv")
    assert [said("Hello"), said("Bye"), said("Yes")] == ["Hello", "Bye", "Ja"]


def test_a_language_without_a_catalogue_still_has_its_dates(tmp_path: Path) -> None:
    german = speech(tmp_path, "de")
    assert (german("Hello"), german.weekday(0)) == ("Hello", "Montag")
