"""The Store on SQLAlchemy Core: set-based statements, no object a row."""

from storage.sql.store import SqlStore

__all__ = ["SqlStore"]
