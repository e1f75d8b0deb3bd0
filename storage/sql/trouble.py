"""Database errors in words: what happened, what to do, and that nothing is half-written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from bot.ports import Conflict, StoreTrouble

_WORDS = {
    "locked": "The database is busy with another program. Close other programs that use it, then try again.",
    "lock timeout": "A table that has to change is in use. Start again in a moment.",
    "full": "The disk is full. Make room on it, then try again.",
    "readonly": "The database cannot be written. Check that this program may write to its file and folder.",
    "unable to open": "The database file cannot be opened. Check DATABASE_URL, and that its folder can be written.",
    "malformed": "The database file is damaged. Restore it from a backup.",
    "not a database": "The file is not a database. Check DATABASE_URL, or restore the file from a backup.",
    "connection": "The database server cannot be reached. Check that it runs, and DATABASE_URL.",
    "no such table": "The database has no tables yet. Run “coreflect run”, which creates them.",
}


GAVE_WAY = ("40001", "40P01")
"""PostgreSQL's codes for a transaction that was in the way of another: serialization failure, deadlock."""


@contextmanager
def troubles() -> Iterator[None]:
    """Raise StoreTrouble, in words, for what the database could not do, and Refused for a value it does not take.

    The cause is cut off: it holds parameters, and errors end up in logs.
    """
    try:
        yield
    except (DataError, IntegrityError, ProgrammingError) as error:
        raise Refused(f"the database refused a value ({type(error.orig).__name__})") from None
    except DBAPIError as error:
        kind = Conflict if getattr(error.orig, "sqlstate", "") in GAVE_WAY else StoreTrouble
        raise kind(in_words(error)) from None


class Refused(Exception):
    """One event asked the database for something that can never be; others are not concerned."""


def in_words(error: DBAPIError) -> str:
    """What an error of the driver means for the person who runs the bot."""
    said = str(error.orig).lower().replace("read-only", "readonly")
    for sign, words in _WORDS.items():
        if sign in said:
            return f"{words} Nothing was half-written."
    return f"The database could not do this ({type(error.orig).__name__}). Nothing was half-written."
