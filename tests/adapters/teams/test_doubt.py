"""What a failure of Teams' leaves open: whether it was sent, and whom it concerns."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from adapters.delivery import TryAgain
from bot.messages import Gather, Place, Post, Revise
from tests.adapters.teams.conftest import CARD, Out
from tests.adapters.teams.fakes import refusal


async def refused(out: Out, reply: Any, answer: web.Response | None) -> TryAgain:
    out.connector.trouble = [answer] if answer else []
    with pytest.raises(TryAgain) as later:
        await out.platform.deliver(reply)
    return later.value


@pytest.mark.parametrize(("status", "perhaps"), [(500, True), (502, True), (503, True), (504, True), (408, True),
                                                 (412, False), (429, False), (401, False)])  # fmt: skip
async def test_is_it_sent(out: Out, status: int, perhaps: bool) -> None:
    assert (await refused(out, Post("k", out.channel, CARD), refusal(status))).perhaps_sent is perhaps


async def test_without_an_answer_it_may_be_sent_and_a_revision_leaves_no_doubt(out: Out) -> None:
    out.connector.silent = True
    assert (await refused(out, Post("k", out.channel, CARD), None)).perhaps_sent
    assert not (await refused(out, Revise("k", out.channel, "m-7", CARD), None)).perhaps_sent


async def test_nothing_is_sent_to_a_teams_that_cannot_be_reached(out: Out) -> None:
    nowhere = Place("teams", out.channel.address.replace(out.address.service, "http://127.0.0.1:1"))
    assert not (await refused(out, Post("k", nowhere, CARD), None)).perhaps_sent


async def test_what_may_be_done_twice_leaves_no_doubt(out: Out) -> None:
    for reply in (Revise("k", out.channel, "m-7", CARD), Gather("k", out.channel), Post("k", out.home("ana"), CARD)):
        assert not (await refused(out, reply, refusal(503))).perhaps_sent


@pytest.mark.parametrize(
    ("status", "code", "whole"),
    [(401, "", True), (401, "BotNotRegistered", True), (403, "BotDisabledByAdmin", True), (429, "", False),
     (412, "PreconditionFailed", False), (503, "ServiceError", False)],
)  # fmt: skip
async def test_whom_does_it_concern(out: Out, status: int, code: str, whole: bool) -> None:
    assert (await refused(out, Post("k", out.channel, CARD), refusal(status, code))).whole_workspace is whole


async def test_too_many_new_chats_concern_everybody(out: Out) -> None:
    later = await refused(out, Post("k", out.home("ana"), CARD), refusal(429, headers={"Retry-After": "3"}))
    assert (later.after, later.whole_workspace) == (3, True)
