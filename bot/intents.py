"""Words and commands -> what somebody wants. Pure; order does not matter, the table can be read.

Each line of the table is a text like any other: a catalogue has the words of its language in its place. What somebody
writes may be in any language that the bot speaks, and the English words always work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from bot.speech import ENGLISH, Speech


def said_for(t: Speech) -> dict[str, str]:
    """intent -> what one can say for it, in full; compared without case, marks and spaces around."""
    return {
        "help": t("help, hello, hi, hey, start, ?, what can you do, menu"),
        "status": t("status, what is going on, what's going on, where are we, who is in the circle, who counts"),
        "settings": t("settings, show settings"),
        "settings_form": t("change settings, edit settings"),
        "setup": t("setup, set up, set-up, new team, set up a team"),
        "answer": t("answer, answer the question, question, this week, reflect"),
        "same": t("same, same as before"),
        "skip": t("skip, skip this week"),
        "later": t("later, snooze, ask me later, remind me later"),
        "next_question": t("next question, next week's question, what comes next, choose a question, skip a question"),
        "pause": t("pause, pause the team"),
        "resume": t("resume, unpause, go on, continue"),
        "phase": t("phase, change phase, change the phase, next phase"),
        "stop": t("stop, leave, unsubscribe, quit, take me out, stop it"),
        "coordinate": t("coordinate, become coordinator, coordinator"),
        "voice": t("voice, my voice, change voice, change my voice"),
        "safe": t("safe, privacy, how is this safe, is this safe, is this anonymous, who can see my answer"),
        "note": t("note, note a change, what changed, something changed"),
        "topics": t("topics, our topics, change topics, list of topics"),
        "fresh_start": t("fresh start, begin anew, new score, measure anew"),
        "my_data": t("my data, what do you know about me, what do you hold about me, what do you have on me"),
        "latest": t("my answers, my latest answers, what did I answer"),
        "forget_me": t("forget me, delete me, delete my data, erase me, delete everything about me"),
        "language": t("language, languages, change language, change the language"),
        "explain_what": t("explain"),
    }


def _explains(t: Speech) -> str:
    """What the wish for an explanation begins with."""
    return t("please explain, explain, define, what is, what are, what does, what do, who is, who are, tell me about, "
             "how do, how can, why")  # fmt: skip


_ENGLISH_EXPLAINS = re.compile(
    r"^(?:please\s+)?(?:explain|define|what\s+(?:is|are|does|do)|what['’]s|who\s+(?:is|are)|tell\s+me\s+about|how\s+do|how\s+can|why)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Table:
    """The words of several languages together."""

    said: Mapping[str, tuple[str, str]]
    join: re.Pattern[str]
    share: re.Pattern[str]
    explains: re.Pattern[str]


def read(text: str, *speeches: Speech) -> tuple[str, str]:
    """(intent, what it is about): ("explain_words", "what is trust?"), ("join_code", code), ("set_language", "sv"),
    ("help", ""), or ("unknown", "").

    Where a word means different things in two of the languages, the first one counts.
    """
    table = _table(speeches)
    words = normalize("NFC", " ".join(text.split()))
    bare = words.strip(" .!,:;").lower()
    found = table.said.get(bare) or table.said.get(bare.rstrip("?").strip())
    if found:
        return found
    if joined := table.join.match(words):
        return "join_code", joined.group(1)
    if shared := table.share.match(words):
        return "share", shared.group(1)
    if _ENGLISH_EXPLAINS.match(words):
        return "explain_words", words
    if asked := table.explains.match(words):
        return "explain_words", asked.group(1)
    return ("explain_words", words) if words.endswith("?") else ("unknown", "")


@lru_cache(maxsize=32)
def _table(speeches: tuple[Speech, ...]) -> _Table:
    every = (*speeches, ENGLISH)
    said = {t.name.lower(): ("set_language", t.language) for t in speeches} if len(speeches) > 1 else {}
    for t in reversed(every):
        said |= {words: (intent, "") for intent, line in said_for(t).items() for words in _split(line)}
    return _Table(
        said,
        _begins([words for t in every for words in _split(t("join"))], r"(\S{4,40})$"),
        _begins([words for t in every for words in _split(t("coordinator"))], r"(.{1,80})$"),
        # The other languages' own words are taken off: what finds an entry knows how English asks.
        _begins([words for t in every if t.language != "en" for words in _split(_explains(t))] or ["explain"], "(.+)$"),
    )


def _split(line: str) -> list[str]:
    return [words.strip() for words in line.split(",")]


def _begins(words: list[str], rest: str) -> re.Pattern[str]:
    # The longest first: "what is" before "what".
    either = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in sorted(set(words), key=len, reverse=True))
    return re.compile(rf"^(?:{either})\s+{rest}", re.IGNORECASE)
