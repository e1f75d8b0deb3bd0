"""Words as people type them, brought to one form so that they can be compared."""

import re
import unicodedata
from typing import Final

_LONGEST: Final = 400  # characters that are looked at; what is asked for stands at the beginning

_LEADS: Final = re.compile(
    r"^(?:please|hi|hello|hey|ok|so|and|coreflect|can you|could you|would you|can i|id like to know|i want to know"
    r"|tell (?:me|us)(?: more)?(?: about)?|explain(?: to (?:me|us))?|describe|define|definition of|(?:the )?meaning of"
    r"|help me understand|more about|about"
    r"|whats|what (?:is|are|was|were)|what do(?:es)? (?:you |we |they )?mean by|what does|what do|who(?:s| is| are)"
    r"|meant by|the idea of|the concept of|the practice of|the role of|the term|the word|a|an|the)\s+"
)
_TAILS: Final = re.compile(
    r"\s+(?:please|means?|meaning|mean here|explained|explain|definition|do|work|to me|thanks|thank you)$"
)

# Words that say how something is asked and not what it is about.
_STOP_WORDS: Final = """
    a about am an and any are arent as at be because been but by can cannot cant could did do does doesnt doing dont
    else even ever for from get gets getting give given go goes going got had has have having he her here him his how i
    id if ill im in into is isnt it its ive just keep let like may me mean means might more most much must my no not of
    off oh ok on one only onto or other our out over please really s same she should so some somebody someone something
    such t tell than that thats the their them then there these they theyre thing things this those to too u up us
    very was way ways we well were weve what whats when where which while who whos whose why will with without wont
    would yes yet you your
"""
_STOP: Final = frozenset(_STOP_WORDS.split())

_ENDINGS: Final = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))


def plain(text: str) -> str:
    """Lower case, no accents, signs or doubled spaces; `co-design`, `co design` and `codesign` are one word."""
    text = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"['’‘`]", "", text)
    text = re.sub(r"[^a-z0-9]+", " ", text).strip()
    return re.sub(r"\bco (?=[a-z]{4})", "co", text)


def subject(text: str) -> str:
    """What is asked about, without "explain", "what is a" and the like; all of it if nothing would be left."""
    whole = left = plain(text)
    while left:
        shorter = _TAILS.sub("", _LEADS.sub("", left + " ").strip())
        if shorter == left:
            break
        left = shorter
    return left or whole


def tokens(text: str) -> list[str]:
    """The telling words of a plain text, cut to their stems, in order."""
    return [_stem(word) for word in text.split() if word not in _STOP]


def _stem(word: str) -> str:
    """A rough stem: enough for "sharing" to meet "share", and "decisions" to meet "decision"."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 3 and not word.endswith("ss"):
            return _stem(word.removesuffix(ending) + instead) if ending == "s" else word.removesuffix(ending) + instead
    return word
