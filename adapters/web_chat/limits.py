"""How much the web chat takes and shows, as a table, and the two ways to stay below it: clean and shorten.

A browser refuses nothing, so these are ours: no request may fill the memory, no card may bury the page.
"""

from __future__ import annotations

import re
from typing import Final

# in
BODY_BYTES: Final = 256 * 1024
ID: Final = 100
NAME: Final = 60
SAID: Final = 4000
ACTION: Final = 200
VALUE: Final = 4000
ANSWERS: Final = 100
ANSWER: Final = 4000
CODE: Final = 100
PLACES: Final = 40  # followed by one page
STREAMS: Final = 200  # open at once: beyond it this is no longer somebody's own machine
DEMONSTRATIONS: Final = 2
WEEKS: Final = 52

# out
ELEMENTS: Final = 200
TEXT: Final = 6000
TITLE: Final = 300
FIELDS: Final = 60
FIELD: Final = 1000
BUTTONS: Final = 30
BUTTON: Final = 120
URL: Final = 2000
INPUTS: Final = 100
OPTIONS: Final = 300
OPTION: Final = 300
PICTURES: Final = 200  # kept in memory as data or drawn

# Controls, halves of surrogate pairs, and the marks that turn writing round: nothing that a person meant to write.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """`text` without characters that a database cannot hold or that hide other characters."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def shorten(text: str, most: int) -> str:
    """`text`, cleaned, in at most `most` characters; what is cut ends with "…", after a whole word where possible."""
    text = clean(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    if not text[most - 1].isspace() and len(cut.split()) > 1:
        cut = re.sub(r"\S+$", "", cut)
    return cut.rstrip() + "…"
