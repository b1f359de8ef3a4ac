from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.caching import PUBLIC
from newsroom.duties.models import Masthead, Policy
from tests import cast
from tests.accounts.test_pages import faults

pytestmark = pytest.mark.django_db
POLICIES = {
    "/ketentuan-komentar/": Policy.Kind.COMMENT_TERMS,
    "/kebijakan-privasi/": Policy.Kind.PRIVACY,
    "/pedoman-media-siber/": Policy.Kind.CYBER_MEDIA,
    "/hak-jawab/": Policy.Kind.RIGHT_OF_REPLY,
}
MASTHEAD = {
    "legal_entity": "PT Kabar Nusantara",
    "address": "Jalan Merdeka 1\nJakarta 10110",
    "email": "redaksi@namamedia.test",
    "phone": "(021) 555-0100",
    "person_in_charge": "Sari Wulandari",
    "editor_in_chief": "Bagus Prakoso",
    "positions": "Redaktur pelaksana: Sari\n\nReporter : Rina, Putu",
}


@pytest.mark.parametrize("path", ["/redaksi/", *POLICIES])
def test_every_duty_has_a_public_page_that_is_the_same_for_all(client: Client, path: str) -> None:
    response = client.get(path)
    assert response["Cache-Control"] == PUBLIC
    assert not response.cookies
    assert response["ETag"]
    assert faults(response.content.decode()) == []
    assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(("path", "kind"), POLICIES.items())
def test_each_policy_says_its_version_and_since_when(client: Client, path: str, kind: Policy.Kind) -> None:
    text = Policy.objects.current(kind)
    page = client.get(path).content.decode()
    assert "Versi 1" in page
    assert "berlaku sejak" in page
    assert '<time datetime="2026-01-01T00:00:00+07:00">1 Januari 2026</time>' in page
    assert text.body in page
    assert text.get_absolute_url() == path


def test_the_comment_terms_hold_what_the_press_council_and_the_law_ask_for() -> None:
    body = Policy.objects.current(Policy.Kind.COMMENT_TERMS).body
    for words in (
        "bohong, fitnah, sadis, atau cabul",
        "suku, agama, ras, dan antargolongan (SARA)",
        "perbedaan jenis kelamin dan bahasa",
        "2 x 24 jam",
        "<h2>Hak dan kewajiban pengguna</h2>",
        "<h2>Hak dan kewajiban kami</h2>",
        "<h2>Tanggung jawab atas isi komentar</h2>",
        "<h2>Cara mengadu dan menyelesaikan sengketa</h2>",
        "Isi komentar sepenuhnya adalah tanggung jawab pengguna dan diatur dalam UU ITE.",
    ):
        assert words in body, words


def test_the_guideline_is_a_labelled_summary_of_nine_points() -> None:
    body = Policy.objects.current(Policy.Kind.CYBER_MEDIA).body
    assert "bukan naskah resmi" in body
    assert body.count("<h2>") == 9


def test_a_new_version_shows_from_its_day_and_the_old_one_stays_readable(client: Client) -> None:
    now = timezone.now()
    Policy.objects.create(kind="privacy", version=2, body="<p>Versi dua.</p>", in_force_from=now - timedelta(days=1))
    Policy.objects.create(kind="privacy", version=3, body="<p>Versi esok.</p>", in_force_from=now + timedelta(days=1))
    page = client.get("/kebijakan-privasi/").content.decode()
    assert "Versi dua." in page
    assert "Versi esok." not in page
    assert 'href="/kebijakan-privasi/versi/1/"' in page
    old = client.get("/kebijakan-privasi/versi/1/").content.decode()
    assert "Ini versi lama" in old
    assert "noindex" in old
    assert client.get("/kebijakan-privasi/versi/3/").status_code == 404
    assert client.get("/ketentuan-komentar/versi/2/").status_code == 404


def test_the_masthead_says_openly_who_answers(client: Client) -> None:
    Masthead.objects.create(pk=Masthead.ONLY, **MASTHEAD)
    page = client.get("/redaksi/").content.decode()
    assert "PT Kabar Nusantara" in page
    assert "Jalan Merdeka 1<br>Jakarta 10110" in page
    assert 'href="tel:0215550100"' in page
    assert "<dt>Reporter</dt>" in page
    assert "<dd>Rina, Putu</dd>" in page
    assert faults(page) == []


def test_the_masthead_page_stands_before_it_is_filled_in(client: Client) -> None:
    response = client.get("/redaksi/")
    assert response.status_code == 200
    assert "belum mengisi" in response.content.decode()


@pytest.mark.parametrize("path", ["/redaksi/", *POLICIES])
def test_a_duty_page_takes_one_query(client: Client, path: str, django_assert_num_queries: object) -> None:
    client.get("/redaksi/")  # caches the sections of the navigation
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get(path)


def test_someone_logged_in_reads_the_same_rules_uncached(client: Client) -> None:
    client.force_login(cast.putri())
    assert "no-store" in client.get("/ketentuan-komentar/")["Cache-Control"]
