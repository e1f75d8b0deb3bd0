"""The outbox, the engine's side of it: put, cancel, count, forget. The courier's is in `mailroom.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Text, and_, bindparam, delete, func, literal, or_, select, update

from bot.codec import place_of, post_json, to_json
from bot.messages import Card, Place, Post, Stored
from storage.sql.ahead import Ahead, unsent
from storage.sql.among import of_many
from storage.sql.lanes import WAITS
from storage.sql.line import Line
from storage.sql.people import IDENTITY, MEMBER, SqlMembers
from storage.sql.prepared import Prepared
from storage.sql.together import Shelf, Together
from storage.sql.upsert import INSERTS, insert_once
from storage.tables import OF_OCCASION, OutboxRow

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]
WAITING, SENT, FAILED = "waiting", "sent", "failed"
COLUMNS = (
    "key", "team_id", "platform", "address", "payload", "state", "due_at", "attempts", "ref", "problem", "since",
    "until",
)  # fmt: skip
ANSWER = "re:"
"""How the keys of answers begin: they belong to whoever asked, and to no team."""

MOMENT = OUTBOX.c.due_at.type

_PUT = Prepared({dialect: insert_once(dialect, OUTBOX) for dialect in ("sqlite", "postgresql")}, COLUMNS)
_THOSE_WHO_SPEAK_SO = (
    select(
        bindparam("occasion", type_=Text) + MEMBER.c.id, MEMBER.c.team_id, MEMBER.c.platform, IDENTITY.c.home,
        bindparam("said", type_=Text), literal(WAITING), bindparam("due", type_=MOMENT), literal(0),
        literal(""), literal(""), bindparam("due", type_=MOMENT), bindparam("until", type_=MOMENT),
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
_OF_TEAM = and_(OF_OCCASION, OUTBOX.c.team_id == bindparam("team"))
_OF_KIND = _OF_TEAM & OUTBOX.c.key.startswith(bindparam("occasion"), escape="/")
_FAILED = select(func.count()).where(_OF_KIND, OUTBOX.c.state == FAILED)
_UNSENT = of_many(unsent)
_THIS = _OF_TEAM & (OUTBOX.c.key == bindparam("occasion"))
_CANCEL = Prepared(delete(OUTBOX).where(_THIS, OUTBOX.c.state == WAITS))
_EMPTY = Prepared(update(OUTBOX).where(_THIS, OUTBOX.c.state == FAILED).values(payload=""))
_UNSENT_BEFORE = bindparam("unsent_before", type_=MOMENT)
_LET_GO = Prepared(
    delete(OUTBOX).where(
        or_(
            or_(OUTBOX.c.state == SENT, OUTBOX.c.state == FAILED) & (OUTBOX.c.due_at < bindparam("before")),
            (OUTBOX.c.state == WAITS) & (OUTBOX.c.due_at < _UNSENT_BEFORE) & (OUTBOX.c.until < _UNSENT_BEFORE),
        )
    )
)
_LET_GO_OF_WORDS = Prepared(
    update(OUTBOX)
    .where(OUTBOX.c.state == FAILED, OUTBOX.c.due_at < _UNSENT_BEFORE, OUTBOX.c.payload != "")
    .values(payload="")
)


def _of_occasion(team: str, occasion: str) -> dict[str, str]:
    for special in "/%_":
        occasion = occasion.replace(special, f"/{special}")
    return {"team": team, "occasion": occasion}


class SqlOutbox:
    """bot.ports.Outbox."""

    def __init__(self, line: Line, ahead: Ahead, together: Together, members: SqlMembers) -> None:
        self._line, self._ahead, self._members = line, ahead, members
        self._unsent = Shelf(together, _UNSENT)

    def put(self, replies: Sequence[Stored], due: datetime, team: str = "") -> None:
        rows = []
        for reply in replies:
            place = place_of(reply)
            tenant = team or _tenant(reply.key, place)
            rows.append({
                "key": reply.key, "team_id": tenant, "platform": place.platform,
                "address": place.address, "payload": to_json(reply), "state": WAITING, "due_at": due, "attempts": 0,
                "ref": "", "problem": "", "since": due, "until": reply.until if isinstance(reply, Post) else None,
            })  # fmt: skip
            self._ahead.put(reply.key)
            self._unsent.changed(tenant)
        self._line.later(_PUT, *rows)

    def put_for_members(
        self, team: str, occasion: str, cards: Mapping[tuple[str, str], Card], due: datetime, language: str = "en",
        until: datetime | None = None,
    ) -> None:  # fmt: skip
        spoken = {each for each, _ in cards}
        once = {id(card): card for card in cards.values()}  # comparing cards takes longer than writing one
        said = {each: post_json(card) for each, card in once.items()}
        rows = []
        for chosen, voice in self._members.speaking(team):
            card = cards.get((chosen if chosen in spoken else language, voice))
            if card is not None:
                rows.append({
                    "occasion": f"{occasion}:", "team": team, "chosen": chosen, "speaks": voice,
                    "said": said[id(card)], "due": due, "until": until,
                })  # fmt: skip
        if rows:
            self._unsent.changed(team)
            self._line.later(_PUT_FOR_MEMBERS, *rows)

    def failed(self, team: str, occasion: str) -> int:
        count: int = self._line.execute(_FAILED, _of_occasion(team, occasion)).scalar_one()
        return count

    def cancel(self, team: str, *occasions: str) -> None:
        if not any(self._ahead.unsent(team, each) for each in occasions):
            return
        these = [{"team": team, "occasion": key} for _, key in self._unsent.of(team) if key.startswith(occasions)]
        if these:
            self._unsent.changed(team)
            _CANCEL.run(self._line, *these)
            _EMPTY.run(self._line, *these)  # what failed is not to be sent again either

    def let_go(self, before: datetime, unsent_before: datetime) -> None:
        moments = {"before": before, "unsent_before": unsent_before}
        _LET_GO.run(self._line, moments)
        _LET_GO_OF_WORDS.run(self._line, moments)


def _tenant(key: str, place: Place) -> str:
    """The team that an occasion's key names in its second part: "ask:<team>:<week>:<member>". An answer belongs to the
    conversation that it goes to, so that all answers together are spread as teams are."""
    if key.startswith(ANSWER):
        return place.address
    return key.split(":", 2)[1] if key.count(":") else ""
