"""The real store, behind a wire that breaks; and a diary of what was really committed, in the order of the commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from bot.domain import Reading, Round
from bot.mailroom import Failed, Later, Parcel, Sent, Ticket
from bot.messages import Card, Person, Stored
from bot.ports import StoreTrouble
from storage.sql import SqlStore
from tests.simulation.faults import Troubles


@dataclass
class Entry:
    """What one event, or one tick, did in a transaction. `event` is "platform:id", "" for a tick."""

    event: str = ""
    puts: list[tuple[Stored, str, datetime]] = field(default_factory=list)
    told: list[tuple[str, str, dict[str, str], datetime]] = field(default_factory=list)
    """(team, occasion, key -> address of the rows that there are then, due)."""
    cancelled: list[tuple[str, str]] = field(default_factory=list)
    forgotten: list[Person] = field(default_factory=list)
    old_words: list[datetime] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def by_team(self) -> list[Entry]:
        """What a tick did, team by team: several may share its transaction."""
        rest = Entry(old_words=self.old_words)
        parts: defaultdict[str, Entry] = defaultdict(Entry)
        for told in self.told:
            parts[told[0]].told.append(told)
        for put in self.puts:
            parts[put[1] or put[0].key.split(":")[1]].puts.append(put)
        for reading in self.readings:
            parts[reading.team].readings.append(reading)
        for round_ in self.rounds:
            parts[round_.team].rounds.append(round_)
        return [rest, *parts.values()]


class Witness(Protocol):
    """Who reads the diary."""

    def committed(self, entries: list[Entry], now: datetime) -> None: ...
    def not_told(self) -> None: ...
    def wrong(self, what: str, /) -> None: ...
    def claimed(self, holder: Any, parcels: Sequence[Parcel], now: datetime, until: datetime) -> None: ...
    def claim_lost(self, holder: Any, parcels: Sequence[Parcel]) -> None: ...
    def renewed(self, holder: Any, kept: set[Ticket], until: datetime) -> None: ...
    def marked(self, holder: Any, outcomes: Sequence[Sent | Later | Failed]) -> None: ...
    def mark_refused(self, holder: Any, outcomes: Sequence[Sent | Later | Failed]) -> None: ...


class WatchedStore:
    """bot.ports.Store of one replica."""

    def __init__(self, store: SqlStore, mortal: Any, troubles: Troubles, witness: Witness) -> None:
        self._store, self._mortal, self._troubles, self._witness = store, mortal, troubles, witness
        self.mailroom = WatchedMailroom(store.mailroom, mortal, troubles, witness)

    @contextmanager
    def unit(self) -> Iterator[WatchedUnit]:
        self._troubles.before(self._mortal)
        entries = [Entry()]
        with self._store.unit() as unit:
            try:
                yield WatchedUnit(unit, entries)
            except StoreTrouble:
                raise
            except (
                Exception
            ) as error:  # the product logs it and goes on, with a team or an event that never comes to pass
                self._witness.wrong(f"{type(error).__name__} in a transaction")
                raise
            self._troubles.during(self._mortal)
        self._witness.committed(entries, self._mortal.clock.now())
        try:
            self._troubles.after(self._mortal)
        except BaseException:
            self._witness.not_told()
            raise

    def tidy(self) -> None:
        self._troubles.before(self._mortal)
        self._store.tidy()


class WatchedUnit:
    """bot.ports.Unit that notes what is done in it."""

    def __init__(self, unit: Any, entries: list[Entry]) -> None:
        self._unit, self._entries = unit, entries
        self.seen, self.outbox = _Seen(unit.seen, entries), _Outbox(unit, entries)
        self.circles, self.rounds = _Circles(unit.circles, entries), _Rounds(unit.rounds, entries)
        self.people, self.thoughts = _People(unit.people, entries), _Thoughts(unit.thoughts, entries)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._unit, name)

    @contextmanager
    def step(self) -> Iterator[None]:
        kept = len(self._entries)
        try:
            with self._unit.step():
                yield
        except BaseException:
            del self._entries[kept:]
            raise


class _Noted:
    def __init__(self, real: Any, entries: list[Entry]) -> None:
        self._real, self._entries = real, entries

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class _Seen(_Noted):
    def first(self, event_id: str, day: date) -> bool:
        new: bool = self._real.first(event_id, day)
        if new:
            self._entries.append(Entry(event_id))
        return new


class _Rounds(_Noted):
    def save(self, round_: Round) -> None:
        self._real.save(round_)
        self._entries[-1].rounds.append(round_)

    def close(self, team: str, week: int) -> None:
        self._real.close(team, week)
        round_ = self._real.get(team, week)
        assert round_ is not None
        assert round_.closed
        self._entries[-1].rounds.append(round_)


class _Circles(_Noted):
    def publish(self, reading: Reading) -> None:
        self._real.publish(reading)
        self._entries[-1].readings.append(reading)


class _People(_Noted):
    def forget(self, person: Person) -> None:
        self._real.forget(person)
        self._entries[-1].forgotten.append(person)


class _Thoughts(_Noted):
    def let_go(self, before: datetime) -> None:
        self._real.let_go(before)
        self._entries[-1].old_words.append(before)


class _Outbox(_Noted):
    def __init__(self, unit: Any, entries: list[Entry]) -> None:
        super().__init__(unit.outbox, entries)
        self._unit = unit

    def put(self, replies: Sequence[Stored], due: datetime, team: str = "") -> None:
        self._real.put(replies, due, team)
        self._entries[-1].puts.extend((reply, team, due) for reply in replies)

    def put_for_members(
        self, team: str, occasion: str, cards: Mapping[tuple[str, str], Card], due: datetime, language: str = "en",
        until: datetime | None = None,
    ) -> None:  # fmt: skip
        self._real.put_for_members(team, occasion, cards, due, language, until)
        self._unit.finish()  # what was put in may still wait to be written
        found = self._unit._connection.exec_driver_sql(
            "SELECT key, address FROM outbox WHERE team_id = ? AND key LIKE ?", (team, f"{occasion}:%")
        )
        self._entries[-1].told.append((team, occasion, dict(map(tuple, found)), due))

    def cancel(self, team: str, *occasions: str) -> None:
        self._real.cancel(team, *occasions)
        self._entries[-1].cancelled.extend((team, occasion) for occasion in occasions)


class WatchedMailroom:
    """bot.mailroom.Mailroom of one replica."""

    def __init__(self, mailroom: Any, mortal: Any, troubles: Troubles, witness: Witness) -> None:
        self._mailroom, self._mortal, self._troubles, self._witness = mailroom, mortal, troubles, witness

    def claim(self, platforms: Sequence[str], now: datetime, until: datetime, most: int) -> list[Parcel]:
        self._troubles.before(self._mortal)
        if not self._mortal.may_find(now):
            return []
        parcels: list[Parcel] = self._mailroom.claim(platforms, now, until, most)
        if parcels:
            self._witness.claimed(self._mortal, parcels, now, until)
            try:
                self._troubles.after(self._mortal)
            except BaseException:
                self._witness.claim_lost(self._mortal, parcels)
                raise
        return parcels

    def renew(self, parcels: Sequence[Ticket], until: datetime) -> set[Ticket]:
        self._troubles.before(self._mortal)
        kept: set[Ticket] = self._mailroom.renew(parcels, until)
        self._witness.renewed(self._mortal, kept, until)
        self._troubles.after(self._mortal)
        return kept

    def mark(self, outcomes: Sequence[Sent | Later | Failed]) -> None:
        try:
            self._troubles.before(self._mortal)
            if self._troubles.database_trouble() == "full":
                self._troubles.during(self._mortal)
        except Exception:
            self._witness.mark_refused(self._mortal, outcomes)
            raise
        self._mailroom.mark(outcomes)
        self._witness.marked(self._mortal, outcomes)
        try:
            self._troubles.after(self._mortal)
        except Exception:
            self._witness.mark_refused(self._mortal, outcomes)
            raise
