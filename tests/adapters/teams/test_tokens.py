"""Nobody but Teams is let in: real tokens, signed with real keys, against an OpenID document on this machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.teams import TeamsSettings, connect
from adapters.teams.inward import Doorkeeper, KeysUnavailable, Refused
from tests.adapters.teams.fakes import APP, SERVICE, FakeDoor, Keys, claims, token
from tests.players.teams import recorded

NOW = time.time()  # PyJWT compares with the clock of this machine

PASSWORD_SIGNED = jwt.encode(claims(NOW), "secret" * 8, algorithm="HS256", headers={"kid": "k1"})
BAD = {
    "no header": "",
    "not bearer": "Basic eA==",
    "no token": "Bearer ",
    "garbage": "Bearer abc.def.ghi",
    "not text": "Bearer \udcff.\udcff.\udcff",
    "three words": f"Bearer {token(claims(NOW))} more",
    "another audience": f"Bearer {token(claims(NOW, aud='another-app'))}",
    "no audience": f"Bearer {token(claims(NOW, aud=None))}",
    "this bot among other audiences": f"Bearer {token(claims(NOW, aud=[APP, 'another-app']))}",
    "no issuer": f"Bearer {token(claims(NOW, iss=None))}",
    "another issuer": f"Bearer {token(claims(NOW, iss='https://evil.example'))}",
    "expired": f"Bearer {token(claims(NOW, exp=int(NOW) - 4000))}",
    "without an end": f"Bearer {token(claims(NOW, exp=None))}",
    "not yet": f"Bearer {token(claims(NOW, nbf=int(NOW) + 4000))}",
    "another service url": f"Bearer {token(claims(NOW, serviceurl='https://evil.example'))}",
    "no service url": f"Bearer {token(claims(NOW, serviceurl=None))}",
    "signed with another key": f"Bearer {token(claims(NOW), key='thief')}",
    "signed by itself": f"Bearer {token(claims(NOW)).rpartition('.')[0]}.AAAA",
    "unknown key": f"Bearer {token(claims(NOW), key='thief', kid='thief')}",
    "no key": f"Bearer {token(claims(NOW), kid=None)}",
    "not signed": f"Bearer {jwt.encode(claims(NOW), None, algorithm='none', headers={'kid': 'k1'})}",
    "signed with a password": f"Bearer {PASSWORD_SIGNED}",
}
GOOD = {"Authorization": f"Bearer {token(claims(NOW))}"}


class Teams:
    """A site with the adapter on it, and who comes to it."""

    def __init__(self, client: TestClient[web.Request, web.Application], door: FakeDoor, keys: Keys) -> None:
        self.client, self.door, self.keys = client, door, keys

    async def status(self, headers: dict[str, str] = GOOD, **changes: Any) -> int:
        activity = {**recorded("says_private"), **changes}
        async with self.client.post("/api/messages", json=activity, headers=headers) as answer:
            return answer.status


@pytest.fixture
async def teams() -> AsyncIterator[Teams]:
    keys, door, site = Keys(), FakeDoor(), web.Application()
    async with keys.on() as url:
        await connect(site, TeamsSettings(APP, "secret", openid_url=url), door)
        async with TestClient(TestServer(site)) as client:
            yield Teams(client, door, keys)


async def test_teams_is_let_in(teams: Teams) -> None:
    assert await teams.status() == 200
    assert [event.who.name for event in teams.door.came] == ["Alex Wilber"]


@pytest.mark.parametrize("header", BAD.values(), ids=list(BAD))
async def test_nobody_else_is(teams: Teams, header: str) -> None:
    assert await teams.status({"Authorization": header} if header else {}) == 401
    assert teams.door.came == []


async def test_microsofts_clock_and_ours_may_differ_by_some_minutes(teams: Teams) -> None:
    now = int(time.time())  # many tests may have run since this file was read
    for changes in ({"exp": now - 200}, {"nbf": now + 200}):
        assert await teams.status({"Authorization": f"Bearer {token(claims(now, **changes))}"}) == 200
    assert await teams.status({"Authorization": f"Bearer {token(claims(now, exp=now - 400))}"}) == 401


@pytest.mark.parametrize(
    "changes",
    [
        *({"channelId": channel} for channel in ("slack", "", None, 7)),
        *({"serviceUrl": url} for url in ("https://evil.example", "", None, 7)),
    ],
)
async def test_a_good_token_is_good_for_its_own_channel_and_service_url_only(teams: Teams, changes: Any) -> None:
    assert await teams.status(**changes) == 401
    assert teams.door.came == []


async def test_a_key_that_endorses_nobody_signs_for_nobody(teams: Teams) -> None:
    teams.keys.published = {"k1": None}
    assert await teams.status() == 401


async def test_another_channel_of_the_same_bot_is_heard_and_let_go(teams: Teams) -> None:
    teams.keys.published = {"k1": ["msteams", "webchat"]}
    assert await teams.status(channelId="webchat") == 200
    assert teams.door.came == []


async def test_the_keys_are_asked_for_once(teams: Teams) -> None:
    for _ in range(5):
        assert await teams.status() == 200
    assert teams.keys.asked == 1


async def test_without_the_keys_teams_is_asked_to_come_again(teams: Teams) -> None:
    teams.keys.broken = True
    assert await teams.status() == 503
    teams.keys.broken = False
    assert await teams.status() == 503
    assert teams.keys.asked == 1  # or tokens out of thin air could make us flood Microsoft
    assert teams.door.came == []


class Watch:
    """time.monotonic, moved by hand."""

    time = 0.0

    def __call__(self) -> float:
        return self.time


async def test_many_who_come_before_the_keys_are_there_wait_for_them() -> None:
    keys = Keys()
    async with keys.on() as url:
        doorkeeper = Doorkeeper(TeamsSettings(APP, "secret", openid_url=url))
        await asyncio.gather(*(doorkeeper.check(GOOD["Authorization"], "msteams", SERVICE) for _ in range(20)))
        assert keys.asked == 1


async def test_a_new_key_is_found_without_a_restart_but_not_looked_for_all_the_time() -> None:
    keys, watch = Keys(), Watch()
    async with keys.on() as url:
        doorkeeper = Doorkeeper(TeamsSettings(APP, "secret", openid_url=url), watch)
        await doorkeeper.check(GOOD["Authorization"], "msteams", SERVICE)
        keys.published["k2"] = ["msteams"]
        new = f"Bearer {token(claims(NOW), key='k2', kid='k2')}"
        with pytest.raises(Refused):
            await doorkeeper.check(new, "msteams", SERVICE)
        watch.time = 601
        await doorkeeper.check(new, "msteams", SERVICE)
        assert keys.asked == 2


async def test_yesterdays_keys_last_while_todays_cannot_be_fetched_but_not_for_ever() -> None:
    keys, watch = Keys(), Watch()
    async with keys.on() as url:
        doorkeeper = Doorkeeper(TeamsSettings(APP, "secret", openid_url=url), watch)
        await doorkeeper.check(GOOD["Authorization"], "msteams", SERVICE)
        keys.broken, watch.time = True, 25 * 3600.0
        await doorkeeper.check(GOOD["Authorization"], "msteams", SERVICE)
        watch.time = 49 * 3600.0
        with pytest.raises(KeysUnavailable):
            await doorkeeper.check(GOOD["Authorization"], "msteams", SERVICE)


@pytest.mark.parametrize(
    ("settings", "advice"),
    [
        (TeamsSettings("", ""), "Set the app id"),
        (TeamsSettings("", "", playground=True, host="0.0.0.0"), "127.0.0.1"),
        (TeamsSettings("", "", playground=True, host="example.org"), "127.0.0.1"),
        (TeamsSettings(APP, ""), "client secret"),
    ],
)
async def test_an_open_door_is_no_way_to_start(settings: TeamsSettings, advice: str) -> None:
    site = web.Application()
    with pytest.raises(ValueError, match=advice):
        await connect(site, settings, FakeDoor())
    assert list(site.router.routes()) == []
    assert "secret" not in repr(TeamsSettings(APP, "secret"))
