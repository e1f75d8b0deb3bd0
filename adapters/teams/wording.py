"""The few sentences that are this adapter's own: what stands on the screen until the engine's words arrive."""

from __future__ import annotations

from typing import Final

SAVED: Final = "Thank you. Saved."
RECEIVED: Final = "Thank you. Received."
FORM_SENT: Final = "I have sent you the form in our private chat."
NOT_UNDERSTOOD: Final = "That button no longer works here. Please write to me instead."
CHOOSE: Final = "Please choose one."
TICK: Final = "Please tick at least one."
WRITE: Final = "Please write something here."
WEEK: Final = "Week"
SCALE: Final = "From 1 to 5"
NUMBERS: Final = "In numbers, from 1 to 5: {labels}."
NUMBERS_OF: Final = "{name} in numbers, from 1 to 5: {labels}."
NUMBER: Final = "“{label}” is {number}"
LATER: Final = "{name}, from week {week}"
