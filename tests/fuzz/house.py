"""The whole program in this process, every door open, with fakes outside and somebody watching."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from botframework.connector.auth import AuthenticationConstants
from sqlalchemy import text

import coreflect
from adapters import serving
from adapters.clocks import SystemClock
from adapters.courier import Courier
from adapters.door import EngineDoor
from adapters.health import add_health
from adapters.unlocking import Unlocking
from adapters.web_chat import address
from bot.explain import warm
from bot.languages import Languages
from storage.database import connect
from storage.tables import metadata
from tests import databases
from tests.adapters.slack.fake import FakeSlack
from tests.adapters.slack.site import SECRET as SIGNING
from tests.adapters.teams.fakes import APP, BotConnector, Keys
from tests.bench import crowd
from tests.players.teams import TeamsPlayer

SECRET = "a secret for other machines"
SLACK, TEAMS, WEB = range(3)
"""The teams that there are, by number; each on its platform."""

SHORT = serving.Patience(idle=1.5, body=0.3, refused=0.1)
"""As the program's own, and so that nobody need wait for it."""

NAMES = ("ana", "ben", "cai", "dee", "eli", "fay", "gus", "hal", "ida", "jon", "kim", "lee")


class Outside(FakeSlack):
    """Slack, which knows everybody of the crowd."""

    def _users_info(self, args: Any) -> Any:
        return {"user": {"id": args["user"], "name": "somebody", "profile": {"display_name": "Somebody"}}}


class Watch(logging.Handler):
    """What went wrong without an answer saying so: errors in the log, and errors that nobody waited for."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(f"logged: {self.format(record)}")

    def unhandled(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.found.append(f"unhandled: {context.get('message')} {context.get('exception')!r}")

    def take(self) -> list[str]:
        found, self.found = self.found, []
        return found


class House:
    """The running program, its teams, and what can be asked of it. Made by `house`."""

    def __init__(self, parts: coreflect.Parts, site: web.Application, courier: Courier, connector: str) -> None:
        self.parts, self.site, self.courier, self.connector = parts, site, courier, connector
        self.secret = parts.settings.coreflect_secret
        self.watch, self.numbers = Watch(), count(1)
        self.port = 0
        self._path = parts.settings.database_url.removeprefix("sqlite:///")
        self._looking = sqlite3.connect(self._path, isolation_level=None)
        self.seats = self._seats()
        self.furnish()

    @property
    def teams(self) -> list[str]:
        """The ids of the teams, by number."""
        return [seat.team.id for seat in self.seats[:: crowd.EACH]]

    def furnish(self) -> None:
        """Everything as it was at the start: whatever has been ended, left or deleted meanwhile is back."""
        database = connect(self.parts.settings.database_url)
        with database.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
        crowd.fill(database, self.seats, self.parts.settings.coreflect_keys)
        with database.begin() as connection:
            connection.execute(text("UPDATE member SET coordinator = 1 WHERE joined IS NOT NULL AND rowid % 3 = 0"))
        database.dispose()
        self.parts.safe.keep(f"slack:{crowd.WORKSPACE}", "xoxb-test")

    def version(self) -> int:
        """Another number after every commit that changed anything."""
        found: int = self._looking.execute("PRAGMA data_version").fetchone()[0]
        return found

    def digest(self) -> str:
        """What stands in all tables, in one word."""
        rows = hashlib.blake2b(digest_size=16)
        for name in sorted(metadata.tables):
            for row in self._looking.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2'):
                rows.update(repr((name, row)).encode())
        return rows.hexdigest()

    async def deliver(self) -> None:
        """Let everything that waits go out."""
        while await self.courier.round():
            pass

    def close(self) -> None:
        self._looking.close()

    def _seats(self) -> list[crowd.Seat]:
        """Three teams in the middle of a week, one on each platform."""
        seats = crowd.seats(3, self.parts.languages.of(), crowd.now())
        teams = TeamsPlayer()
        for at, seat in enumerate(seats):
            name, number = NAMES[at % crowd.EACH], at // crowd.EACH
            if number == TEAMS:
                who, channel = teams.person(name), teams.channel()
                who = replace(who, home=who.home.replace("http://localhost:56150/_connector", self.connector))
                address_ = channel.address.replace("http://localhost:56150/_connector", self.connector)
                channel = replace(channel, address=address_)
            elif number == WEB:
                found = address.person(name)
                assert found
                who, channel = found, address.channel()
            else:
                continue
            seats[at] = replace(seat, team=replace(seat.team, channel=channel), member=replace(seat.member, person=who))
        return seats


class _Token:
    def get_access_token(self) -> str:
        return "the bot's own"


@asynccontextmanager
async def house(
    folder: Path, secret: str = "", patience: serving.Patience = SHORT, languages: Languages | None = None
) -> AsyncIterator[House]:
    """Build everything as `coreflect run` does, but let time stand still: no ticks, and the courier goes when asked."""
    slack = Outside()
    await slack.server.start_server()
    with pytest.MonkeyPatch.context() as patch:
        async with Keys().on() as openid, BotConnector().on() as connector:
            patch.setattr(AuthenticationConstants, "TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL", openid)
            patch.setattr("adapters.teams.credentials._credentials", lambda _settings: _Token())
            settings = coreflect.Settings(
                _env_file=None, database_url=databases.fresh_url("sqlite", folder), coreflect_keys=folder / "keys.json",
                coreflect_secret=secret, slack_client_id="1.2", slack_client_secret="hush",
                slack_signing_secret=SIGNING, slack_api_url=slack.url, teams_app_id=APP, teams_app_password="secret",
            )  # fmt: skip
            languages = languages or coreflect.speak(settings)
            parts = coreflect.build(settings, SystemClock(), languages)
            async with _serving(parts, connector, patience) as running:
                yield running
    await slack.server.close()


@asynccontextmanager
async def _serving(parts: coreflect.Parts, connector: str, patience: serving.Patience) -> AsyncIterator[House]:
    site, platforms = serving.site(patience), dict[str, Any]()
    courier = Courier(parts.store.mailroom, platforms, parts.clock)
    door = EngineDoor(parts.engine, courier.wake, courier.give_way)
    connected, _ = await coreflect.open_doors(parts, site, door)
    platforms.update({name: it if name == "web" else Unlocking(it, parts.unlock) for name, it in connected.items()})
    add_health(site, parts.store)
    running = House(parts, site, courier, connector)
    runner = serving.runner(site, patience)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    running.port = runner.addresses[0][1]
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(running.watch.unhandled)
    logging.getLogger().addHandler(running.watch)
    await asyncio.to_thread(warm, list(parts.languages.libraries.values()))
    try:
        yield running
    finally:
        await runner.cleanup()
        door.close()
        parts.store.dispose()
        running.close()
        logging.getLogger().removeHandler(running.watch)
        loop.set_exception_handler(None)
