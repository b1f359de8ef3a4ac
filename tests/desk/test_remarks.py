"""Remarks at the desk: the list beside the form, its forms and its JSON, the pages of the verbs and the front page."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from articles import preview_links, remarks, workflow
from articles.models import Article, Notice, Remark
from articles.passages import Passage
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, story
from tests.desk import desk

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
GONE = "bagian ini sudah tidak ada di naskah"


@pytest.fixture
def people() -> People:
    return People()


def base(article: Article) -> str:
    return f"{desk.LIST}{article.pk}/remarks/"


def act_url(remark: Remark, act: str) -> str:
    return f"{base(remark.article)}{remark.pk}/{act}/"


def on_passage(article: Article, people: People, text: str = "Sumbernya?", quote: str = "naik 12 persen") -> Remark:
    return remarks.write(article, by=people.bagus, text=text, place="body", passage=Passage(quote)).remark


def shown(client: Client, url: str) -> str:
    return re.sub(r"\s+", " ", client.get(url).content.decode())


# -- The forms ---------------------------------------------------------------------------------------------------------


def test_without_script_a_remark_is_written_and_leads_back_to_the_story(people: People) -> None:
    article = story(people, "submitted")
    typed = {"place": "body", "quote": "naik 12 persen", "text": "Sumbernya?"}
    reply = desk.browser(people.bagus).post(base(article), typed)
    remark = article.remarks.get()
    assert (reply.status_code, reply["Location"]) == (302, f"{desk.change_url(article)}#catatan-{remark.pk}")
    assert (remark.quote, remark.by, remark.version) == ("naik 12 persen", people.bagus, article.version)


def test_a_refusal_keeps_what_was_typed(people: People) -> None:
    article = story(people, "submitted")
    client = desk.browser(people.bagus)
    reply = client.post(base(article), {"place": "body", "quote": "naik 99 persen", "text": "Sumbernya <dari> mana?"})
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "tidak ada di naskah yang tersimpan" in page
    assert "naik 99 persen" in page
    assert "Sumbernya &lt;dari&gt; mana?" in page
    remark = on_passage(article, people)
    remarks.resolve(remark, by=people.bagus)
    reply = client.post(act_url(remark, "answer"), {"text": "Sudah saya cek."})
    assert reply.status_code == 409
    assert "Buka lagi untuk melanjutkannya" in reply.content.decode()
    assert "Sudah saya cek." in reply.content.decode()


def test_each_button_does_what_it_says_and_leads_back(people: People) -> None:
    article = story(people, "returned")
    remark, client = on_passage(article, people), desk.browser(people.rina)
    for act, is_open in (("answer", True), ("resolve", False), ("reopen", True)):
        reply = client.post(act_url(remark, act), {"text": "Sudah."})
        assert reply["Location"] == f"{desk.change_url(article)}#catatan-{remark.pk}"
        remark.refresh_from_db()
        assert remark.is_open is is_open
    assert remark.acts.count() == 3


def test_a_script_gets_the_new_list_or_a_sentence(people: People) -> None:
    article = story(people, "submitted")
    client = desk.browser(people.bagus)
    around = {"prefix": "di Pasar Senen ", "suffix": " pada pekan", "block": "0"}
    typed = {"place": "body", "quote": "naik 12 persen", **around, "text": "Sumbernya?"}
    answer = client.post(base(article), typed, headers=JSON)
    assert answer.status_code == 200
    assert "Sumbernya?" in answer.json()["margin"]
    assert "0 dari 1 catatan selesai." in answer.json()["to_do"]
    assert answer.json()["sentence"] == "Catatan disimpan."
    again = client.post(base(article), typed, headers=JSON)
    assert (again.status_code, again.json()["errors"]) == (409, ["Catatan ini sudah Anda tulis."])
    empty = client.post(base(article), {**typed, "text": ""}, headers=JSON)
    assert (empty.status_code, empty.json()["errors"]) == (400, ["Tulis catatan Anda."])
    remark = article.remarks.get()
    mine = desk.browser(people.rina).post(act_url(remark, "resolve"), {}, headers=JSON)
    assert mine.status_code == 409
    assert "tidak di tangan Anda" in mine.json()["errors"][0]


def test_nothing_happens_by_get(people: People) -> None:
    article = story(people, "returned")
    remark, client = on_passage(article, people), desk.browser(people.bagus)
    for act in ("answer", "resolve", "reopen"):
        assert client.get(act_url(remark, act)).status_code == 302
    assert client.get(base(article)).status_code == 200
    assert not remark.acts.exists()


@pytest.mark.parametrize("who", [*OUTSIDERS, "dewi", None])
def test_nobody_else_reads_or_writes_there(people: People, who: str | None) -> None:
    article = story(people, "returned")
    remark = on_passage(article, people, "RAHASIA")
    client = desk.browser(people[who] if who and who not in ("stranger", "idle") else None)
    for method, url in (
        ("get", base(article)),
        ("post", base(article)),
        ("get", f"{base(article)}people/?q=b"),
        ("post", act_url(remark, "answer")),
        ("post", act_url(remark, "resolve")),
        ("post", act_url(remark, "reopen")),
    ):
        for headers in ({}, JSON):
            reply = getattr(client, method)(url, {"text": "Halo"}, headers=headers)
            assert reply.status_code in (302, 403, 404), url
            assert "RAHASIA" not in reply.content.decode()
            assert "Bagus" not in reply.content.decode()
    assert article.remarks.count() == 1
    assert not remark.acts.exists()


def test_a_form_of_another_site_is_refused(people: People) -> None:
    article = story(people, "submitted")
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.bagus)
    assert client.post(base(article), {"text": "Halo"}).status_code == 403
    assert client.post(base(article), {"text": "Halo"}, headers=JSON).status_code == 403
    assert not article.remarks.exists()


def test_the_remark_of_one_story_is_not_reached_through_another(people: People) -> None:
    remark = on_passage(story(people, "returned"), people)
    other = cast.draft(people.rina)
    client = desk.browser(people.bagus)
    for url in (f"{base(other)}{remark.pk}/resolve/", f"{base(remark.article)}{remark.pk}/erase/"):
        assert client.post(url).status_code == 404
    assert client.post(f"{base(other)}999999/answer/", {"text": "x"}).status_code == 404
    remark.refresh_from_db()
    assert remark.is_open


@pytest.mark.parametrize("block", ["", "-1", "9" * 40, "x", "٣"])
def test_whatever_a_browser_sends_about_the_place_is_checked_against_the_text(people: People, block: str) -> None:
    article = story(people, "submitted")
    typed = {"place": "body", "quote": "naik  12\npersen", "prefix": "x" * 900, "suffix": "\0", "block": block}
    reply = desk.browser(people.bagus).post(base(article), {**typed, "text": "Sumbernya?"}, headers=JSON)
    assert reply.status_code == 200
    remark = article.remarks.get()
    assert remark.prefix == "Harga beras di Pasar Senen "
    assert (remark.quote, remark.block) == ("naik 12 persen", 0)


# -- Beside the form ---------------------------------------------------------------------------------------------------


def test_the_list_stands_beside_the_form_open_ones_first(people: People) -> None:
    article = story(people, "returned")
    first, second = on_passage(article, people, "Pertama"), on_passage(article, people, "Kedua")
    remarks.resolve(first, by=people.rina, text="Sudah ditulis.")
    page = shown(desk.browser(people.rina), desk.change_url(article))
    assert "1 dari 2 selesai" in page
    assert page.index(f'id="catatan-{second.pk}"') < page.index(f'id="catatan-{first.pk}"')
    assert 'data-quote="naik 12 persen"' in page
    assert "Sudah ditulis." in page
    assert GONE not in page.replace(f"hidden>{GONE}", "")


def test_what_is_no_longer_in_the_story_is_said_to_be_gone(people: People) -> None:
    article = story(people, "returned")
    on_passage(article, people)
    article.body = "<p>Harga beras di Pasar Senen turun pada pekan ini, lain dari yang naik di tempat lain.</p>"
    workflow.save(article, by=people.rina, version=article.version)
    page = shown(desk.browser(people.rina), desk.change_url(article))
    assert f'<p class="remark__gone">{GONE}</p>' in page


def test_what_is_written_is_shown_as_text(people: People) -> None:
    article = story(people, "returned")
    remark = on_passage(article, people, "<script>alert(1)</script>")
    remarks.answer(remark, by=people.rina, text="<img src=x onerror=alert(2)>")
    for url in (desk.change_url(article), base(article), "/admin/"):
        page = shown(desk.browser(people.rina), url)
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page


def test_a_remark_moves_no_version_and_disturbs_no_autosave(people: People) -> None:
    article = story(people, "returned")
    typed = desk.typed(article, headline="Judul yang sedang ditulis")
    client = desk.browser(people.bagus)
    assert client.post(base(article), {"text": "Sumbernya?"}).status_code == 302
    remark = article.remarks.get()
    sheet = {"sheet": "11111111-1111-4111-8111-111111111111"}
    saved = desk.browser(people.rina).post(f"{desk.LIST}{article.pk}/autosave/", {**typed, **sheet})
    assert (saved.status_code, saved.json()["state"]) == (200, "saved")
    client.post(act_url(remark, "answer"), {"text": "Masih perlu."})
    version = saved.json()["version"]
    assert Article.objects.get(pk=article.pk).version == version
    later = {**typed, **sheet, "headline": "Judul lain", "version": version}
    assert desk.browser(people.rina).post(f"{desk.LIST}{article.pk}/autosave/", later).json()["state"] == "saved"


def test_the_list_takes_the_same_queries_however_long_it_is(people: People, django_assert_max_num_queries: Any) -> None:
    article = story(people, "returned")
    client = desk.browser(people.rina)
    for number in range(8):
        remark = on_passage(article, people, f"Catatan {number}")
        remarks.answer(remark, by=people.rina, text="Ya.")
    client.get(base(article))
    with django_assert_max_num_queries(9):
        assert client.get(base(article)).status_code == 200


def test_the_people_to_name_are_those_who_may_see_the_story(people: People) -> None:
    article = story(people, "submitted")
    for who in ("dewi", "tono", "sari", "made"):
        people[who]
    client = desk.browser(people.bagus)
    found = client.get(f"{base(article)}people/?q=").json()["results"]
    assert [person["title"] for person in found] == ["Rina", "Sari", "Tono"]
    assert client.get(f"{base(article)}people/?q=%00dew").json()["results"] == []


def test_namesakes_are_offered_with_their_addresses_and_a_bare_name_is_answered_with_a_sentence(people: People) -> None:
    article = story(people, "submitted")
    cast.person("Tono", "Editor", email="tono.s@namamedia.test")
    people.tono  # noqa: B018
    client = desk.browser(people.bagus)
    found = client.get(f"{base(article)}people/?q=ton").json()["results"]
    assert [person["title"] for person in found] == ["Tono (tono.s)", "Tono (tono)"]
    refusal = client.post(base(article), {"text": "@Tono, cek."}, headers=JSON)
    assert (refusal.status_code, refusal.json()["errors"]) == (
        400,
        ["Ada lebih dari satu orang redaksi bernama Tono. Tulis siapa yang Anda maksud: @Tono (tono), @Tono (tono.s)."],
    )
    said = client.post(base(article), {"text": f"@{found[0]['title']}, cek."}, headers=JSON)
    assert said.status_code == 200
    assert "Diberi tahu: Tono (tono.s@namamedia.test)." in said.json()["sentence"]
    assert [notice.person.email for notice in article.notices.filter(kind="mention")] == ["tono.s@namamedia.test"]


def test_who_was_told_is_said_and_who_was_not(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    people.tono  # noqa: B018
    client = desk.browser(people.bagus)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(base(article), {"text": "@Tono dan @Andi, cek."}, headers=JSON).json()
    assert "Diberi tahu: Tono." in answer["sentence"]
    assert "Tidak ada orang redaksi bernama @Andi" in answer["sentence"]
    assert [message.to for message in mail.outbox] == [["tono@namamedia.test"]]
    assert "menyebut Anda dalam catatan" in mail.outbox[0].body
    page = shown(desk.browser(people.tono), "/admin/articles/notice/")
    assert "menyebut Anda dalam catatan" in page
    people.dewi  # noqa: B018
    refused = client.post(base(article), {"text": "@Dewi, cek."}, headers=JSON)
    assert refused.status_code == 400
    assert "Dewi tidak boleh melihat artikel ini" in refused.json()["errors"][0]
    assert Notice.objects.filter(kind=Notice.Kind.MENTION).count() == 1


# -- Sent back, and handed in again ------------------------------------------------------------------------------------


def test_sending_back_needs_a_note_or_an_open_remark(people: People) -> None:
    article = story(people, "submitted")
    client, url = desk.browser(people.bagus), desk.verb_url(article, "send-back")
    reply = client.post(url, desk.seen(article, note=""))
    assert reply.status_code == 400
    assert (
        "Tulis apa yang harus diperbaiki reporter, di sini atau sebagai catatan pada naskah." in reply.content.decode()
    )
    on_passage(article, people)
    assert "Sumbernya?" in shown(client, url)
    assert client.post(url, desk.seen(article, note="")).status_code == 302
    article.refresh_from_db()
    assert article.status == Article.Status.RETURNED


def test_the_reporter_has_a_list_of_what_is_to_be_done(people: People) -> None:
    article = story(people, "submitted")
    first = on_passage(article, people, "Sumbernya?")
    on_passage(article, people, "Sejak kapan?", "Panen mundur")
    workflow.send_back(article, by=people.bagus)
    client = desk.browser(people.rina)
    assert "0 dari 2 catatan selesai" in shown(client, "/admin/")
    remarks.resolve(first, by=people.rina)
    assert "1 dari 2 catatan selesai" in shown(client, "/admin/")
    form = shown(client, desk.change_url(article))
    assert "1 dari 2 catatan selesai." in form
    assert re.search(r'<ul class="returned__remarks"><li><a href="#catatan-\d+">Sejak kapan\?</a></li></ul>', form)


def test_submitting_with_open_remarks_says_so_and_is_let_through(people: People) -> None:
    article = story(people, "returned")
    remark = on_passage(article, people)
    client, url = desk.browser(people.rina), desk.verb_url(article, "submit")
    page = shown(client, url)
    assert f'href="{desk.change_url(article)}#catatan-{remark.pk}">Catatan ini masih terbuka: “Sumbernya?”' in page
    assert client.post(url, desk.seen(article, note="")).status_code == 302


def test_whoever_approves_sees_what_was_resolved_and_what_became_of_the_passage(people: People) -> None:
    article = story(people, "submitted")
    seen_to = on_passage(article, people, "Sumbernya?")
    on_passage(article, people, "Sejak kapan?", "Panen mundur")
    workflow.send_back(article, by=people.bagus)
    article.body = article.body.replace("naik 12 persen", "naik 12 persen menurut BPS")
    workflow.save(article, by=people.rina, version=article.version)
    remarks.resolve(seen_to, by=people.rina, text="BPS.")
    workflow.submit(article, by=people.rina)
    page = shown(desk.browser(people.bagus), desk.verb_url(article, "approve"))
    review = page[page.index('class="review"') :]
    assert "1 dari 2 selesai" in review
    assert review.index("Masih terbuka") < review.index("Selesai</span>")
    assert re.search(r"<ins><span[^>]*>\[ditambah: </span> ?menurut BPS", review)
    assert "Teks di bagian itu masih sama." in review


def test_what_was_settled_before_the_last_edition_is_not_read_again(people: People) -> None:
    article = story(people, "submitted")
    remarks.resolve(on_passage(article, people, "Catatan lama"), by=people.bagus)
    on_passage(article, people, "Masih menunggu")
    workflow.approve(article, by=people.bagus, version=article.version)
    workflow.revise(article, by=people.rina)
    workflow.submit(article, by=people.rina)
    page = shown(desk.browser(people.bagus), desk.verb_url(article, "approve"))
    review = page[page.index('class="review"') :]
    assert "0 dari 1 selesai" in review
    assert "Masih menunggu" in review
    assert "Catatan lama" not in review


def test_a_shared_link_and_the_public_page_say_nothing_of_the_margin(people: People) -> None:
    article = story(people, "submitted")
    remarks.answer(on_passage(article, people, "RAHASIA REDAKSI"), by=people.rina, text="RAHASIA JUGA")
    _link, token = preview_links.make(article, by=people.bagus, made_for="Pengacara")
    reader = Client()
    assert "RAHASIA" not in reader.get(f"/pratinjau/{token}/").content.decode()
    edition = workflow.approve(article, by=people.bagus, version=article.version)
    for url in (edition.path, f"{edition.path}lite/", "/rss/", f"/cari/?q=RAHASIA&x={article.pk}"):
        assert "RAHASIA REDAKSI" not in reader.get(url).content.decode()
