"""What can go wrong on the way out, in the courier's two words: later, or not at all."""

from __future__ import annotations


class TryAgain(Exception):
    """The platform asked for patience or did not answer. `after` is how many seconds it asked for, None when it
    did not say."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Unreachable(Exception):
    """This will never arrive: the person is gone or blocked the bot, or the channel is closed to it. `why` is the
    platform's own error code, without content."""
