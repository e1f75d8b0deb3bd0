"""quotes that wait for their time, and a team's own topics and words to leave out

Revision ID: 0007
Revises: 0006

Only adds: a program of the version before goes on beside it.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ADDED = ("topics", "left_out")


def upgrade() -> None:
    op.create_table(
        "quote",
        sa.Column("team_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "id", name=op.f("pk_quote")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("team") as table:
        for name in ADDED:
            table.add_column(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("team") as table:
        for name in ADDED:
            table.drop_column(name)
    op.drop_table("quote")
