"""One language as the bot speaks it: its sentences, its plurals, its days and hours. Pure.

Code holds the English sentence; a catalogue has its translation. A sentence without one is said in English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date, get_day_names

from bot.rhythm import zone_of

NOTHING: Mapping[str, str] = MappingProxyType({})
NO_PLURALS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def one_or_many(n: int) -> int:
    """Which of two forms English takes for `n`, and many languages with it."""
    return 0 if n == 1 else 1


class Speech:
    """One language. Called with an English sentence, it gives the sentence in its own, with the values put in.

    `texts` maps English to this language; `plurals` maps the English singular to every form, and `form` says which of
    these a number takes. Compared by identity. Raises babel.UnknownLocaleError for a code that is no language.
    """

    def __init__(
        self, language: str = "en", texts: Mapping[str, str] = NOTHING,
        plurals: Mapping[str, tuple[str, ...]] = NO_PLURALS, form: Callable[[int], int] = one_or_many,
    ) -> None:  # fmt: skip
        self.language = language
        self._texts, self._plurals, self._form = texts, plurals, form
        self._locale = Locale.parse(language)
        self._days = get_day_names("wide", locale=self._locale)
        # Babel reads its pattern anew each time, and a team's week has the same few days on every button pressed.
        self._day = lru_cache(maxsize=64)(self._format_day)

    def __call__(self, text: str, /, **values: object) -> str:
        """`text` in this language. Values are put in as they are: braces in them mean nothing."""
        said = self._texts.get(text, text)
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """`one` or `many` in this language, whichever form `n` takes; {n} is the number."""
        forms = self._plurals.get(one)
        said = forms[self._form(n)] if forms else (one, many)[one_or_many(n)]
        return said.format(n=n, **values)

    @property
    def name(self) -> str:
        """What the language calls itself: "English", "Svenska"."""
        own = str(self._locale.get_display_name(self._locale))
        return own[0].upper() + own[1:]

    def day(self, day: date) -> str:
        """ "Monday 2 March". The pattern is a text like any other: Unicode's letters for parts of a date."""
        return self._day(day)

    def _format_day(self, day: date) -> str:
        t = self
        return format_date(day, t("EEEE d MMMM"), locale=self._locale)

    def moment(self, moment: datetime, zone: str) -> str:
        """ "Monday 2 March, 09:00" on the wall of `zone`."""
        t, wall = self, moment.astimezone(zone_of(zone))
        return t("{day}, {time}", day=self.day(wall.date()), time=f"{wall:%H:%M}")

    def weekday(self, number: int) -> str:
        """ "Monday" for 0."""
        return str(self._days[number])

    def quoted(self, words: str) -> str:
        """`words` in this language's quotation marks."""
        t = self
        return t("“{words}”", words=words)

    def minute(self, minute: int) -> str:
        """ "09:00" for 540, minutes after midnight."""
        return f"{minute // 60:02d}:{minute % 60:02d}"


ENGLISH = Speech()
"""The language that every sentence is written in."""
