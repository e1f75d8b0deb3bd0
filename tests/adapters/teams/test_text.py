"""Whatever people type comes out as the words that they typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.text import clean, markdown, plain, read_markdown, shorten, unbroken

SAID = [
    "<!channel>", "<@U1>", "*bold*", "_slanted_", "[x](http://y)", "![x](http://y)", "<b>", "<at>Ana</at>",
    "${secret}", "{{DATE(2026-01-01T00:00:00Z)}}", "$${{{x}}}", "# title", "- item", "1. first", "> quoted", "`code`",
    "~~gone~~", "&lt;b&gt;", "a\\*b", "C:\\temp", "<http://y>", "5 * 3 * 2", "snake_case_name",
]  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_nothing_is_markup(said: str) -> None:
    assert read_markdown(markdown(said)) == said
    assert unbroken(plain(said)) == said
    for shown in (markdown(said), plain(said)):
        assert "${" not in shown
        assert "{{" not in shown


def test_markdown_is_escaped() -> None:
    assert markdown("*a* [b](c) <d>") == r"\*a\* \[b\](c) \<d\>"
    assert markdown("- a") == r"\- a"
    assert markdown("12. a") == r"12\. a"
    assert markdown("co-production, 1.5 times") == "co-production, 1.5 times"


@given(st.text())
def test_every_text_survives(said: str) -> None:
    said = clean(said.replace("\u200b", ""))
    assert unbroken(plain(said)) == said
    assert read_markdown(markdown(said)) == " ".join(said.split())


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_shortened_texts_fit(said: str, most: int) -> None:
    short = shorten(said, most)
    assert len(short) <= most
    assert short == said or short.endswith("…")


def test_texts_are_cut_between_words() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one two three", 8) == "one two…"
    assert shorten("Donaudampfschiff", 8) == "Donauda…"
