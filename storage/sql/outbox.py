"""The outbox: the engine's side (put, cancel, count) and the courier's (claim, mark)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, Integer, Text, bindparam, delete, func, literal, or_, select, update

from bot.codec import place_of, post_json, reader, to_json
from bot.messages import Card, Place, Stored
from bot.ports import Failed, Later, Parcel, Sent
from storage.sql.ahead import Ahead
from storage.sql.line import Line
from storage.sql.people import IDENTITY, MEMBER, SqlMembers
from storage.sql.prepared import Prepared
from storage.sql.trouble import troubles
from storage.sql.upsert import INSERTS, insert_once
from storage.tables import OutboxRow

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]
WAITING, SENT, FAILED = "waiting", "sent", "failed"
COLUMNS = ("key", "team_id", "platform", "address", "payload", "state", "due_at", "attempts", "ref", "problem")

_PUT = Prepared({dialect: insert_once(dialect, OUTBOX) for dialect in ("sqlite", "postgresql")}, COLUMNS)
_THOSE_WHO_SPEAK_SO = (
    select(
        bindparam("occasion", type_=Text) + MEMBER.c.id, MEMBER.c.team_id, MEMBER.c.platform, IDENTITY.c.home,
        bindparam("said", type_=Text), literal(WAITING), bindparam("due", type_=OUTBOX.c.due_at.type), literal(0),
        literal(""), literal(""),
    )
    .join(IDENTITY, (IDENTITY.c.platform == MEMBER.c.platform) & (IDENTITY.c.person == MEMBER.c.person))
    .where(
        MEMBER.c.team_id == bindparam("team"), MEMBER.c.state == "in", MEMBER.c.voice == bindparam("speaks"),
        IDENTITY.c.language == bindparam("chosen"),
    )
)  # fmt: skip
_PUT_FOR_MEMBERS = Prepared({
    dialect: insert(OUTBOX).from_select(list(COLUMNS), _THOSE_WHO_SPEAK_SO).on_conflict_do_nothing()
    for dialect, insert in INSERTS.items()
})  # fmt: skip
_DONE = Prepared(
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("row"))
    .values(state=bindparam("to"), ref=bindparam("as"), problem=bindparam("why"), payload="")
)
_LATER = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("row"), OUTBOX.c.state == WAITING)
    .values(due_at=bindparam("due"), problem=bindparam("why"))
)
_OF_OCCASION = (OUTBOX.c.team_id == bindparam("team")) & OUTBOX.c.key.startswith(bindparam("occasion"), escape="/")
_FAILED = select(func.count()).where(_OF_OCCASION, OUTBOX.c.state == FAILED)
_CANCEL = Prepared(delete(OUTBOX).where(_OF_OCCASION, OUTBOX.c.state == WAITING))
_FORGET = Prepared(
    delete(OUTBOX).where(
        OUTBOX.c.team_id == bindparam("team"), OUTBOX.c.state != WAITING, OUTBOX.c.due_at < bindparam("before")
    )
)


@cache
def _claim(platforms: tuple[str, ...]) -> Prepared:
    """Takes what is due on `platforms`."""
    waiting = (
        select(OUTBOX.c.id)
        .where(
            OUTBOX.c.state == WAITING,
            OUTBOX.c.due_at <= bindparam("now"),
            or_(*(OUTBOX.c.platform == each for each in platforms)),
        )
        .order_by(OUTBOX.c.due_at, OUTBOX.c.id)  # as the index has them: nothing is sorted, however many wait
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer anyway
    )
    return Prepared(
        update(OUTBOX)
        .where(OUTBOX.c.id.in_(waiting.scalar_subquery()))
        .values(due_at=bindparam("until"), attempts=OUTBOX.c.attempts + 1)
        .returning(*(OUTBOX.c[name] for name in ("id", "key", "platform", "address", "payload", "attempts")))
    )


def _of_occasion(team: str, occasion: str) -> dict[str, str]:
    for special in "/%_":
        occasion = occasion.replace(special, f"/{special}")
    return {"team": team, "occasion": occasion}


class SqlOutbox:
    """bot.ports.Outbox."""

    def __init__(self, line: Line, ahead: Ahead) -> None:
        self._line, self._ahead = line, ahead

    def put(self, replies: Sequence[Stored], due: datetime, team: str = "") -> None:
        rows = []
        for reply in replies:
            place = place_of(reply)
            rows.append({
                "key": reply.key, "team_id": team or _team_in(reply.key), "platform": place.platform,
                "address": place.address, "payload": to_json(reply), "state": WAITING, "due_at": due, "attempts": 0,
                "ref": "", "problem": "",
            })  # fmt: skip
            self._ahead.put(reply.key)
        self._line.later(_PUT, *rows)

    def put_for_members(
        self, team: str, occasion: str, cards: Mapping[tuple[str, str], Card], due: datetime, language: str = "en"
    ) -> None:
        spoken, written = {each for each, _ in cards}, cache(post_json)
        rows = []
        for chosen, voice in SqlMembers(self._line, self._ahead).speaking(team):
            card = cards.get((chosen if chosen in spoken else language, voice))
            if card is not None:
                rows.append({
                    "occasion": f"{occasion}:", "team": team, "chosen": chosen, "speaks": voice,
                    "said": written(card), "due": due,
                })  # fmt: skip
        if rows:
            _PUT_FOR_MEMBERS.run(self._line, *rows)

    def failed(self, team: str, occasion: str) -> int:
        count: int = self._line.execute(_FAILED, _of_occasion(team, occasion)).scalar_one()
        return count

    def cancel(self, team: str, occasion: str) -> None:
        if self._ahead.waits(team, occasion):
            _CANCEL.run(self._line, _of_occasion(team, occasion))

    def forget(self, team: str, before: datetime) -> None:
        _FORGET.run(self._line, {"team": team, "before": before})


def _team_in(key: str) -> str:
    """The team that an occasion's key names in its second part: "ask:<team>:<week>:<member>"."""
    return key.split(":", 2)[1] if key.count(":") else ""


class SqlMailroom:
    """bot.ports.Mailroom."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, platforms: Sequence[str], now: datetime, until: datetime, most: int) -> list[Parcel]:
        given = {"now": now, "until": until, "most": most}
        with troubles(), self._engine.begin() as connection:
            rows = sorted(_claim(tuple(platforms)).rows(connection, given))
        read = reader()
        return [
            Parcel(id, read(key, Place(platform, address), payload), attempts)
            for id, key, platform, address, payload, attempts in rows
        ]

    def mark(self, outcomes: Sequence[Sent | Later | Failed]) -> None:
        done = [_done(outcome) for outcome in outcomes if not isinstance(outcome, Later)]
        later = [{"row": o.parcel, "due": o.due, "why": o.why} for o in outcomes if isinstance(o, Later)]
        with troubles(), self._engine.begin() as connection:
            if done:
                _DONE.run(connection, *done)
            if later:
                connection.execute(_LATER, later)


def _done(outcome: Sent | Failed) -> dict[str, Any]:
    if isinstance(outcome, Sent):
        return {"row": outcome.parcel, "to": SENT, "as": outcome.ref, "why": ""}
    return {"row": outcome.parcel, "to": FAILED, "as": "", "why": outcome.why}
