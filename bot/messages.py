"""The words between the platforms and the engine: what happened, and what to show.

Nothing here knows Slack, Teams or a browser. An adapter turns a payload into one `Event`; the engine answers with
`Reply`s that carry `Card`s and `Form`s; each platform's `render` turns those into its own shapes.

Every text is plain words. A platform escapes it; it is never markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a message can be put. `address` is opaque: only the platform's own adapter reads it.

    `private` is True for a conversation between one person and the bot.
    """

    platform: str
    address: str
    private: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a platform. `id` is unique there (a Slack id carries its workspace, a Teams id its tenant).

    `name` is how the platform shows them; `home` is the address of their direct conversation with the bot.
    """

    platform: str
    id: str
    name: str = field(default="", compare=False)
    home: str = field(default="", compare=False)

    @property
    def place(self) -> Place:
        """Their direct conversation with the bot."""
        return Place(self.platform, self.home, private=True)


# ---- what happened ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a person did. `id` is the platform's own for this happening: a retry carries the same one.

    `where` is the conversation it happened in (a channel or a direct conversation). `reply_at` is where an answer
    belongs when that is not `where` itself: a thread, or a whisper that only `who` sees.
    """

    id: str
    who: Person
    where: Place
    reply_at: Place | None = None

    @property
    def answer_place(self) -> Place:
        """Where an answer to this event goes."""
        return self.reply_at or self.where


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Event):
    """Words said to the bot: in a direct conversation, with its name mentioned, or as a command. `text` is bare words:
    the mention and the command's own name are already taken off."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Event):
    """A button was pressed. `message` is the platform's reference to the message that held it, "" when unknown."""

    action: str
    value: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Event):
    """A form was sent. `answers` maps each input's id to its value, "" where nothing was given.

    `value` is what the form carried; `message` is the message whose button opened the form, "" when unknown.
    """

    form: str
    value: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Event):
    """Somebody is now in `where`: they came into a channel the bot is in, followed an invitation link, or, when
    `where` is private, added the bot for themselves. `code` is the invitation they followed, "" when none."""

    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(Event):
    """Somebody left the channel `where`, or, when it is private, removed or blocked the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    """Somebody opened the bot's own page (Slack's App Home). `answer_place` is where that page is shown."""


# ---- what to show -------------------------------------------------------------------------------------------------

TextStyle = Literal["body", "title", "quiet", "heading"]
ButtonStyle = Literal["plain", "primary", "danger"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `title` opens a card, `heading` opens a part of it, `quiet` is a footnote."""

    text: str
    style: TextStyle = "body"


@dataclass(frozen=True, slots=True)
class Fields:
    """Short facts side by side: (label, value) pairs."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure through the weeks, as published. `points` are (week, label) with label from 0, the lowest;
    a week with no new score repeats the label before it and stands in `held`. `labels` are the words of the scale,
    lowest first."""

    name: str
    labels: tuple[str, ...]
    points: tuple[tuple[int, int], ...]
    held: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """The history as a picture. `words` say the same in text and stand beside or instead of it.

    `bands` are the phases as (first week, name), in order.
    """

    title: str
    words: str
    lines: tuple[Line, ...]
    bands: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A web address shown with its words: a source's DOI, an invitation."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep, as a file for whoever the card is for.

    `locked` is its text under the key ring, since a card waits in the outbox and nobody may read it there. It is
    unlocked into `text` at the last moment.
    """

    name: str
    locked: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button. `action` says what it asks for, `value` about what; `label` is what people read."""

    label: str
    action: str
    value: str = ""
    style: ButtonStyle = "plain"


Element = Text | Fields | Divider | Picture | Link | File


@dataclass(frozen=True, slots=True)
class Card:
    """One message: elements from top to bottom, then buttons."""

    body: tuple[Element, ...]
    actions: tuple[Button, ...] = ()


# ---- forms --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is sent, and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Choices that are all seen at once (radio buttons). `chosen` is "" for none."""

    id: str
    label: str
    options: tuple[Option, ...]
    chosen: str = ""
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Choices behind a list (a select). `chosen` is "" for none."""

    id: str
    label: str
    options: tuple[Option, ...]
    chosen: str = ""
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A box to write in. `text` is what stands in it already; `most` is the longest it takes, in characters."""

    id: str
    label: str
    text: str = ""
    lines: int = 1
    most: int = 3000
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ticks:
    """Choices of which several may be ticked (checkboxes). `chosen` is ticked already. The answer is the ticked values
    with a space between, so no value has one; "" for none."""

    id: str
    label: str
    options: tuple[Option, ...]
    chosen: tuple[str, ...] = ()
    optional: bool = False
    hint: str = ""


Input = Scale | Choice | Ticks | Words


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `name` comes back in `Submitted.form`, `value` in `Submitted.value`.

    `errors` maps an input's id to what is wrong with it, in words; the inputs then hold what the person had typed.
    """

    name: str
    title: str
    body: tuple[Text | Divider | Input, ...]
    submit: str
    value: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


# ---- replies ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Post:
    """Put `card` at `to` as a new message, not from `until` on. `key` names the occasion: two with one key are one."""

    key: str
    to: Place
    card: Card
    until: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Revise:
    """Put `card` in the place of `message`, an earlier message at `to`."""

    key: str
    to: Place
    message: str
    card: Card


@dataclass(frozen=True, slots=True)
class Gather:
    """Ask the platform who is in `place`; each person comes back to the engine as a `Joined`."""

    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Show `form` to `to` now. Never stored: the adapter that holds the request performs it itself."""

    form: Form
    to: Person
    message: str = ""


Stored = Post | Revise | Gather
Reply = Stored | OpenForm


def plain(card: Card) -> str:
    """The whole card as words, one element a line: for a notification, a screen reader, or where nothing else works."""
    return "\n".join(line for line in map(_plain, card.body) if line)


def _plain(element: Element) -> str:
    match element:
        case Text(text=words) | Picture(words=words) | File(name=words):
            return words
        case Fields(rows=rows):
            return "\n".join(f"{label}: {value}" for label, value in rows)
        case Link(text=text, url=url):
            return f"{text} {url}" if text != url else url
        case Divider():
            return ""
