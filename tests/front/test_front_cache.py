"""The cache before Django: shared pages only, changes at once, and old copies if rendering fails."""

import gzip
from typing import Any

import brotli
import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as within
from hypothesis import strategies as st

from newsroom import caching
from newsroom.front_cache import KEPT_STATUSES, RETRY
from tests.front.visits import Clock, Press, ask, in_front

LONG = "Harga beras naik. " * 200


def test_a_second_stranger_gets_the_same_page_without_the_application() -> None:
    press = Press()
    site = in_front(press)

    first, second = ask(site), ask(site, HTTP_USER_AGENT="lain")

    assert first.body == second.body
    assert press.times == 1
    assert (first.says, second.says) == ("newsroom; fwd=miss; stored", f"newsroom; hit; ttl={caching.FRESH}")
    assert site.report()["pages"] == 1


@pytest.mark.parametrize(
    "given",
    [
        {"HTTP_COOKIE": f"a=b; {settings.SESSION_COOKIE_NAME}=tebakan"},
        {"HTTP_AUTHORIZATION": "Basic cmluYTpyYWhhc2lh"},
        {"HTTP_RANGE": "bytes=0-10"},
        {"CONTENT_LENGTH": "3"},
        {"path": "/akun/login/"},
        {"path": "/admin/"},
        {"path": "/foto/a.webp"},
        {"path": "/static/css/base.css"},
        {"path": "/nasional"},
        {"path": "/na\xefonal/"},
        {"query": "sebelum=" + "0" * 2_000},
        {"method": "OPTIONS"},
        {"method": "POST"},
    ],
)
def test_a_special_request_goes_past_the_cache(given: dict[str, Any]) -> None:
    press = Press()
    site = in_front(press)

    answers = [ask(site, **given) for _ in range(2)]

    assert press.times == 2
    assert [answer.says for answer in answers] == ["", ""]
    assert site.report()["pages"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Set-Cookie": "csrftoken=abc"},
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": caching.PHOTO},
        {"Vary": "Cookie"},
        {"Vary": "Accept-Encoding, Cookie"},
        {"Vary": "*"},
        {"Content-Security-Policy": "script-src 'self' 'nonce-r4nd0m'"},
        {"Content-Encoding": "gzip"},
        {"Content-Length": "7"},
    ],
)
def test_what_is_not_for_everybody_is_made_for_each_and_never_kept(headers: dict[str, str]) -> None:
    press = Press(headers=headers)
    site = in_front(press)

    answers = [ask(site, HTTP_USER_AGENT=name) for name in ("putri", "joko")]

    assert [b"putri" in answer.body for answer in answers] == [True, False]
    assert [b"joko" in answer.body for answer in answers] == [False, True]
    assert site.report()["pages"] == 0


@pytest.mark.parametrize("status", ["200 OK", "301 Moved Permanently", "404 Not Found", "410 Gone"])
def test_redirects_and_missing_pages_are_kept_like_pages(status: str) -> None:
    press = Press(status=status)
    site = in_front(press)

    assert [ask(site).status for _ in range(2)] == [status, status]
    assert press.times == 1


@pytest.mark.parametrize("status", ["302 Found", "400 Bad Request", "403 Forbidden", "429 Too Many Requests"])
def test_an_answer_to_this_visitor_is_not_kept(status: str) -> None:
    site = in_front(Press(status=status))

    assert ask(site).status == status
    assert site.report()["pages"] == 0


def test_an_error_is_handed_on_once_and_not_kept() -> None:
    press = Press(status="500 Internal Server Error")
    site = in_front(press)

    assert ask(site).status == "500 Internal Server Error"
    assert (press.times, site.report()["pages"]) == (1, 0)


def test_parameters_that_a_page_does_not_read_make_no_page_of_their_own() -> None:
    press = Press()
    site = in_front(press)

    bodies = {ask(site, query=query).body for query in ("", "utm_source=x", "fbclid=1&utm_medium=surel", "%ff=1")}

    assert len(bodies) == 1
    assert press.times == 1


def test_parameters_that_a_page_reads_do() -> None:
    press = Press()
    site = in_front(press)

    assert b"?sebelum=1.2 " in ask(site, query="sebelum=1.2&utm_source=x").body
    assert b"?sebelum=3.4 " in ask(site, query="a=b&sebelum=3.4").body
    assert press.times == 2


def test_hosts_and_schemes_have_pages_of_their_own() -> None:
    press = Press()
    site = in_front(press)

    asked = [{}, {"HTTP_HOST": "www.namamedia.com"}, {"wsgi.url_scheme": "https"}]

    assert len({ask(site, **given).body for given in asked}) == 3
    assert press.times == 3


