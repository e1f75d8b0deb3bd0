"""the question that a team wants next, and those it did not want

Revision ID: 0003
Revises: 0002

Only adds: a program of the version before goes on beside it, and the database fills the new columns in for it.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("pinned", "skipped"):
        op.add_column("team", sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("team") as batch:
        for name in ("skipped", "pinned"):
            batch.drop_column(name)
