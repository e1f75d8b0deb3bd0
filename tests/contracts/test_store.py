"""What every Store keeps its word on. Runs on each kind of database."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain import Member, Reading, Round, Team
from bot.mailroom import Failed, Later, Sent
from bot.messages import Button, Card, Gather, Person, Place, Post, Revise, Text, plain
from bot.ports import Conflict
from storage.sql import SqlStore

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANA, BEN = Person("web", "ana", "Ana", "home:ana"), Person("slack", "T1/U2", "Ben", "T1/U2")
HOME = Place("web", "home:ana")
TEAM = Team(
    "t1", "River Street", Place("web", "channel:team"), "ABCD2345", status="active", power="p", trust="t", due=NOW
)
CARD = Card((Text("Hello", "title"),), (Button("Yes", "join", "t1"),))


def post(key: str, place: Place = HOME) -> Post:
    return Post(key, place, CARD)


def put(store: SqlStore, *replies: Post | Revise | Gather, due: datetime = NOW) -> None:
    with store.unit() as unit:
        unit.outbox.put(replies, due)


def claim(store: SqlStore, at: datetime = NOW, most: int = 10) -> list[str]:
    return [p.reply.key for p in store.mailroom.claim(["web", "slack"], at, at + timedelta(seconds=60), most)]


def test_a_unit_that_raises_leaves_nothing(store: SqlStore) -> None:
    with suppress(RuntimeError), store.unit() as unit:
        unit.teams.save(TEAM)
        raise RuntimeError
    with store.unit() as unit:
        assert unit.teams.get("t1") is None


def test_a_step_that_raises_is_undone_alone(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.teams.save(TEAM)
        with suppress(RuntimeError), unit.step():
            unit.teams.save(replace(TEAM, id="t2", code="other"))
            raise RuntimeError
    with store.unit() as unit:
        assert unit.teams.get("t1") == TEAM
        assert unit.teams.get("t2") is None


def test_an_event_is_first_once(store: SqlStore) -> None:
    with store.unit() as unit:
        assert unit.seen.first("e1", date(2026, 3, 2))
        assert not unit.seen.first("e1", date(2026, 3, 3))
    with store.unit() as unit:
        assert not unit.seen.first("e1", date(2026, 3, 2))


def test_a_team_comes_back_as_it_was_by_each_way(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.teams.save(TEAM)
        assert unit.teams.get("t1") == unit.teams.at(TEAM.channel) == unit.teams.by_code("ABCD2345") == TEAM
        unit.teams.save(replace(TEAM, language="sv"))
        assert unit.teams.get("t1") == replace(TEAM, language="sv")
        wish = replace(TEAM, pinned="entry:practice.power", skipped=((12, "power.1"), (13, "models.choice.1")))
        unit.teams.save(wish)
        assert unit.teams.get("t1") == wish
        unit.teams.save(replace(TEAM, status="ended"))
        assert unit.teams.at(TEAM.channel) is None


def test_a_team_is_due_from_its_moment_on(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.teams.save(TEAM)
        unit.teams.save(replace(TEAM, id="t2", code="other", due=None))
        assert unit.teams.due(NOW - timedelta(seconds=1)) == []
        assert unit.teams.due(NOW) == ["t1"]


def test_members_keep_their_platform_and_their_newest_name(store: SqlStore) -> None:
    ana = Member("m1", "t1", ANA, "in", "lived", coordinator=True, joined=date(2026, 3, 2))
    with store.unit() as unit:
        unit.teams.save(TEAM)
        unit.members.save(ana)
        unit.members.save(Member("m2", "t1", BEN))
        unit.people.meet(replace(ANA, name="Ana B.", home=""))
        assert unit.members.get("t1", ANA) == ana
        assert [m.person.name for m in unit.members.everyone("t1")] == ["Ana B.", "Ben"]
        assert [m.person.home for m in unit.members.everyone("t1")] == ["home:ana", "T1/U2"]
        assert unit.teams.of(ANA) == [(TEAM, ana)]
        unit.members.save(replace(ana, state="left"))
        assert unit.teams.of(ANA) == []


def test_a_member_whom_another_process_has_changed_is_not_overwritten(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.teams.save(TEAM)
        unit.members.save(Member("m1", "t1", ANA, "in"))
    with store.unit() as unit:
        [ana] = unit.members.everyone("t1")
    with store.unit() as unit:
        unit.members.save(replace(ana, state="left", gone=date(2026, 3, 2)))
    with suppress(Conflict), store.unit() as unit:
        unit.members.save(replace(ana, coordinator=True))
        raise AssertionError("it was overwritten")
    with store.unit() as unit:
        assert unit.members.get("t1", ANA) == replace(ana, state="left", gone=date(2026, 3, 2))


def test_a_no_is_remembered_as_long_as_the_team_lives(store: SqlStore) -> None:
    ana = Member("m1", "t1", ANA, "declined")
    with store.unit() as unit:
        unit.teams.save(TEAM)
        unit.members.save(ana)
        unit.people.meet(ANA)
        unit.members.save(Member("m2", "t1", BEN, "in"))
        assert unit.teams.declined(ANA) == [TEAM]
        assert unit.teams.declined(BEN) == unit.teams.of(ANA) == []
        unit.teams.save(replace(TEAM, status="ended"))
        assert unit.teams.declined(ANA) == []


def test_rounds_are_told_oldest_first(store: SqlStore) -> None:
    first = Round("t1", 1, "phase.start", "power.1", NOW, NOW + timedelta(days=3), NOW + timedelta(days=4))
    with store.unit() as unit:
        unit.rounds.save(replace(first, week=2, question="trust.1", phase="phase.shape"))
        unit.rounds.save(first)
        unit.rounds.save(replace(first, closed=True))
        assert unit.rounds.get("t1", 1) == replace(first, closed=True)
        assert unit.rounds.asked("t1") == [(1, "power.1"), (2, "trust.1")]
        assert unit.rounds.phases("t1") == [(1, "phase.start"), (2, "phase.shape")]


def test_an_answer_is_replaced_withdrawn_and_cleared(store: SqlStore) -> None:
    keys = {"power": "k1", "trust": "k2"}
    with store.unit() as unit:
        unit.ballots.record("t1", 1, {"power": ("k1", 2), "trust": ("k2", 4)})
        unit.ballots.record("t1", 1, {"power": ("k1", 5)})
        assert unit.ballots.of_week("t1", 1) == {"power": {"k1": 5}, "trust": {"k2": 4}}
        assert unit.ballots.given("t1", 1, keys)
        unit.ballots.withdraw("t1", 1, {"power": "k1"})
        assert unit.ballots.of_week("t1", 1) == {"trust": {"k2": 4}}
        unit.ballots.clear("t1", 1)
        assert not unit.ballots.given("t1", 1, keys)


def test_the_state_of_a_circle_and_what_was_published(store: SqlStore) -> None:
    reading = Reading("t1", 1, "power", "new", 2, 5, "7+", "phase.start")
    with store.unit() as unit:
        assert unit.circles.states("t1") == {}
        unit.circles.save("t1", "power", {"latest": {"k": 3}})
        assert unit.circles.states("t1") == {"power": {"latest": {"k": 3}}}
        unit.circles.publish(replace(reading, week=2))
        unit.circles.publish(reading)
        assert unit.circles.readings("t1") == [reading, replace(reading, week=2)]


def test_an_occasion_is_put_in_once(store: SqlStore) -> None:
    put(store, post("ask:t1:1:m1"))
    put(store, post("ask:t1:1:m1"), post("ask:t1:1:m2"))
    assert claim(store) == ["ask:t1:1:m1", "ask:t1:1:m2"]


def test_every_kind_of_reply_comes_back_as_it_was(store: SqlStore) -> None:
    replies = [post("a:1"), Revise("b:1", HOME, "m9", CARD), Gather("c:1", HOME)]
    put(store, *replies)
    assert [p.reply for p in store.mailroom.claim(["web"], NOW, NOW, 9)] == replies


def test_one_post_for_each_member_who_is_in_by_voice(store: SqlStore) -> None:
    cards = {("en", "lived"): CARD, ("en", "unsaid"): Card((Text("Plain"),))}
    with store.unit() as unit:
        unit.members.save(Member("m1", "t1", ANA, "in", "lived"))
        unit.members.save(Member("m2", "t1", BEN, "in", "unsaid"))
        unit.members.save(Member("m3", "t1", Person("web", "cai", home="home:cai"), "invited", "unsaid"))
        unit.outbox.put_for_members("t1", "ask:t1:1", cards, NOW)
        unit.outbox.put_for_members("t1", "ask:t1:1", cards, NOW)
    parcels = store.mailroom.claim(["web", "slack"], NOW, NOW, 9)
    assert {(p.reply.key, p.reply.to.address, p.reply.card) for p in parcels if isinstance(p.reply, Post)} == {
        ("ask:t1:1:m1", "home:ana", CARD),
        ("ask:t1:1:m2", "T1/U2", cards["en", "unsaid"]),
    }


def test_each_member_gets_their_own_language_or_the_teams(store: SqlStore) -> None:
    cards = {(code, voice): Card((Text(f"{code} {voice}"),)) for code in ("en", "sv") for voice in ("lived", "unsaid")}
    chosen = {"ana": "en", "ben": "sv", "cai": "", "dee": "a language that was taken away"}
    with store.unit() as unit:
        for who, language in chosen.items():
            person = Person("web", who, home=who)
            unit.members.save(Member(who, "t1", person, "in", "lived" if who == "ana" else "unsaid"))
            unit.people.speak(person, language)
        unit.outbox.put_for_members("t1", "ask:t1:1", cards, NOW, "sv")
    parcels = store.mailroom.claim(["web"], NOW, NOW, 9)
    assert {p.reply.to.address: plain(p.reply.card) for p in parcels if isinstance(p.reply, Post)} == {
        "ana": "en lived", "ben": "sv unsaid", "cai": "sv unsaid", "dee": "sv unsaid",
    }  # fmt: skip


def test_a_person_is_met_with_their_language_and_their_teams(store: SqlStore) -> None:
    elsewhere = Place("web", "channel:other")
    with store.unit() as unit:
        unit.teams.save(replace(TEAM, language="sv"))
        unit.teams.save(replace(TEAM, id="t2", code="B", name="A team before it", channel=elsewhere))
        assert unit.people.meet(ANA) == ("", "")
        assert unit.people.meet(ANA, TEAM.channel) == ("", "sv"), "of the channel, also before she is in the team"
        assert unit.people.meet(ANA, HOME, "t1") == ("", "sv"), "of the team that a button names"
        unit.members.save(Member("m1", "t1", ANA, "invited"))
        assert unit.people.meet(ANA, HOME) == ("", "sv"), "of her only team"
        assert unit.people.meet(ANA, HOME, "practice.power") == ("", "sv")
        unit.members.save(Member("m2", "t2", ANA, "in"))
        assert unit.people.meet(ANA, HOME) == ("", ""), "of the first of her teams, which has chosen none"
        assert unit.people.meet(ANA, HOME, "t1") == ("", "sv")
        assert unit.people.meet(ANA, elsewhere) == ("", "")
        unit.people.speak(ANA, "en")
        assert unit.people.meet(ANA, TEAM.channel) == ("en", "sv")
        unit.people.meet(replace(ANA, name="Ana B."))
        assert unit.people.meet(ANA, HOME)[0] == "en", "a new name does not undo the choice"


def test_a_language_of_a_team_that_is_over_or_left_is_not_spoken(store: SqlStore) -> None:
    with store.unit() as unit:
        unit.teams.save(replace(TEAM, language="sv"))
        unit.members.save(Member("m1", "t1", ANA, "left"))
        assert unit.people.meet(ANA, HOME) == ("", "")
        unit.members.save(Member("m1", "t1", ANA, "in"))
        unit.teams.save(replace(TEAM, language="sv", status="ended"))
        assert unit.people.meet(ANA, TEAM.channel) == ("", "")


def test_what_is_claimed_is_kept_from_others_until_its_lease_ends(store: SqlStore) -> None:
    put(store, post("a:1"), post("a:2", Place("web", "home:ben")))
    assert claim(store, most=1) == ["a:1"]
    assert claim(store) == ["a:2"]
    assert claim(store, NOW + timedelta(seconds=59)) == []
    assert claim(store, NOW + timedelta(seconds=61)) == ["a:1", "a:2"]


def test_nothing_is_claimed_before_it_is_due_or_for_a_platform_that_is_off(store: SqlStore) -> None:
    put(store, post("a:1"), due=NOW + timedelta(hours=1))
    put(store, post("a:2", Place("teams", "x")))
    assert claim(store) == []


def test_what_is_marked_is_never_sent_again(store: SqlStore) -> None:
    put(store, post("a:1"), post("a:2"), post("ask:t1:1:m3"))
    one, two, three = store.mailroom.claim(["web"], NOW, NOW + timedelta(seconds=60), 9)
    again = NOW + timedelta(minutes=5)
    store.mailroom.mark([Sent(one.id, "r1"), Later(two.id, again, "busy"), Failed(three.id, "gone")])
    assert claim(store, NOW + timedelta(minutes=4)) == []
    assert claim(store, again) == ["a:2"]
    put(store, post("a:1"))
    assert claim(store, again) == []
    with store.unit() as unit:
        assert unit.outbox.failed("t1", "ask:t1:1") == 1


def test_what_is_cancelled_is_not_sent(store: SqlStore) -> None:
    put(store, post("later:t1:1:m1:e1"), post("later:t1:1:m2:e2"))
    with store.unit() as unit:
        unit.outbox.cancel("t1", "later:t1:1:m1")
    assert claim(store) == ["later:t1:1:m2:e2"]


def test_what_is_old_is_let_go_and_what_waits_stays(store: SqlStore) -> None:
    put(store, post("ask:t1:1:m1"), post("ask:t1:1:m2"))
    (first, _) = store.mailroom.claim(["web"], NOW, NOW, 9)
    store.mailroom.mark([Sent(first.id, "r1")])
    with store.unit() as unit:
        unit.seen.first("e1", date(2026, 3, 2))
        unit.outbox.let_go(NOW + timedelta(days=1), NOW)
        unit.seen.forget(date(2026, 3, 3))
    put(store, post("ask:t1:1:m1"), post("ask:t1:1:m2"))
    assert claim(store) == ["ask:t1:1:m2", "ask:t1:1:m1"]
    with store.unit() as unit:
        assert unit.seen.first("e1", date(2026, 3, 5))


def test_what_was_taken_back_while_a_courier_held_it_takes_nothing_else_along(store: SqlStore) -> None:
    put(store, post("later:t1:1:m1"))
    [held] = store.mailroom.claim(["web"], NOW, NOW + timedelta(seconds=60), 9)
    with store.unit() as unit:
        unit.outbox.cancel("t1", "later:t1:1")
    put(store, post("re:web:e2"))
    store.mailroom.mark([Sent(held.id, "r1")])
    assert claim(store) == ["re:web:e2"]
