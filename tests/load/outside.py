"""Slack, Microsoft's Bot Connector and Microsoft's public keys on this machine, in a process of their own."""

from __future__ import annotations

import asyncio
import json
import time
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

from aiohttp import web

from tests.adapters.teams import fakes
from tests.bench.processes import answer
from tests.bench.stub_slack import WHO, name


class Outside:
    """Answers everything, and counts how many messages and pictures came."""

    def __init__(self) -> None:
        self.messages = self.pictures = self.forms = 0
        self._numbers = count(1)

    async def slack(self, request: web.Request) -> web.Response:
        """One call of Slack's Web API."""
        raw = await request.read()
        args = json.loads(raw) if request.content_type == "application/json" else dict(request.query)
        if raw and not args:
            args = dict(await request.post())
        return web.json_response({"ok": True} | self._said(request, request.match_info["method"], args))

    def _said(self, request: web.Request, method: str, args: Any) -> dict[str, Any]:
        match method:
            case "auth.test":
                return WHO
            case "users.info":
                user = args["user"]
                return {"user": {"id": user, "name": user.lower(), "profile": {"display_name": name(user)}}}
            case "conversations.open":
                return {"channel": {"id": f"D{args['users'][1:]}"}}
            case "views.open" | "views.publish":
                self.forms += 1
                return {}
            case "files.getUploadURLExternal":
                url = request.url.with_path("/upload").with_query(None)
                return {"file_id": f"F{next(self._numbers):09d}", "upload_url": str(url)}
            case "files.completeUploadExternal":
                return {"files": [{"id": f"F{next(self._numbers):09d}"}]}
            case "files.info":
                return {"file": {"id": args["file"], "mimetype": "image/png"}}
        self.messages += 1
        return {"channel": args.get("channel"), "ts": f"1795320000.{next(self._numbers):06d}"}

    async def upload(self, request: web.Request) -> web.Response:
        """A picture."""
        self.pictures += (await request.read()).find(b"PNG") >= 0
        return web.Response(text="OK")

    async def teams(self, request: web.Request) -> web.Response:
        """One call of the Bot Connector."""
        body = json.loads(await request.read() or b"{}")
        if request.path.endswith("/v3/conversations"):
            return web.json_response({"id": f"a:{body['members'][0]['id']}"}, status=201)
        self.messages += 1
        return web.json_response({"id": f"m-{next(self._numbers)}"}, status=201)


def serve(pipe: Connection) -> None:
    """Sends its address, that of the OpenID document and a token that Teams would send; then answers whatever is asked
    with what came so far."""
    asyncio.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    site, outside = web.Application(client_max_size=2**22), Outside()
    site.router.add_route("*", "/api/{method}", outside.slack)
    site.router.add_post("/upload", outside.upload)
    site.router.add_route("*", "/teams/{path:.*}", outside.teams)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with fakes.Keys().on() as openid:
        here = f"http://127.0.0.1:{runner.addresses[0][1]}"
        token = fakes.token(fakes.claims(time.time(), serviceurl=f"{here}/teams", exp=int(time.time()) + 86_400))
        pipe.send((here, openid, token))
        await answer(pipe, lambda _: (outside.messages, outside.pictures, outside.forms))
    await runner.cleanup()
