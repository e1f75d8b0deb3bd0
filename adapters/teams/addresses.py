"""The address of a channel, of a thread or of a person, as one compact string.

Two addresses of one conversation are equal strings, whichever way it was met. That is why the public cloud's service
URL is not kept as it came: it differs between the people of one tenant and changes when Microsoft moves them, while
its global address reaches everybody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

PUBLIC_CLOUD: Final = "smba.trafficmanager.net"
GLOBAL_URL: Final = "https://smba.trafficmanager.net/teams"
THREAD: Final = ";messageid="


@dataclass(frozen=True, slots=True)
class Address:
    """A channel or a group chat is named by its `conversation`, a personal chat by its `user`."""

    service: str
    bot: str
    tenant: str
    conversation: str = ""
    user: str = ""

    def __str__(self) -> str:
        named = {"s": self.service, "b": self.bot, "t": self.tenant, "c": self.conversation, "u": self.user}
        return json.dumps({key: value for key, value in named.items() if value}, separators=(",", ":"), sort_keys=True)

    @property
    def channel(self) -> Address:
        """The channel of a thread; itself when it is no thread."""
        if THREAD not in self.conversation:
            return self
        return replace(self, conversation=self.conversation.partition(THREAD)[0])


def parse(text: str) -> Address:
    """The address in `text`. Raises ValueError when it is none of ours."""
    try:
        named = json.loads(text)
        return Address(named["s"], named.get("b", ""), named.get("t", ""), named.get("c", ""), named.get("u", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError("not the address of a Teams conversation") from None


def tenant_in(text: str) -> str:
    """How an address names its tenant, as all the addresses of that tenant do; "" where none is named."""
    try:
        tenant = parse(text).tenant
    except ValueError:
        return ""
    return f'"t":{json.dumps(tenant)}' if tenant else ""


def service(url: str) -> str:
    """The service URL to send to: global for the public cloud, as it came for every other, without the last slash."""
    return GLOBAL_URL if host(url) == PUBLIC_CLOUD else url.rstrip("/")


def host(url: str) -> str:
    """The host that `url` names, "" when it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
