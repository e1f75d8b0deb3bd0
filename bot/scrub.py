"""Takes out of a text what could give its writer, or anybody else, away. Pure, and never certain: the writer reads the
result before it can be shown, and is told plainly that wording can give them away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from bot.naming import People
from bot.phrases import Phrases

NAME, LINK, ADDRESS, NUMBER, DATE, OWN = "[name]", "[link]", "[e-mail]", "[number]", "[date]", "[left out]"

_HELD: Final = {kind: chr(0xE000 + at) for at, kind in enumerate((NAME, LINK, ADDRESS, NUMBER, DATE, OWN))}
"""While a text is worked on a placeholder is one sign that no text can hold, so that nothing is found within it."""

_LONGEST_SIGNATURE: Final = 160
_ROUNDS: Final = 20  # two are the rule: taking one thing out may bring another together
_PICTURES: Final = ("So", "Sk", "Cc", "Me")
_INVISIBLE: Final = ("Cf", "Cn", "Co", "Cs")
_ALIKE: Final = str.maketrans("’‘‚`´“”„«»–—−_*~|!…\t", "'''''\"\"\"\"\"---    .. ")

_DAY_ALONE: Final = r"[12]\d|3[01]|0?[1-9]"
_DAY: Final = rf"(?:{_DAY_ALONE})(?:st|nd|rd|th|:[ea]|\.)?"
_MONTH: Final = (
    "(?:jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch|s)?|apr(?:il)?|maj|june?|juni|july?|juli|aug(?:ust|usti)?"
    "|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?-i:May|MAY))"  # 5 may speak; 5 May is a day
)
_YEAR: Final = r"(?:,?\s\d{4}\b)?"
_NO_DATE: Final = r"24/7|[1-3]/[2-4]\b|\d+/\d+ (?:of|av)\b"
_DOMAINS: Final = "com|org|net|uk|gov|edu|eu|se|info|io|app|dev|ai"


def _rule(pattern: str, kind: str) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern, re.I), _HELD[kind]


_RULES: Final = (
    _rule(r"<mailto:[^<>]*>", ADDRESS),
    _rule(r"<\w+://[^<>]*>", LINK),
    _rule(r"<[@#!][^<>]*>|<at>[^<>]*</at>", NAME),
    _rule(r"\b(?:\w{2,12}://|www\.)\S*[^\s.,!?)]", LINK),
    _rule(r"(?<![\w.+-])[\w.+-]++@[\w.-]*\w", ADDRESS),
    _rule(rf"(?<![\w.-])(?:[\w-]+\.)+(?:{_DOMAINS})\b(?:[/?#]\S*[^\s.,!?)])?", LINK),
    _rule(r"@[\w.-]*\w", NAME),
    _rule(r"(?<!\w)\d{1,4}([-/.])\d{1,2}\1\d{2,4}(?!\w)", DATE),
    _rule(rf"(?<![\w/])(?!{_NO_DATE})(?:{_DAY_ALONE})/(?:1[0-2]|0?[1-9])(?![\w/])", DATE),
    _rule(rf"\b{_DAY}[\s.-](?:of\s)?{_MONTH}\b{_YEAR}", DATE),
    _rule(rf"\b(?:{_DAY_ALONE})(?:st|nd|rd|th)\s(?:of\s)?may\b{_YEAR}", DATE),
    _rule(rf"\b{_MONTH}\s(?:the\s)?(?:{_DAY}(?!\w){_YEAR}|\d{{4}}\b)", DATE),
    _rule(r"\bmay\s(?:the\s)?(?:\d{1,2}(?:st|nd|rd|th)\b|(?:19|20)\d\d\b)", DATE),
    _rule(r"(?<=\bon the )\d{1,2}(?:st|nd|rd|th)\b|(?<=\bden )\d{1,2}:[ea]\b", DATE),
    _rule(r"\+?\(?\d(?:[ ().\-/]{0,2}\d){4,}", NUMBER),
)
_FACES: Final = re.compile(r"(?<!\w):[a-z+-][\w+-]{0,40}:|[:;]['-]?[()]+|(?<!\w)[:;=x]['-]?[dpo/|3]+(?!\w)|<3+", re.I)
_START: Final = re.compile(r"((?:^|[.?] )[\"'(]*)(\w)")
_BULLET: Final = re.compile(r"^[ ]*(?:[-•·>]+|\d{1,2}[.)])[ ]+", re.M)
_SIGNED: Final = re.compile(
    r"(?:(?<=\n)|(?<=[.!?,] )|^)(?:"
    r"(?:(?:with )?(?:kind|best|warm) (?:regards|wishes)|regards|br|sincerely|med vänliga? hälsning(?:ar)?|mvh"
    r"|hälsningar|vh|vänligen)\b[,.!]?"
    r"|(?:all the best|best|yours|cheers|love|thanks|many thanks|hugs|x{2,5}|tack|kram(?:ar)?|hälsn)[ ]?(?:[,.!\n]|$)"
    r")\s?(?:[^\s.?]{1,30}\s?){0,3}[.!]?$"
    r"|(?<=\s)//?[ ]?[^\W\d_]{1,20}(?:[ ][^\W\d_]{1,20})?[.]?$",
    re.I,
)


def scrubbed(text: str, names: Collection[str], own_list: Collection[str] = (), language: str = "en") -> str:
    """`text` without mentions, addresses, links, numbers, dates, signatures and emoji, its way of writing evened out.

    Also without the `names`, however they are said, and without what is on the team's `own_list`: places, nicknames,
    anything. A text that was scrubbed stays as it is. Nothing is escaped here; that is for who shows it.
    """
    people, own = People(names, language), Phrases(own_list, language, fuzzy=True)
    english = language.lower().startswith("en")
    for _ in range(_ROUNDS):
        before, text = text, _once(text, people, own, english)
        if text == before:
            break
    return text


def _once(text: str, people: People, own: Phrases, english: bool) -> str:
    text = _seen(text)
    for kind, sign in _HELD.items():
        text = re.sub(re.escape(kind), sign, text, flags=re.I)
    text = _FACES.sub(" ", _unsigned(text))
    for pattern, sign in _RULES:
        text = pattern.sub(sign, text)
    text = own.without(_evened(text), _HELD[OWN])
    text = _cased(people.without(text, _HELD[NAME]), english)
    for kind, sign in _HELD.items():
        text = text.replace(sign, kind)
    return text


def _seen(text: str) -> str:
    """Only what is meant to be read: no pictures, no signs without a shape, no marks piled on letters."""
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\u2028", "\n"))
    kept = []
    for c in text:
        category = unicodedata.category(c)
        if category in _PICTURES and c not in "\n`´":
            kept.append(" ")
        elif category not in _INVISIBLE and not "\u0300" <= c <= "\u036f" and not "\ufe00" <= c <= "\ufe0f":
            kept.append(c)
    return re.sub(r" ?\n[ \n]*", "\n", re.sub(r"[^\S\n]+", " ", "".join(kept))).strip()


def _unsigned(text: str) -> str:
    while signed := _SIGNED.search(text, max(0, len(text) - _LONGEST_SIGNATURE)):
        text = text[: signed.start()].rstrip()
    return text


def _evened(text: str) -> str:
    """One way of writing for everybody: plain signs, no doubled ones, one space, lines as sentences."""
    text = _BULLET.sub("", text).translate(_ALIKE).replace("@", " ")
    text = re.sub(r"\s+", " ", text.replace("\n", ". "))
    text = re.sub(r"(?: ?[?.,;:])+", _one_sign, text)
    text = re.sub(r"([^\W\d_])\1{2,}", r"\1", text, flags=re.I)
    return text.strip(" .,;:-") + ("?" if text.rstrip(" .,;:-").endswith("?") else ".")


def _one_sign(run: re.Match[str]) -> str:
    if run[0] == ".,":  # "e.g.,"
        return ","
    return next(sign for sign in "?.:;," if sign in run[0])


def _cased(text: str, english: bool) -> str:
    """Small letters, with a capital where a sentence begins; nothing at all when there is no word in it."""
    text = _START.sub(lambda start: start[1] + start[2].upper(), text.lower())
    if english:
        text = re.sub(r"\bi\b", "I", text)
    text = text.replace("?.", "?").replace("??", "?")
    return text if re.search(r"\w|[\ue000-\ue005]", text) else ""
