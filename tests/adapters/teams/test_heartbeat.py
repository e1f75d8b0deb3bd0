"""Microsoft answers slowly, and everybody else is served meanwhile: whoever is asked answers only once the event loop
has beaten twenty times since. On a loop that stands still it would wait in vain."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from adapters.teams import TeamsSettings
from adapters.teams.inward import Doorkeeper
from adapters.teams.outward import Connector
from adapters.teams.platform import TeamsPlatform
from bot.messages import Post
from tests.adapters.teams.conftest import CARD, Out
from tests.adapters.teams.fakes import APP, SERVICE, claims, public, token

PATIENCE = 5.0


class Heart:
    """Beats on the event loop, and lets other threads wait for it."""

    def __init__(self) -> None:
        self.beats, self.in_vain, self._beaten = 0, 0, threading.Condition()

    async def beat(self) -> None:
        while True:
            with self._beaten:
                self.beats += 1
                self._beaten.notify_all()
            await asyncio.sleep(0)

    def wait(self) -> None:
        """Called in another thread: twenty beats from now."""
        with self._beaten:
            enough = self.beats + 20
            if not self._beaten.wait_for(lambda: self.beats >= enough, PATIENCE):
                self.in_vain += 1


@pytest.fixture
async def heart() -> AsyncIterator[Heart]:
    heart = Heart()
    beating = asyncio.create_task(heart.beat())
    yield heart
    beating.cancel()


@contextmanager
def key_server(heart: Heart) -> Iterator[str]:
    """The OpenID document and its keys, from a thread of their own."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heart.wait()
            found = {"/keys": {"keys": [public("k1", ["msteams"])]}, "/openid": {"jwks_uri": f"{url}/keys"}}[self.path]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"{url}/openid"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_the_platforms_keys_come_slowly(heart: Heart) -> None:
    with key_server(heart) as url:
        doorkeeper = Doorkeeper(TeamsSettings(APP, "secret", openid_url=url))
        await doorkeeper.check(f"Bearer {token(claims(time.time()))}", "msteams", SERVICE)
    assert (heart.in_vain, heart.beats >= 40) == (0, True)


async def test_the_bots_own_token_comes_slowly(heart: Heart, out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    class Credentials:
        def get_access_token(self) -> str:
            heart.wait()
            return "token-of-the-bot"

    monkeypatch.setattr("adapters.teams.credentials._credentials", lambda _settings: Credentials())
    platform = TeamsPlatform(Connector(TeamsSettings("app", "secret", "tenant")), out.door)
    await platform.deliver(Post("k", out.channel, CARD))
    await platform.close()
    assert (heart.in_vain, heart.beats >= 20) == (0, True)
