"""What happens on the page reaches the door, and nothing else does."""

import asyncio
import json

import pytest

from adapters.web_chat import limits
from bot.messages import Card, Form, OpenForm, Picture, Pressed, Text, Words


async def test_words_reach_the_bot(site):
    response = await site.says("hello")
    assert (response.status, await response.json()) == (200, {"open": None, "heard": True})
    assert [event.text for event in site.door.events] == ["hello"]


async def test_words_between_colleagues_do_not(site):
    response = await site.says("morning all", where="channel:team")
    assert (response.status, await response.json()) == (200, {"open": None, "heard": False})
    assert site.door.events == []


async def test_a_button_opens_a_form(site):
    form = Form("week", "This week", (Text("One minute."), Words("note", "A note")), "Send", value="r3")
    site.door.opens = [OpenForm(form, None)]
    response = await site.post(id="1", who="Ana", where="home:ana", kind="pressed", action="answer", message="m1")
    opened = (await response.json())["open"]
    assert (opened["title"], opened["value"], opened["message"]) == ("This week", "r3", "m1")
    assert isinstance(site.door.events[0], Pressed)


async def test_a_form_with_errors_comes_back(site):
    site.door.opens = [
        OpenForm(Form("w", "W", (Words("note", "N", "typed"),), "Send", "", {"note": "Too short."}), None)
    ]
    response = await site.post(
        id="1", who="Ana", where="home:ana", kind="submitted", form="w", answers={"note": "typed"}
    )
    [note] = (await response.json())["open"]["body"]
    assert (note["error"], note["text"]) == ("Too short.", "typed")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"", 400), (b"\xff", 400), (b"[" * 100_000, 400), (b"[]", 400), (b'{"kind": "dance"}', 404),
     (b'{"kind": "said"}', 400), (b" " * (limits.BODY_BYTES + 1), 413)],
    ids=["broken", "empty", "not text", "deep", "a list", "unknown kind", "incomplete", "oversized"],
)  # fmt: skip
async def test_what_is_out_of_shape_is_refused_in_words(site, body, status):
    headers = {"Origin": site.origin, "Content-Type": "application/json"}
    response = await site.client.post("/web/events", data=body, headers=headers)
    assert response.status == status
    assert (await response.json())["error"].endswith(".")
    assert site.door.events == []


async def test_a_plain_form_post_is_refused(site):
    response = await site.client.post("/web/events", data={"kind": "said"}, headers={"Origin": site.origin})
    assert (response.status, site.door.events) == (400, [])


async def test_what_was_not_stored_is_not_acknowledged_and_not_logged(site, caplog):
    site.door.broken = True
    response = await site.says("my secret")
    assert response.status == 503
    assert (await response.json())["error"] == "That did not arrive. Please send it again."
    assert "secret" not in caplog.text


async def test_what_goes_well_leaves_nothing_in_the_logs(site, caplog):
    caplog.set_level("INFO")
    await site.says("my secret")
    await site.client.get("/web/person", params={"name": "Ana Secret"})
    assert [record.getMessage() for record in caplog.records if record.name.startswith("adapters")] == []


async def test_a_name_becomes_somebody(site):
    response = await site.client.get("/web/person", params={"name": " Siân  Bell "})
    assert await response.json() == {"id": "siân-bell", "name": "Siân Bell", "home": "home:siân-bell"}
    assert (await site.client.get("/web/person", params={"name": "?!"})).status == 400


@pytest.mark.parametrize("name", ["../settings.py", "..%2Fsettings.py", "nothing.js", "page.html.bak", "settings.py"])
async def test_only_the_pages_own_files_are_given_out(site, name):
    assert (await site.client.get(f"/web/static/{name}")).status == 404


async def test_the_page_holds_no_script_or_style_of_its_own(site):
    page = await (await site.client.get("/")).text()
    assert "<script>" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert " on" + "click" not in page
    assert "//" not in page.replace("<!doctype html>", "")


# ---- the demonstration --------------------------------------------------------------------------------------------


async def two_weeks(weeks):
    for week in range(1, weeks + 1):
        yield f"Week {week}: 9 people answered", Card((Text(f"Summary {week}"), Picture("So far", "words", ())))


async def broken(weeks):
    yield "Week 1", Card((Text("One"),))
    raise RuntimeError("made-up secret")


async def test_the_weeks_pass_one_after_another_each_with_its_picture(open_site):
    site = await open_site(demonstrate=two_weeks)
    assert await (await site.client.get("/web/about")).json() == {"demonstration": True}
    response = await site.post("/web/demonstration", weeks=2)
    lines = [json.loads(line) for line in (await response.text()).splitlines()]
    assert [line["caption"] for line in lines] == ["Week 1: 9 people answered", "Week 2: 9 people answered"]
    image = await site.client.get("/" + lines[1]["message"]["body"][1]["src"])
    assert image.content_type == "image/png"
    assert (await image.read()).startswith(b"\x89PNG")
    assert site.door.events == []


async def test_a_demonstration_that_breaks_off_says_so(open_site, caplog):
    site = await open_site(demonstrate=broken)
    response = await site.post("/web/demonstration", weeks=8)
    lines = [json.loads(line) for line in (await response.text()).splitlines()]
    assert lines[-1] == {"error": "The demonstration broke off. Please start it again."}
    assert "secret" not in caplog.text


async def test_whoever_watched_may_go_before_it_breaks_off(open_site, caplog):
    gone, done = asyncio.Event(), asyncio.Event()

    async def breaks_off_later(weeks):
        yield "Week 1", Card((Text("One"),))
        await gone.wait()
        done.set()
        raise RuntimeError("made-up secret")

    site = await open_site(demonstrate=breaks_off_later)
    response = await site.post("/web/demonstration", weeks=8)
    await response.content.readline()
    response.close()
    await site.client.get("/web/about")  # by now the server knows
    gone.set()
    await done.wait()
    assert (await site.post("/web/demonstration", weeks=99)).status == 400
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "web chat: the demonstration broke off: RuntimeError"
    ]


async def test_without_a_hook_there_is_none(site):
    assert await (await site.client.get("/web/about")).json() == {"demonstration": False}
    assert (await site.post("/web/demonstration", weeks=8)).status == 404


@pytest.mark.parametrize("weeks", [0, -1, 53, 10**9, "8", None, True, 8.0])
async def test_a_demonstration_has_a_sensible_length(open_site, weeks):
    site = await open_site(demonstrate=two_weeks)
    assert (await site.post("/web/demonstration", weeks=weeks)).status == 400
