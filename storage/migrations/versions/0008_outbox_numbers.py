"""a number in the outbox is never given twice

SQLite gave the number of a row that was taken back to the next one, and a courier that still held the first then marked
the second as sent. PostgreSQL never did.

Revision ID: 0008
Revises: 0007

The columns stay as they are: a program of the version before goes on beside it.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _copied(autoincrement=True)


def downgrade() -> None:
    _copied(autoincrement=False)


def _copied(*, autoincrement: bool) -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("outbox", recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}):
            pass
