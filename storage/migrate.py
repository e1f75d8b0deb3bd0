"""Bring a database to the newest tables; several processes may start at once, and one of them may be older."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from bot.ports import StoreTrouble
from storage.sql.trouble import troubles
from storage.tables import metadata

log = logging.getLogger(__name__)

ONE_AT_A_TIME = 7_307_115_301_526_471
"""The number of the lock that a process holds while it changes tables: any, as long as it stays the same."""

PATIENCE_MS = 5_000
"""How long a change of a table waits for those who read it. While it waits, everybody else waits behind it."""

_ALEMBIC = Lock()
"""Held by the thread that migrates: Alembic knows one context in a process. Two at once ran each other's migrations on
each other's connection, and the process could end with it."""

TOO_NEW = (
    "The database belongs to a newer version of Coreflect, and no longer has what this version needs ({missing}). "
    "Start the newer version."
)


def configuration() -> Config:
    """Alembic's settings, without a file of their own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def migrate(engine: Engine) -> None:
    """Run every migration that has not run yet. Raises StoreTrouble when the database cannot be written.

    Tables of a newer version are left as they are: each version only adds what the one before can do without.
    """
    config = configuration()
    with troubles(), _ALEMBIC, engine.begin() as connection:
        _alone(connection)
        if _is_newer(connection, config):
            _check_whole(connection)
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _alone(connection: Connection) -> None:
    """Wait until no other process changes tables. SQLite's writers wait for each other anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        connection.execute(text(f"SET LOCAL lock_timeout = {PATIENCE_MS}"))


def _is_newer(connection: Connection, config: Config) -> bool:
    """Whether a version that knows more migrations than this one was here."""
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    return found is not None and found not in known


def _check_whole(connection: Connection) -> None:
    """Raises StoreTrouble when something that this version reads or writes is gone."""
    look = inspect(connection)
    there = {table: {column["name"] for column in look.get_columns(table)} for table in look.get_table_names()}
    missing = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in there.get(table.name, ())
    ]
    if missing:
        raise StoreTrouble(TOO_NEW.format(missing=missing[0]))
    log.warning("the tables belong to a newer version; this one goes on with them")
