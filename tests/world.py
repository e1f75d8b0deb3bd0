"""A whole Coreflect in one process, lived from the outside: people act on a platform, and read what it shows them.

Time moves only when a scenario moves it, and every message goes through the platform's own `read` and `render`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil, inf
from typing import Any

from sqlalchemy import func, select, union_all

from bot.engine import Engine
from bot.library import Library
from bot.mailroom import Sent
from bot.messages import Event, Form, Gather, OpenForm, Place, Post, Revise
from bot.ports import Store
from storage.tables import OutboxRow, TeamRow
from tests.players.base import Answer, Player

TEAM, OUTBOX = TeamRow.__table__, OutboxRow.__table__  # type: ignore[attr-defined]
DUE = union_all(select(TEAM.c.due_at), select(OUTBOX.c.due_at).where(OUTBOX.c.state == "waiting")).subquery()
NEXT_DUE = select(func.min(DUE.c.due_at))
"""When something is due next, for any team or message."""


class TestClock:
    """A clock that stands still until it is set."""

    __test__ = False

    def __init__(self, now: datetime) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time


class TestKeys:
    """bot.ports.Keys without a file."""

    __test__ = False

    def __init__(self) -> None:
        self.ring: dict[str, bytes] = {}
        self.sealed: list[str] = []

    def circle_key(self, name: str) -> bytes:
        return self.ring.setdefault(name, name.encode().ljust(32, b"."))

    def circles(self) -> list[str]:
        return list(self.ring)

    def destroy(self, *names: str) -> None:
        for name in names:
            self.ring.pop(name, None)

    def seal(self, words: str) -> bytes:
        self.sealed.append(words)
        return words[::-1].encode()

    def unseal(self, sealed: bytes) -> str:
        return sealed.decode()[::-1]


@dataclass
class Shown:
    """A message as it stands on the platform."""

    ref: str
    place: Place
    rendered: Any


@dataclass
class World:
    """Everything at once. `who` is always a lower-case first name."""

    player: Player
    store: Store
    library: Library
    clock: TestClock
    engine: Engine
    keys: TestKeys
    places: dict[Place, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[str, Any] = field(default_factory=dict)
    opened: dict[str, OpenForm] = field(default_factory=dict)
    blocked: set[Place] = field(default_factory=set)
    roster: list[str] = field(default_factory=list)
    count: int = 0

    # ---- acting -------------------------------------------------------------------------------------------------

    def does(self, who: str, event: Event) -> list[str]:
        """Hand an event to the engine; returns what `who` then sees: new words in their conversation, or a form."""
        before = len(self._home(who))
        self.forms.pop(who, None)
        for reply in self.engine.handle(event):
            self.opened[who] = reply
            self.forms[who] = self.player.form(reply.form, reply.message)
        revised = self.deliver()
        new = [self.player.words(shown.rendered) for shown in self._home(who)[before:]]
        new += [self.player.words(shown.rendered) for shown in revised if shown.place == self.player.home(who)]
        return [*new, *([self.player.words(self.forms[who])] if who in self.forms else [])]

    def says(self, who: str, text: str, *, in_channel: bool = False) -> list[str]:
        """`who` writes to the bot."""
        return self.does(who, self.player.says(who, text, in_channel=in_channel))

    def presses(self, who: str, label: str, *, in_channel: bool = False) -> list[str]:
        """`who` presses the newest button called `label` that they can see."""
        place = self.player.channel() if in_channel else self.player.home(who)
        for shown in reversed(self.places[place]):
            if label in self.player.buttons(shown.rendered):
                event = self.player.presses(who, shown.rendered, label, at=place, message=shown.ref)
                return self.does(who, event)
        raise AssertionError(f"{who} sees no button {label!r}")

    def submits(self, who: str, **answers: str) -> list[str]:
        """`who` fills in the open form by labels (an underscore stands for a space) and sends it."""
        return self.sends(who, {label.replace("_", " "): answer for label, answer in answers.items()})

    def sends(self, who: str, answers: Mapping[str, Answer]) -> list[str]:
        """`who` fills in the open form and sends it."""
        return self.does(who, self.player.submits(who, self.forms[who], answers))

    def form(self, who: str) -> Form:
        """The form that `who` has open, before it was rendered."""
        return self.opened[who].form

    def joins(self, who: str) -> list[str]:
        """`who` comes into the team's channel."""
        if who not in self.roster:
            self.roster.append(who)
        return self.does(who, self.player.joins(who))

    # ---- seeing -------------------------------------------------------------------------------------------------

    def sees(self, who: str) -> list[str]:
        """Everything that stands in the conversation of `who`, oldest first."""
        return [self.player.words(shown.rendered) for shown in self._home(who)]

    def channel(self) -> list[str]:
        """Everything that stands in the team's channel, oldest first."""
        return [self.player.words(shown.rendered) for shown in self.places[self.player.channel()]]

    def buttons(self, who: str) -> list[str]:
        """The buttons of the newest message to `who`."""
        return self.player.buttons(self._home(who)[-1].rendered)

    def _home(self, who: str) -> list[Shown]:
        return self.places[self.player.home(who)]

    # ---- time ---------------------------------------------------------------------------------------------------

    def until(self, moment: str) -> list[tuple[Place, str]]:
        """Let time pass, minute by minute where something is due; returns what was posted, in order."""
        target = datetime.fromisoformat(moment).astimezone(UTC)
        before = sum(map(len, self.places.values()))
        posted: list[tuple[Place, str]] = []
        while self.clock.time < target:
            self.clock.time = min(target, self.clock.time + timedelta(hours=self._quiet()))
            posted += self.tick()
        assert sum(map(len, self.places.values())) - before == len(posted)
        return posted

    def _quiet(self) -> int:
        """Whole hours until the next hour at which something is due: in those between a tick finds nothing."""
        with self.store._engine.connect() as connection:  # type: ignore[attr-defined]
            due = connection.execute(NEXT_DUE).scalar()
        hours = (due.replace(tzinfo=UTC) - self.clock.time) / timedelta(hours=1) if due else inf
        return max(1, ceil(min(hours, 24)))

    def tick(self) -> list[tuple[Place, str]]:
        """One tick of the clock and one round of the courier; returns what was posted."""
        known = {id(shown) for shown in self._all()}
        self.engine.tick()
        self.deliver()
        return [(s.place, self.player.words(s.rendered)) for s in self._all() if id(s) not in known]

    def _all(self) -> list[Shown]:
        return [shown for place in self.places.values() for shown in place]

    # ---- the courier, without a network -------------------------------------------------------------------------

    def deliver(self) -> list[Shown]:
        """Send everything that is due; returns the messages that were changed."""
        from bot.mailroom import Failed

        revised: list[Shown] = []
        while parcels := self.store.mailroom.claim([self.player.name], *self._lease(), 100):  # type: ignore[attr-defined]
            for parcel in parcels:
                try:
                    outcome: Any = Sent(parcel.id, self._perform(parcel.reply, revised))
                except PermissionError:
                    outcome = Failed(parcel.id, "blocked")
                self.store.mailroom.mark([outcome])  # type: ignore[attr-defined]
        return revised

    def _lease(self) -> tuple[datetime, datetime]:
        return self.clock.time, self.clock.time + timedelta(seconds=60)

    def _perform(self, reply: Post | Revise | Gather, revised: list[Shown]) -> str:
        if isinstance(reply, Gather):
            for who in list(self.roster):
                self.engine.handle(self.player.joins(who))
            return ""
        place = self.player.settled(reply.to)
        if place in self.blocked:
            raise PermissionError
        rendered = self.player.message(reply.card)
        if isinstance(reply, Revise):
            shown = next(s for s in self.places[place] if s.ref == reply.message)
            shown.rendered = rendered
            revised.append(shown)
            return shown.ref
        self.count += 1
        ref = f"{self.count:010d}.000100"
        self.places[place].append(Shown(ref, place, rendered))
        return ref
