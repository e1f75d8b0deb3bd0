"""The invariants, checked at every commit, claim, delivery and mark. It knows what people sent, and no more."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any

from bot.mailroom import Failed, Later, Parcel, Sent, Ticket
from bot.messages import Event, Joined, Left, Person, Place, Post, Pressed, Stored, Submitted
from bot.rhythm import ASK_GRACE, REMIND_GRACE
from tests.simulation.books import MEASURES, WINDOW, Book, Plan, Someone, Week, after
from tests.simulation.clock import SimClock, SimKeys
from tests.simulation.letters import Letters, Row
from tests.simulation.secrets_gone import KeysToGo
from tests.simulation.store import Entry

ANSWERS = frozenset("12345") | {"same", "unsure"}
QUESTIONS = ("ask", "remind", "later")
SOON = timedelta(minutes=2)
SEEN_BY_ALL = ("set-up:", "summary:", "nobody:", "quotes:", "re:")


class Oracle:
    """tests.simulation.store.Witness."""

    def __init__(self, keys: SimKeys, wrong: Callable[[str], None], database: Connection,
                 tell: Callable[[str], None], clock: SimClock) -> None:  # fmt: skip
        self._keys, self.wrong, self._database, self.tell = keys, wrong, database, tell
        self._clock = clock
        self.letters = Letters(wrong)
        self.plans: dict[Place, Plan] = {}
        self.books: dict[str, Book] = {}
        self.sent: dict[str, Event] = {}
        self.committed_events: set[str] = set()
        self.acknowledged_answers = 0
        self.checks = 0
        self.secrets = KeysToGo(keys, wrong)
        self.well_since: datetime | None = None
        """Since when nothing keeps the ticks from coming."""

    # ---- events -------------------------------------------------------------------------------------------------

    def sends(self, event: Event) -> None:
        """A platform is about to hand this over, for the first time or again."""
        self.sent[f"{event.who.platform}:{event.id}"] = event

    def acknowledged(self, event: Event) -> None:
        """`handle` returned: from here on it may never be lost."""
        if f"{event.who.platform}:{event.id}" not in self.committed_events:
            self.wrong(f"{type(event).__name__} {event.id} is acknowledged and not stored")
        elif isinstance(event, Submitted):
            self.acknowledged_answers += 1

    # ---- commits ------------------------------------------------------------------------------------------------

    def committed(self, entries: list[Entry], now: datetime) -> None:
        """A transaction was kept."""
        touched: dict[str, Book] = {}
        for entry in entries:
            self.letters.written(entry)
            self.tell(f"commit {entry.event or 'tick'} {[reply.key for reply, _, _ in entry.puts]}")
            if entry.event:
                if entry.event in self.committed_events:
                    self.wrong(f"{entry.event} is handled twice")
                self.committed_events.add(entry.event)
                books = [self._event(self.sent[entry.event], entry, now)]
            else:
                books = [self._tick(part, now) for part in entry.by_team()]
            touched.update({book.id: book for book in books if book})
        for book in touched.values():
            self._compare(book)

    def _event(self, event: Event, entry: Entry, now: datetime) -> Book | None:
        if entry.readings:
            self.wrong(f"something is published by a {type(event).__name__}")
        book = self._book_of(event)
        if book is None or book.status not in ("active", "paused"):
            return None
        match event:
            case Joined():
                book.people.setdefault(event.who, Someone())
            case Left():
                if event.who in book.people and book.people[event.who].state != "left":
                    book.leave(event.who)
            case Submitted(form="setup"):
                book.people.setdefault(event.who, Someone())
            case Submitted(form="answer"):
                self._answer(book, event, entry, now)
            case Submitted(form="latest") if event.who in book.people:
                book.erase(event.who)
                book.drop_words(event.who)
            case Pressed(action="forget_me_now"):
                self._forgotten(event.who)
            case Pressed():
                self._pressed(book, event, now)
        return book

    def _book_of(self, event: Event) -> Book | None:
        if isinstance(event, Submitted) and event.form == "setup" and event.value not in self.books:
            self.books[event.value] = Book(event.value, self.plans[event.where], self._keys)
        named = getattr(event, "value", "").partition(":")[0]
        if named in self.books:
            return self.books[named]
        live = [book for book in self.books.values() if book.status != "ended"]
        return next((book for book in live if book.plan.channel == event.where), live[0] if live else None)

    def _answer(self, book: Book, event: Submitted, entry: Entry, now: datetime) -> None:
        week = int(event.value.partition(":")[2])
        if not book.open_for(event.who, week, now):
            return
        if all(event.answers.get(measure) in ANSWERS for measure in MEASURES):
            book.submit(event.who, event.answers)
            if not entry.puts:
                self.wrong(f"an answer is taken and {event.who.id} is not told")

    def _pressed(self, book: Book, event: Pressed, now: datetime) -> None:
        who, week = event.who, event.value.partition(":")[2]
        one, today = book.people.get(who), book.day(now)
        if one is None:
            return
        match event.action:
            case "same" | "skip" if book.open_for(who, int(week), now):
                (book.same if event.action == "same" else book.skip)(who)
            case "join" if one.state != "in":
                one.state, one.joined = "in", today
            case "decline" if one.state == "invited":
                one.state = "declined"
            case "voice":
                book.choose_voice(who, week, today)
            case "leave":
                book.leave(who)
            case "fresh_start_now":
                for circle in book.circles.values():
                    circle.request_fresh_start()
            case "pause" | "resume":
                book.status = "paused" if event.action == "pause" else "active"
            case "end_now":
                self.secrets.must_go(*(f"{book.id}:{series}" for series in book.circles))
                self._window_ends(book)
                book.end()

    def _forgotten(self, who: Person) -> None:
        for book in self.books.values():
            if who in book.people and book.status != "ended":
                book.leave(who)
            book.people.pop(who, None)
        for table in ("member", "identity"):
            if self.count(f"SELECT count(*) FROM {table} WHERE platform = ? AND person = ?", who.platform, who.id):
                self.wrong(f"a {table} row of somebody who is forgotten stays")

    def _window_ends(self, book: Book) -> None:
        window = (book.week.number - 1) // WINDOW if book.week else 0
        # That of the window before, too, where a crash kept it alive until now.
        self.secrets.must_go(f"{book.id}:words.{window}", f"{book.id}:words.{window - 1}")

    def not_told(self) -> None:
        """Whoever committed does not hear of it."""
        self.secrets.not_told()

    # ---- ticks --------------------------------------------------------------------------------------------------

    def _tick(self, entry: Entry, now: datetime) -> Book | None:
        for before in entry.old_words:
            for book in self.books.values():
                book.let_go(before)
        for team, occasion, addresses, _ in entry.told:
            self._told(self.books[team], occasion, addresses, entry, now)
        closed = [round_ for round_ in entry.rounds if round_.closed]
        if not closed:
            if entry.readings:
                self.wrong("something is published between the closes")
            return None
        book = self.books[closed[0].team]
        at = book.week
        if at is None or not at.open or closed[0].week != at.number:
            self.wrong(f"week {closed[0].week} of {book.plan.name} is closed twice, or never was open")
            return book
        if now < at.closes:
            self.wrong(f"week {at.number} of {book.plan.name} is closed {at.closes - now} too early")
        self.in_time(f"the summary of week {at.number}", at.closes)
        if at.number % WINDOW == 0:
            self._window_ends(book)
        expected = book.close(self.wrong)
        got = {r.measure: (r.status, r.label, r.labels, r.size) for r in entry.readings}
        if got != {name: (e.status, e.label, e.labels, e.size) for name, e in expected.items()}:
            self.wrong(f"week {at.number} of {book.plan.name} publishes {got}, and the rules give {expected}")
        posted = [reply for reply, _, _ in entry.puts if reply.key.startswith("summary:")]
        if [reply.key for reply in posted] != [f"summary:{book.id}:{at.number}"]:
            self.wrong(f"the close posts {[reply.key for reply in posted]}")
        return book

    def in_time(self, what: str, due: datetime) -> None:
        """When nothing is in the way, it happens within some ticks."""
        now = self._clock.true()
        if self.well_since and now > max(due, self.well_since) + SOON:
            self.wrong(f"{what} comes at {now}, was due at {due}, and all has been well since {self.well_since}")

    def _told(self, book: Book, occasion: str, addresses: dict[str, str], entry: Entry, now: datetime) -> None:
        kind, _, rest = occasion.partition(":")
        week = int(rest.partition(":")[2])
        if kind == "ask":
            self._asked(book, week, entry, now)
        elif book.week is None or not book.week.open or book.week.number != week or book.week.reminded:
            self.wrong(f"{occasion} comes when no week is open, or twice")
        else:
            book.week.reminded = True
            if not book.week.reminds <= now <= book.week.reminds + REMIND_GRACE:
                self.wrong(f"{occasion} is out of its window: {now}, not {book.week.reminds}")
        homes = sorted(who.home for who in book.those_in())
        if sorted(addresses.values()) != homes:
            self.wrong(f"{occasion} goes to {sorted(addresses.values())}, and those in are {homes}")

    def _asked(self, book: Book, week: int, entry: Entry, now: datetime) -> None:
        round_ = next(round_ for round_ in entry.rounds if round_.week == week)
        before = book.week.number if book.week else 0
        if week != before + 1 or (book.week and book.week.open) or book.status != "active":
            self.wrong(f"week {week} of {book.plan.name} is asked after week {before}, {book.status}")
        opens, plan = round_.opens, book.plan
        day = book.day(opens)
        if opens != book.wall(day) or day.weekday() != plan.weekday or not opens <= now <= opens + ASK_GRACE:
            self.wrong(f"week {week} of {plan.name} is asked at {now} for {opens}: out of its rhythm")
        self.in_time(f"the question of week {week}", opens)
        if book.week and opens <= book.week.closes:
            self.wrong(f"week {week} of {plan.name} opens before the last one closes")
        book.week = Week(week, opens, after(opens, book, 3), after(opens, book, 4))
        book.closed[week] = book.week.closes
        if (round_.reminds, round_.closes) != (book.week.reminds, book.week.closes):
            self.wrong(f"week {week} of {plan.name} closes at {round_.closes}, not at {book.week.closes}")

    # ---- the outbox ---------------------------------------------------------------------------------------------

    def claimed(self, holder: Any, parcels: Sequence[Parcel], now: datetime, until: datetime) -> None:
        """A courier took these. From now on it cannot be called back, so this is when it must be right to send."""
        for row in self.letters.claimed(holder, parcels, until):
            kind = row.key.partition(":")[0]
            if kind in QUESTIONS:
                self._may_ask(row, now)
        holder.on_claim()

    def _may_ask(self, row: Row, now: datetime) -> None:
        _, team, week = row.key.split(":")[:3]
        book = self.books[team]
        if not any(who.place == row.place for who in book.those_in()):
            self.wrong(f"{row.key} is sent to somebody who is not in")
        if book.week is None or not book.week.open or book.week.number != int(week):
            self.wrong(f"{row.key} is sent after the close")
        elif now >= book.week.closes:
            self.wrong(f"{row.key} is sent when its week has run out, before a tick closes it")

    def claim_lost(self, holder: Any, parcels: Sequence[Parcel]) -> None:
        """It will never know that it holds them: they wait for their lease to end."""
        for parcel in parcels:
            holder.held.pop(parcel.reply.key, None)

    def renewed(self, holder: Any, kept: set[Ticket], until: datetime) -> None:
        """It holds these longer."""
        self.letters.renewed(kept, until)

    def marked(self, holder: Any, outcomes: Sequence[Sent | Later | Failed]) -> None:
        self.letters.marked(holder, outcomes)

    def mark_refused(self, holder: Any, outcomes: Sequence[Sent | Later | Failed]) -> None:
        self.letters.mark_refused(outcomes)

    def arrived(self, holder: Any, reply: Stored, now: datetime) -> None:
        """A platform shows it."""
        row = self.letters.arrived(holder, reply)
        if not isinstance(reply, Post) or row is None:
            return
        kind, _, rest = reply.key.partition(":")
        if reply.to in self.plans and not reply.key.startswith(SEEN_BY_ALL):
            self.wrong(f"{reply.key} is shown to everybody")
        if kind == "summary":
            book, week = self.books[rest.split(":")[0]], int(rest.split(":")[1])
            if book.week is None or book.week.number < week or (book.week.number == week and book.week.open):
                self.wrong(f"{reply.key} is posted before its close")

    # ---- the database -------------------------------------------------------------------------------------------

    def count(self, question: str, *given: Any) -> int:
        """A number that the database knows, past every fault."""
        found: int = self._database.execute(question, given).fetchone()[0]
        return found

    def _compare(self, book: Book) -> None:
        """Nothing but the answers that people gave, and the state that the rules made of them."""
        self.checks += 1
        ask, given = self._database.execute, (book.id,)
        rows = set(ask("SELECT week, measure, person_key, value FROM answer WHERE team_id = ?", given))
        states = {m: json.loads(s) for m, s in ask("SELECT measure, state FROM circle WHERE team_id = ?", given)}
        words = self.count("SELECT count(*) FROM words WHERE team_id = ?", book.id)
        if rows != (must := book.rows() if book.status != "ended" else set()):
            self.wrong(f"{book.plan.name}: {len(must - rows)} answers are lost, {len(rows - must)} are not theirs")
        kept = {measure: state for measure, state in states.items() if state}
        if {m: s for m, s in book.states().items() if m in kept} != kept:
            self.wrong(f"the circles of {book.plan.name} are not what the rules make of its answers")
        if words != len(book.words):
            self.wrong(f"{book.plan.name} keeps {words} thoughts, and {len(book.words)} were written")

    def at_the_end(self, before: datetime) -> None:
        """Long after the last trouble; `before` is a little earlier than now."""
        self.secrets.at_the_end({book.id for book in self.books.values() if book.status == "ended"})
        self.letters.all_done(before)
        due = before.replace(tzinfo=None).isoformat(" ", "microseconds")
        if waiting := self.count("SELECT count(*) FROM outbox WHERE state = 'waiting' AND due_at < ?", due):
            self.wrong(f"{waiting} rows of the outbox wait")
