"""The roads on which each platform's stand-in reaches the bot, and the bot reaches it: HTTP on this machine, signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.ports import Door, Platform
from storage.transcript import SqlTranscript
from tests.adapters.slack.fake import FakeSlack
from tests.adapters.slack.site import SECRET, signed
from tests.adapters.teams.fakes import APP, BotConnector, Keys

if TYPE_CHECKING:
    from tests.attack.wired import Wired

Json = dict[str, Any]


async def quiet(site: web.Application) -> TestServer:
    """A running server that does not log who came: the program's own does not either."""
    server = TestServer(site)
    await server.start_server(access_log=None)
    return server


class Street(Protocol):
    """The road between one platform's stand-in and the bot."""

    async def open(self, site: web.Application, door: Door, world: Wired) -> Platform: ...
    def request(self, payload: Json, origin: str, *, genuine: bool = True) -> tuple[str, bytes, dict[str, str]]:
        """(path, body, headers) as the platform would send `payload`; or as somebody else would."""

    def refuse(self, words: str) -> None:
        """The stand-in refuses the next messages, each time in another way, with `words` in its answer."""

    def sent(self) -> list[Json]:
        """Every message, not the forms, that reached the stand-in."""

    def pictures(self) -> list[bytes]: ...
    async def close(self) -> None: ...


class Town(FakeSlack):
    """A Slack in which everybody exists."""

    def _users_info(self, args: Any) -> Any:
        name = str(args["user"]).removeprefix("U0").capitalize()
        return {"user": {"id": args["user"], "name": name.lower(), "profile": {"display_name": name}}}


class SlackStreet:
    def __init__(self, _patch: pytest.MonkeyPatch) -> None:
        self.town = Town()
        self.town.members = [["U0BOT"]]

    async def open(self, site: web.Application, door: Door, world: Wired) -> Platform:
        from adapters.slack import SlackSettings, connect

        await self.town.server.start_server(access_log=None)
        return await connect(site, SlackSettings("xoxb-test", SECRET, api_url=self.town.url), door)

    def request(self, payload: Json, origin: str, *, genuine: bool = True) -> tuple[str, bytes, dict[str, str]]:
        kind, body = "application/x-www-form-urlencoded", urlencode({"payload": json.dumps(payload)})
        if "command" in payload:
            body = urlencode(payload)
        elif payload.get("type") == "event_callback":
            kind, body = "application/json", json.dumps(payload)
        sent = body.encode()
        return "/slack/events", sent, signed(sent, kind, SECRET if genuine else "not the secret")

    def refuse(self, words: str) -> None:
        details = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [words]}}
        for method in ("chat.postMessage", "chat.update", "conversations.open", "views.open"):
            self.town.next(method, details)
            self.town.next(method, f"<p>{words}</p>", status=502)
            self.town.next(method, f"<p>{words}</p>", status=200)

    def sent(self) -> list[Json]:
        return [args for method, args in self.town.calls if method.startswith("chat.")]

    def pictures(self) -> list[bytes]:
        return self.town.uploads

    async def close(self) -> None:
        await self.town.server.close()


class TeamsStreet:
    """The open door is the playground's, which has no tokens; behind /locked is one that asks for Microsoft's."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.connector, self.keys, self.patch = BotConnector(pages=[{"members": []}]), Keys(), patch
        self.server: TestServer | None = None

    async def open(self, site: web.Application, door: Door, world: Wired) -> Platform:
        from adapters.teams import TeamsSettings, connect

        theirs = web.Application(client_max_size=10**6)
        theirs.router.add_route("*", "/{path:.*}", self.connector._any)
        self.server = await quiet(theirs)
        service = str(self.server.make_url("/teams"))
        player = import_module("tests.players.teams")
        recorded = player.recorded
        self.patch.setattr(player, "recorded", lambda name: {**recorded(name), "serviceUrl": service})
        locked = web.Application()
        await connect(locked, TeamsSettings(APP, "secret", openid_url=str(self.server.make_url("/no-keys"))), door)
        site.add_subapp("/locked", locked)
        return await connect(site, TeamsSettings("", "", playground=True), door)

    def request(self, payload: Json, origin: str, *, genuine: bool = True) -> tuple[str, bytes, dict[str, str]]:
        headers = {"Content-Type": "application/json"}
        if genuine:
            return "/api/messages", json.dumps(payload).encode(), headers
        return "/locked/api/messages", json.dumps(payload).encode(), headers | {"Authorization": "Bearer a.b.c"}

    def refuse(self, words: str) -> None:
        error = {"error": {"code": "BadArgument", "message": words, "innererror": {"code": words}}}
        self.connector.trouble += [
            web.json_response(error, status=400),
            web.Response(text=f"<p>{words}</p>", status=502),
            web.Response(text=f"<p>{words}</p>", status=201),
        ]

    def sent(self) -> list[Json]:
        return [card for card in self.connector.cards if not any("Input" in part["type"] for part in card["body"])]

    def pictures(self) -> list[bytes]:
        return []  # Teams draws its own from the numbers of the card

    async def close(self) -> None:
        if self.server:
            await self.server.close()


class WebStreet:
    def __init__(self, _patch: pytest.MonkeyPatch) -> None:
        self.transcript: SqlTranscript | None = None
        self.places: list[str] = []

    async def open(self, site: web.Application, door: Door, world: Wired) -> Platform:
        from adapters.web_chat import WebSettings, connect

        self.transcript = SqlTranscript(world.database)
        return await connect(site, WebSettings(), door, self.transcript, world.clock, unlock=world.unlock)

    def request(self, payload: Json, origin: str, *, genuine: bool = True) -> tuple[str, bytes, dict[str, str]]:
        headers = {"Origin": origin if genuine else "https://evil.example", "Content-Type": "application/json"}
        return "/web/events", json.dumps(payload).encode(), headers

    def refuse(self, words: str) -> None:
        """Its messages go no further than the database."""

    def sent(self) -> list[Json]:
        return []

    def pictures(self) -> list[bytes]:
        return []

    async def close(self) -> None: ...


STREETS: dict[str, Callable[[pytest.MonkeyPatch], Street]] = {
    "slack": SlackStreet, "teams": TeamsStreet, "web": WebStreet,
}  # fmt: skip
