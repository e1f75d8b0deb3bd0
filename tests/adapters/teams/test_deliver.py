"""Messages out, against a Bot Connector on this machine."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from adapters.delivery import TryAgain, Unreachable
from adapters.teams import TeamsSettings
from adapters.teams.addresses import Address
from adapters.teams.outward import Connector
from adapters.teams.platform import TeamsPlatform
from bot.messages import Gather, Joined, Place, Post, Revise
from tests.adapters.teams.checks import taken
from tests.adapters.teams.conftest import CARD, Out
from tests.adapters.teams.fakes import refusal
from tests.players.teams import TeamsPlayer

player = TeamsPlayer()


async def test_a_card_is_put_into_a_channel_and_into_a_thread(out: Out) -> None:
    assert await out.post(out.channel) == "m-1"
    assert await out.post(out.thread) == "m-2"
    assert out.connector.paths == [
        "POST /v3/conversations/19%3Ariver%40thread.tacv2/activities",
        "POST /v3/conversations/19%3Ariver%40thread.tacv2%3Bmessageid%3D17/activities",
    ]
    _method, _path, body = out.connector.asked[0]
    assert (body["type"], body["from"]["id"], body["summary"]) == ("message", "28:app", "The week’s question")
    shown = taken(out.connector.cards[0])
    assert player.words(shown) == "The week’s question\nDo you trust each other?"
    assert player.buttons(shown) == ["Answer"]


async def test_a_personal_chat_is_opened_once(out: Out) -> None:
    await out.post(out.home("ana"))
    await out.post(out.home("ana"))
    assert out.connector.paths == [
        "POST /v3/conversations",
        "POST /v3/conversations/a%3A29%3Aana/activities",
        "POST /v3/conversations/a%3A29%3Aana/activities",
    ]
    asked = out.connector.asked[0][2]
    assert asked["members"] == [{"id": "29:ana"}]
    assert asked["bot"] == {"id": "28:app"}
    assert asked["channelData"]["tenant"]["id"] == asked["tenantId"] == "tenant"
    assert not asked["isGroup"]


async def test_somebody_who_has_just_spoken_is_answered_in_that_chat(out: Out) -> None:
    out.platform.met(out.home("ana").address, "a:known")
    await out.post(out.home("ana"))
    assert out.connector.paths == ["POST /v3/conversations/a%3Aknown/activities"]


async def test_a_message_is_revised_in_its_place(out: Out) -> None:
    assert await out.platform.deliver(Revise("k", out.channel, "m-7", CARD)) == "m-7"
    assert out.connector.paths == ["PUT /v3/conversations/19%3Ariver%40thread.tacv2/activities/m-7"]


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_what_cannot_be_revised_any_more_is_said_anew(out: Out, status: int) -> None:
    out.connector.trouble = [refusal(status, "ActivityNotFoundInConversation")]
    assert await out.platform.deliver(Revise("k", out.channel, "gone", CARD)) == "m-2"
    assert await out.platform.deliver(Revise("k", out.channel, "", CARD)) == "m-3"


async def test_a_revision_that_has_to_wait_is_not_said_twice(out: Out) -> None:
    out.connector.trouble = [refusal(429, headers={"Retry-After": "3"})]
    with pytest.raises(TryAgain):
        await out.platform.deliver(Revise("k", out.channel, "m-7", CARD))
    assert len(out.connector.asked) == 1


@pytest.mark.parametrize("status", [401, 408, 412, 429, 500, 502, 503, 504])
async def test_patience(out: Out, status: int) -> None:
    out.connector.trouble = [refusal(status, headers={"Retry-After": "7"})]
    with pytest.raises(TryAgain) as again:
        await out.post(out.channel)
    assert again.value.after == 7
    assert await out.post(out.channel) == "m-2"


async def test_patience_without_a_number(out: Out) -> None:
    out.connector.trouble = [web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html"),
                             refusal(503, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})]  # fmt: skip
    for _ in range(2):
        with pytest.raises(TryAgain) as again:
            await out.post(out.channel)
        assert again.value.after is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (refusal(403, "ForbiddenOperationException", subCode="MessageWritesBlocked"), "MessageWritesBlocked"),
        (refusal(403, "BotNotInConversationRoster"), "BotNotInConversationRoster"),
        (refusal(404, "ConversationNotFound"), "ConversationNotFound"),
        (refusal(403, "Forbidden", innerHttpError={"code": "ConversationBlockedByUser"}), "ConversationBlockedByUser"),
        (refusal(413, "MessageSizeTooBig"), "MessageSizeTooBig"),
        (refusal(403, "with words of the member in it"), "http 403"),
        (web.Response(status=403), "http 403"),
    ],
)
async def test_nobody_there(out: Out, said: web.Response, why: str) -> None:
    out.connector.trouble = [said]
    with pytest.raises(Unreachable, match=f"^{why}$"):
        await out.post(out.channel)


async def test_a_chat_that_is_gone_is_opened_anew_the_next_time(out: Out) -> None:
    await out.post(out.home("ana"))
    out.connector.trouble = [refusal(403, "MessageWritesBlocked")]
    with pytest.raises(Unreachable):
        await out.post(out.home("ana"))
    await out.post(out.home("ana"))
    assert out.connector.paths.count("POST /v3/conversations") == 2


async def test_no_network(out: Out) -> None:
    closed = Place("teams", str(Address("http://127.0.0.1:1", "28:app", "tenant", conversation="19:x")))
    with pytest.raises(TryAgain):
        await out.post(closed)


@pytest.mark.parametrize("address", ["", "{}", "C012345", '["s"]', '{"s":"http://127.0.0.1:1"}'])
async def test_an_address_of_another_kind_is_nobodys(out: Out, address: str) -> None:
    with pytest.raises(Unreachable, match="NoAddress"):
        await out.post(Place("teams", address))


async def test_everybody_in_the_channel_is_met_page_by_page(out: Out) -> None:
    ana = {"id": "29:ana", "name": "Ana", "aadObjectId": "aad-ana", "tenantId": "tenant", "userRole": "user"}
    ben = {"id": "29:ben", "name": "Ben", "objectId": "aad-ben", "tenantId": "tenant", "userRole": "user"}
    guest = {"id": "29:cai", "name": "Cai", "aadObjectId": "aad-cai", "tenantId": "another", "userRole": "guest"}
    bots: list[dict[str, Any]] = [{"id": "28:app", "name": "Coreflect"}, {"id": "28:poll", "name": "Poll"}]
    out.connector.pages = [{"members": [ana, *bots], "continuationToken": "1"}, {"members": [ben, guest]}]
    assert await out.platform.deliver(Gather("k", out.channel)) == ""
    came = out.door.came
    assert [event.who.id for event in came] == ["tenant/aad-ana", "tenant/aad-ben", "another/aad-cai"]
    assert {type(event) for event in came} == {Joined}
    assert {event.where for event in came} == {out.channel}
    assert came[0].id == "k:tenant/aad-ana"
    assert came[0].who.home == out.home("ana").address
    assert out.connector.paths[0] == "GET /v3/conversations/19%3Ariver%40thread.tacv2/pagedmembers?pageSize=100"


async def test_a_roster_that_fails_halfway_is_asked_for_again(out: Out) -> None:
    out.connector.trouble = [refusal(429, headers={"Retry-After": "1"})]
    with pytest.raises(TryAgain):
        await out.platform.deliver(Gather("k", out.channel))


class Credentials:
    """Microsoft's sign-in, which answers slowly: as the SDK calls it, it holds up the thread it runs in."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.asked, self.fails = 0, fails

    def get_access_token(self) -> str:
        self.asked += 1
        if self.fails:
            raise self.fails
        return "token-of-the-bot"


async def test_the_bot_shows_its_own_token(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = Credentials()
    monkeypatch.setattr("adapters.teams.credentials._credentials", lambda _settings: credentials)
    connector = Connector(TeamsSettings("app", "secret", "tenant"))
    platform = TeamsPlatform(connector, out.door)
    await asyncio.gather(*(platform.deliver(Post("k", out.channel, CARD)) for _ in range(9)))
    assert credentials.asked == 1
    assert {headers.get("Authorization") for headers in out.connector.headers} == {"Bearer token-of-the-bot"}
    await platform.close()


async def test_without_a_token_nothing_is_sent(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = Credentials(PermissionError("AADSTS7000215: Invalid client secret"))
    monkeypatch.setattr("adapters.teams.credentials._credentials", lambda _settings: credentials)
    platform = TeamsPlatform(Connector(TeamsSettings("app", "secret", "tenant")), out.door)
    with pytest.raises(TryAgain, match="no token: PermissionError"):
        await platform.deliver(Post("k", out.channel, CARD))
    assert out.connector.asked == []