def test_the_scheme_is_the_one_that_a_trusted_proxy_names(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = in_front(Press())

    assert ask(site, HTTP_X_FORWARDED_PROTO="https").body.startswith(b"https://")
    assert ask(site, HTTP_X_FORWARDED_PROTO="http").body.startswith(b"http://")


def test_without_tls_the_redirect_to_it_is_left_to_django(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert ask(in_front(Press())).says == ""


def test_head_is_the_page_without_its_body() -> None:
    press = Press(text=LONG)
    site = in_front(press)

    head, get = ask(site, method="HEAD"), ask(site)

    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(get.body))
    assert press.times == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_the_page_already_gets_304(method: str) -> None:
    site = in_front(Press())
    etag = ask(site).headers["ETag"]

    for known in (etag, f'"other", {etag}', "*"):
        answer = ask(site, method=method, HTTP_IF_NONE_MATCH=known)
        assert (answer.status, answer.body) == ("304 Not Modified", b"")
        assert answer.headers["ETag"] == etag
        assert "s-maxage" in answer.headers["Cache-Control"]
    assert ask(site, HTTP_IF_NONE_MATCH='W/"other"').status == "200 OK"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", ""),
        ("", ""),
        ("gzip;q=tidak", ""),
    ],
)
def test_each_gets_the_coding_that_its_browser_reads(accepted: str, coding: str) -> None:
    site = in_front(Press(text=LONG))
    plain = ask(site).body

    answer = ask(site, HTTP_ACCEPT_ENCODING=accepted)

    assert answer.headers.get("Content-Encoding", "") == coding
    assert {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding](answer.body) == plain
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_what_would_not_shrink_is_not_packed() -> None:
    for press in (Press(text="pendek"), Press(text=LONG, headers={"Content-Type": "image/webp"})):
        assert "Content-Encoding" not in ask(in_front(press), HTTP_ACCEPT_ENCODING="br").headers


def test_a_page_that_came_out_as_before_is_not_packed_again() -> None:
    clock = Clock()
    site = in_front(Press(text=LONG), clock=clock)
    before = ask(site, HTTP_ACCEPT_ENCODING="br").body
    clock.now += caching.FRESH + 1

    after = ask(site, HTTP_ACCEPT_ENCODING="br")

    assert after.says == "newsroom; fwd=miss; stored"
    assert after.body is before


def test_an_old_page_is_made_anew_for_whoever_comes_first() -> None:
    clock, press = Clock(), Press(text="lama")
    site = in_front(press, clock=clock)
    ask(site)
    press.text = "baru"

    clock.now += caching.FRESH - 0.1
    assert b"lama" in ask(site).body
    clock.now += 0.2
    assert b"baru" in ask(site).body


def test_caches_further_out_never_keep_a_page_beyond_five_seconds_of_its_life() -> None:
    for tenths in range(caching.FRESH * 10):
        clock = Clock()
        site = in_front(Press(), clock=clock)
        ask(site)
        clock.now += tenths / 10
        policy = dict(part.split("=") for part in ask(site).headers["Cache-Control"].split(", "))
        assert tenths / 10 + int(policy["s-maxage"]) + int(policy["stale-while-revalidate"]) <= caching.SEEN_WITHIN


def test_while_one_makes_the_new_copy_the_others_get_the_old_one() -> None:
    clock, press = Clock(), Press(text="lama")
    site = in_front(press, clock=clock)
    ask(site)
    clock.now += caching.FRESH + 1
    seen = []
    press.text, press.meanwhile = "baru", lambda: seen.append(ask(site))

    assert b"baru" in ask(site).body
    assert b"lama" in seen[0].body
    assert seen[0].says == "newsroom; hit; ttl=-1"


@pytest.mark.parametrize("failure", ["500 Internal Server Error", "503 Service Unavailable", None])
def test_where_making_fails_readers_keep_the_old_copy_and_it_is_tried_again(failure: str | None) -> None:
    clock, press = Clock(), Press(text="lama")
    site = in_front(press, clock=clock)
    ask(site)
    clock.now += caching.FRESH + 1
    press.status, press.meanwhile = failure or "200 OK", (lambda: None) if failure else (lambda: 1 / 0)

    answers = [ask(site) for _ in range(3)]

    assert [(answer.status, b"lama" in answer.body) for answer in answers] == [("200 OK", True)] * 3
    assert press.times == 2, "tried once, then not again within the pause"
    clock.now += RETRY + 0.1
    press.status, press.text, press.meanwhile = "200 OK", "pulih", lambda: None
    assert b"pulih" in ask(site).body


