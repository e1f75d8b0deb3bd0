"""Accounts as Teams names them, and the people and places they stand for."""

from __future__ import annotations

from typing import Any, Final

from adapters.teams.addresses import Address
from adapters.teams.text import clean
from bot.messages import Person, Place

PLATFORM: Final = "teams"
BOT: Final = "28:"  # what the id of every bot begins with; a person's begins with 29:


def is_bot(account: dict[str, Any], bot: str) -> bool:
    """Is this account the bot itself, or another one?"""
    name = _text(account, "id")
    return not name or name == bot or name.startswith(BOT) or _text(account, "role") == "bot"


def person(account: dict[str, Any], where: Address) -> Person:
    """The person behind `account`, met at `where`, in a channel or alone."""
    tenant = _text(account, "tenantId") or where.tenant
    name = _text(account, "aadObjectId") or _text(account, "objectId") or _text(account, "id")
    return Person(PLATFORM, f"{tenant}/{name}", name=_text(account, "name"), home=str(home(account, where)))


def home(account: dict[str, Any], where: Address) -> Address:
    """The personal chat with somebody, named by the person: it is the same wherever they were met, and before there
    is any chat at all."""
    tenant = _text(account, "tenantId") or where.tenant
    return Address(where.service, where.bot, tenant, user=_text(account, "id"))


def place(address: Address, *, private: bool = False) -> Place:
    """The place at `address`."""
    return Place(PLATFORM, str(address), private=private)


def _text(account: dict[str, Any], key: str) -> str:
    value = account.get(key)
    return clean(value) if isinstance(value, str) else ""
