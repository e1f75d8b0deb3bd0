"""Who may come in. Whoever may not is told why, and the door is not touched."""

import pytest

from adapters.web_chat import WebSettings

SECRET = "a long enough secret"
ROUTES = ["/", "/web/about", "/web/person?name=Ana", "/web/static/page.js", "/web/stream?place=channel:team&after=0"]


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.5", "coreflect.example", "", "127.0.0.1.example", "127.1"]
)
def test_other_machines_need_a_secret(host):
    with pytest.raises(ValueError, match="secret"):
        WebSettings(host=host)
    assert WebSettings(host=host, secret=SECRET).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.2"])
def test_this_machine_needs_none(host):
    assert WebSettings(host=host).secret == ""


@pytest.mark.parametrize("secret", ["short", "ünïcödë is no good in a link"])
def test_a_secret_must_be_one(secret):
    with pytest.raises(ValueError, match="COREFLECT_SECRET"):
        WebSettings(secret=secret)


def test_the_secret_is_not_printed():
    assert SECRET not in repr(WebSettings(secret=SECRET))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.", "", "[::1"]
)
@pytest.mark.parametrize("route", ROUTES)
async def test_a_name_that_points_here_from_elsewhere_is_refused(site, host, route):
    response = await site.client.get(route, headers={"Host": host})
    assert response.status == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1", "[::1]:8080"])
async def test_this_machines_own_names_are_fine(site, host):
    response = await site.client.get("/web/about", headers={"Host": host})
    assert response.status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://localhost:1", "http://[::1"])
@pytest.mark.parametrize("path", ["/web/events", "/web/demonstration"])
async def test_another_page_cannot_speak_for_anybody(site, origin, path):
    body = {"id": "1", "who": "Ana", "where": "home:ana", "kind": "said", "text": "x", "weeks": 8}
    response = await site.post(path, headers={"Origin": origin}, **body)
    assert response.status == 403
    assert (await response.json())["error"] == "This came from another web page."
    assert site.door.events == []


async def test_nor_can_a_request_that_does_not_say_where_it_comes_from(site):
    body = {"id": "1", "who": "Ana", "where": "home:ana", "kind": "said", "text": "x"}
    response = await site.client.post("/web/events", json=body)
    assert (response.status, site.door.events) == (403, [])


@pytest.mark.parametrize("route", ROUTES)
async def test_with_a_secret_nothing_opens_without_it(open_site, route):
    site = await open_site(SECRET)
    for attempt in ({}, {"Cookie": "coreflect_web=guess"}, {"Cookie": f"coreflect_web={SECRET}"}):
        response = await site.client.get(route, headers=attempt)
        assert response.status == 401
    assert (await site.says("hello")).status == 401
    assert site.door.events == []


@pytest.mark.parametrize("origin", [{}, {"Origin": ""}, {"Origin": "null"}])
async def test_who_knows_the_secret_still_says_which_page_it_comes_from(open_site, origin):
    site = await open_site(SECRET)
    response = await site.client.get("/", params={"secret": SECRET}, allow_redirects=False)
    inside = {"Cookie": response.headers["Set-Cookie"].split(";")[0]}
    body = {"id": "1", "who": "Ana", "where": "home:ana", "kind": "said", "text": "x"}
    for host in ("", "coreflect.example"):
        response = await site.client.post("/web/events", json=body, headers={**inside, **origin, "Host": host})
        assert (response.status, site.door.events) == (403, [])


async def test_the_secret_in_the_address_becomes_a_cookie_and_the_invitation_stays(open_site):
    site = await open_site(SECRET)
    response = await site.client.get("/", params={"secret": SECRET, "join": "ABCD2345"}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/?join=ABCD2345")
    cookie = response.headers["Set-Cookie"]
    assert SECRET not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    inside = {"Cookie": cookie.split(";")[0], "Host": "coreflect.example"}
    assert (await site.client.get("/web/about", headers=inside)).status == 200


@pytest.mark.parametrize("guess", ["", "x", SECRET + "x", "ü", "%ff%00"])
async def test_a_wrong_secret_opens_nothing(open_site, guess):
    site = await open_site(SECRET)
    response = await site.client.get(f"/?secret={guess}", allow_redirects=False)
    assert response.status == 401
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "route", ["/", "/web/static/page.css", "/web/about", "/web/person?name=!", "/web/picture/0.png"]
)
async def test_every_answer_carries_the_same_strict_headers(site, route):
    response = await site.client.get(route)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "no-referrer"
