"""Who is in a channel. The web chat has no list of its own, so it keeps one beside the messages, in the transcript."""

from __future__ import annotations

from adapters.web_chat import address
from adapters.web_chat.transcript import Transcript
from bot.messages import Event, Joined, Left, Person, Place


class Roster:
    """Synchronous, as the transcript is: called in a thread."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript

    def note(self, event: Event) -> None:
        """Something happened in a channel: somebody came, or left, or did something there and so must be in it."""
        at = _page(event.where)
        known = {found["name"]: message for _, message, found in self._transcript.since(at, 0) if found}
        mine = [message for name, message in known.items() if address.slug(name) == event.who.id]
        if isinstance(event, Left):
            for message in mine:
                self._transcript.revise(at, message, {})
        elif not mine:
            self._transcript.add(at, {"name": event.who.name})

    def present(self, where: Place) -> list[Person]:
        """Everybody who is in the channel `where`."""
        found = (address.person(entry["name"]) for _, _, entry in self._transcript.since(_page(where), 0) if entry)
        return [person for person in found if person is not None]

    def joins(self, occasion: str, where: Place) -> list[Joined]:
        """What the engine is told when it asks, on an occasion, who is there."""
        return [Joined(id=f"{occasion}:{person.id}", who=person, where=where) for person in self.present(where)]


def _page(where: Place) -> str:
    """An address that no page can ask for: `address.place` knows no such kind."""
    return f"people:{where.address}"
