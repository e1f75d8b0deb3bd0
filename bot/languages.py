"""The languages that the bot speaks, and which of them to speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.library import ContentError, Library
from bot.speech import Speech


@dataclass(frozen=True, slots=True)
class Languages:
    """language code -> library, and the language of the workspace. Raises ContentError when that one is not there."""

    libraries: Mapping[str, Library]
    default: str

    def __post_init__(self) -> None:
        if self.default not in self.libraries:
            known = ", ".join(self.libraries)
            raise ContentError(f"There is no content in the language {self.default!r}. Use one of: {known}.")

    @classmethod
    def only(cls, library: Library) -> Languages:
        """A bot that speaks one language."""
        return cls({library.language: library}, library.language)

    def code(self, *wanted: str) -> str:
        """The first of the languages wanted that is spoken here, else the workspace's. "" wants nothing."""
        return next((language for language in wanted if language in self.libraries), self.default)

    def of(self, *wanted: str) -> Library:
        """The library of the first language wanted, else the workspace's."""
        return self.libraries[self.code(*wanted)]

    @property
    def choice(self) -> dict[str, str]:
        """Code -> the language's own name, where there is something to choose; else {}."""
        names = {code: library.t.name for code, library in self.libraries.items()}
        return names if len(names) > 1 else {}

    def speeches(self, first: Library) -> tuple[Speech, ...]:
        """Every language, `first` before the others: what somebody writes may be in any of them."""
        return (first.t, *(library.t for library in self.libraries.values() if library is not first))
