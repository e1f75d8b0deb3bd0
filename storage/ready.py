"""A database that can be used: its tables are looked at, and changed only when they have to be."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage.database import connect

VERSIONS = Path(__file__).with_name("migrations") / "versions"


def ready(url: str) -> Engine:
    """The database at `url`, its tables up to date. Raises ValueError or StoreTrouble when it cannot be had."""
    engine = connect(url)
    try:
        if not _is_newest(engine):
            # Alembic takes eight megabytes and a tenth of a start; nearly every start finds everything up to date.
            from storage.migrate import migrate  # noqa: PLC0415

            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def newest() -> str:
    """The newest migration there is: each file's name begins with its number."""
    return max(path.name for path in VERSIONS.glob("[0-9]*.py")).partition("_")[0]


def _is_newest(engine: Engine) -> bool:
    """False also when it cannot be told: whoever migrates then says why."""
    try:
        with engine.begin() as connection:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    except DBAPIError:
        return False
    return found == [newest()]
