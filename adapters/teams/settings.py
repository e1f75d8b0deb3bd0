"""What the Teams adapter is told at the start, and the check that it may start at all."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """`app_id` and `app_password` are the bot's registration; `tenant_id` names the one tenant of a single-tenant bot.

    `playground` allows an empty `app_id`, which switches authentication off: only on a loopback `host`.
    `openid_url` replaces the address of the platform's public keys; tests point it at their own.
    """

    app_id: str
    app_password: str = field(repr=False)
    tenant_id: str = ""
    playground: bool = False
    host: str = "127.0.0.1"
    openid_url: str = ""

    @property
    def open_to_anyone(self) -> bool:
        """True when requests carry no token: the playground, and nothing else."""
        return not self.app_id


def check(settings: TeamsSettings) -> None:
    """Raises ValueError, saying what to do, when these settings would leave the door open or could never send."""
    if settings.app_id:
        if not settings.app_password:
            raise ValueError("Teams: the app id has no password. Set the bot's client secret, or unset the app id.")
        return
    if not settings.playground:
        raise ValueError(
            "Teams: the app id is empty, and without one anybody could speak in a member's name. Set the app id and "
            "the password of the bot's registration, or ask for the playground by name to try it on this machine."
        )
    if not loopback(settings.host):
        raise ValueError(
            f"Teams: the playground has no authentication, so it may only listen on this machine, not on "
            f"{settings.host!r}. Set the host to 127.0.0.1, or set an app id and a password."
        )


def loopback(host: str) -> bool:
    """Is `host` this machine and nothing else?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
