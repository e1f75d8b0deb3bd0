"""What is promised of everything that leaves: each row of the outbox, from its commit to its delivery."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adapters.courier import GIVES_UP_AFTER
from bot.codec import place_of
from bot.mailroom import Failed, Later, Parcel, Sent, Ticket
from bot.messages import Place, Post, Stored
from tests.simulation.store import Entry

Wrong = Callable[[str], None]

LOOKS_BACK = {"slack"}
"""Platforms on which a message is looked for before it is sent again: there it stands once,"""

TWO_AT_ONCE = {"replica paused", "clock stepped"}
"""unless two couriers send it at the same moment, each of which must believe that it alone holds it."""


@dataclass(eq=False)
class Row:
    """One row of the outbox as it must be."""

    key: str
    place: Place
    team: str
    due: datetime
    state: str = "waiting"
    sends: int = 0
    attempts: int = 0
    refused: bool = False
    turn: int = 0
    """Its last claim."""
    tried: set[int] = field(default_factory=set)
    """The claims that ended with a try in vain. A claim that nobody heard of, or that was handed back, is none; and
    one that is written down twice is one: it is given up after so many tries, not claims."""
    excuses: set[str] = field(default_factory=set)
    """What was injected for exactly this message that may make it go twice."""


class Letters:
    """Every row, by its key; and who holds which."""

    def __init__(self, wrong: Wrong) -> None:
        self._wrong = wrong
        self.rows: dict[str, Row] = {}
        self.delivered = 0
        self.doubled: Counter[str] = Counter()
        self._by_parcel: dict[Ticket, Row] = {}
        self._of_team: defaultdict[str, dict[str, Row]] = defaultdict(dict)

    # ---- the engine's side --------------------------------------------------------------------------------------

    def written(self, entry: Entry) -> None:
        """A transaction was kept. Its parts came in this order, wherever it matters."""
        for team, occasion in entry.cancelled:
            waiting = (row for row in self._of_team[team].values() if row.state == "waiting")
            self._take(row for row in waiting if row.key.startswith(occasion))
        for person in entry.forgotten:
            self._take(row for row in self.rows.values() if row.place == person.place)
        for team, _, addresses, due in entry.told:
            platform = next(iter(self._of_team[team].values())).place.platform  # it was set up: something was said
            for key, address in addresses.items():
                self._put(key, Place(platform, address), team, due)
        for reply, team, due in entry.puts:
            self._put(reply.key, place_of(reply), team or _named(reply.key), due)

    def _take(self, rows: Iterable[Row]) -> None:
        for row in list(rows):
            del self.rows[row.key]
            del self._of_team[row.team][row.key]

    def _put(self, key: str, place: Place, team: str, due: datetime) -> None:
        if key not in self.rows:
            self.rows[key] = self._of_team[team][key] = Row(key, place, team, due)

    # ---- the courier's side -------------------------------------------------------------------------------------

    def claimed(self, holder: Any, parcels: Sequence[Parcel], until: datetime) -> list[Row]:
        """Rows were taken for sending."""
        found = []
        for parcel in parcels:
            row = self.rows.get(parcel.reply.key)
            if row is None or row.state != "waiting":
                self._wrong(f"{parcel.reply.key} is sent though it is {row.state if row else 'taken back'}")
                continue
            if row.place != place_of(parcel.reply):
                self._wrong(f"{row.key} goes to {place_of(parcel.reply)}, not to {row.place}")
            row.due, row.attempts, row.turn = until, row.attempts + 1, parcel.id.turn
            self._by_parcel[parcel.id] = row
            holder.held[row.key] = row
            found.append(row)
        return found

    def renewed(self, kept: set[Ticket], until: datetime) -> None:
        """Leases were made longer."""
        for ticket in kept:
            self._by_parcel[ticket].due = until

    def arrived(self, holder: Any, reply: Stored) -> Row | None:
        """The platform shows it. None when nobody may have sent it."""
        row: Row | None = holder.held.get(reply.key)
        if row is None:
            self._wrong(f"{reply.key} is delivered by a courier that does not hold it")
            return None
        row.sends += 1
        self.delivered += 1
        if row.sends > 1:
            excuses = row.excuses
            if isinstance(reply, Post) and row.place.platform in LOOKS_BACK:
                excuses = excuses & TWO_AT_ONCE
            if excuses:
                self.doubled[min(excuses)] += 1
            else:
                self._wrong(f"{row.key} is delivered {row.sends} times, and nothing went wrong with it")
        return row

    def marked(self, holder: Any, outcomes: Sequence[Sent | Later | Failed]) -> None:
        """What became of them was committed."""
        for outcome in outcomes:
            row = self._by_parcel[outcome.parcel]
            holder.held.pop(row.key, None)
            match outcome:
                case Sent():
                    if not row.sends:
                        self._wrong(f"{row.key} is marked as sent, and was never delivered")
                    row.state = "sent"
                case Failed():
                    if not row.refused and len(row.tried | {outcome.parcel.turn}) < GIVES_UP_AFTER:
                        self._wrong(f"{row.key} is given up without a reason")
                    row.state = "failed"
                case Later(due=due, counts=counts) if outcome.parcel.turn == row.turn:  # else another holds it
                    row.due = due
                    if counts:
                        row.tried.add(row.turn)

    def excuse(self, rows: Sequence[Row], why: str) -> None:
        """Something was done to exactly these that may make them go twice."""
        for row in rows:
            row.excuses.add(why)

    def mark_refused(self, outcomes: Sequence[Sent | Later | Failed]) -> None:
        """The courier could not write down what became of them, or was not told that it could."""
        self.excuse([self._by_parcel[outcome.parcel] for outcome in outcomes], "mark not written")

    def all_done(self, before: datetime) -> None:
        """Long after the last trouble nothing waits that was due before a moment."""
        for row in self.rows.values():
            if row.state == "waiting" and row.due < before:
                self._wrong(f"{row.key} still waits, {row.attempts} attempts")


def _named(key: str) -> str:
    return key.split(":", 2)[1] if key.count(":") else ""
