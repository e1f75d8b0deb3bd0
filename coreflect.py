"""Coreflect's only wiring: reads the environment once, builds the store, the engine, the courier and the doors.

Everything that runs is put together here and nowhere else. The commands that only read are in `command_line.py`.
"""

from __future__ import annotations

import gc

gc.disable()  # a thousand modules come in and nothing of them goes: looking through them is a quarter of the importing

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from aiohttp import web
from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters import serving
from adapters.clocks import LapseClock, SystemClock
from adapters.courier import Courier
from adapters.door import EngineDoor
from adapters.health import add_health
from adapters.ticker import Ticker
from adapters.unlocking import Unlocking
from adapters.web_chat.demonstration import Demonstrate
from bot.demonstration import BEGIN, Demonstration, SetClock
from bot.engine import Engine
from bot.explain import warm
from bot.languages import Languages
from bot.messages import Card
from bot.ports import Clock, Platform, StoreTrouble
from command_line import content, explain
from doctor import checks
from framework_content import load_all
from operating import Operator, commands
from outbox_command import outbox
from storage.keys import KeyFile, key_file
from storage.ready import ready
from storage.safe import SqlSafe
from storage.sql import SqlStore
from storage.transcript import SqlTranscript

gc.enable()

log = logging.getLogger("coreflect")
HELP = "Coreflect asks coproduction teams, once a week, how they share power and trust each other."
WARMS_AFTER = 3.0
"""Seconds from the start until explaining is made ready: what people do first should not share the processor."""

STOPS_WITHIN = 5.0
"""Seconds for what is on its way to arrive when the program is asked to stop; containers are killed after ten."""

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=HELP)


class Settings(BaseSettings):
    """The environment, read once. Every name stands in docs/settings.md."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str = "sqlite:///data/coreflect.db"
    coreflect_keys: Path = Path("data/keys.json")
    coreflect_host: str = "127.0.0.1"
    coreflect_port: int = 8080
    coreflect_secret: str = ""
    coreflect_language: str = "en"
    coreflect_content: str = ""
    slack_bot_token: str = ""
    slack_signing_secret: str = ""
    slack_app_token: str = ""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    slack_api_url: str = "https://slack.com/api/"
    teams_app_id: str = ""
    teams_app_password: str = ""
    teams_tenant_id: str = ""
    teams_playground: bool = False

    @property
    def added(self) -> Path | None:
        """The folder that adds to the shipped content."""
        return Path(self.coreflect_content).expanduser() if self.coreflect_content.strip() else None


def read_settings() -> Settings:
    """The settings in the environment. Raises ValueError that names what cannot be used, without its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise ValueError(f"{wrong}. See docs/settings.md.") from None


@dataclass(frozen=True)
class Parts:
    """What every door needs."""

    settings: Settings
    clock: Clock
    languages: Languages
    store: SqlStore
    engine: Engine
    transcript: SqlTranscript
    keys: KeyFile
    safe: SqlSafe

    def unlock(self, locked: str) -> str:
        """The text of a locked file. Raises ValueError when its key is gone."""
        return self.keys.unseal(locked.encode())


def speak(settings: Settings) -> Languages:
    """Every language there is, and the workspace's, with what COREFLECT_CONTENT adds.

    Raises ValueError, in words, for a language that cannot be had, and for content that is not whole.
    """
    libraries = load_all(settings.added)
    if settings.coreflect_language not in libraries:
        known = ", ".join(libraries)
        raise ValueError(f"COREFLECT_LANGUAGE is {settings.coreflect_language!r}. Use one of: {known}.")
    return Languages(libraries, settings.coreflect_language)


def build(settings: Settings, clock: Clock, languages: Languages) -> Parts:
    """Store and engine. Raises StoreTrouble, in words, when the database cannot be had."""
    database = ready(settings.database_url)
    store = SqlStore(database)
    keys = key_file(settings.coreflect_keys, store.needs_keys)
    engine = Engine(store, languages, clock, keys)
    return Parts(settings, clock, languages, store, engine, SqlTranscript(database), keys, SqlSafe(database, keys))


def demonstrate(languages: Languages) -> Demonstrate:
    """Live some weeks with made-up people, in a database and with keys of their own, thrown away afterwards."""

    async def live(weeks: int) -> AsyncIterator[tuple[str, Card]]:
        with TemporaryDirectory(prefix="coreflect-demonstration-") as folder:
            clock = SetClock(BEGIN)
            settings = Settings(
                database_url=f"sqlite:///{folder}/made-up.db", coreflect_keys=Path(folder) / "keys.json"
            )
            parts = await asyncio.to_thread(build, settings, clock, languages)
            story = Demonstration(parts.engine, parts.store.mailroom, clock, languages.of().t).live(weeks)
            try:
                while (told := await asyncio.to_thread(next, story, None)) is not None:
                    yield told
            finally:  # whoever watches may go before the end
                parts.store.dispose()

    return live


async def open_doors(parts: Parts, site: web.Application, door: EngineDoor) -> tuple[dict[str, Platform], list[str]]:
    """Connect every platform whose settings are there; returns them, and a line for each that says on or off and why.

    A platform is imported only when it is on: their libraries are large.
    """
    settings, platforms, lines = parts.settings, dict[str, Platform](), []
    from adapters.web_chat import WebSettings
    from adapters.web_chat import connect as connect_web

    host, port = settings.coreflect_host, settings.coreflect_port
    web_settings = WebSettings(host, port, settings.coreflect_secret)
    platforms["web"] = await connect_web(
        site, web_settings, door, parts.transcript, parts.clock, demonstrate(parts.languages), parts.unlock
    )
    lines.append(f"Web chat: on, http://{host}:{port}/")
    lines.append(await _open_slack(parts, site, door, platforms))
    lines.append(await _open_teams(settings, site, door, platforms))
    return platforms, lines


