"""Nothing the bot can produce is refused by a platform, or becomes markup there."""

from __future__ import annotations

import json
import re

import pytest

from adapters.slack import render as slack
from adapters.teams import render as teams
from adapters.web_chat import render as web
from bot.library import Library
from bot.messages import plain
from framework_content import load_all
from tests import catalogue
from tests.adapters.slack.block_kit import check_message, check_view
from tests.adapters.teams.checks import taken


@pytest.fixture(params=load_all().values(), ids=lambda library: library.language)
def library(request: pytest.FixtureRequest) -> Library:
    """Every language: some need more room than others."""
    found: Library = request.param
    return found


MARKUP = re.compile(r"<!channel>|<@U1>|<at>Bot</at>|\]\(http://y\)|<b>")


def test_slack_takes_every_card_and_shows_it_as_plain_words(library: Library) -> None:
    for name, card in catalogue.cards(library):
        message = slack.message(card)
        check_message(message)
        assert not MARKUP.search(json.dumps(_slack_texts(message))), name


def test_slack_takes_every_form_and_the_home_page(library: Library) -> None:
    for _, form in catalogue.forms(library):
        check_view(slack.view(form, "D0123456789/1772442000.000100"))
    for _, card in catalogue.cards(library):
        check_view(slack.home(card))


def test_teams_takes_every_card_and_form(library: Library) -> None:
    for _, card in catalogue.cards(library):
        taken(teams.message(card))
    for _, form in catalogue.forms(library):
        taken(teams.form(form, "1772442000000"))


def test_the_web_chat_shows_every_card_and_form_whole(library: Library) -> None:
    for name, card in catalogue.cards(library):
        shown = json.dumps(web.message(card), ensure_ascii=False)
        assert shown.count("…") == json.dumps(plain(card), ensure_ascii=False).count("…"), f"{name} was cut"
    for _, form in catalogue.forms(library):
        assert json.dumps(web.form(form, "m1"))


def _slack_texts(part: object) -> list[str]:
    """The texts that Slack reads as markup; plain_text it shows as it is."""
    if isinstance(part, dict):
        own = [str(part["text"])] if part.get("type") == "mrkdwn" else []
        return own + [text for value in part.values() for text in _slack_texts(value)]
    return [text for item in part for text in _slack_texts(item)] if isinstance(part, list) else []
