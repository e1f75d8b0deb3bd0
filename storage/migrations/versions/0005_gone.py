"""the day on which somebody left, so that their row can go a month later

Revision ID: 0005
Revises: 0004

Only adds: a program of the version before goes on beside it. Whoever left before is given a month from today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("gone", sa.Date(), nullable=True))
    op.execute(
        "UPDATE member SET gone = CURRENT_DATE "
        "WHERE state = 'left' OR team_id IN (SELECT id FROM team WHERE status = 'ended')"
    )


def downgrade() -> None:
    with op.batch_alter_table("member") as batch:
        batch.drop_column("gone")
