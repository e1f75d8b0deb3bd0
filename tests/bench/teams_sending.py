"""A week's questions sent on Teams, each kept and marked, against bare posts of the same cards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import aiohttp
from aiohttp import web

from adapters import teams
from adapters.courier import AT_ONCE
from adapters.delivery import AT_WILL
from adapters.door import EngineDoor
from adapters.teams import TeamsSettings, render
from adapters.teams.addresses import Address
from bot.library import Library
from bot.messages import Card, Person
from bot.ports import Platform
from tests.bench import crowd, stub_teams
from tests.bench.sending import Ours, cards_of, compare
from tests.bench.table import Row

DELAY, GOAL, TENANT = 0.05, 0.55, "tenant"


def run(rounds: int, questions: int, library: Library, folder: Path) -> list[Row]:
    """`questions` people are asked in each round."""
    people = crowd.seats(-(-questions // crowd.EACH), library, crowd.now())[:questions]
    pairs = compare(stub_teams.serve, (_Bare, _Ours), people, library, folder, rounds, DELAY)
    what = f"{questions:,} questions sent and marked, Teams takes {DELAY * 1000:.0f} ms, against bare posts, 50 at once"
    return [pairs.at_least(GOAL, what, "messages/s")]


class _Bare:
    """One session, as many posts at once as the courier has."""

    def __init__(self, url: str, people: Sequence[crowd.Seat], library: Library) -> None:
        cards = cards_of(people, library, crowd.WEEK)
        self._posts = [
            (f"{url}/v3/conversations/{quote(seat.user)}/activities", _activity(cards[seat.team.id, seat.member.voice]))
            for seat in people
        ]

    async def open(self) -> None:
        self._session = aiohttp.ClientSession()

    def send(self) -> Callable[[], Awaitable[None]]:
        waiting = iter(self._posts)

        async def line() -> None:
            for url, activity in waiting:
                async with self._session.post(url, json=activity) as answer:
                    await answer.read()

        async def all_() -> None:
            await asyncio.gather(*(line() for _ in range(AT_ONCE)))

        return all_

    async def close(self) -> None:
        await self._session.close()


def _activity(card: Card) -> dict[str, object]:
    shown = render.message(card)
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": shown}
    return {"type": "message", "from": {"id": "bot"}, "summary": render.summary(shown), "attachments": [attachment]}


class _Ours(Ours):
    """The Teams platform."""

    def moved(self, url: str, people: Sequence[crowd.Seat]) -> list[crowd.Seat]:
        return [_on_teams(seat, url) for seat in people]

    async def platform(self, site: web.Application, door: EngineDoor) -> Platform:
        platform = await teams.connect(site, TeamsSettings("", "", playground=True), door)
        platform.workspace_pace = AT_WILL  # type: ignore[attr-defined]  # the stub takes more than Microsoft does
        return platform


def _on_teams(seat: crowd.Seat, url: str) -> crowd.Seat:
    address = Address(service=url, bot="bot", tenant=TENANT, user=f"29:{seat.user}")
    who = Person("teams", f"{TENANT}/{seat.user}", seat.member.person.name, str(address))
    return replace(seat, member=replace(seat.member, person=who))
