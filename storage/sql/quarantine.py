"""The outbox as whoever runs Coreflect sees it: how much waits and why, what failed, and sending that again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, and_, case, delete, func, literal, or_, select, update

from bot.mailroom import Closed, Pile, Stuck
from storage.sql.lanes import LANE
from storage.sql.outbox import FAILED, OUTBOX, WAITING
from storage.sql.trouble import troubles


class SqlQuarantine:
    """bot.mailroom.Quarantine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def piles(self, now: datetime) -> list[Pile]:
        held = and_(OUTBOX.c.state == WAITING, OUTBOX.c.due_at > now)
        when = case((held, literal("later")), else_=OUTBOX.c.state).label("when")
        oldest = func.min(func.coalesce(OUTBOX.c.since, OUTBOX.c.due_at))
        query = (
            select(when, OUTBOX.c.platform, OUTBOX.c.problem, func.count(), oldest)
            .where(or_(OUTBOX.c.state == WAITING, OUTBOX.c.state == FAILED))
            .group_by(when, OUTBOX.c.platform, OUTBOX.c.problem)
            .order_by(when, OUTBOX.c.platform, OUTBOX.c.problem)
        )
        return [Pile(*row) for row in self._rows(query)]

    def closed(self, now: datetime) -> list[Closed]:
        query = select(LANE.c.platform, LANE.c.name, LANE.c.whole, LANE.c.next_at, LANE.c.why).where(
            LANE.c.next_at > now
        )
        return [Closed(*row) for row in self._rows(query.order_by(LANE.c.platform, LANE.c.next_at))]

    def failed(self) -> list[Stuck]:
        query = select(OUTBOX.c.key, OUTBOX.c.platform, OUTBOX.c.problem, OUTBOX.c.due_at, OUTBOX.c.payload != "")
        return [
            Stuck(key.partition(":")[0], *rest)
            for key, *rest in self._rows(query.where(OUTBOX.c.state == FAILED).order_by(OUTBOX.c.due_at, OUTBOX.c.id))
        ]

    def retry(self, now: datetime, platform: str, reason: str, before: datetime | None) -> int:
        again = (OUTBOX.c.state == FAILED) & (OUTBOX.c.payload != "")
        again &= or_(OUTBOX.c.until.is_(None), OUTBOX.c.until > now)
        opened = LANE.c.next_at > now
        if platform:
            again, opened = again & (OUTBOX.c.platform == platform), opened & (LANE.c.platform == platform)
        if reason:
            again, opened = again & (OUTBOX.c.problem == reason), opened & (LANE.c.why == reason)
        if before is not None:
            again &= OUTBOX.c.due_at < before
        # What somebody holds now is not to be touched: the end of its last claim is not known yet.
        put_off = (OUTBOX.c.state == WAITING) & (OUTBOX.c.settled == OUTBOX.c.attempts) & (OUTBOX.c.due_at > now)
        put_off &= OUTBOX.c.problem != ""
        if platform:
            put_off &= OUTBOX.c.platform == platform
        if reason:
            put_off &= OUTBOX.c.problem == reason
        waits = {"state": WAITING, "due_at": now, "problem": "", "tries": 0, "settled": OUTBOX.c.attempts}
        with troubles(), self._engine.begin() as connection:
            connection.execute(delete(LANE).where(opened))
            connection.execute(update(OUTBOX).where(put_off).values(due_at=now))
            return int(connection.execute(update(OUTBOX).where(again).values(waits)).rowcount)

    def _rows(self, query: Any) -> list[Any]:
        with troubles(), self._engine.begin() as connection:
            return list(connection.execute(query).all())
