"""What everybody sees, read from the Playground's own record of each request that went to and fro.

The Playground's stream tells only what comes before ana, who sits at its screen. The chats that the bot opens with
the others it keeps, answers and records all the same; so their screens are put together here, as Teams would.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tests.clients.teams.playground import CHANNEL, PERSONAL, Json, actions
from tests.players.teams import TeamsPlayer

END = "\n---\n"
CARD = "application/vnd.microsoft.card.adaptive"
_player = TeamsPlayer()


@dataclass
class Shown:
    """A message of the bot as it stands on a screen now. `conversation` is the chat, or the thread in a channel."""

    id: str
    conversation: str
    card: Json

    @property
    def words(self) -> str:
        """Everything there is to read, one element a line."""
        return _player.words(self.card)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return _player.buttons(self.card)

    @property
    def message(self) -> Json:
        """The same as the Playground's stream would tell it."""
        return {"messageId": self.id, "conversation": self.conversation, "attachments": [{"content": self.card}]}

    def has(self, label: str) -> bool:
        """Is there such a button?"""
        return any(action["title"] == label for action in actions(self.card))


class Screens:
    """Everybody's screen. `look` takes in what was recorded since; ask nothing before."""

    def __init__(self, record: Path) -> None:
        self._record, self._read = record, 0
        self._chats = {"user-ana": PERSONAL}  # hers is there from the first; the others' the bot opens
        self._shown: dict[str, list[Shown]] = defaultdict(list)

    def look(self) -> None:
        """Take in what was recorded since the last look."""
        if not self._record.exists():
            return
        with self._record.open("rb") as record:
            record.seek(self._read)
            whole, end, _ = record.read().rpartition(END.encode())
        self._read += len(whole) + len(end)
        for each in filter(None, whole.decode().split(END)):
            self._take(json.loads(each))

    def chat(self, who: str) -> str:
        """The id of the chat that the bot has with `who`."""
        return self._chats[f"user-{who}"]

    def of(self, who: str) -> list[Shown]:
        """What the bot has written to `who` alone, oldest first."""
        chat = self._chats.get(f"user-{who}")
        return self._shown[chat] if chat else []

    def channel(self) -> list[Shown]:
        """What the bot has put into the team's channel, threads included, oldest first."""
        return [shown for place, each in self._shown.items() if place.startswith(CHANNEL) for shown in each]

    def _take(self, record: Json) -> None:
        request, response = record["request"], record["response"]
        if response["statusCode"] >= 300:
            return
        body, answer = request.get("body") or {}, response.get("body")
        if body.get("type") == "invoke":
            if isinstance(answer, dict) and answer.get("type") == CARD:
                self._replace(body["conversation"]["id"], body["replyToId"], answer["value"])
        elif record["activityName"] == "createConversation":
            self._chats[body["members"][0]["id"]] = answer["id"]
        elif request["method"] == "PUT":
            *_, conversation, _, message = unquote(request["url"]).split("/")
            self._replace(conversation, message, body["attachments"][0]["content"])
        elif request["url"].endswith("/activities"):
            *_, conversation, _ = unquote(request["url"]).split("/")
            thread = f"{conversation};messageid={answer['id']}" if conversation == CHANNEL else conversation
            self._shown[conversation].append(Shown(answer["id"], thread, body["attachments"][0]["content"]))

    def _replace(self, conversation: str, message: str, card: Json) -> None:
        place = conversation if conversation in self._shown else conversation.partition(";")[0]
        next(shown for shown in self._shown[place] if shown.id == message).card = card
