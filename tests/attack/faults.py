"""Errors, forced at every layer. Whatever can carry words says all that it knows: `leaks.BOOM`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any, Final, NoReturn

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from bot import handlers, occasions
from tests.attack.leaks import BOOM, PEOPLE, WRITTEN
from tests.attack.wired import Wired, module

Fault = Callable[[Wired, pytest.MonkeyPatch], AbstractContextManager[None]]
CANARY: Final = f"{PEOPLE[0]} {WRITTEN}"


def boom(*_given: Any, **_named: Any) -> NoReturn:
    raise RuntimeError(BOOM)


def _patched(of: Callable[[Wired], tuple[object, str]], with_: Callable[..., Any] = boom) -> Fault:
    @contextmanager
    def fault(world: Wired, patch: pytest.MonkeyPatch) -> Iterator[None]:
        where, name = of(world)
        patch.setattr(where, name, with_)
        yield

    return fault


def _lost(table: str) -> Fault:
    """A table is taken away underneath."""

    @contextmanager
    def fault(world: Wired, _patch: pytest.MonkeyPatch) -> Iterator[None]:
        _on(world, f'ALTER TABLE "{table}" RENAME TO elsewhere')
        try:
            yield
        finally:
            _on(world, f'ALTER TABLE elsewhere RENAME TO "{table}"')

    return fault


def _on(world: Wired, *statements: str) -> None:
    with world.database.begin() as connection:
        for each in statements:
            connection.execute(text(each))


@contextmanager
def _refused(world: Wired, _patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database does not take a value; PostgreSQL then quotes the whole row."""
    if world.database.dialect.name == "sqlite":
        rule = "CREATE TRIGGER never BEFORE INSERT ON {} BEGIN SELECT RAISE(ABORT, 'never'); END"
        _on(world, rule.format("answer"), rule.replace("never ", "never2 ", 1).format("identity"))
        undone = ["DROP TRIGGER never", "DROP TRIGGER never2"]
    else:
        rule = "ALTER TABLE {} ADD CONSTRAINT never CHECK ({} IS NULL) NOT VALID"
        _on(world, rule.format("answer", "value"), rule.format("identity", "person"))
        undone = [f"ALTER TABLE {table} DROP CONSTRAINT never" for table in ("answer", "identity")]
    try:
        yield
    finally:
        _on(world, *undone)


@contextmanager
def _commit(world: Wired, _patch: pytest.MonkeyPatch) -> Iterator[None]:
    def fails(_connection: Any) -> NoReturn:
        raise OperationalError(f"INSERT {BOOM}", {"words": BOOM}, Exception(BOOM))

    event.listen(world.database, "commit", fails)
    try:
        yield
    finally:
        event.remove(world.database, "commit", fails)


@contextmanager
def _step(world: Wired, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Something is due, and fails."""
    with world.database.begin() as connection:
        due = connection.execute(text("SELECT due_at FROM team")).scalar_one()
        connection.execute(text("UPDATE team SET due_at = :now"), {"now": "2026-01-01 00:00:00.000000"})
    patch.setattr(occasions, "happen", boom)
    yield
    with world.database.begin() as connection:
        connection.execute(text("UPDATE team SET due_at = :due"), {"due": due})


@contextmanager
def _platform(world: Wired, _patch: pytest.MonkeyPatch) -> Iterator[None]:
    world.street.refuse(BOOM)
    yield


def _in_sql(moment: Any, _event: Any) -> NoReturn:
    """A handler whose own statement fails: SQLAlchemy's error holds what it was given."""
    moment.unit._connection.execute(text("INSERT INTO nowhere VALUES (:who)"), {"who": BOOM})
    raise AssertionError


def _twice(moment: Any, _event: Any) -> NoReturn:
    """The same, for a key that is there already."""
    again = text("INSERT INTO seen (id, day) VALUES (:id, :day), (:id, :day)")
    moment.unit._connection.execute(again, {"id": BOOM, "day": date(2026, 3, 2)})
    raise AssertionError


def _renders(world: Wired) -> tuple[object, str]:
    """What makes a form."""
    return (module("slack", "forms"), "view") if world.player.name == "slack" else (_render(world), "form")


def _render(world: Wired) -> object:
    return module(world.player.name, "render")


UNHURT: Final = {("web", "the platform"), ("slack", "no table transcript"), ("teams", "no table transcript")}
"""The web chat has no platform but the database, and its messages are nobody else's."""

FAULTS: Final[dict[str, Fault]] = {
    "a handler": _patched(lambda _: (handlers, "handle")),
    "a handler's SQL": _patched(lambda _: (handlers, "handle"), _in_sql),
    "a key that is there": _patched(lambda _: (handlers, "handle"), _twice),
    "the engine": _patched(lambda world: (world.engine, "handle_all")),
    "the clock's step": _step,
    "a tick": _patched(lambda world: (world.engine, "ticking")),
    "the store": _patched(lambda world: (world.store, "unit")),
    "the keys": _patched(lambda world: (world.keys, "circle_key")),
    "a commit": _commit,
    "a value": _refused,
    **{f"no table {name}": _lost(name) for name in ("seen", "identity", "member", "answer", "outbox", "transcript")},
    "a form": _patched(_renders),
    "a card": _patched(lambda world: (_render(world), "message")),
    "reading a payload": _patched(lambda world: (world.inbound, "read")),
    "the platform": _platform,
    "the outbox": _patched(lambda world: (world.store.mailroom, "claim")),  # type: ignore[attr-defined]
    "the marks": _patched(lambda world: (world.store.mailroom, "mark")),  # type: ignore[attr-defined]
}
