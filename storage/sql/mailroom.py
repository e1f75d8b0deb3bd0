"""The outbox, the courier's side of it: claim, renew, mark."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Integer, bindparam, not_, or_, select, text, tuple_, type_coerce, update
from sqlalchemy.types import NullType

from bot.codec import reader
from bot.mailroom import Failed, Later, Parcel, Sent, Ticket
from bot.messages import Place
from storage.sql import lanes
from storage.sql.outbox import FAILED, OUTBOX, SENT, WAITING
from storage.sql.prepared import Prepared
from storage.sql.trouble import troubles

GIVEN = (
    *(OUTBOX.c[name] for name in ("team_id", "id", "attempts", "key", "platform", "address", "payload", "tries")),
    # As the driver gives them: they are only compared, and turning them into Python's own takes time for every row.
    type_coerce(OUTBOX.c.unsure, Integer).label("unsure"),
    type_coerce(OUTBOX.c.since, NullType()).label("since"),
)

_THIS = (OUTBOX.c.team_id == bindparam("team")) & (OUTBOX.c.id == bindparam("number"))
_OURS = _THIS & (OUTBOX.c.attempts == bindparam("turn")) & (OUTBOX.c.state == WAITING)
_SENT = Prepared(update(OUTBOX).where(_THIS).values(state=SENT, ref=bindparam("as"), problem="", payload=""))
_FAILED = Prepared(
    update(OUTBOX)
    # What was put back since has neither an open end nor a problem: an old word, written down twice, is not about that.
    .where(_THIS, OUTBOX.c.state == WAITING, or_(OUTBOX.c.settled < bindparam("turn"), OUTBOX.c.problem != ""))
    .values(state=FAILED, problem=bindparam("why"), tries=OUTBOX.c.tries + 1)
)
_LATER = Prepared(
    update(OUTBOX)
    # A commit of which nobody was told is written down again: it is one try all the same.
    .where(_OURS, OUTBOX.c.settled < bindparam("turn"))
    .values(
        due_at=bindparam("due"), problem=bindparam("why"), settled=bindparam("turn"), unsure=bindparam("perhaps"),
        tries=OUTBOX.c.tries + bindparam("counts", type_=Integer),
    )
)  # fmt: skip
_RENEW = Prepared(update(OUTBOX).where(_OURS).values(due_at=bindparam("lease")).returning(OUTBOX.c.id))

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('coreflect outbox'))")
"""While one replica claims the others wait: a claim that is not committed yet cannot be seen, and what comes after it
in a conversation would be free to take. SQLite has one writer anyway."""


@cache
def _claim(platforms: tuple[str, ...], dialect: str) -> Prepared:
    """Takes what is due on `platforms`."""
    row = OUTBOX.alias("due")
    free = (
        select(*((row.c.id,) if dialect == "sqlite" else (row.c.team_id, row.c.id)))
        .where(
            row.c.state == lanes.WAITS,
            row.c.due_at <= bindparam("now"),
            or_(*(row.c.platform == each for each in platforms)),
            or_(row.c.until.is_(None), row.c.until > bindparam("now")),
            not_(lanes.closed(row, dialect)),
            not_(lanes.behind(row, OUTBOX)),
        )
        .order_by(row.c.due_at, row.c.id)  # as the index has them: nothing is sorted, however many wait
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=row)  # PostgreSQL: an engine may be taking one back
    )
    if dialect == "sqlite":
        these = OUTBOX.c.id.in_(free.scalar_subquery())
    else:
        # Found once, whatever PostgreSQL believes of the table: it would look for them anew for every row that there
        # is, where its statistics say that there is none. They do when they are from the middle of a burst.
        once = free.cte("free").prefix_with("MATERIALIZED")
        these = tuple_(OUTBOX.c.team_id, OUTBOX.c.id).in_(select(once.c.team_id, once.c.id))
    return Prepared(
        update(OUTBOX)
        .where(these)
        .values(
            due_at=bindparam("lease"),
            attempts=OUTBOX.c.attempts + 1,
            unsure=or_(OUTBOX.c.unsure, OUTBOX.c.attempts > OUTBOX.c.settled),
        )
        .returning(*GIVEN)
    )


class SqlMailroom:
    """bot.mailroom.Mailroom."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, platforms: Sequence[str], now: datetime, until: datetime, most: int) -> list[Parcel]:
        given = {"now": now, "lease": until, "most": most}
        with troubles(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(_ONE_AT_A_TIME)
            rows = _claim(tuple(platforms), connection.dialect.name).tuples(connection, given)
        rows.sort(key=_age)
        read = reader()
        return [
            Parcel(Ticket(team, number, turn), read(key, Place(platform, address), payload), tries + 1, bool(unsure))
            for team, number, turn, key, platform, address, payload, tries, unsure, _ in rows
        ]

    def renew(self, parcels: Sequence[Ticket], until: datetime) -> set[Ticket]:
        with troubles(), self._engine.begin() as connection:
            return {it for it in parcels if _RENEW.first(connection, {**it._asdict(), "lease": until})}

    def mark(self, outcomes: Sequence[Sent | Later | Failed]) -> None:
        sent = [_row(it.parcel, {"as": it.ref}) for it in outcomes if isinstance(it, Sent)]
        failed = [_row(it.parcel, {"why": it.why}) for it in outcomes if isinstance(it, Failed)]
        later = [it for it in outcomes if isinstance(it, Later)]
        with troubles(), self._engine.begin() as connection:
            _run(connection, _SENT, sent)
            _run(connection, _FAILED, failed)
            _run(connection, _LATER, [_put_off(it) for it in later])
            lanes.close(connection, later)


def _age(row: Sequence[Any]) -> tuple[bool, Any, int]:
    """Orders what is claimed as it was put in."""
    since = row[-1]
    return since is not None, since or 0, row[1]


def _row(ticket: Ticket, values: dict[str, Any]) -> dict[str, Any]:
    return {"team": ticket.team, "number": ticket.number, "turn": ticket.turn, **values}


def _put_off(it: Later) -> dict[str, Any]:
    return _row(it.parcel, {"due": it.due, "why": it.why, "perhaps": it.perhaps_sent, "counts": int(it.counts)})


def _run(connection: Connection, statement: Prepared, rows: list[dict[str, Any]]) -> None:
    if rows:
        statement.run(connection, *rows)
