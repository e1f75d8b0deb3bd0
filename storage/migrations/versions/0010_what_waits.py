"""indexes of the outbox that hold what waits, or could not be sent, and nothing else

What is sent leaves them and comes into no other, so sending writes less. The table grows with what was sent, they do
not.

Revision ID: 0010
Revises: 0009

A program of the version before finds what is due without them, only more slowly.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WAITING, UNSENT = sa.text("state = 'waiting'"), sa.text("state <> 'sent'")


def upgrade() -> None:
    op.drop_index("ix_outbox_waiting", "outbox")
    op.drop_index("ix_outbox_team_id_state", "outbox")
    op.create_index("ix_outbox_waiting", "outbox", ["due_at", "id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index("ix_outbox_team", "outbox", ["team_id"], sqlite_where=UNSENT, postgresql_where=UNSENT)


def downgrade() -> None:
    op.drop_index("ix_outbox_team", "outbox")
    op.drop_index("ix_outbox_waiting", "outbox")
    op.create_index("ix_outbox_team_id_state", "outbox", ["team_id", "state"])
    op.create_index("ix_outbox_waiting", "outbox", ["state", "due_at", "id"])
