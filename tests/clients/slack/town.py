"""Six people in one channel of local-slack, and the real program that talks to them: what they do there, and what they
see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.clients.running import Program, free_port, running
from tests.clients.slack import local_slack
from tests.clients.slack.local_slack import ALICE, APP_TOKEN, BOB, BOT_TOKEN, GENERAL, SIGNING_SECRET, LocalSlack
from tests.clients.slack.local_slack import words as words_of
from tests.scenarios.steps import POWER, TRUST

CAROL, DAVID, ERINA, FRANK = "U03CAROL", "U04DAVID", "U05ERINA", "U06FRANK"
MORE_PEOPLE = {CAROL: "Carol Clark", DAVID: "David Davis", ERINA: "Erina Evans", FRANK: "Frank Foster"}
EVERYBODY = (ALICE, BOB, *MORE_PEOPLE)
NAMES = ("alice", "bob", "carol", "david", "erina", "frank", "Anderson", "Brown", "Clark", "Davis", "Evans", "Foster")

THOUGHTS, THANKS = "Your thoughts", "Thank you. Only the team's reading is ever shown."
SPEED = 60.0
"""A minute takes a second: the hour that is waited for comes soon, and the next one does not."""


@dataclass
class Town:
    """The people, their Slack, and the program that talks to them."""

    slack: LocalSlack
    program: Program
    mode: str

    # ---- what people do -----------------------------------------------------------------------------------------

    async def says(self, who: str, text: str, answer: str) -> dict[str, Any]:
        """`who` writes to the bot, and then sees `answer`."""
        before = self.sees(who)
        await self.slack.says(who, text, self.slack.direct(who))
        return await self.slack.until(lambda: newest(self.sees(who), answer, before))

    async def presses(self, who: str, label: str, answer: str) -> dict[str, Any]:
        """`who` presses the newest button called `label`, and then sees `answer`."""
        before = self.sees(who)
        await self.slack.presses(who, self._with(who, label), label)
        return await self.slack.until(lambda: newest(self.sees(who), answer, before))

    async def commands(self, who: str, text: str, answer: str) -> dict[str, Any]:
        """`who` writes /reflect in the channel, where `answer` is whispered to them."""
        before = self.channel(whispered_to=who)
        await self.slack.commands(who, text, GENERAL)
        return await self.slack.until(lambda: newest(self.channel(whispered_to=who), answer, before))

    async def opens(self, who: str, label: str) -> dict[str, Any]:
        """`who` presses the newest button called `label`, which opens a form."""
        await self.slack.presses(who, self._with(who, label), label)
        return await self.slack.until(self.slack.form)

    async def sends(self, who: str, **answers: str) -> None:
        """`who` changes what stands in the open form, and it is taken."""
        await self.slack.submits(who, standing(self.slack.form()) | answers)
        await self.slack.until(lambda: not self.slack.form())

    async def answers(self, who: str, label: str = "Answer", power: str = "Agree", words: str = "") -> dict[str, Any]:
        """`who` opens the week's form with a button, fills it in and is thanked."""
        await self.opens(who, label)
        await self.sends(who, **{POWER: power, TRUST: "Agree strongly", THOUGHTS: words})
        return await self.shown(who, THANKS)

    # ---- what people see ----------------------------------------------------------------------------------------

    def sees(self, who: str) -> list[dict[str, Any]]:
        """Everything that stands in the conversation of `who` with the bot, oldest first."""
        return self.slack.messages(self.slack.direct(who))

    def channel(self, *, whispered_to: str = "") -> list[dict[str, Any]]:
        """What the bot wrote in the channel: to everybody, or to one person alone."""
        return [m for m in self.slack.messages(GENERAL) if m.get("ephemeral_to", "") == whispered_to]

    async def shown(self, who: str, answer: str) -> dict[str, Any]:
        """The newest message to `who` that holds `answer`, as soon as there is one."""
        return await self.slack.until(lambda: newest(self.sees(who), answer))

    async def told(self, answer: str) -> dict[str, Any]:
        """The newest message to everybody in the channel that holds `answer`, as soon as there is one."""
        return await self.slack.until(lambda: newest(self.channel(), answer))

    def _with(self, who: str, label: str) -> dict[str, Any]:
        return next(message for message in reversed(self.sees(who)) if label in buttons(message))

    # ---- time ---------------------------------------------------------------------------------------------------

    async def moves_to(self, clock: str) -> None:
        """The program is stopped, and started again at `clock`."""
        sockets = self._sockets()
        await self.program.moves_to(clock, SPEED)
        await self.reachable(sockets)

    async def reachable(self, sockets: int = 0) -> None:
        """Wait until Slack can reach the program: over HTTP that is at once."""
        if self.mode == "socket":
            await self.slack.until(lambda: self._sockets() > sockets)

    def _sockets(self) -> int:
        """How many times the program has connected so far."""
        return sum("connected" in entry["summary"] for entry in self.slack.wire("socket"))

    def not_before(self, moment: str) -> None:
        """What has just been seen did not come before its hour."""
        assert self.program.latest() >= datetime.fromisoformat(moment)


def newest(messages: list[dict[str, Any]], answer: str, before: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The newest of `messages` that holds `answer` and did not stand there in the same words `before`; {} for none."""
    found = (message for message in reversed(messages) if answer in words_of(message) and message not in before)
    return next(found, {})


def buttons(message: Mapping[str, Any]) -> list[str]:
    """The labels of the buttons of a message, in order."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


def inputs(form: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs of a form by their labels."""
    return {block["label"]["text"]: block["element"] for block in form["blocks"] if block["type"] == "input"}


def standing(form: Mapping[str, Any]) -> dict[str, str]:
    """What stands in a form when it opens, by its labels: Slack sends that along with what a person changes."""
    values = {}
    for label, element in inputs(form).items():
        if element["type"] == "plain_text_input":
            values[label] = element.get("initial_value", "")
        elif "initial_option" in element:
            values[label] = element["initial_option"]["text"]["text"]
    return values


def six_people(
    mode: str, request_url: str, small: Callable[[str, str], dict[str, Any]] = local_slack.config
) -> dict[str, Any]:
    """local-slack's workspace with four people more."""
    town: dict[str, Any] = small(mode, request_url)
    town["users"] += [
        {"id": who, "name": name.split()[0].lower(), "real_name": name} for who, name in MORE_PEOPLE.items()
    ]
    town["channels"][0]["members"] += MORE_PEOPLE
    return town


@asynccontextmanager
async def living(folder: Path, mode: str, clock: str) -> AsyncIterator[Town]:
    """The program at the moment `clock`, connected to a Slack where nobody has said anything yet. `mode` is "events"
    (signed HTTP) or "socket"."""
    port = free_port()
    async with local_slack.running(folder, f"http://127.0.0.1:{port}/slack/events", mode) as slack:
        key = {"SLACK_APP_TOKEN": APP_TOKEN} if mode == "socket" else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
        environment = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.api_url, **key}
        async with running(folder, environment, clock=clock, port=port) as program:
            town = Town(slack, program, mode)
            await town.reachable()
            yield town
