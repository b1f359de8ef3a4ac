"""What the desk says after something was saved, and over its lists: in the words of a newsroom, not of a database."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, Journalist, Notice, Topic
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
TOPICS, PEOPLE = "/admin/articles/topic/", "/admin/accounts/user/"
# Of the framework's own Indonesian: words for programmers, wrong translations, and other spellings than ours.
STOCK = ["objek", "Objek", "berhasil diubah", "berhasil ditambahkan", "Breadcrumbs", "Ubah riwayat"]
STOCK += ["situs administrasi", "terus mengedit", "Kapanpun", "bidang yang", "dengan ID"]


def said(reply: Any) -> list[str]:
    return [re.sub(r"<[^>]+>", "", str(message)) for message in get_messages(reply.wsgi_request)]


def stock_words(page: str) -> list[str]:
    text = html.unescape(re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL))
    return [words for words in STOCK if re.search(rf"\b{words}\b", text)]


@pytest.fixture
def sari() -> Client:
    return desk.browser(cast.sari())


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_whoever_saves_is_told_what_was_kept(sari: Client, button: str) -> None:
    typed = {"name": "Cuaca", "slug": "cuaca", "description": "", button: "1"}
    assert said(sari.post(f"{TOPICS}add/", typed))[0].startswith("Tersimpan: topik “Cuaca”.")
    pk = Topic.objects.get().pk
    assert said(sari.post(f"{TOPICS}{pk}/change/", typed))[-1].startswith("Tersimpan: topik “Cuaca”.")


def test_a_story_is_kept_with_the_same_words() -> None:
    reply = desk.browser(cast.rina()).post(desk.ADD, desk.typed())
    assert said(reply) == ["Tersimpan: artikel “Panen Raya Tiba Lebih Awal di Demak”. Anda bisa langsung melanjutkan."]


def test_a_row_that_is_gone_is_named_by_its_number(sari: Client) -> None:
    assert said(sari.get(f"{TOPICS}987/change/")) == ["Tidak ditemukan: topik nomor “987”. Mungkin sudah dihapus."]


def test_ticked_rows_without_an_act_change_nothing(sari: Client) -> None:
    sent = {"action": "", "_selected_action": User.objects.get().pk, "index": "0"}
    assert said(sari.post(PEOPLE, sent)) == ["Pilih dulu tindakannya. Tidak ada yang berubah."]


def test_the_history_of_a_person_says_in_words_what_was_done(sari: Client) -> None:
    ketut = cast.person("Ketut", "Reporter")
    for act, words in (
        ("send_invitation", "Menerima tautan untuk memilih kata sandi."),
        ("remove_second_factor", "Faktor kedua dihapus."),
        ("switch_off", "Dinonaktifkan."),
    ):
        sari.post(PEOPLE, {"action": act, "_selected_action": ketut.pk})
        page = sari.get(f"{PEOPLE}{ketut.pk}/history/").content.decode()
        assert words in page
        assert act not in page


def test_whoever_is_switched_off_gets_no_link_and_that_is_said(sari: Client) -> None:
    ketut = cast.person("Ketut", "Reporter", is_active=False)
    reply = sari.post(PEOPLE, {"action": "send_invitation", "_selected_action": ketut.pk})
    assert said(reply) == ["Ketut nonaktif, jadi tidak dikirimi tautan."]


def test_no_page_of_the_desk_speaks_of_objects() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    desk.photo(rina)
    cast.topic()
    cast.published(rina, bagus)
    root = desk.browser(desk.root())
    found = {}
    for model in admin.site._registry:
        base, row = f"/admin/{model._meta.app_label}/{model._meta.model_name}/", model._default_manager.first()
        pages = [base, f"{base}add/", *([f"{base}{row.pk}/{page}/" for page in ("change", "history")] if row else [])]
        for url in pages:
            reply = root.get(url)
            if reply.status_code == 200 and (words := stock_words(reply.content.decode())):
                found[url] = words
    assert Journalist.objects.exists()
    assert found == {}


# -- What the panel of a story says ------------------------------------------------------------------------------------


def panel(article: Article, person: User) -> str:
    return str(desk.browser(person).get(desk.change_url(article)).content.decode()).split('class="panel"')[1]


def test_a_retracted_story_offers_no_update_and_shows_no_comments() -> None:
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    article = cast.published(rina, bagus).article
    assert "Untuk mengubahnya, mulailah pembaruan." in panel(article, bagus)
    workflow.retract(article, by=sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    said = panel(article, sari)
    assert "Sudah dicabut. Artikel yang dicabut tidak diterbitkan lagi." in said
    assert "Tidak ditampilkan: artikel ini dicabut." in said
    assert "mulailah pembaruan" not in said


def test_a_scheduled_story_says_that_its_schedule_is_cancelled_first() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.submitted(rina)
    later = timezone.now() + timedelta(hours=2)
    workflow.approve(article, by=bagus, version=article.version, live_from=later)
    assert "Untuk mengubahnya, batalkan dulu jadwalnya." in panel(article, rina)
    assert "mulailah pembaruan" not in panel(article, rina)


def test_the_log_says_who_did_it_and_a_mail_says_what_was_done() -> None:
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    article = cast.published(rina, bagus).article
    assert "<strong>Bagus</strong> menyetujui" in panel(article, rina)
    workflow.retract(article, by=sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    assert Notice.objects.get(person=rina, kind=Notice.Kind.RETRACTED).get_kind_display() == "dicabut"
    emergency = cast.draft(rina)
    workflow.publish_in_emergency(emergency, version=emergency.version, by=sari, reason="Gempa.")
    said = {notice.get_kind_display() for notice in Notice.objects.filter(article=emergency)}
    assert said == {"terbit darurat"}
