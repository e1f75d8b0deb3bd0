"""what platforms keep for every process: the tokens of the workspaces in which Coreflect was installed

Revision ID: 0013
Revises: 0012

Only adds: a program of the version before goes on beside it.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.Column("until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept")),
    )
    op.create_index(op.f("ix_kept_until"), "kept", ["until"])


def downgrade() -> None:
    op.drop_table("kept")
