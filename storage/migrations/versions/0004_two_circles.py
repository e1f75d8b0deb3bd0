"""whether people who use services and professionals have a circle each

Revision ID: 0004
Revises: 0003

Only adds: a program of the version before goes on beside it, and the database fills the new column in for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("team", sa.Column("two_circles", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("team") as batch:
        batch.drop_column("two_circles")
