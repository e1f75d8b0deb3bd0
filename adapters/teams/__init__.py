"""Microsoft Teams: activities in, Adaptive Cards out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.teams.settings import TeamsSettings, check

if TYPE_CHECKING:
    from aiohttp import web

    from adapters.teams.platform import TeamsPlatform
    from bot.ports import Door

__all__ = ["TeamsSettings", "connect"]

PATH = "/api/messages"


async def connect(site: web.Application, settings: TeamsSettings, door: Door) -> TeamsPlatform:
    """Take Teams' activities at POST /api/messages of `site` and hand them to `door`.

    Raises ValueError, saying what to do, with settings under which it may not start.
    """
    check(settings)
    # Microsoft's SDK is large and slow to import: only now, when Teams is really wanted.
    from adapters.teams.inward import Doorkeeper  # noqa: PLC0415
    from adapters.teams.listener import Listener, authenticated, from_this_machine  # noqa: PLC0415
    from adapters.teams.outward import Connector  # noqa: PLC0415
    from adapters.teams.platform import TeamsPlatform  # noqa: PLC0415

    platform = TeamsPlatform(Connector(settings), door)
    entry = from_this_machine if settings.open_to_anyone else authenticated(Doorkeeper(settings))
    listener = Listener(entry, door, platform)
    site.router.add_post(PATH, listener.post)

    async def close(_site: web.Application) -> None:
        await listener.finish()
        await platform.close()

    site.on_cleanup.append(close)
    return platform
