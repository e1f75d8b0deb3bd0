"""What the operator sets: where the page is offered, and the secret that opens it to other machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final

SHORTEST_SECRET: Final = 16


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The page has no accounts: whoever can open it can speak as anybody. So it stays on this machine, unless a
    secret is set. Raises ValueError, with words for the operator, when that is not so."""

    host: str = "127.0.0.1"
    port: int = 8080
    secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.secret and not is_loopback(self.host):
            raise ValueError(
                f"The web chat has no accounts, so it does not listen on {self.host!r} without a secret. "
                "Set COREFLECT_SECRET to at least 16 characters, or use the host 127.0.0.1."
            )
        if self.secret and len(self.secret) < SHORTEST_SECRET:
            raise ValueError(
                f"COREFLECT_SECRET is too short to keep anybody out: use at least {SHORTEST_SECRET} characters."
            )
        if self.secret and not (self.secret.isascii() and self.secret.isprintable()):
            raise ValueError("COREFLECT_SECRET stands in a link: use letters, digits and signs of plain ASCII only.")


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine and nothing else. An address with every interface in it is not."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
