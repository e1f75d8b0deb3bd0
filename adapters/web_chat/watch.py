"""What other processes put into the transcript, noticed here: one look a second for all pages that are open.

Behind a load balancer a page is served by any process, and its messages are sent by any other. Nobody tells this one.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.web_chat.hub import Hub
    from adapters.web_chat.transcript import Transcript

log = logging.getLogger(__name__)

EVERY = 1.0  # seconds


async def keep_watch(transcript: Transcript, hub: Hub) -> None:
    """Wake the pages at whose places something new stands, until cancelled."""
    seen: int | None = None
    while True:
        await asyncio.sleep(EVERY)
        if not hub.places:  # nobody to wake; whoever comes reads everything first
            seen = None
            continue
        try:
            if seen is None:
                seen, addresses = await asyncio.to_thread(transcript.newest), hub.places
            else:
                seen, addresses = await asyncio.to_thread(transcript.news, seen)
        except Exception as error:  # pages look by themselves too, only less often
            log.warning("web chat: the transcript could not be looked at: %s", type(error).__name__)
            continue
        for address in addresses:
            hub.posted(address)
