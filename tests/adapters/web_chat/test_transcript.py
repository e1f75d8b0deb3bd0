"""What is promised of a transcript: the one in memory, and the one in each kind of database."""

import pytest

from adapters.web_chat.transcript import MemoryTranscript
from storage.transcript import SqlTranscript
from tests import databases


@pytest.fixture(params=["memory", *databases.KINDS])
def transcript(request, tmp_path):
    if request.param == "memory":
        yield MemoryTranscript()
        return
    engine = databases.fresh(request.param, tmp_path)
    yield SqlTranscript(engine)
    engine.dispose()


def test_messages_come_back_in_order(transcript):
    ids = [transcript.add("home:ana", {"n": n}) for n in range(3)]
    assert [(message, payload["n"]) for _, message, payload in transcript.since("home:ana", 0)] == list(
        zip(ids, range(3), strict=True)
    )


def test_only_what_is_newer(transcript):
    transcript.add("home:ana", {"n": 1})
    [(seq, _, _)] = transcript.since("home:ana", 0)
    assert transcript.since("home:ana", seq) == []
    transcript.add("home:ana", {"n": 2})
    assert [payload for _, _, payload in transcript.since("home:ana", seq)] == [{"n": 2}]


def test_a_revised_message_is_new_again_and_keeps_its_id(transcript):
    message = transcript.add("home:ana", {"n": 1})
    last = transcript.add("home:ana", {"n": 2})
    seq = transcript.since("home:ana", 0)[-1][0]
    assert transcript.revise("home:ana", message, {"n": 3})
    assert [(found, payload) for _, found, payload in transcript.since("home:ana", seq)] == [(message, {"n": 3})]
    assert [found for _, found, _ in transcript.since("home:ana", 0)] == [message, last]


def test_places_are_apart(transcript):
    message = transcript.add("home:ana", {"n": 1})
    assert transcript.since("home:ben", 0) == []
    assert not transcript.revise("home:ben", message, {"n": 2})
    assert transcript.add("home:ben", {"n": 3}) != message


def test_what_was_given_is_copied(transcript):
    payload = {"n": 1}
    transcript.add("home:ana", payload)
    payload["n"] = 2
    assert transcript.since("home:ana", 0)[0][2] == {"n": 1}


def test_put_there_twice_under_one_id_it_is_one_message(transcript):
    assert transcript.add("home:ana", {"n": 1}, "k1") == "k1"
    last = transcript.add("home:ana", {"n": 2})
    assert transcript.add("home:ana", {"n": 1}, "k1") == "k1"
    assert [found for _, found, _ in transcript.since("home:ana", 0)] == ["k1", last]


def test_a_message_is_found_as_it_is_now_and_only_where_it_stands(transcript):
    message = transcript.add("home:ana", {"n": 1})
    assert transcript.find("home:ana", message) == {"n": 1}
    transcript.revise("home:ana", message, {"n": 2})
    assert transcript.find("home:ana", message) == {"n": 2}
    assert transcript.find("home:ben", message) is None
    assert transcript.find("home:ana", "m404") is None


def test_it_tells_where_something_is_new(transcript):
    assert transcript.newest() == 0
    message = transcript.add("home:ana", {"n": 1})
    seen = transcript.newest()
    assert transcript.news(0) == (seen, {"home:ana"})
    assert transcript.news(seen) == (seen, set())
    transcript.add("channel:team", {"n": 2})
    transcript.revise("home:ana", message, {"n": 3})
    newest, places = transcript.news(seen)
    assert (newest, places) == (transcript.newest(), {"home:ana", "channel:team"})
    assert newest > seen
