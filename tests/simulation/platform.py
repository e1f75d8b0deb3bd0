"""A platform as the bot meets it: it shows what it is sent, forgets to say so, and hands events over at least once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from adapters.delivery import AT_WILL, TryAgain, Unreachable
from bot.messages import Card, Event, Gather, Joined, OpenForm, Person, Place, Post, Revise, Stored
from tests.simulation import faults
from tests.simulation.faults import Troubles
from tests.simulation.letters import LOOKS_BACK
from tests.simulation.loop import SimLoop
from tests.simulation.oracle import Oracle
from tests.simulation.replica import Replica

Then = Callable[[Sequence[OpenForm]], None]
RETRIES = (10.0, 60.0, 300.0)
WAITS_FOR_AN_ANSWER = 3.0


@dataclass
class Sending:
    """An event on its way in."""

    event: Event
    then: Then
    tries: int = 0
    answered: bool = False


class FakePlatform:
    """Slack or Teams, with one workspace. `shown` is every message by its reference: (place, key, card)."""

    def __init__(self, name: str, loop: SimLoop, chance: Random, troubles: Troubles, oracle: Oracle) -> None:
        self.name, self._loop, self._chance = name, loop, chance
        self._troubles, self._oracle = troubles, oracle
        self.shown: dict[str, tuple[Place, str, Card]] = {}
        self.looked = 0
        self.roster: dict[Place, list[Person]] = {}
        self.replicas: Callable[[], Sequence[Replica]] = tuple
        self.on_shown: Callable[[Place, str, str, Card], None] = lambda *_: None

    # ---- out ----------------------------------------------------------------------------------------------------

    def line(self, replica: Replica) -> Line:
        """bot.ports.Platform of one replica."""
        return (LineThatLooks if self.name in LOOKS_BACK else Line)(self, replica)

    async def deliver(self, replica: Replica, reply: Stored) -> str:
        """Perform it, or fail at it in one of the ways in which networks fail."""
        row = replica.held.get(reply.key)
        await self._loop.sleep(self._chance.uniform(0.02, 0.4))
        if self._troubles.platform_trouble(self.name) == "slow":
            self._troubles.hit("slow")
            await self._loop.sleep(self._chance.uniform(1, faults.PATIENCE))
        self._refuse(row)
        if self._troubles.happens("request lost", faults.LOST_REQUEST):
            raise TryAgain("ClientConnectorError")
        if isinstance(reply, Gather):
            return await self._gather(replica, reply)
        ref = self._show(replica, reply)
        if self._troubles.happens("sent but timed out", faults.TIMED_OUT):
            if row:
                row.excuses.add("sent but timed out")
            await self._loop.sleep(faults.PATIENCE)
            raise TryAgain("TimeoutError", perhaps_sent=True)
        if self._troubles.happens("late reply", faults.LATE_REPLY):
            await self._loop.sleep(self._chance.uniform(1, faults.PATIENCE))
        return ref

    async def look(self, reply: Stored) -> str | None:
        """The reference of what stands there for it, if anything does."""
        await self._loop.sleep(self._chance.uniform(0.02, 0.4))
        how = self._troubles.platform_trouble(self.name)
        if how not in ("", "slow") or self._troubles.happens("look failed", faults.LOOK_FAILED):
            raise TryAgain(how or "TimeoutError", 1.0 if how == "429" else None)
        self.looked += 1
        if isinstance(reply, Post):
            return next((ref for ref, (to, key, _) in self.shown.items() if (to, key) == (reply.to, reply.key)), None)
        return None

    def _refuse(self, row: Any) -> None:
        how = self._troubles.platform_trouble(self.name)
        if how in ("", "slow") or (how == "5xx" and self._chance.random() < 0.3):
            return
        self._troubles.hit(how)
        match how:
            case "429":
                raise TryAgain("ratelimited", self._chance.choice([1.0, 10.0, 30.0]))
            case "5xx":
                raise TryAgain("HTTP 503", perhaps_sent=True)
            case "token refused":
                raise TryAgain("invalid_auth", whole_workspace=True)
        if row:
            row.refused = True
        raise Unreachable("token_revoked")

    def _show(self, replica: Replica, reply: Post | Revise) -> str:
        if isinstance(reply, Revise):
            if reply.message not in self.shown:
                self._oracle.wrong(f"{reply.key} changes a message that never was")
            ref = reply.message
        else:
            ref = f"m{len(self.shown)}"
        self.shown[ref] = reply.to, reply.key, reply.card
        self._oracle.arrived(replica, reply, replica.clock.true())
        self._oracle.tell(f"{self.name} shows {reply.key} from {replica.name}")
        place, key, card = reply.to, reply.key, reply.card
        self._loop.spawn(None, self._noticed(place, key, ref, card))
        return ref

    async def _noticed(self, place: Place, key: str, ref: str, card: Card) -> None:
        """People are no part of the process that wrote to them."""
        self.on_shown(place, key, ref, card)

    async def _gather(self, replica: Replica, reply: Gather) -> str:
        for person in list(self.roster.get(reply.place, ())):
            event = Joined(id=f"gather:{reply.place.address}:{person.id}", who=person, where=reply.place)
            self._oracle.sends(event)
            await replica.door.handle(event)
        self._oracle.arrived(replica, reply, replica.clock.true())
        return ""

    # ---- in -----------------------------------------------------------------------------------------------------

    def send(self, event: Event, then: Then = lambda _: None) -> None:
        """Somebody did something. `then` is given the forms that open, where the platform hears of them."""
        self._oracle.sends(event)
        sending, wait = Sending(event, then), 0.0
        if self._troubles.happens("event out of order", faults.OUT_OF_ORDER):
            wait = self._chance.uniform(5, 60)
        elif self._troubles.happens("event hours late", faults.VERY_LATE):
            wait = self._chance.uniform(600, 7200)
        self._loop.after(wait + 0.05, lambda: self._attempt(sending))
        if self._troubles.happens("event twice at once", faults.TWICE_AT_ONCE):
            self._loop.after(wait + 0.05, lambda: self._attempt(replace(sending)))
        if self._troubles.happens("copy of an event later", faults.COPY_MUCH_LATER):
            copy = replace(sending, tries=len(RETRIES))
            self._loop.after(wait + self._chance.uniform(60, 7200), lambda: self._attempt(copy))

    def _attempt(self, sending: Sending) -> None:
        there = [replica for replica in self.replicas() if replica.accepts]
        again = self._loop.after(WAITS_FOR_AN_ANSWER, lambda: self._look_again(sending))
        if there:
            replica = self._chance.choice(there)
            self._loop.spawn(replica.process, self._hand_over(replica, sending, again.cancel))

    def _look_again(self, sending: Sending) -> None:
        if not sending.answered and sending.tries < len(RETRIES):
            wait = RETRIES[sending.tries]
            sending.tries += 1
            self._loop.after(wait, lambda: self._attempt(sending))

    async def _hand_over(self, replica: Replica, sending: Sending, answered: Callable[[], None]) -> None:
        """What an adapter's listener does."""
        try:
            forms = await replica.door.handle(sending.event)
        except Exception:
            return  # answered with an error: the platform tries again
        self._oracle.acknowledged(sending.event)
        if self._troubles.happens("acknowledgement lost", faults.LOST_ACKNOWLEDGEMENT):
            return
        answered()
        first, sending.answered = not sending.answered, True
        if first:
            self._loop.spawn(None, self._told(sending, forms))

    async def _told(self, sending: Sending, forms: Sequence[OpenForm]) -> None:
        sending.then(forms)


class Line:
    """The adapter of one replica. adapters.delivery.Paced: addresses are "<workspace>/<conversation>"."""

    conversation_pace = workspace_pace = AT_WILL

    def __init__(self, platform: FakePlatform, replica: Replica) -> None:
        self._platform, self._replica = platform, replica

    def workspace(self, to: Place) -> str:
        return to.address.partition("/")[0] + "/"

    async def deliver(self, reply: Stored) -> str:
        return await self._platform.deliver(self._replica, reply)


class LineThatLooks(Line):
    """adapters.delivery.Looks."""

    async def look(self, reply: Stored) -> str | None:
        return await self._platform.look(reply)
