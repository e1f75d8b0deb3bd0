"""Words near in meaning: the shipped file fits the content, stays small, and finding does without it."""

from dataclasses import replace

import pytest

from bot.explain import explain
from bot.spelling import plain, spelling
from framework_content import load
from framework_content.nearby import FILE, everyday, nearby
from framework_content.reading import SHIPPED

ENGLISH = SHIPPED / "en"
LIBRARY = load(meaning=False)
HOW = spelling("en")


def near(word):
    return LIBRARY.near(HOW.stem(word))


@pytest.mark.parametrize(("word", "other"), [("decision", "decide"), ("listen", "hear"), ("afraid", "scared")])
def test_words_that_mean_much_the_same_are_near(word, other):
    assert near(word)[HOW.stem(other)] > 0.5


@pytest.mark.parametrize("word", ["", "qwxzt", "#3", "^power"])
def test_what_is_no_word_is_near_to_nothing(word):
    assert LIBRARY.near(word) == {}


def test_nothing_is_near_to_itself_and_all_is_between_nothing_and_one():
    for word in everyday(ENGLISH)[::50]:
        assert HOW.stem(word) not in near(word)
        assert all(0.3 < nearness <= 1 for nearness in near(word).values())


def test_the_file_is_small_and_made_with_these_stems():
    assert (ENGLISH / FILE).stat().st_size < 600_000
    asked = [word for entry in LIBRARY.entries.values() for text in entry.asked for word in plain(text).split()]
    told = {word for word in asked if len(word) >= 3 and word.isalpha() and HOW.telling(word)}
    assert sum(bool(near(word)) for word in told) >= 0.85 * len(told)  # if not: python -m framework_content en


def test_a_folder_without_the_file_or_with_a_broken_one_goes_without(tmp_path):
    assert nearby(tmp_path) is None
    (tmp_path / FILE).write_bytes(b"no xz")
    assert nearby(tmp_path) is None


def test_finding_works_without_it():
    assert explain("power sharing", replace(LIBRARY, near=None)).entry.id == "practice.power"
