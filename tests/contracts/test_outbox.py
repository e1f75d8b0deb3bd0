"""What a claim of the outbox promises: nothing twice that could be known, nothing too late, nothing out of turn."""

from __future__ import annotations

from threading import Lock, Thread

from bot.mailroom import Failed, Later, Sent
from storage.sql import SqlStore
from tests.contracts.mail import LEASE, NOW, at, claim, keys, put, rows


def test_what_was_claimed_and_never_marked_may_have_been_sent(store: SqlStore) -> None:
    put(store, "a:1")
    [first] = claim(store)
    assert not first.unsure
    [second] = claim(store, at(61))
    assert second.unsure
    store.mailroom.mark([Later(second.id, at(70), "could not look", perhaps_sent=True)])
    [third] = claim(store, at(70))
    assert third.unsure, "it still is not known"
    store.mailroom.mark([Later(third.id, at(80), "not connected")])
    [fourth] = claim(store, at(80))
    assert not fourth.unsure, "who looked knows"
    assert (first.attempts, fourth.attempts) == (1, 1), "nothing was tried in vain"


def test_a_try_that_did_not_succeed_is_counted(store: SqlStore) -> None:
    put(store, "a:1")
    [first] = claim(store)
    store.mailroom.mark([Later(first.id, at(5), "HTTP 503", perhaps_sent=True, counts=True)])
    [second] = claim(store, at(5))
    assert (second.attempts, second.unsure) == (2, True)


def test_a_try_that_is_written_down_twice_is_counted_once(store: SqlStore) -> None:
    """Who does not hear that it is written down writes it down again."""
    put(store, "a:1")
    [first] = claim(store)
    busy = Later(first.id, at(5), "HTTP 503", perhaps_sent=True, counts=True)
    store.mailroom.mark([busy])
    store.mailroom.mark([busy])
    [second] = claim(store, at(5))
    assert (second.attempts, second.unsure) == (2, True)
    store.mailroom.mark([Later(second.id, at(9), "HTTP 503", counts=True)])
    [third] = claim(store, at(9))
    assert (third.attempts, third.unsure) == (3, False), "the next try is one of its own"


def test_who_came_too_late_puts_nothing_off_and_what_was_sent_is_sent(store: SqlStore) -> None:
    put(store, "a:1")
    [late] = claim(store)
    [held] = claim(store, at(61))
    store.mailroom.mark([Later(late.id, at(62), "slow")])
    assert claim(store, at(62)) == [], "another holds it now"
    store.mailroom.mark([Sent(late.id, "r1")])
    store.mailroom.mark([Later(held.id, at(63), "busy"), Failed(held.id, "gone")])
    assert claim(store, at(500)) == []
    assert rows(store, "SELECT state, ref FROM outbox") == [("sent", "r1")]


def test_a_lease_is_made_longer_while_it_is_ours(store: SqlStore) -> None:
    put(store, "a:1")
    put(store, "b:1", to="T1/ben")
    mine, lost = claim(store)
    with store.unit() as unit:
        unit.outbox.cancel("t1", "b:1")
    assert store.mailroom.renew([mine.id, lost.id], at(100)) == {mine.id}
    assert claim(store, at(99)) == []
    [other] = claim(store, at(101))
    assert store.mailroom.renew([mine.id], at(200)) == set()
    assert store.mailroom.renew([other.id], at(200)) == {other.id}


def test_nothing_overtakes_what_another_courier_holds(store: SqlStore) -> None:
    put(store, "a:1")
    [first] = claim(store)
    put(store, "a:2", due=at(1))
    put(store, "b:1", to="T1/ben", due=at(1))
    [other] = claim(store, at(2))
    assert other.reply.key == "b:1"
    store.mailroom.mark([Sent(other.id, ""), Later(first.id, at(30), "busy")])
    assert claim(store, at(20)) == [], "nor what waits for its next try"
    assert keys(claim(store, at(31), most=1)) == ["a:1"], "the earlier one, though it has been due for a shorter time"
    [again] = claim(store, at(31) + LEASE, most=1)
    store.mailroom.mark([Sent(again.id, "")])
    assert keys(claim(store, at(32) + LEASE)) == ["a:2"]