def test_an_old_copy_is_not_shown_for_longer_than_a_day() -> None:
    clock, press = Clock(), Press()
    site = in_front(press, clock=clock)
    ask(site)
    clock.now += caching.STALE_IF_ERROR + 1
    press.status = "503 Service Unavailable"

    assert ask(site).status == "503 Service Unavailable"


def test_a_change_at_the_desk_is_seen_at_once_on_every_page() -> None:
    press = Press(text="lama")
    site = in_front(press)
    ask(site)
    ask(site, "/ekonomi/")
    press.status, press.headers["Location"] = "302 Found", "/admin/articles/article/"
    ask(site, "/admin/articles/article/1/approve/", method="POST")
    press.status, press.text = "200 OK", "baru"

    assert b"baru" in ask(site).body
    assert b"baru" in ask(site, "/ekonomi/").body


def test_a_comment_is_seen_at_once_on_the_page_that_it_stands_on_and_costs_no_other_page() -> None:
    press = Press(text="lama")
    site = in_front(press)
    ask(site)
    ask(site, "/ekonomi/")
    press.status, press.headers["Location"] = "302 Found", "/nasional/#komentar-7"
    ask(site, "/komentar/7/kirim/", method="POST")
    press.status, press.text = "200 OK", "baru"

    assert b"baru" in ask(site).body
    assert b"lama" in ask(site, "/ekonomi/").body


def test_a_change_while_a_page_is_made_is_not_lost() -> None:
    press = Press(text="lama")
    site = in_front(press)
    press.meanwhile = site.changes.everywhere
    ask(site)
    press.text, press.meanwhile = "baru", lambda: None

    assert b"baru" in ask(site).body


def test_the_shelf_keeps_what_is_read_and_stays_within_its_limit() -> None:
    press = Press(text=LONG)
    site = in_front(press, limit=200_000)
    ask(site, "/nasional/")
    for number in range(300):
        ask(site, f"/kanal-{number}/", HTTP_ACCEPT_ENCODING=("br", "gzip", "")[number % 3])
        ask(site, "/nasional/")

    assert site.report()["bytes"] <= 200_000
    assert press.asked["testserver/nasional/?"] == 1


def test_a_page_too_large_for_the_shelf_is_served_and_not_kept() -> None:
    site = in_front(Press(text=LONG), limit=8_000)

    assert LONG.encode() in ask(site).body
    assert site.report()["pages"] == 0


# -- Two people never see each other's page --------------------------------------------------------------------------

PEOPLE = [f"orang{number}" for number in range(4)]
VISIT = st.fixed_dictionaries(
    {
        "who": st.sampled_from(PEOPLE),
        "path": st.sampled_from(["/", "/nasional/", "/akun/", "/admin/", "/tidak/ada/", "/komentar/1/kirim/"]),
        "method": st.sampled_from(["GET", "GET", "GET", "HEAD", "POST"]),
        "query": st.sampled_from(["", "sebelum={}", "utm_source={}"]),
        "cookie": st.sampled_from(["", "lain={}", f"{settings.SESSION_COOKIE_NAME}={{}}"]),
        "status": st.sampled_from(["200 OK", "302 Found", "403 Forbidden", "500 Error", *KEPT_STATUSES]),
        "headers": st.sampled_from(
            [
                {},
                {},
                {"Set-Cookie": "a=b"},
                {"Vary": "Cookie"},
                {"Cache-Control": "private"},
                {"Vary": "accept-encoding"},
            ]
        ),
        "later": st.sampled_from([0, 1, 4, 9]),
    }
)


@within(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(visits=st.lists(VISIT, max_size=30))
def test_two_people_never_see_each_others_page(visits: list[dict[str, Any]]) -> None:
    clock, press = Clock(), Press()
    site = in_front(press, limit=30_000, clock=clock)
    for visit in visits:
        who = visit["who"]
        press.status, press.headers = visit["status"], visit["headers"]
        clock.now += visit["later"]
        answer = ask(
            site,
            visit["path"],
            method=visit["method"],
            query=visit["query"].format(who) if visit["query"].startswith("utm") else visit["query"].format("1.1"),
            HTTP_COOKIE=visit["cookie"].format(who),
            HTTP_USER_AGENT=who,
            REMOTE_ADDR=who,
        )
        shown = answer.body.decode()
        assert not [other for other in PEOPLE if other != who and other in shown]
        if settings.SESSION_COOKIE_NAME in visit["cookie"]:
            assert answer.says == "", "whoever may be logged in goes past the cache"
        if visit["headers"].get("Vary") != "accept-encoding" and visit["headers"]:
            assert "stored" not in answer.says
