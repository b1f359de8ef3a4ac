"""Every page of /akun/: well formed, labelled, in Indonesian, and clean under the strict policy."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import allauth
import pytest
from allauth.core.context import request_context
from django.conf import settings
from django.core import mail
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from newsroom.accounts.adapter import AccountAdapter
from tests import cast
from tests.accounts import pages
from tests.accounts.doors import log_in, verified

pytestmark = pytest.mark.django_db

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "path", "circle", "use"}
ENGLISH = re.compile(r"\b(the|your|you|and|please|password|sign|with|code|not|this|change|key|have)\b", re.IGNORECASE)


class Page(HTMLParser):
    """Parses a page for what the tests check."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.controls: list[dict[str, str | None]] = []
        self.labels: set[str] = set()
        self.references: set[str] = set()
        self.words: list[str] = []
        self.headings = 0
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.faults += [f"{name} on <{tag}>" for name in found if name == "style" or name.startswith("on")]
        data = found.get("type") in {"application/json", "application/ld+json"}
        if tag == "style" or (tag == "script" and "src" not in found and not data):
            self.faults.append(f"inline <{tag}>")
        if "p" in self.open and tag in ("p", "div", "ul", "form", "h1", "h2"):
            self.faults.append(f"<{tag}> inside <p>")
        if found.get("id"):
            self.ids[str(found["id"])] += 1
        if tag in ("input", "textarea", "select") and found.get("type") != "hidden":
            self.controls.append(found)
        if tag == "label":
            self.labels.add(str(found.get("for")))
        for name in ("form", "aria-describedby"):
            self.references.update((found.get(name) or "").split())
        self.headings += tag == "h1"
        self.words += [str(found[name]) for name in ("placeholder", "title", "aria-label") if found.get(name)]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if "main" in self.open and "script" not in self.open:
            self.words.append(data)


def faults(html: str) -> list[str]:
    page = Page(html)
    found = page.faults
    found += [f"id {name} {times} times" for name, times in page.ids.items() if times > 1]
    found += [f"no label for {control}" for control in page.controls if control.get("id") not in page.labels]
    found += [f"{name} points nowhere" for name in page.references if name not in page.ids]
    found += [f"{page.headings} times <h1>"] if page.headings != 1 else []
    text = " ".join(" ".join(page.words).split())
    return found + [f"English: {match[0]} in {text}" for match in ENGLISH.finditer(text)]


