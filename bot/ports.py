"""What the engine needs from outside, as small protocols. Storage and adapters fulfil them; tests have fakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Protocol

from bot.domain import Member, Reading, Round, Standing, Team
from bot.messages import Card, Event, OpenForm, Person, Place, Stored


class Clock(Protocol):
    """The only source of time: aware datetimes in UTC."""

    def now(self) -> datetime: ...


class Keys(Protocol):
    """Secrets that live outside the database, so that the database alone tells nothing."""

    def circle_key(self, name: str) -> bytes:
        """The key called `name`, 32 bytes; made at the first call."""

    def circles(self) -> list[str]:
        """The names of the keys that there are now."""

    def destroy(self, *names: str) -> None:
        """Forget keys for good: nobody can link their rows to people any more. One that is not there is no error."""

    def seal(self, words: str) -> bytes:
        """`words`, encrypted; the result is ASCII."""

    def unseal(self, sealed: bytes) -> str:
        """What `seal` was given. Raises ValueError when the key is gone."""


class Seen(Protocol):
    """Which events have been handled."""

    def first(self, event_id: str, day: date) -> bool:
        """True the first time, False ever after. Only the day is kept beside the id."""

    def expect(self, event_ids: Sequence[str], day: date) -> None:
        """Ask for all of them at once; `first` then answers for each, the first time and ever after."""

    def forget(self, before: date) -> None:
        """Let go of events seen before a day: no platform sends one again so late."""


class People(Protocol):
    """Who is known, on which platform."""

    def meet(self, person: Person, where: Place | None = None, team: str = "") -> tuple[str, str]:
        """Keep the person's name and home address, where these are given and new.

        Returns the language that the person chose, and that of their team: of the team named, else of the one whose
        channel `where` is, else of the first that they are in. "" where nothing was chosen.
        """

    def speak(self, person: Person, language: str) -> None:
        """Keep the language that the person chose."""

    def known(self, person: Person) -> Person:
        """The person with the name and the home that are kept."""

    def gone(self, before: date) -> list[tuple[str, Person]]:
        """(team id, person) of everybody whose team ended, or who left, before a day."""

    def let_go(self, before: date) -> None:
        """Delete those memberships, and all about people who have no other."""

    def forget(self, person: Person) -> None:
        """Delete who they are, their memberships, and the rows of what they were sent."""


class Teams(Protocol):
    """Teams, by the ways one comes to them."""

    def get(self, team: str) -> Team | None:
        """The team, which stays as it is until the transaction ends: waits for whoever holds it."""

    def hold(self, team: str) -> Team | None:
        """The team, for this transaction alone: for changes that follow from what was read in it before."""

    def hold_free(self, teams: Sequence[str]) -> list[Team]:
        """As `hold`, those of the teams that no other transaction has read or holds; what has been due longest first.

        What one of them asks for is from then on read for all of them at once.
        """

    def at(self, channel: Place) -> Team | None:
        """The team of this channel that has not ended, drafts included."""

    def by_code(self, code: str) -> Team | None: ...
    def all(self) -> list[Team]:
        """Every team that was ever set up, by name."""

    def ended(self) -> list[str]:
        """Ids of the teams that have ended."""

    def of(self, person: Person) -> list[tuple[Team, Member]]:
        """The live teams in which the person is a member or invited, and their membership in each."""

    def declined(self, person: Person) -> list[Team]:
        """The live teams to which the person said no, thank you."""

    def ever(self, person: Person) -> list[tuple[Team, Member]]:
        """Every team in which the person has a row, ended ones too, whatever they said."""

    def save(self, team: Team) -> None: ...
    def move_on(self, team: Team) -> None:
        """Save what a tick changes of a team that is there, and nothing else: its week, step, due and pinned."""

    def due(self, now: datetime) -> list[str]:
        """Ids of the teams for which something is due."""


class Members(Protocol):
    """The people of a team."""

    def get(self, team: str, person: Person) -> Member | None: ...
    def everyone(self, team: str) -> list[Member]: ...
    def roll(self, team: str) -> list[Standing]:
        """Everybody of the team, in no order."""

    def speaking(self, team: str) -> list[tuple[str, str]]:
        """Each (language chosen, voice) of somebody who is in, once; the language is "" where none was chosen."""

    def save(self, member: Member) -> None:
        """Raises Conflict when another process has changed the member since it was read."""


class Rounds(Protocol):
    """The weeks of a team."""

    def get(self, team: str, week: int) -> Round | None: ...
    def save(self, round_: Round) -> None: ...
    def close(self, team: str, week: int) -> None:
        """The week is over; everything else of it stays as it is."""

    def asked(self, team: str) -> list[tuple[int, str]]:
        """(week, question id) of every round so far, oldest first."""

    def phases(self, team: str) -> list[tuple[int, str]]:
        """(week, phase id) of every round so far, oldest first."""


class Ballots(Protocol):
    """This week's answers, under keys that only the key file can link to people."""

    def record(self, team: str, week: int, values: Mapping[str, tuple[str, int]]) -> None:
        """Keep or replace answers: series -> (person key, 1..5)."""

    def withdraw(self, team: str, week: int, keys: Mapping[str, str]) -> None:
        """Remove one person's answers: series -> person key."""

    def given(self, team: str, week: int, keys: Mapping[str, str]) -> bool:
        """Whether the person has an answer in this week: series -> person key."""

    def own(self, team: str, week: int, keys: Mapping[str, str]) -> dict[str, int]:
        """series -> 1..5, of one person in this week: series -> person key. Only for that person's eyes."""

    def of_week(self, team: str, week: int) -> dict[str, dict[str, int]]:
        """series -> person key -> 1..5. Only the close may ask, to hand them to the release rules."""

    def clear(self, team: str, week: int) -> None:
        """Delete the week's answers."""


