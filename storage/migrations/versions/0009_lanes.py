"""lanes, an order within each conversation, and keys of the outbox that the team leads

A row can now tell whether it may have been sent already, how often it was tried, when it was due at first and from when
on it comes too late. On PostgreSQL both keys hold the team, so that the table can be spread over machines by it.

Revision ID: 0009
Revises: 0008

Only adds, and what a row must have the database fills in: a program of the version before goes on beside it. It marks
by number alone; `ix_outbox_id` is for that, and can go with the version after this one.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")
ADDED = ("since", "until", "tries", "settled", "unsure")


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    with _outbox() as table:
        table.add_column(sa.Column("since", moment, nullable=True))
        table.add_column(sa.Column("until", moment, nullable=True))
        table.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("settled", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("unsure", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.drop_constraint("uq_outbox_key", type_="unique")
        table.create_unique_constraint("uq_outbox_team_id_key", ["team_id", "key"])
    # What was put off has its reason beside it; what was claimed and has none may have been sent.
    settled = "CASE WHEN problem = '' THEN 0 ELSE attempts END"
    op.execute(f"UPDATE outbox SET since = due_at, settled = {settled} WHERE state = 'waiting'")
    _primary_key("team_id", "id")
    op.create_index("ix_outbox_lane", "outbox", ["address", "since"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index("ix_outbox_id", "outbox", ["id"], sqlite_where=sa.text("id IS NULL"))
    op.create_table(
        "lane",
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("why", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "name", name=op.f("pk_lane")),
    )


def downgrade() -> None:
    op.drop_table("lane")
    op.drop_index("ix_outbox_id", "outbox")
    op.drop_index("ix_outbox_lane", "outbox")
    _primary_key("id")
    with _outbox() as table:
        table.drop_constraint("uq_outbox_team_id_key", type_="unique")
        table.create_unique_constraint("uq_outbox_key", ["key"])
        for name in ADDED:
            table.drop_column(name)


def _outbox():
    # Made anew on SQLite, its numbers still never given twice; changed in place on PostgreSQL.
    return op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True})


def _primary_key(*columns: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_outbox", "outbox", type_="primary")
        op.create_primary_key("pk_outbox", "outbox", list(columns))
