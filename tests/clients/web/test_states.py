"""The summary in every state, on the web chat's page in a real browser: on a phone and a desk, in light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from adapters.web_chat import address
from bot.library import Library
from bot.messages import Post
from tests.clients.photographing import photograph
from tests.clients.states import summaries
from tests.clients.web import fake
from tests.clients.web.browser import HERE, needs_a_browser

pytestmark = [pytest.mark.clients, *needs_a_browser]

LOOKS = "phone-light,phone-dark,desk-light,desk-dark"


async def test_every_state_of_the_summary_is_seen_on_the_page(library: Library, tmp_path: Path) -> None:
    bot = fake.SmallBot()
    async with TestServer(await fake.site(bot)) as server:
        for state, card in summaries(library).items():
            await bot.platform.deliver(Post(state, address.channel(), card))
        pictures = await photograph(HERE / "states.mjs", str(server.make_url("/")), tmp_path, LOOKS)
    assert all(picture.exists() for picture in pictures)