class Thoughts(Protocol):
    """What people wrote, locked, under keys that only the key file can link to people."""

    def some(self, team: str) -> bool:
        """Whether anybody's words are kept."""

    def keep(self, team: str, week: int, key: str, sealed: bytes) -> None: ...
    def of(self, team: str, key: str) -> list[tuple[int, bytes]]:
        """(week, locked words) of one person, oldest first."""

    def everything(self, team: str) -> list[tuple[str, bytes]]:
        """(person key, locked words) of everybody, oldest first. Only the end of a window may ask."""

    def drop(self, team: str, key: str, week: int | None = None) -> None:
        """Delete one person's words, of one week or of all."""

    def end(self, team: str) -> None:
        """Delete everybody's words."""

    def let_go(self, before: datetime) -> None:
        """Delete the words of every week that closed before a moment, in every team."""


class Quotes(Protocol):
    """Quotes that wait, locked, without who wrote them."""

    def put(self, team: str, window: int, sealed: Sequence[bytes]) -> None: ...
    def take(self, team: str, window: int) -> list[bytes]:
        """The quotes of this window and of earlier ones, in no order; they are gone from here then."""

    def end(self, team: str) -> None:
        """Delete all that wait."""


class Circles(Protocol):
    """The state of each series (see bot.release) and what was published from it."""

    def states(self, team: str) -> dict[str, dict[str, Any]]:
        """series -> its state; a series that has none yet is not there."""

    def save(self, team: str, series: str, state: Mapping[str, Any]) -> None: ...
    def readings(self, team: str) -> list[Reading]:
        """Everything published, oldest first."""

    def publish(self, reading: Reading) -> None: ...


class Notes(Protocol):
    """What changed because of people's answers, without who noted it."""

    def add(self, team: str, text: str) -> None: ...
    def take(self, team: str, most: int) -> list[str]:
        """Up to `most` notes that stood in no summary yet, in no order; they are gone from here then."""


class Outbox(Protocol):
    """What is to be sent, one row an occasion: its key is unique, so an occasion is put in once. Keys that begin with
    "re:" are no occasions: they are answers to an event, which is handled once."""

    def put(self, replies: Sequence[Stored], due: datetime, team: str = "") -> None:
        """Replies to send at `due`, in this order where they go to one conversation."""

    def put_for_members(
        self, team: str, occasion: str, cards: Mapping[tuple[str, str], Card], due: datetime, language: str = "en",
        until: datetime | None = None,
    ) -> None:  # fmt: skip
        """One post for each member who is in, under the key `occasion:<member id>`; not sent from `until` on.

        The card is that of their (language, voice); `language` is for those who chose none that there is a card in.
        """

    def failed(self, team: str, occasion: str) -> int:
        """How many posts of an occasion could not be delivered."""

    def cancel(self, team: str, *occasions: str) -> None:
        """Take back what of these occasions has not been sent."""

    def let_go(self, before: datetime, unsent_before: datetime) -> None:
        """Let go of the rows of what was sent before a moment: nothing should tell for ever who got what. And of the
        words of what could not be sent."""


class Unit(Protocol):
    """One transaction: everything that follows from one event, or from one due moment of one team."""

    @property
    def seen(self) -> Seen: ...
    @property
    def people(self) -> People: ...
    @property
    def teams(self) -> Teams: ...
    @property
    def members(self) -> Members: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def ballots(self) -> Ballots: ...
    @property
    def circles(self) -> Circles: ...
    @property
    def thoughts(self) -> Thoughts: ...
    @property
    def quotes(self) -> Quotes: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def outbox(self) -> Outbox: ...
    def expect(self, people: Sequence[Person]) -> None:
        """Read at once what these people's events are likely to ask for. Until the unit ends, no other one ends a week
        of their teams."""

    def step(self) -> AbstractContextManager[None]:
        """A part that is undone alone when it raises."""


class Store(Protocol):
    """Where everything is kept."""

    def unit(self) -> AbstractContextManager[Unit]:
        """A transaction; commits at the end of the block, undone when the block raises. Raises StoreTrouble."""

    def tidy(self) -> None:
        """Let nothing that was deleted linger where somebody could dig it up. Raises StoreTrouble."""


class StoreTrouble(Exception):
    """The database could not do it: locked, full, read-only, gone.

    Nothing is half-written; the message says what to do.
    """


class Conflict(StoreTrouble):
    """Two transactions were in each other's way, and this one gave way: it is to be done again from its beginning."""


class Door(Protocol):
    """How an adapter hands an event to the engine: stored when this returns."""

    async def handle(self, event: Event) -> Sequence[OpenForm]:
        """Everything the event caused is stored; the forms to open now are returned. A repeated event returns ()."""


class Platform(Protocol):
    """How the courier reaches one platform."""

    async def deliver(self, reply: Stored) -> str:
        """Perform one reply; returns the platform's reference to the message ("" when there is none).

        Raises `adapters.delivery.TryAgain` or `adapters.delivery.Unreachable`.
        """
