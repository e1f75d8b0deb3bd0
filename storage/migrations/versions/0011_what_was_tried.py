"""the index of a conversation holds what was claimed and still waits, and nothing else

Only that can hold up what comes after it. Each question of a burst came into the index of everything that waits, and
left it again, somewhere else each time: with many members that was a page to write for every message.

Revision ID: 0011
Revises: 0010

A program of the version before finds what must wait without it, only more slowly.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")
TRIED = sa.text("state = 'waiting' AND attempts > 0")


def upgrade() -> None:
    op.drop_index("ix_outbox_lane", "outbox")
    op.create_index("ix_outbox_tried", "outbox", ["address", "since"], sqlite_where=TRIED, postgresql_where=TRIED)


def downgrade() -> None:
    op.drop_index("ix_outbox_tried", "outbox")
    op.create_index("ix_outbox_lane", "outbox", ["address", "since"], sqlite_where=WAITING, postgresql_where=WAITING)
