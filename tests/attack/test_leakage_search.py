"""T11 is worth something if its search finds what it looks for: here each canary is put into each place."""

from __future__ import annotations

import asyncio
import base64
import io
import logging
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, text

from tests.attack.leaks import (
    BOOM,
    CHOSEN,
    PEOPLE,
    WRITTEN,
    everything,
    file_bytes,
    found,
    hidden_in,
    no_id_stands_beside_a_value,
    overheard,
)  # fmt: skip

NAME, ID, KEY = PEOPLE[0].capitalize(), f"T01TEST/U0{PEOPLE[0].upper()}", "5e" * 32
CANARIES = (NAME, ID, WRITTEN, CHOSEN, KEY)
VALUE = '{"power": {"value": "5"}}'


@pytest.mark.parametrize("canary", CANARIES)
def test_every_canary_is_found_however_it_is_written(canary: str) -> None:
    for spelled in (
        canary,
        canary.upper(),
        urlencode({"payload": f"a {canary} b"}),
        base64.b64encode(f"x{canary}y".encode()).decode(),
        base64.b64encode(f"xy{canary}".encode()).decode(),
        base64.b64encode(f"xyz{canary}yx".encode()).decode(),
        canary.encode().hex(),
    ):
        assert found([canary], "before", spelled) == [canary], spelled
    assert found([canary], "nothing of it", b"\x00\xff") == []


@pytest.mark.parametrize("said", [VALUE, "power=5&trust=1", "'trust': '5'", 'power#0":{"value":"5"'])
def test_an_answer_is_found_by_its_measure(said: str) -> None:
    assert found([], said)
    assert not found([], "power: 15", "5 power stations", "trust 55")


def test_all_that_is_logged_is_heard() -> None:
    with overheard() as said:
        logging.getLogger("some.library").debug("%s", NAME)
        logging.getLogger("sqlalchemy.engine").debug("%s", ID)
        try:
            raise RuntimeError(BOOM)
        except RuntimeError:
            logging.getLogger("adapters").warning("it broke", exc_info=True)
        asyncio.run(_fails_unheard())
    for canary in (NAME, ID, WRITTEN, CHOSEN):
        assert found([canary], *said), canary
    assert any("never retrieved" in line for line in said)


async def _fails_unheard() -> None:
    async def fails() -> None:
        raise RuntimeError(BOOM)

    task = asyncio.ensure_future(fails())
    await asyncio.wait([task])


@pytest.mark.parametrize("canary", CANARIES)
def test_a_row_is_searched(database: Database, canary: str) -> None:
    _keep(database, canary)
    assert found([canary], everything(database)) == [canary]


@pytest.mark.parametrize("table", ["answer", "outbox", "transcript"])
def test_an_id_beside_a_value_is_found(database: Database, table: str) -> None:
    """The three ways in which a row could tell: who answered, what was answered, what was written."""
    person = f"INSERT INTO identity (platform, person, name, home) VALUES ('slack', '{ID}', '{ID}', '{ID}')"
    wrong = {
        "answer": f"INSERT INTO answer VALUES ('t', 1, 'power', '{ID}', 5)",
        "outbox": "INSERT INTO outbox (key, team_id, platform, payload, address, state, due_at, attempts, ref, problem)"
        f" VALUES ('k', 't', 'slack', '{CHOSEN}', '{ID}', 'sent', '2026-03-02', 0, '', '')",
        "transcript": f"INSERT INTO transcript (address, message, payload) VALUES ('{ID}', 'm', '{WRITTEN}')",
    }[table]
    no_id_stands_beside_a_value(database)
    with database.begin() as connection:
        connection.execute(text(person))
        connection.execute(text(wrong))
    with pytest.raises(AssertionError):
        no_id_stands_beside_a_value(database)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_log_and_the_free_pages_of_the_file_are_searched(database: Database) -> None:
    # Through a connection of its own: the program's overwrites what it deletes, this one only unlinks it.
    careless = create_engine(database.url)
    with careless.begin() as connection:
        connection.execute(text("PRAGMA secure_delete = OFF"))
        connection.execute(text("INSERT INTO seen VALUES (:id, '2026-03-02')"), {"id": WRITTEN})
    log = Path(f"{database.url.database}-wal")
    assert WRITTEN.encode() in log.read_bytes(), "in the log, and not yet in the file"
    assert found([WRITTEN], file_bytes(database)) == [WRITTEN]
    with careless.begin() as connection:
        connection.execute(text("PRAGMA secure_delete = OFF"))
        connection.execute(text("DELETE FROM seen"))
    with careless.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert connection.execute(text("SELECT count(*) FROM seen")).scalar() == 0
    careless.dispose()
    assert found([WRITTEN], file_bytes(database)) == [WRITTEN], "in a free page"


def test_what_is_hidden_in_a_picture_is_found() -> None:
    for kept in ("tEXt", "zTXt", "iTXt", "tail"):
        notes, out = PngImagePlugin.PngInfo(), io.BytesIO()
        if kept == "iTXt":
            notes.add_itxt("Comment", WRITTEN, zip=True)
        elif kept != "tail":
            notes.add_text("Comment", WRITTEN, zip=kept == "zTXt")
        Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=notes)
        png = out.getvalue() + (WRITTEN.encode() if kept == "tail" else b"")
        assert found([WRITTEN], hidden_in(png)) == [WRITTEN], kept


def _keep(database: Database, canary: str) -> None:
    with database.begin() as connection:
        connection.execute(text("INSERT INTO seen VALUES (:id, '2026-03-02')"), {"id": f"slack:{canary}"})
