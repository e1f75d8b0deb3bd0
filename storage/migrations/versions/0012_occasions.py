"""the keys of the outbox are unique for occasions; an answer belongs to an event, which is handled once anyway

Each answer to a press came into two indexes that nobody ever asked for answers: with many members, that was two pages
to write for every press.

Revision ID: 0012
Revises: 0011

A program of the version before finds what it looks for by the other keys of a team, only more slowly.
"""

from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OCCASION = sa.text("substr(key, 1, 3) <> 're:'")
UNSENT, UNSENT_OCCASION = sa.text("state <> 'sent'"), sa.text("substr(key, 1, 3) <> 're:' AND state <> 'sent'")
PARTIAL = {
    "ix_outbox_waiting": (["due_at", "id"], sa.text("state = 'waiting'")),
    "ix_outbox_tried": (["address", "since"], sa.text("state = 'waiting' AND attempts > 0")),
}


def upgrade() -> None:
    op.drop_index("ix_outbox_team", "outbox")
    with _made_anew() as table:
        table.drop_constraint("uq_outbox_team_id_key", type_="unique")
    _index("uq_outbox_occasion", ["team_id", "key"], OCCASION, unique=True)
    _index("ix_outbox_team", ["team_id"], UNSENT_OCCASION)


def downgrade() -> None:
    op.drop_index("ix_outbox_team", "outbox")
    op.drop_index("uq_outbox_occasion", "outbox")
    with _made_anew() as table:
        table.create_unique_constraint("uq_outbox_team_id_key", ["team_id", "key"])
    _index("ix_outbox_team", ["team_id"], UNSENT)


@contextmanager
def _made_anew():
    # Made anew on SQLite; changed in place on PostgreSQL. The indexes of a part are written here: what is read back of
    # them from a table is not certain to be all.
    last = _last_number()
    for name in PARTIAL:
        op.drop_index(name, "outbox")
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as table:
        yield table
    for name, (columns, where) in PARTIAL.items():
        _index(name, columns, where)
    if last is not None:  # of a row that is gone, perhaps: a courier may still hold it
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'outbox'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', {last})")


def _last_number():
    """The highest number that SQLite ever gave; None elsewhere, and when it gave none."""
    if op.get_bind().dialect.name != "sqlite":
        return None
    return op.get_bind().scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'"))


def _index(name, columns, where, **options):
    op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where, **options)
