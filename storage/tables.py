"""The tables. Rows never leave this folder: the Store gives and takes the domain's own values.

Answers have no timestamps and random keys; who gave them can only be told with the key file (see storage.keys).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, MetaData, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

# Constraints need names, so that a migration can change them on every database.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata


def _or_nothing() -> Any:
    """A column that may say nothing, "". The database fills it in for a program that does not know it yet."""
    return Field(default="", sa_column_kwargs={"server_default": ""})


def _none_yet() -> Any:
    """A count that begins at 0. The database fills it in: no INSERT gives it."""
    return Field(default=0, sa_column_kwargs={"server_default": "0", "default": None})


class TeamRow(SQLModel, table=True):
    """A team and its settings. `due_at` is when `step` is next due, empty while nothing is.

    `skipped` holds week and question, like "12:power.1 12:trust.2"; `topics` and `left_out` one thing a line.
    """

    __tablename__ = "team"
    id: str = Field(primary_key=True)
    name: str
    platform: str
    channel: str = Field(sa_column=Column(Text, nullable=False, index=True))
    code: str = Field(unique=True)
    status: str
    zone: str
    weekday: int
    minute: int
    phase: str
    colluders: int
    power: str
    trust: str
    week: int
    step: str
    due_at: datetime | None = Field(default=None, index=True)
    language: str = _or_nothing()
    pinned: str = _or_nothing()
    skipped: str = _or_nothing()
    two_circles: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    topics: str = _or_nothing()
    left_out: str = _or_nothing()


class IdentityRow(SQLModel, table=True):
    """Somebody on a platform: how they are shown there and where to write to them."""

    __tablename__ = "identity"
    platform: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    name: str
    home: str = Field(sa_column=Column(Text, nullable=False))
    language: str = _or_nothing()


class MemberRow(SQLModel, table=True):
    """Somebody in a team."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("team_id", "platform", "person"),
        Index("ix_member_platform_person", "platform", "person"),
    )
    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    platform: str
    person: str
    state: str
    voice: str
    coordinator: bool
    joined: date | None = None
    gone: date | None = None


class RoundRow(SQLModel, table=True):
    """One week's asking."""

    __tablename__ = "round"
    team_id: str = Field(primary_key=True)
    week: int = Field(primary_key=True)
    phase: str
    question: str
    opens_at: datetime
    reminds_at: datetime
    closes_at: datetime
    closed: bool


class AnswerRow(SQLModel, table=True):
    """An answer of an open week, deleted at its close."""

    __tablename__ = "answer"
    __table_args__ = {"sqlite_with_rowid": False}  # kept in the order of its keys, not of arrival
    team_id: str = Field(primary_key=True)
    week: int = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    person_key: str = Field(primary_key=True)
    value: int


class WordsRow(SQLModel, table=True):
    """What somebody wrote, locked."""

    __tablename__ = "words"
    __table_args__ = {"sqlite_with_rowid": False}  # kept in the order of its keys, not of arrival
    team_id: str = Field(primary_key=True)
    week: int = Field(primary_key=True)
    person_key: str = Field(primary_key=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class QuoteRow(SQLModel, table=True):
    """A quote that waits for a whole window before it is shown, locked. Nobody knows whose it is."""

    __tablename__ = "quote"
    __table_args__ = {"sqlite_with_rowid": False}  # kept in the order of its random ids, not of arrival
    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    window: int
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class CircleRow(SQLModel, table=True):
    """The state of one series, as bot.release gave it, in JSON."""

    __tablename__ = "circle"
    team_id: str = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    state: str = Field(sa_column=Column(Text, nullable=False))


class ReadingRow(SQLModel, table=True):
    """What was published."""

    __tablename__ = "reading"
    team_id: str = Field(primary_key=True)
    week: int = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    status: str
    label: int | None = None
    labels: int | None = None
    size: str | None = None
    phase: str


class NoteRow(SQLModel, table=True):
    """What changed because of people's answers, until it stands in a summary. Nobody knows whose it is."""

    __tablename__ = "note"
    __table_args__ = {"sqlite_with_rowid": False}  # kept in the order of its random ids, not of arrival
    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))


class SeenRow(SQLModel, table=True):
    """An event that has been handled. Only the day is kept, so that it cannot be matched to an answer's minute."""

    __tablename__ = "seen"
    id: str = Field(primary_key=True)
    day: date = Field(index=True)


_WAITING, _TRIED = text("state = 'waiting'"), text("state = 'waiting' AND attempts > 0")
OF_OCCASION = text("substr(key, 1, 3) <> 're:'")
"""Of the outbox: not an answer to somebody. Whoever looks for keys says so, in these words; else no index is used."""
_UNSENT = text(f"{OF_OCCASION} AND state <> 'sent'")


class OutboxRow(SQLModel, table=True):
    """Something to send: one row an occasion, or an answer to somebody.

    While it is being sent `due_at` lies ahead: that is the lease.

    `attempts` counts its claims, `settled` is the last claim of which it is known how it ended, `tries` counts the
    tries that did not succeed. `since` is when it was due at first, which gives the order within a conversation; a
    program that does not know it leaves it empty. From `until` on it is not sent any more.

    On PostgreSQL the primary key is (team_id, id), so that the table can be spread by team.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # An answer belongs to an event, and each event is handled once.
        Index(
            "uq_outbox_occasion", "team_id", "key", unique=True, sqlite_where=OF_OCCASION, postgresql_where=OF_OCCASION
        ),
        # Of what waits or could not be sent only: what is sent leaves them, and most of the table is not touched again.
        Index("ix_outbox_waiting", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_tried", "address", "since", sqlite_where=_TRIED, postgresql_where=_TRIED),
        Index("ix_outbox_team", "team_id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
        Index(
            "ix_outbox_id", "id"
        ),  # for programs of the release before, which mark by number alone; the next drops it
        # A number is never given twice: a courier may still hold the row that had it, and mark another one as sent.
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str
    team_id: str
    platform: str
    payload: str = Field(sa_column=Column(Text, nullable=False))
    address: str = Field(sa_column=Column(Text, nullable=False))
    state: str
    due_at: datetime
    attempts: int
    ref: str
    problem: str
    since: datetime | None = None
    until: datetime | None = None
    tries: int = _none_yet()
    settled: int = _none_yet()
    unsure: bool = Field(default=False, sa_column_kwargs={"server_default": false(), "default": None})


class LaneRow(SQLModel, table=True):
    """A conversation, or a whole workspace, that nothing is sent to before `next_at`. One that is open has no row."""

    __tablename__ = "lane"
    platform: str = Field(primary_key=True)
    name: str = Field(sa_column=Column(Text, primary_key=True))
    whole: bool
    next_at: datetime
    why: str


class TranscriptRow(SQLModel, table=True):
    """The web chat's messages: what a platform of its own would keep."""

    __tablename__ = "transcript"
    seq: int | None = Field(default=None, primary_key=True)
    address: str = Field(index=True)
    message: str = Field(index=True)
    payload: str = Field(sa_column=Column(Text, nullable=False))


class KeptRow(SQLModel, table=True):
    """Something that a platform keeps for every process, locked. With `until` it may go after that moment."""

    __tablename__ = "kept"
    name: str = Field(primary_key=True)
    locked: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    until: datetime | None = Field(default=None, index=True)
