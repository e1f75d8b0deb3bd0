"""languages of people and teams

Revision ID: 0002
Revises: 0001

Only adds: a program of the version before goes on beside it, and the database fills the new columns in for it.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("identity", "team"):
        op.add_column(
            table, sa.Column("language", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False)
        )


def downgrade() -> None:
    for table in ("team", "identity"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("language")
