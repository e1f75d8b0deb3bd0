"""Bring a database to the newest tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from storage.database import connect
from storage.sql.trouble import troubles


def configuration() -> Config:
    """Alembic's settings, without a file of their own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def migrate(engine: Engine) -> None:
    """Run every migration that has not run yet. Raises StoreTrouble when the database cannot be written."""
    config = configuration()
    with troubles(), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def ready(url: str) -> Engine:
    """The database at `url`, its tables up to date. Raises ValueError or StoreTrouble when it cannot be had."""
    engine = connect(url)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine
