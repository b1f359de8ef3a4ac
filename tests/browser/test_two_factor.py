"""The desk's login as in production: HTTPS, and a second factor for all staff."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import Somebody
from tests.browser.site import PASSWORD, Site, in_production


@pytest.fixture(scope="module")
def production(site: Site) -> Iterator[Site]:
    with in_production(site) as secured:
        yield secured


@pytest.fixture
def somebody(browser: Browser, production: Site) -> Iterator[Somebody]:
    with Somebody(browser, production, ignore_https_errors=True) as person:
        yield person
        assert person.complaints == []


def test_an_editor_gets_in_with_a_code(somebody: Somebody, site: Site) -> None:
    dewi, address = somebody, site.ask("staff", names=["Dewi Kode"])[0]
    _is_sent_to_enrol(dewi, address)
    dewi.follow("Pasang aplikasi autentikator")
    _confirms_the_password(dewi)
    secret = dewi.page.locator("#authenticator_secret").input_value()
    _enters_the_code(dewi, secret)

    dewi.page.goto("/admin/")
    dewi.sees("sesi ini dibuka sebelumnya dengan kata sandi saja")  # the session is still without a second factor
    dewi.press("Masuk lagi")
    dewi.fill_in_log_in(address)
    _enters_the_code(dewi, secret)
    expect(dewi.page).to_have_url(re.compile("/admin/$"))
    dewi.sees("Dewi Kode")
    assert all(cookie["secure"] for cookie in dewi.context.cookies())


def test_an_editor_gets_in_with_a_passkey(somebody: Somebody, site: Site) -> None:
    dewi = somebody
    _has_a_key_in_the_device(dewi)
    _is_sent_to_enrol(dewi, site.ask("staff", names=["Dewi Kunci"])[0])
    dewi.follow("Pasang kunci sandi")
    _confirms_the_password(dewi)
    dewi.page.locator("input[name=name]").fill("Laptop kantor")
    dewi.page.locator("input[name=passwordless]").check()
    dewi.page.locator("#mfa_webauthn_add").click()
    expect(dewi.page).not_to_have_url(re.compile("/webauthn/add/"))

    dewi.page.goto("/admin/")
    dewi.press("Masuk lagi")
    dewi.press("Masuk dengan kunci sandi")
    expect(dewi.page).to_have_url(re.compile("/admin/$"))
    dewi.sees("Dewi Kunci")


def test_a_reader_is_told_that_the_desk_is_not_for_readers(somebody: Somebody) -> None:
    somebody.page.goto("/admin/")
    somebody.fill_in_log_in("reader@demo.test")
    somebody.sees("Meja redaksi hanya untuk awak redaksi")
    somebody.does_not_see("Pasang aplikasi autentikator")


def _is_sent_to_enrol(dewi: Somebody, address: str) -> None:
    dewi.page.goto("/admin/articles/article/")
    dewi.fill_in_log_in(address)
    dewi.sees("Kata sandi yang dicuri tidak boleh cukup untuk itu")


def _confirms_the_password(dewi: Somebody) -> None:
    dewi.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    dewi.press("Konfirmasi")


def _enters_the_code(dewi: Somebody, secret: str) -> None:
    """Type the current code, and the next one if it has just changed."""
    code = dewi.page.locator("input[name=code]")
    for _attempt in range(2):
        code.fill(_code(secret))
        with dewi.page.expect_navigation():
            code.press("Enter")
        if not code.count():
            return


def _has_a_key_in_the_device(person: Somebody) -> None:
    protocol = person.context.new_cdp_session(person.page)
    protocol.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def _code(secret: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"
