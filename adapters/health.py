"""GET /health: for a container's health check. 200 when the database answers, 503 in words when it does not."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.ports import Store, StoreTrouble


def add_health(site: web.Application, store: Store) -> None:
    """Serve /health on `site`."""

    def look() -> None:
        with store.unit() as unit:
            unit.teams.get("")

    async def health(_: web.Request) -> web.Response:
        try:
            await asyncio.to_thread(look)
        except StoreTrouble as trouble:
            return web.Response(status=503, text=f"{trouble}\n")
        except Exception as error:  # the kind alone: the server would log its text, and the address of who asked
            return web.Response(status=503, text=f"The database cannot be asked ({type(error).__name__}).\n")
        return web.Response(text="ok\n")

    site.router.add_get("/health", health)
