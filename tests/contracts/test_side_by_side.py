"""The release before, going on beside this one on the new tables; and the outbox spread over a cluster by team."""

from __future__ import annotations

import pytest

from bot.mailroom import Sent
from storage.sql import SqlStore
from tests.contracts.mail import NOW, at, claim, keys, post, put, rows

# What a program of migration 0008 says to the database.
PUT = """
    INSERT INTO outbox (key, team_id, platform, payload, address, state, due_at, attempts, ref, problem)
    VALUES (:key, 't1', 'slack', '{"gather"\\:true}', 'T1/ana', 'waiting', :now, 0, '', '') ON CONFLICT DO NOTHING
"""
CLAIM = """
    UPDATE outbox SET due_at = :until, attempts = attempts + 1 WHERE id IN (
        SELECT id FROM outbox WHERE state = 'waiting' AND due_at <= :now AND platform = 'slack'
        ORDER BY due_at, id LIMIT 250
    ) RETURNING id, key
"""
MARK = "UPDATE outbox SET state = 'sent', ref = 'r', problem = '', payload = '' WHERE id = :id"
LATER = "UPDATE outbox SET due_at = :due, problem = 'busy' WHERE id = :id AND state = 'waiting'"


def moment(store: SqlStore, seconds: float) -> object:
    """As the database writes it."""
    when = at(seconds)
    return when.replace(tzinfo=None).isoformat(" ", "microseconds") if _is_sqlite(store) else when


def _is_sqlite(store: SqlStore) -> bool:
    return store._engine.dialect.name == "sqlite"


def old_claim(store: SqlStore, seconds: float) -> list[tuple[int, str]]:
    found = rows(store, CLAIM, now=moment(store, seconds), until=moment(store, seconds + 60))
    return [(row.id, row.key) for row in sorted(found)]


def test_what_the_release_before_puts_in_is_sent_by_this_one_once(store: SqlStore) -> None:
    for key in ("a:1", "a:1", "a:2"):
        rows(store, PUT, key=key, now=moment(store, 0))
    put(store, "a:1")
    parcels = claim(store)
    assert keys(parcels) == ["a:1", "a:2"]
    store.mailroom.mark([Sent(parcel.id, "r") for parcel in parcels])
    assert old_claim(store, 500) == []


def test_what_this_one_puts_in_is_sent_by_the_release_before_once(store: SqlStore) -> None:
    put(store, "a:1", "a:2")
    [(one, first), (two, second)] = old_claim(store, 0)
    assert (first, second) == ("a:1", "a:2")
    assert claim(store) == []
    rows(store, MARK, id=one)
    rows(store, LATER, id=two, due=moment(store, 5))
    assert keys(claim(store, at(5))) == ["a:2"]


def test_what_a_killed_program_of_the_release_before_held_may_have_been_sent(store: SqlStore) -> None:
    put(store, "a:1")
    old_claim(store, 0)
    assert [parcel.unsure for parcel in claim(store, at(61))] == [True]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_outbox_can_be_spread_by_team_without_change(store: SqlStore) -> None:
    rows(store, "ALTER TABLE outbox RENAME TO whole")
    try:
        # Takes every key and index along, and refuses if one that is unique does not hold the team.
        rows(store, "CREATE TABLE outbox (LIKE whole INCLUDING DEFAULTS INCLUDING INDEXES) PARTITION BY HASH (team_id)")
        for part in range(3):
            rows(store, f"CREATE TABLE part{part} PARTITION OF outbox FOR VALUES WITH (MODULUS 3, REMAINDER {part})")
        with store.unit() as unit:
            for team in range(9):
                unit.outbox.put([post(f"ask:{team}", f"T1/p{team}")] * 2, NOW, f"t{team}")
        parcels = claim(store)
        assert len(parcels) == 9
        store.mailroom.mark([Sent(parcel.id, "r") for parcel in parcels])
        assert rows(store, "SELECT count(*) FROM outbox WHERE state = 'sent'") == [(9,)]
        assert len(rows(store, "SELECT DISTINCT tableoid FROM outbox")) == 3
    finally:
        rows(store, "DROP TABLE outbox")
        rows(store, "ALTER TABLE whole RENAME TO outbox")