def test_what_is_for_tomorrow_holds_nothing_up_today(store: SqlStore) -> None:
    put(store, "later:1", due=at(86_400))
    put(store, "a:1")
    assert keys(claim(store)) == ["a:1"]


def test_what_comes_too_late_is_not_sent_and_holds_nothing_up(store: SqlStore) -> None:
    put(store, "ask:1", until=at(100))
    put(store, "a:1", due=at(10))
    [asked] = claim(store, most=1)
    store.mailroom.mark([Later(asked.id, at(500), "HTTP 503")])
    assert claim(store, at(99)) == []
    [other] = claim(store, at(100))
    assert other.reply.key == "a:1"
    store.mailroom.mark([Sent(other.id, "")])
    assert claim(store, at(500)) == [], "its time is over"


def test_several_couriers_send_each_conversation_in_order(store: SqlStore) -> None:
    people, each = 8, 15
    for person in range(people):
        put(store, *(f"p{person}:{number:02}" for number in range(each)), to=f"T1/p{person}")
    told, lock = list[str](), Lock()

    def courier() -> None:
        for _ in range(300):
            parcels = claim(store, most=7)
            with lock:
                told.extend(keys(parcels))
            if parcels:
                store.mailroom.mark([Sent(parcel.id, "r") for parcel in parcels])
            elif len(told) >= people * each:
                return

    couriers = [Thread(target=courier) for _ in range(3)]
    for each_of_them in couriers:
        each_of_them.start()
    for each_of_them in couriers:
        each_of_them.join()
    assert len(told) == people * each
    for person in range(people):
        assert (mine := [key for key in told if key.startswith(f"p{person}:")]) == sorted(mine)


def test_what_is_sent_again_after_a_failure_does_not_fail_by_the_same_word_twice(store: SqlStore) -> None:
    put(store, "ask:1")
    [parcel] = claim(store)
    gone = Failed(parcel.id, "user_not_found")
    store.mailroom.mark([gone])
    assert store.quarantine.retry(at(10), "", "", None) == 1
    store.mailroom.mark([gone])  # whoever wrote it down was not told that it had been kept
    [again] = claim(store, at(11))
    store.mailroom.mark([Failed(again.id, "user_not_found")])
    assert claim(store, at(500)) == [], "but it can fail anew"


def test_what_failed_is_kept_for_a_while_and_not_for_ever(store: SqlStore) -> None:
    put(store, "ask:t1:1:m1", "ask:t1:2:m1")
    put(store, "a:1", to="T1/ben")
    put(store, "later:too late", to="T1/cai", due=at(-9), until=at(-1))
    for parcel in claim(store):
        store.mailroom.mark([Failed(parcel.id, "user_not_found")])
    kept = "SELECT key FROM outbox WHERE state = 'failed' AND payload <> '' ORDER BY key"
    assert rows(store, kept) == [("a:1",), ("ask:t1:1:m1",), ("ask:t1:2:m1",)]
    with store.unit() as unit:
        unit.outbox.cancel("t1", "ask:t1:1")
        assert unit.outbox.failed("t1", "ask:t1:1") == 1, "that it did not arrive is still told"
    assert rows(store, kept) == [("a:1",), ("ask:t1:2:m1",)], "what is taken back cannot be sent again"
    with store.unit() as unit:
        unit.outbox.let_go(before=NOW, unsent_before=at(3600))
    assert rows(store, kept) == []
    assert rows(store, "SELECT count(*) FROM outbox") == [(3,)]
    with store.unit() as unit:
        unit.outbox.let_go(before=at(3600), unsent_before=at(3600))
    assert rows(store, "SELECT count(*) FROM outbox") == [(0,)]
