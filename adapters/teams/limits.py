"""What Teams takes, as a table. `render` keeps every card below these; characters unless a line says otherwise."""

from __future__ import annotations

from typing import Final

from adapters.delivery import Pace

REQUEST_BYTES: Final = 256 * 1024  # an activity is a few kilobytes; more is not from Teams
CARD_BYTES: Final = 70_000  # as UTF-16; Teams refuses a message of 100 KB and advises 80, its envelope included
VERSION: Final = "1.5"  # the newest version of a card that Teams shows for a bot

TEXTS: Final = (4000, 2000, 1000, 500, 200)  # the longest text, tried in turn until the card fits
ELEMENTS: Final = 120  # beyond these nobody reads on, and a phone stops scrolling smoothly
TITLE: Final = 300
LABEL: Final = 500
CHOICE: Final = 200
CHOICES: Final = 100
WORDS: Final = 10_000  # the longest answer that a box may take
BUTTON: Final = 80  # longer labels are cut by Teams itself, and by half a word
SUMMARY: Final = 160  # the words of the notification

BUTTONS: Final = 30
ROW: Final = 5  # buttons side by side; Teams hides what is beyond its sixth behind a menu
ROW_WORDS: Final = 44  # characters side by side before a phone cuts the labels

POINTS: Final = 600  # corners and points in one chart: three years of two measures, and a few steps a month
URL: Final = 2000

CONVERSATION_PACE: Final = Pace(6, 2.0)
"""Microsoft takes 7 messages in a second, 8 in two, 60 in thirty and 1,800 in an hour in one conversation."""

TENANT_PACE: Final = Pace(40, 1 / 40)
"""Microsoft takes 50 requests a second from one bot in one tenant; an older page of theirs says 30."""
