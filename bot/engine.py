"""The engine: the only transactions, the only reading of the clock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import handlers, occasions
from bot.domain import WORDS_KEPT, gone_before
from bot.languages import Languages
from bot.library import Library
from bot.messages import Event, OpenForm
from bot.moment import Moment
from bot.ports import Clock, Conflict, Keys, Store, StoreTrouble

log = logging.getLogger(__name__)

TOGETHER, FEW = 16, 2
"""Teams whose steps share a commit: when nobody waits for it, and while people come. Whoever else wants to write waits
for them: a millisecond or so for each."""

EVENTS_KEPT = timedelta(days=14)
"""How long a platform's repeat of an event is still known as one; the longest a platform repeats is minutes."""

Result = Sequence[OpenForm] | Exception

GIVES_WAY = 3
"""So often events are handled anew because another process was in their way. It takes two that change one team."""


class Engine:
    """Decides what follows from an event and from the passing of time. Synchronous: call it in a worker thread.

    `content` is every language that the bot speaks, or the library of its only one.
    """

    def __init__(self, store: Store, content: Library | Languages, clock: Clock, keys: Keys) -> None:
        self._store, self._clock, self._keys = store, clock, keys
        self._kept: date | None = None
        self._untidy = False
        self._languages = Languages.only(content) if isinstance(content, Library) else content

    def handle(self, event: Event) -> Sequence[OpenForm]:
        """Handle one event; stored when this returns. A repeated event changes nothing and returns ().

        Raises StoreTrouble when nothing could be stored.
        """
        result = self.handle_all([event])[0]
        if isinstance(result, Exception):
            raise result
        return result

    def handle_all(self, events: Sequence[Event]) -> list[Result]:
        """Handle events that came at the same time, each in a step of its own, with one commit for all.

        An event whose handling fails is undone alone; its error stands in its place in the list. Raises StoreTrouble
        when nothing could be stored: then none of them happened.
        """
        for _ in range(GIVES_WAY):
            try:
                return self._handled(events)
            except Conflict:  # the other one is through by now
                continue
        return self._handled(events)

    def _handled(self, events: Sequence[Event]) -> list[Result]:
        try:
            return self._together(events, self._all)
        except StoreTrouble:
            raise
        except Exception:
            # One failed and took the others with it. That is rare, so only now does each pay for a step of its own.
            return self._together(events, self._each)

    def _together(
        self, events: Sequence[Event], handle: Callable[[Moment, Sequence[Event]], list[Result]]
    ) -> list[Result]:
        with self._store.unit() as unit:
            moment = Moment(unit, self._languages, self._languages.of(), self._clock.now(), self._keys, tidy=self._tidy)
            results = handle(moment, events)
        self._afterwards(moment)
        return results

    def _afterwards(self, moment: Moment) -> None:
        if moment.spent:
            self._keys.destroy(*moment.spent)
        for act in dict.fromkeys(moment.afterwards):  # what several want is done once
            act()

    def _all(self, moment: Moment, events: Sequence[Event]) -> list[Result]:
        moment.unit.seen.expect([_id(event) for event in events], moment.now.date())
        moment.unit.expect([event.who for event in events])
        return [self._once(moment, event) for event in events]

    def _each(self, moment: Moment, events: Sequence[Event]) -> list[Result]:
        return [self._step(moment, event) for event in events]

    def _step(self, moment: Moment, event: Event) -> Result:
        try:
            with moment.unit.step():
                return self._once(moment, event)
        except StoreTrouble:
            raise  # nothing can be stored, for the others neither: the platforms try all of them again
        except Exception as error:
            # The kind alone: an error's text can hold what somebody wrote.
            log.error("event not handled: %s in %s", type(error).__name__, type(event).__name__)
            return error

    def _once(self, moment: Moment, event: Event) -> Sequence[OpenForm]:
        if not moment.unit.seen.first(_id(event), moment.now.date()):
            return ()
        # A button or form of a team carries its id in front: then that team's language is meant.
        named = getattr(event, "value", "").partition(":")[0]
        chosen, of_team = moment.unit.people.meet(event.who, event.where, named)
        own = replace(moment, chosen=chosen, library=self._languages.of(chosen, of_team))
        replies = handlers.handle(own, event)
        stored = [reply for reply in replies if not isinstance(reply, OpenForm)]
        if stored:
            moment.unit.outbox.put(stored, moment.now)
        return [reply for reply in replies if isinstance(reply, OpenForm)]

    def tick(self) -> int:
        """Do whatever is due for any team; returns for how many."""
        done = sum(self.ticking())
        self.tidy()
        return done

    def ticking(self, people_come: Callable[[], bool] = lambda: False) -> Iterator[int]:
        """Do whatever is due, some teams at a time; after each time, give how many they were.

        Some are one transaction, in which a team that fails is undone alone. Who answers people on the same thread can
        let them have their turn in between, and says by `people_come` whether they shall be few. Once a day, let go of
        people who left long ago, of old words and of old messages. `tidy` belongs after it.
        """
        now = self._clock.now()
        with self._store.unit() as unit:
            due = unit.teams.due(now)
        if self._kept != now.date():
            self._let_go(now)
        while due:
            many = FEW if people_come() else TOGETHER
            some, due = due[:many], due[many:]
            self._untidy |= "close" in self._happen(some)
            yield len(some)

    def tidy(self) -> None:
        """Let the answers of the weeks that were closed linger nowhere. It takes its time, and may do so in any thread;
        when it cannot be done, it is tried again after the next tick."""
        if self._untidy:
            self._tidy()

    def _let_go(self, now: datetime) -> None:
        try:
            with self._store.unit() as unit:
                unit.people.let_go(gone_before(now.date()))
                unit.seen.forget((now - EVENTS_KEPT).date())
                unit.outbox.let_go(now - occasions.SENT_KEPT, now - occasions.UNSENT_KEPT)
                unit.thoughts.let_go(now - WORDS_KEPT)  # of teams whose window does not end, since they are paused
                ended = set(unit.teams.ended())
            # A crash right after a team's end can leave its keys.
            if left := [name for name in self._keys.circles() if name.partition(":")[0] in ended]:
                self._keys.destroy(*left)
            self._kept = now.date()
        except Exception as error:  # teams must not wait for it; it is tried again at the next tick
            log.error("what should be gone is still kept: %s", type(error).__name__)

    def _tidy(self) -> None:
        self._untidy = False
        try:
            self._store.tidy()
        except StoreTrouble as trouble:  # what was deleted is deleted all the same
            self._untidy = True
            log.error("deleted answers may still be in the database's log: %s", trouble)

    def _happen(self, teams: Sequence[str]) -> list[str]:
        """Do what is due for these teams; returns the steps that were taken."""
        try:
            with self._store.unit() as unit:
                now = self._clock.now()
                moment = Moment(unit, self._languages, self._languages.of(), now, self._keys)
                # Another process can have been quicker between the two transactions. A team that it is at just now, or
                # in which people are answering, is not held at all: the next tick is soon.
                due = [team for team in unit.teams.hold_free(teams) if team.due and team.due <= now]
                spoken = {team.language for team in due}
                moments = {each: replace(moment, library=self._languages.of(each)) for each in spoken}
                for team in due:
                    occasions.happen(moments[team.language], team)
            self._afterwards(moment)
        except StoreTrouble as trouble:  # nothing can be stored, for the others neither: all are tried at the next tick
            log.error("teams must wait: %s", trouble)
            return []
        except Exception as error:
            if len(teams) == 1:
                # One team's trouble must not keep the others waiting; it stays due and is tried at the next tick.
                log.error("a team's step failed: %s", type(error).__name__)
                return []
        else:
            return [team.step for team in due]
        # One failed and took the others with it. That is rare, so only now does each pay for a commit of its own.
        return [step for team in teams for step in self._happen([team])]


def _id(event: Event) -> str:
    return f"{event.who.platform}:{event.id}"
