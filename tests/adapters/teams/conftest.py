"""Messages out, and the Bot Connector that they go to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.teams import TeamsSettings
from adapters.teams.addresses import Address
from adapters.teams.outward import Connector
from adapters.teams.platform import TeamsPlatform
from bot.messages import Button, Card, Place, Post, Text
from tests.adapters.teams.fakes import BotConnector, FakeDoor

CARD = Card((Text("The week’s question", "title"), Text("Do you trust each other?")), (Button("Answer", "answer"),))


class Out:
    """The platform, and the Bot Connector behind it."""

    def __init__(self, platform: TeamsPlatform, door: FakeDoor, connector: BotConnector, service: str) -> None:
        self.platform, self.door, self.connector = platform, door, connector
        self.address = Address(service, "28:app", "tenant", conversation="19:river@thread.tacv2")
        self.channel = Place("teams", str(self.address))
        self.thread = Place("teams", str(Address(service, "28:app", "tenant", "19:river@thread.tacv2;messageid=17")))

    def home(self, who: str) -> Place:
        return Place("teams", str(Address(self.address.service, "28:app", "tenant", user=f"29:{who}")), private=True)

    async def post(self, to: Place) -> str:
        return await self.platform.deliver(Post("k", to, CARD))


@pytest.fixture
async def out() -> AsyncIterator[Out]:
    connector, door = BotConnector(), FakeDoor()
    async with connector.on() as service:
        platform = TeamsPlatform(Connector(TeamsSettings("", "", playground=True)), door)
        yield Out(platform, door, connector, service)
        await platform.close()