@pytest.mark.parametrize("walk", [pages.for_strangers, pages.for_people])
def test_every_page_is_well_formed_labelled_indonesian_and_clean(walk: pages.Walk, settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = True
    for name, html in walk():
        assert not faults(html), name


def test_the_test_itself_sees_faults() -> None:
    html = '<main><h1>Your name</h1><p style="x"><ul></ul></p><input id="a"><b id="a"></b></main>'
    assert len(faults(html)) == 5


def every_mail() -> list[str]:
    """The template names of all mails that allauth or this project sends."""
    folders = [Path(allauth.__file__).parent / "templates", settings.BASE_DIR / "templates"]
    found = {
        f"{app}/email/{path.name.removesuffix('_message.txt')}"
        for folder in folders
        for app in ("account", "mfa")
        for path in (folder / app / "email").glob("*_message.txt")
    }
    return sorted(found - {"account/email/base"})


@pytest.mark.parametrize("template", every_mail())
def test_every_mail_is_plain_text_in_indonesian_with_the_name_of_the_site(
    template: str, rf: RequestFactory, settings: Settings
) -> None:
    settings.SITE_NAME = "Kabar Nusa"
    request = rf.get("/")
    request.user = cast.putri()
    link = "https://testserver/tautan/"
    about = {"user": request.user, "invited_by": cast.sari(), "activate_url": link, "password_url": link}
    about |= {"password_reset_url": link, "signup_url": link, "ip": "192.0.2.1", "user_agent": "Peramban"}
    with request_context(request):
        AccountAdapter(request).send_mail(template, "putri@contoh.test", about)
    letter = mail.outbox[0]
    assert letter.alternatives == []  # type: ignore[attr-defined]
    assert letter.body.endswith("Salam,\nKabar Nusa\nNamamedia.com")
    assert letter.subject.startswith("[Namamedia] ")
    text = re.sub(r"https?://\S+", "", f"{letter.subject} {letter.body}")
    assert not ENGLISH.search(text), text


def test_the_host_a_visitor_claims_names_no_site_in_mails(client: Client) -> None:
    putri = verified(cast.putri())
    client.post("/akun/password/reset/", {"email": putri.email}, headers={"host": "jahat.test"})
    assert mail.outbox == []
    client.post("/akun/password/reset/", {"email": putri.email}, headers={"host": "localhost"})
    assert "Namamedia" in mail.outbox[0].body


@pytest.mark.parametrize("path", ["inactive/", "confirm-email/", "password/reset/", "password/reset/done/"])
def test_who_cannot_go_on_is_led_to_the_newsroom(client: Client, path: str) -> None:
    html = client.get(f"/akun/{path}").content.decode()
    assert 'href="/redaksi/"' in html[html.index("<main") : html.index("</main")]


@pytest.mark.parametrize("path", ["/akun/login/", "/akun/signup/", "/akun/password/reset/"])
def test_account_pages_are_never_kept_by_shared_caches(client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


def test_the_overview_is_for_people_who_have_logged_in(client: Client) -> None:
    assert client.get("/akun/")["Location"] == "/akun/login/?next=/akun/"
    assert client.post("/akun/", {"display_name": "X"})["Location"] == "/akun/login/?next=/akun/"


@pytest.mark.parametrize("page", ["/akun/", "/akun/email/", "/akun/data/", "/komentar/catatan-saya/"])
def test_one_page_of_the_account_leads_to_the_others_and_marks_itself(client: Client, page: str) -> None:
    log_in(client, verified(cast.putri()))
    html = client.get(page).content.decode()
    menu = html[html.index('class="account-menu"') :].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)" aria-current', menu) == [page]
    for other in ("/akun/", "/akun/email/", "/akun/password/change/", "/akun/2fa/", "/akun/data/"):
        assert f'href="{other}"' in menu


def test_a_second_factor_that_was_never_set_up_is_not_active(client: Client) -> None:
    """The desk says “Dinonaktifkan” of accounts, by the same words in English."""
    log_in(client, verified(cast.putri()))
    assert "Tidak aktif." in client.get("/akun/").content.decode()


def test_a_person_changes_her_own_display_name_and_nothing_else(client: Client) -> None:
    putri = verified(cast.putri())
    log_in(client, putri)
    client.post("/akun/", {"display_name": "  Putri   Ayu ", "is_staff": "on", "email": "lain@contoh.test"})
    putri.refresh_from_db()
    assert (putri.display_name, putri.is_staff, putri.email) == ("Putri Ayu", False, "putri@namamedia.test")


def test_a_refused_name_comes_back_with_a_sentence(client: Client) -> None:
    putri = verified(cast.putri())
    log_in(client, putri)
    response = client.post("/akun/", {"display_name": "Redaksi"})
    assert response.status_code == 400
    assert 'value="Redaksi"' in response.content.decode()
    html = response.content.decode()
    assert '<a href="#id_display_name">Nama ini khusus untuk redaksi' in html[: html.index("<dl")]
    putri.refresh_from_db()
    assert putri.display_name == "Putri"


def test_the_overview_takes_three_queries(client: Client, django_assert_num_queries: object) -> None:
    log_in(client, verified(cast.putri()))
    client.get("/akun/")  # caches the sections of the navigation
    with django_assert_num_queries(3):  # type: ignore[operator]  # session, person, second factors
        client.get("/akun/")