async def _open_slack(parts: Parts, site: web.Application, door: EngineDoor, platforms: dict[str, Platform]) -> str:
    given = parts.settings
    if not given.slack_bot_token and not given.slack_client_id:
        return "Slack: off, SLACK_BOT_TOKEN is not set. See docs/slack.md"
    if not (given.slack_signing_secret or given.slack_app_token):
        return "Slack: off, neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set. See docs/slack.md"
    from adapters.slack import SlackSettings, connect

    slack = SlackSettings(
        given.slack_bot_token, given.slack_signing_secret, given.slack_app_token, given.slack_api_url,
        given.slack_client_id, given.slack_client_secret,
    )  # fmt: skip
    platforms["slack"] = await connect(site, slack, door, parts.safe)
    ways = [
        *(["signed HTTP at /slack/events"] if slack.signing_secret else []),
        *(["Socket Mode"] if slack.app_token else []),
    ]
    return f"Slack: on, {' and '.join(ways)}" + ("; install it at /slack/install" if slack.client_id else "")


async def _open_teams(
    settings: Settings, site: web.Application, door: EngineDoor, platforms: dict[str, Platform]
) -> str:
    if not settings.teams_app_id and not settings.teams_playground:
        return "Teams: off, TEAMS_APP_ID is not set. See docs/teams.md"
    from adapters.teams import TeamsSettings, connect

    teams = TeamsSettings(
        settings.teams_app_id, settings.teams_app_password, settings.teams_tenant_id, settings.teams_playground,
        settings.coreflect_host,
    )  # fmt: skip
    platforms["teams"] = await connect(site, teams, door)
    return "Teams: on, /api/messages" + (" (playground: anybody on this machine can speak)" if not teams.app_id else "")


async def serve(parts: Parts, tick_every: float) -> None:
    """Open the doors and run until the process is asked to stop."""
    site = serving.site()
    platforms: dict[str, Platform] = {}
    courier = Courier(parts.store.mailroom, platforms, parts.clock)
    door = EngineDoor(parts.engine, courier.wake, courier.give_way)
    connected, lines = await open_doors(parts, site, door)
    platforms.update({name: it if name == "web" else Unlocking(it, parts.unlock) for name, it in connected.items()})
    add_health(site, parts.store)
    runner = serving.runner(site)
    await runner.setup()
    await web.TCPSite(runner, parts.settings.coreflect_host, parts.settings.coreflect_port).start()
    carrying = asyncio.create_task(courier.run())
    ticker = Ticker(door.tick, tick_every)
    warming = asyncio.create_task(_warm(parts.languages))
    serving.settle()
    print("\n".join([*lines, "Ctrl-C stops it."]), flush=True)
    await serving.asked_to_stop()
    warming.cancel()
    await ticker.stop()
    courier.stop()
    with suppress(TimeoutError):  # a platform that hangs must not keep the program from ending
        await asyncio.wait_for(carrying, STOPS_WITHIN)
    await runner.cleanup()
    door.close()
    parts.store.dispose()


async def _warm(languages: Languages) -> None:
    await asyncio.sleep(WARMS_AFTER)
    await asyncio.to_thread(warm, list(languages.libraries.values()))
    serving.settle()


@cli.callback()
def _begin(context: typer.Context) -> None:
    context.obj = _added


def _added() -> Path | None:
    try:
        return read_settings().added
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="settings") from None


@cli.command()
def run(
    clock: Annotated[str, typer.Option(help="Begin at this moment instead of now, like 2026-03-02T08:59+00:00.")] = "",
    speed: Annotated[float, typer.Option(min=1, help="How many times faster time passes (with --clock).")] = 1.0,
) -> None:
    """Run the bot: the web chat at once, Slack and Teams when their settings are there."""
    serving.settle()
    os.umask(0o077)  # what this program writes is for its owner alone
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        time: Clock = LapseClock(datetime.fromisoformat(clock), speed) if clock else SystemClock()
    except ValueError:
        raise typer.BadParameter("write the moment like 2026-03-02T08:59+00:00", param_hint="--clock") from None
    try:
        settings = read_settings()
        asyncio.run(serve(build(settings, time, speak(settings)), tick_every=1.0 if clock else 5.0))
    except (StoreTrouble, ValueError, OSError) as error:
        print(f"Coreflect cannot start. {error}")
        raise typer.Exit(1) from None


@contextmanager
def _kept() -> Iterator[SqlStore]:
    store = SqlStore(ready(read_settings().database_url))
    try:
        yield store
    finally:
        store.dispose()


cli.add_typer(
    commands(
        Operator(
            checks=lambda: checks(read_settings(), speak),
            store=_kept,
            change_seal=lambda: KeyFile(read_settings().coreflect_keys).change_seal(),
        )
    )
)
cli.add_typer(outbox(_kept), name="outbox")
cli.command()(explain)
cli.add_typer(content, name="content")


def main() -> None:
    """The console script."""
    cli()


if __name__ == "__main__":
    main()
