"""What a courier is delivering: for each conversation its parcels, oldest first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from bot.codec import place_of
from bot.mailroom import Parcel
from bot.messages import Place


class Load:
    """Conversations, and those of them that nobody serves yet. `more` says that more may be due."""

    def __init__(self, parcels: Sequence[Parcel], most: int) -> None:
        self.lanes: dict[Place, deque[Parcel]] = {}
        self.ready: deque[Place] = deque()
        self.carried = 0
        self.filling: asyncio.Task[None] | None = None
        self.trouble: Exception | None = None
        self._most = most
        self.add(parcels)

    def add(self, parcels: Sequence[Parcel]) -> None:
        """More to deliver. What comes for a conversation that is being served joins its end."""
        for parcel in parcels:
            place = place_of(parcel.reply)
            if place not in self.lanes:
                self.lanes[place] = deque()
                self.ready.append(place)
            self.lanes[place].append(parcel)
        self.carried += len(parcels)
        self.more = len(parcels) == self._most
