"""The public pages of complaints: /komentar/laporkan/<id>/, /lapor/ and the status page."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from articles.models import Edition
from comments import appeals, complaints, limits, moderation, own, rulings
from comments.models import Comment, Complaint
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return thread.comment(thread.commenter(), thread.story(), "Kata kasar.")


def form(comment: Comment) -> str:
    return f"/komentar/laporkan/{comment.pk}/"


def typed(**fields: Any) -> dict[str, Any]:
    return {"reason": "hate", "words": "Kalimat kedua.", "speaker": "other", "email": "", "website": "", **fields}


def test_every_comment_has_a_way_to_complain_one_click_away(comment: Comment, client: Client) -> None:
    assert f'href="{form(comment)}"' in client.get(f"/komentar/{comment.article_id}/").content.decode()
    assert 'href="/lapor/"' in client.get("/").content.decode()


def test_a_stranger_complains_and_follows_the_number(comment: Comment, client: Client) -> None:
    assert "Kata kasar." in client.get(form(comment)).content.decode()
    response = client.post(form(comment), typed(), follow=True)
    complaint = Complaint.objects.get()
    assert response.redirect_chain == [(f"/lapor/{complaint.number}/", 302)]
    assert complaint.number in response.content.decode()
    assert (complaint.by, complaint.words) == (None, "Kalimat kedua.")


@pytest.mark.parametrize("domain", ["\uffff.id", f"{'ü' * 60}.id"])
def test_an_address_that_no_mail_can_reach_is_refused_with_a_sentence(
    comment: Comment, client: Client, domain: str
) -> None:
    response = client.post(form(comment), typed(email=f"warga@{domain}"))
    assert response.status_code == 400
    assert "Ini bukan alamat surel" in response.content.decode()
    assert "Kalimat kedua." in response.content.decode()
    assert not Complaint.objects.exists()


def send_many(client: Client, number: int, *, email: str = "") -> list[int]:
    """The statuses of complaints about as many comments, each from a browser with another name."""
    comments = thread.comments(thread.commenter("Wati"), Edition.objects.get(), number)
    return [
        client.post(form(comment), typed(email=email), HTTP_USER_AGENT=f"peramban {comment.pk}").status_code
        for comment in comments
    ]


def test_a_script_with_many_names_is_stopped_at_its_network(comment: Comment, client: Client) -> None:
    statuses = send_many(client, limits.COMPLAINTS_OF_NETWORK + 2)
    assert statuses == [302] * limits.COMPLAINTS_OF_NETWORK + [429, 429]
    elsewhere = client.post(form(comment), typed(), REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


def test_nobody_floods_the_mailbox_of_another_with_receipts(
    comment: Comment, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        statuses = send_many(client, limits.COMPLAINTS_PER_DAY + 2, email="Korban@contoh.test")
    assert statuses.count(429) == 2
    assert len(mail.outbox) == limits.COMPLAINTS_PER_DAY


def test_whoever_is_logged_in_is_known_to_the_complaint(comment: Comment) -> None:
    joko = cast.person("Joko")
    thread.logged_in(joko).post(form(comment), typed())
    assert Complaint.objects.get().by == joko


def test_the_status_page_names_nobody(comment: Comment, client: Client) -> None:
    client.post(form(comment), typed(email="warga@contoh.test"))
    complaint = Complaint.objects.get()
    moderation.hide(comment, by=cast.made(), reason="hate", note="Merendahkan satu suku.")
    response = client.get(complaint.get_absolute_url().lower())
    page = response.content.decode()
    for secret in ("warga@contoh.test", "Kalimat kedua.", "Kata kasar.", "Putri", "Made", complaint.device):
        assert secret not in page
    assert "Merendahkan satu suku." in page
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_the_pages_of_a_complaint_call_it_by_its_noun_and_begin_with_capitals(comment: Comment, client: Client) -> None:
    complaint = complaints.complain(comment, reason="hate", device="d")
    html = client.get(complaint.get_absolute_url()).content.decode()
    assert '<p class="kicker">Laporan</p>' in html
    assert "<dd>Kebencian terhadap suku" in html
    choices = re.findall(r'<label for="lapor-reason_\d+">([^<]+)<', client.get(form(comment)).content.decode())
    assert choices
    assert all(choice[0].isupper() for choice in choices)


@pytest.mark.parametrize("number", ["LP-AAAA-AAAA-AAAA", "LP", "x" * 200, "1"])
def test_a_number_that_is_none_leads_nowhere(client: Client, number: str, db: None) -> None:
    assert client.get(f"/lapor/{number}/").status_code == 404


HOSTILE = {
    "nothing at all": ({"reason": ""}, 400, "Pilih apa yang salah"),
    "a reason of their own": ({"reason": "<script>"}, 400, "Pilih salah satu alasan"),
    "too long": ({"words": "a" * 1001}, 400, "1.000 karakter"),
    "unexplained": ({"reason": "copyright", "words": "\u202e\u200b"}, 400, "karya siapa"),
    "an address that is none": ({"email": "bukan surel"}, 400, "bukan alamat surel"),
    "a program": ({"website": "https://judi.test"}, 400, "kolom tersembunyi"),
    "a speaker of their own": ({"speaker": "raja"}, 400, "menyangkut siapa"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_taken_comes_back_with_a_sentence(comment: Comment, client: Client, what: str) -> None:
    fields, status, sentence = HOSTILE[what]
    response = client.post(form(comment), typed(**fields))
    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    if "words" not in fields:
        assert "Kalimat kedua." in page
    assert not Complaint.objects.exists()


def test_all_that_is_wrong_with_a_complaint_is_named_at_once(comment: Comment, client: Client) -> None:
    html = client.post(form(comment), {"reason": "illegal", "speaker": "other", "email": "x"}).content.decode()
    assert 'id="lapor-words_error"' in html
    assert 'id="lapor-email_error"' in html


def test_markup_and_odd_signs_are_words_like_others(comment: Comment, client: Client) -> None:
    words = "<img src=x onerror=alert(1)> \u202eterbalik\u0000 🧕🏽 z̷̧̛͉͙͈̈́͒͋a"
    assert client.post(form(comment), typed(words=words)).status_code == 302
    kept = Complaint.objects.get().words
    assert "\x00" not in kept
    assert "\u202e" not in kept


def test_the_second_complaint_of_a_device_is_a_conflict_and_its_words_come_back(
    comment: Comment, client: Client
) -> None:
    client.post(form(comment), typed())
    response = client.post(form(comment), typed(words="Masih di sana."))
    assert response.status_code == 409
    assert "Masih di sana." in response.content.decode()


def test_a_flood_is_asked_to_wait(comment: Comment, client: Client) -> None:
    wrong = thread.comments(comment.author, comment.article.editions.get(), 6)
    statuses = [client.post(form(each), typed()) for each in wrong]
    assert [response.status_code for response in statuses] == [302] * 5 + [429]
    assert int(statuses[-1]["Retry-After"]) > 0


GONE = "Komentar ini sudah tidak tampil"


@pytest.mark.parametrize("by", ["its author", "a moderator", "the rule of the story"])
def test_what_has_gone_while_somebody_wrote_is_told_and_the_words_come_back(
    comment: Comment, client: Client, by: str
) -> None:
    client.get(form(comment))
    if by == "a moderator":
        moderation.hide(comment, by=cast.made(), reason="spam")
    elif by == "its author":
        own.delete(comment, by=comment.author)
    else:
        rulings.rule(comment.article, rule="never", by=cast.made())
    answer = client.post(form(comment), typed(words="Ini <b>fitnah</b> terhadap ayah saya."))
    assert answer.status_code == client.get(form(comment)).status_code == 410
    html = answer.content.decode()
    assert GONE in html
    assert "Ini &lt;b&gt;fitnah&lt;/b&gt; terhadap ayah saya." in html
    assert comment.text not in html
    assert comment.author.display_name not in html
    assert not Complaint.objects.exists()
    assert client.get("/lapor/", {"komentar": str(comment.pk)}, follow=True).status_code == 410


def test_nobody_complains_about_what_readers_have_never_seen(comment: Comment, client: Client) -> None:
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.HELD, place=Comment.Place.NOWHERE)
    assert client.get(form(comment)).status_code == 404
    assert client.post(form(comment), typed()).status_code == 404
    assert client.get("/komentar/laporkan/999999/").status_code == 404
    assert client.get("/lapor/", {"komentar": str(comment.pk)}).status_code == 404


def test_the_status_page_says_so_when_the_comment_came_back(comment: Comment, client: Client) -> None:
    complaint = complaints.complain(comment, reason="hate", device="d")
    decision = moderation.hide(comment, by=cast.made(), reason="hate")
    came_back = "Sejak itu moderator memutuskan lagi"
    assert came_back not in client.get(complaint.get_absolute_url()).content.decode()
    appeals.decide(appeals.appeal(decision, by=comment.author, words="Kutipan."), by=cast.sari(), upheld=True)
    assert came_back in client.get(complaint.get_absolute_url()).content.decode()


def test_an_author_is_told_to_delete_instead(comment: Comment) -> None:
    assert thread.logged_in(comment.author).post(form(comment), typed()).status_code == 403


def test_the_door_finds_a_comment_by_its_address(comment: Comment, client: Client) -> None:
    edition = comment.article.editions.get()
    for address in (
        f"https://namamedia.test{edition.path}#{comment.anchor}",
        f"https://namamedia.test{comment.get_absolute_url()}",
        str(comment.pk),
    ):
        response = client.get("/lapor/", {"komentar": address})
        assert (response.status_code, response["Location"]) == (302, form(comment)), address


@pytest.mark.parametrize("address", ["https://jahat.test/", "#komentar-0", "9" * 18, "'; DROP TABLE --", "\u0000"])
def test_the_door_says_where_no_comment_stands(client: Client, address: str, db: None) -> None:
    response = client.get("/lapor/", {"komentar": address})
    assert response.status_code == 404
    assert "Tidak ada komentar di alamat ini" in response.content.decode()


def test_the_door_finds_a_number_however_it_is_typed(comment: Comment, client: Client) -> None:
    client.post(form(comment), typed())
    number = Complaint.objects.get().number
    for written in (number, number.lower(), number.replace("-", ""), f" {number.replace('-', ' - ')} "):
        assert client.get("/lapor/", {"nomor": written})["Location"] == f"/lapor/{number}/"
    assert client.get("/lapor/", {"nomor": "LP-AAAA-AAAA-AAAA"}).status_code == 404


def test_the_door_is_the_same_for_all_strangers(client: Client, db: None) -> None:
    response = client.get("/lapor/")
    assert not response.cookies
    assert "s-maxage" in response["Cache-Control"]
