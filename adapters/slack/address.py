"""Where something is on Slack, packed into the one opaque word that a `Place` carries.

T01/U01                    the direct conversation of a person with the bot
T01/U01/home               the person's App Home
T01/U01/thread/171.2       a thread in that conversation
T01/C01                    a channel
T01/C01/thread/171.2       a thread in it
T01/C01/whisper/U01        a message in it that only U01 sees
T01/C01/whisper/U01/171.2  the same, in a thread
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import Person, Place

NAME = "slack"

LONGEST = 255
"""Characters of an id. Slack's have about a dozen; one of thousands would not fit into a request for its name."""


@dataclass(frozen=True, slots=True)
class Address:
    """`to` is a channel or a person; `whisper` is the only person who sees it, "" when everybody there does.

    Raises ValueError for what could not be taken apart again.
    """

    team: str
    to: str
    thread: str = ""
    whisper: str = ""
    home: bool = False

    def __post_init__(self) -> None:
        if "/" in self.team + self.to + self.thread + self.whisper:
            raise ValueError("a part of an address on Slack has no slash")
        if max(len(self.team), len(self.to), len(self.thread), len(self.whisper)) > LONGEST:
            raise ValueError("a part of an address on Slack is not as long as that")

    @property
    def is_person(self) -> bool:
        """True when `to` is somebody, whose conversation must be opened before anything can be posted there."""
        return self.to.startswith(("U", "W"))

    @property
    def place(self) -> Place:
        return Place(NAME, str(self), private=self.is_person)

    def __str__(self) -> str:
        if self.home:
            return f"{self.team}/{self.to}/home"
        if self.whisper:
            return "/".join(filter(None, (self.team, self.to, "whisper", self.whisper, self.thread)))
        return f"{self.team}/{self.to}/thread/{self.thread}" if self.thread else f"{self.team}/{self.to}"


def parse(address: str) -> Address:
    """The parts of an address made by this module. Raises ValueError for anything else."""
    match address.split("/"):
        case [team, to]:
            return Address(team, to)
        case [team, to, "home"]:
            return Address(team, to, home=True)
        case [team, to, "thread", thread]:
            return Address(team, to, thread=thread)
        case [team, to, "whisper", whisper]:
            return Address(team, to, whisper=whisper)
        case [team, to, "whisper", whisper, thread]:
            return Address(team, to, whisper=whisper, thread=thread)
    raise ValueError("not an address on Slack")


def team_in(address: str) -> str:
    """The workspace of any address made by this module."""
    return address.partition("/")[0]


def person(team: str, user: str, name: str = "") -> Person:
    """Somebody, known by workspace and user, whose home is their direct conversation with the bot."""
    at = str(Address(team, user))
    return Person(NAME, at, name=name, home=at)
