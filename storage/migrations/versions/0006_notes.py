"""notes of what changed because of people's answers, until they stand in a summary

Revision ID: 0006
Revises: 0005

Only adds: a program of the version before goes on beside it.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "id", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("note")
