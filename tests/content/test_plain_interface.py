"""What the bot says itself is as plain as what it asks: each sentence is measured, in English and in Swedish."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from bot.plainness import RULES
from framework_content import load
from tests.content.test_interface import CODE, GAPS, _calls

FEWEST = 8  # words; in fewer, one "coordinator" makes up a school year by itself
# Not sentences to read but lists of what people may write, and notices to whoever runs the bot.
NOT_FOR_READING = ("intents.py", "coreflect.py", "command_line.py")
# The promise about what a summary gives away stands as it was agreed on, word for word.
AGREED = ("The bot posts one rough team score,",)


def said() -> Iterator[str]:
    """Every sentence for members, with a short name in its gaps."""
    for path in CODE:
        if path.name not in NOT_FOR_READING:
            for _, texts in _calls(path):
                yield from (text.value for text in texts if isinstance(text, ast.Constant) and _is_read(text.value))


def _is_read(text: object) -> bool:
    return isinstance(text, str) and len(text.split()) >= FEWEST and not text.startswith(AGREED)


SAID = list(dict.fromkeys(said()))


def test_there_is_much_to_measure() -> None:
    assert len(SAID) > 100


@pytest.mark.parametrize("text", SAID)
def test_what_the_bot_says_reads_at_grade_eight_or_easier(text: str) -> None:
    assert round(RULES["en"].alone(GAPS.sub("Ana", text)), 1) <= RULES["en"].most


@pytest.mark.parametrize("text", SAID)
def test_what_the_bot_says_in_swedish_is_easy_swedish(text: str) -> None:
    swedish = load("sv").t
    told = swedish._texts.get(text) or swedish._plurals[text][0]
    assert RULES["sv"].alone(GAPS.sub("Ana", told)) <= RULES["sv"].most


@pytest.mark.parametrize("language", ["en", "sv"])
def test_no_sentence_runs_on(language: str) -> None:
    for text in SAID:
        told = text if language == "en" else load("sv").t._texts.get(text, "")
        for sentence in re.split(r"(?<=[.?!:])\s", told):
            assert len(sentence.split()) <= 25, sentence
