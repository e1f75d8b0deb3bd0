"""Words as people type them, brought to one form so that they can be compared."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_LONGEST: Final = 400  # characters that are looked at; what is asked for stands at the beginning

_LEADS: Final = re.compile(
    r"^(?:please|hi|hello|hey|ok|so|and|coreflect|can you|could you|would you|can i|id like to know|i want to know"
    r"|tell (?:me|us)(?: more)?(?: about)?|explain(?: to (?:me|us))?|describe|define|definition of|(?:the )?meaning of"
    r"|help me understand|more about|about|info(?:rmation)? on|remind me|i dont (?:get|understand)|difference between"
    r"|whats|what (?:is|are|was|were)|what do(?:es)? (?:you |we |they )?mean by|what does|what do|who(?:s| is| are)"
    r"|how do(?:es)?|how|is there(?: such a thing as)?|why (?:do|does|is|are)"
    r"|meant by|the idea of|the concept of|the practice of|the role of|the term|the word|a|an|the)\s+"
)
_TAILS: Final = re.compile(
    r"\s+(?:please|means?|meaning|mean here|explained|explain|definition|do|does|work|works|to me|thanks|thank you"
    r"|about|for|here|then|again|in this|in coproduction|what do you mean|what is (?:that|it|this))$"
)

# Words that say how something is asked and not what it is about.
_STOP_WORDS: Final = """
    a about am an and any anyone anything are arent as at be because been being but by can cannot cant could couldnt
    did didnt do does doesnt doing dont
    else even ever for from get gets getting give given go goes going got had has hasnt have having he her here him his
    how i id if ill im in into is isnt it its ive just keep let like may me mean means meant might more most much must
    my no not of off oh ok on one only onto or other our out over please really s same she should so some somebody
    someone something such t tell than that thats the their them then there these they theyre theyve thing things this
    those to too u up us very was way ways we well were weve what whats when where which while who whos whose why will
    with without wont would yes yet you your youre
"""
_STOP: Final = frozenset(_STOP_WORDS.split())

# Words that say a little of what something is about, and stand in questions of every kind.
_LIGHT_WORDS: Final = """
    actually after again all always ask asked away back bad before best better big bit both bring call called change
    come comes coming day different doing done each end enough every everybody everyone everything feel feels few
    find first folk good great happen happens help here idea ideas involved just keep kind kinds know last least less
    like little long look looking lot lots main make makes making many matter need needs never new next nobody none
    nothing now often other others own part people person point put ready real reason right round run say see seems
    set show side someone sort start still stop stuff sure take takes talk team think time times together top toward
    try trying turn understand use used want wants whole without word work working works worth wrong year
"""
_LIGHT: Final = frozenset(_LIGHT_WORDS.split())

_ENDINGS: Final = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))

# British and American spelling, brought to one: "organise" and "organize", "labour" and "labor".
_SPELLINGS: Final = ((r"is(?=(?:e[drs]?|ing|ation|ations|er|ers)$)", "iz"), (r"our(?=s|ed|ing|ly|hood|able|$)", "or"))
_SUFFIXES: Final = tuple(
    ["ization", "ational", "fulness", "iveness", "ication", "ation", "ition", "ician", "ative", "ement", "ment", "ness", "ance", "ence", "anc", "enc", "able", "ible", "abl", "ibl", "ativ", "tion", "sion", "ship", "ical", "ity", "ive", "ful", "ist", "ism", "ant", "ent", "ary", "ory", "ion", "ate", "eer", "ize", "iz", "iv", "al", "er", "or", "ic", "at", "ly", "y", "e"]
)
_WHOLE: Final = ("communit",)  # a "community" is no "communication", though they look alike


def plain(text: str) -> str:
    """Lower case, no accents, signs or doubled spaces; `co-design`, `co design` and `codesign` are one word."""
    text = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"['’‘`]", "", text)
    text = re.sub(r"[^a-z0-9]+", " ", text).strip()
    return re.sub(r"\bco (?=[a-z]{4})", "co", text)


def framings(text: str) -> Iterator[str]:
    """What may be asked about: all of it, then ever less of "can you tell me what … means please"."""
    waiting, seen = [plain(text)], set[str]()
    while waiting:
        left = waiting.pop(0)
        if left and left not in seen:
            seen.add(left)
            yield left
            waiting += [_TAILS.sub("", left), _LEADS.sub("", left)]


def subject(text: str) -> str:
    """What is asked about, without "explain", "what is a" and the like; all of it if nothing would be left."""
    return min(framings(text), key=len, default="")


def question(text: str) -> str:
    """What is asked, without the words that only lead up to it."""
    left = plain(text)
    while (shorter := _LEADS.sub("", left)) not in ("", left):
        left = shorter
    return left


def tokens(text: str) -> list[str]:
    """The telling words of a plain text, cut to their stems, in order."""
    return [stem(word) for word in text.split() if word not in _STOP]


def telling(word: str) -> bool:
    """Whether a plain word says what something is about."""
    return word not in _STOP


def light(word: str) -> bool:
    """Whether a plain word says little of what something is about."""
    return word in _LIGHT


def stem(word: str) -> str:
    """A rough stem: enough for "sharing" to meet "share", and "organisations" to meet "organization"."""
    if len(word) > 4:
        for spelling, instead in _SPELLINGS:
            word = re.sub(spelling, instead, word)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            return stem(word) if ending == "s" else _undoubled(word)
    return word


def _undoubled(word: str) -> str:
    """`planning` and `plan` share a stem: the letter that English doubles before an ending is taken off."""
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls" else word


def root(word: str) -> str:
    """What is left of a stem without what makes it a noun, an adjective or a verb: "represent" of "representative"."""
    for suffix in _SUFFIXES if not word.startswith(_WHOLE) else ():
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return root(word.removesuffix(suffix))
    return word
