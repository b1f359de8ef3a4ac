"""Saving a story: what is stored, what is refused, and that typed text is never lost."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext as _
from pytest_django import Settings

from articles import body, four_eyes, workflow
from articles.models import Article, BylineRole, Section, Step
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
Status = Article.Status


def test_a_new_story_belongs_to_whoever_starts_it_and_begins_as_a_draft() -> None:
    rina = cast.rina()
    reply = desk.browser(rina).post(desk.ADD, desk.typed())
    article = Article.objects.get()
    assert reply.status_code == 302
    assert reply["Location"] == desk.change_url(article)
    assert (article.reporter, article.status, article.version) == (rina, Status.DRAFT, 1)
    assert article.steps.get().verb == Step.Verb.CREATE


def test_the_form_of_a_new_story_names_its_reporter_as_writer() -> None:
    rina = cast.rina()
    page = desk.browser(rina).get(desk.ADD)
    form = page.context["inline_admin_formsets"][0].formset.forms[0]
    assert (form["journalist"].value(), form["role"].value()) == (rina.journalist.pk, BylineRole.WRITER)


def test_the_writer_that_the_form_proposes_is_stored() -> None:
    rina = cast.rina()
    row = {
        "bylines-0-id": "",
        "bylines-0-journalist": rina.journalist.pk,
        "bylines-0-role": "writer",
        "bylines-0-position": 0,
    }
    desk.browser(rina).post(desk.ADD, desk.typed(**row) | {"bylines-TOTAL_FORMS": 1})
    byline = Article.objects.get().bylines.get()
    assert (byline.journalist, byline.role) == (rina.journalist, BylineRole.WRITER)


def test_the_text_is_cleaned_when_it_is_saved() -> None:
    rina = cast.rina()
    dirty = '<p onclick="x()">Halo<script>alert(1)</script></p><img src=x onerror=alert(1)>'
    desk.browser(rina).post(desk.ADD, desk.typed(body=dirty))
    assert Article.objects.get().body == "<p>Halo</p>"


def test_status_reporter_and_version_cannot_be_typed() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.draft(rina)
    forged = {"status": "published", "reporter": bagus.pk, "submitted_at": "2026-01-01", "is_live": "1"}
    desk.browser(rina).post(desk.change_url(article), desk.typed(article, **forged))
    article.refresh_from_db()
    assert (article.status, article.reporter, article.version) == (Status.DRAFT, rina, 2)
    assert not article.editions.exists()


def test_a_changed_byline_is_a_new_version_and_a_hand_on_the_story() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.submitted(rina)
    reply = desk.browser(bagus).post(
        desk.change_url(article), desk.typed(article, **{"bylines-0-role": BylineRole.CONTRIBUTOR.value})
    )
    assert reply.status_code == 302
    article.refresh_from_db()
    assert (article.bylines.get().role, article.version) == (BylineRole.CONTRIBUTOR, 2)
    assert not four_eyes.is_second_pair_of_eyes(bagus, article)


def test_names_and_topics_are_stored_in_the_order_and_number_typed_and_no_stale_row_is_in_the_way() -> None:
    rina, dewi = cast.rina(), cast.journalist_person("Dewi", "Reporter")
    article = cast.draft(rina)
    typed = desk.typed(article, topics=[cast.topic().pk], **_names(dewi.journalist.pk, rina.journalist.pk))
    assert desk.browser(rina).post(desk.change_url(article), typed).status_code == 302
    assert [line.journalist for line in article.bylines.all()] == [dewi.journalist, rina.journalist]
    # Sent again from the same page, whose rows have no ids for the bylines that are stored by now.
    assert desk.browser(rina).post(desk.change_url(article), typed).status_code == 409
    article.refresh_from_db()
    again = {**typed, "version": article.version, "topics": []}
    assert desk.browser(rina).post(desk.change_url(article), again).status_code == 302
    assert [line.journalist for line in article.bylines.all()] == [dewi.journalist, rina.journalist]
    assert not article.topics.exists()


def test_a_refused_save_leaves_names_and_topics_as_they_are() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.draft(rina, topics=[cast.topic("Pangan")])
    old = desk.typed(article)
    workflow.save(article, by=bagus, version=1)
    typed = {**old, "topics": [cast.topic("Kota").pk], **_names(bagus.journalist.pk)}
    assert desk.browser(rina).post(desk.change_url(article), typed).status_code == 409
    assert [line.journalist for line in article.bylines.all()] == [rina.journalist]
    assert [topic.name for topic in article.topics.all()] == ["Pangan"]


def test_a_name_given_twice_in_one_role_is_refused_with_the_text_back() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    names = _names(rina.journalist.pk, rina.journalist.pk)
    reply = desk.browser(rina).post(desk.change_url(article), desk.typed(article, deck="Teras baru.", **names))
    assert reply.status_code == 400
    assert "Teras baru." in reply.content.decode()
    assert article.bylines.count() == 1


def _names(*journalists: int) -> dict[str, Any]:
    """The byline rows of a form without stored rows."""
    rows: dict[str, Any] = {"bylines-TOTAL_FORMS": len(journalists), "bylines-INITIAL_FORMS": 0}
    for number, journalist in enumerate(journalists):
        values = {"id": "", "journalist": journalist, "role": "writer", "position": number}
        rows |= {f"bylines-{number}-{name}": value for name, value in values.items()}
    return rows


def test_a_changed_topic_is_a_new_version_and_a_hand_on_the_story() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.submitted(rina)
    desk.browser(bagus).post(desk.change_url(article), desk.typed(article, topics=[cast.topic().pk]))
    article.refresh_from_db()
    assert list(article.topics.all()) == [cast.topic()]
    assert article.version == 2
    assert not four_eyes.is_second_pair_of_eyes(bagus, article)


def test_a_stale_save_is_refused_with_both_texts_and_the_name_of_who_saved() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.draft(rina)
    old = desk.typed(article, headline="Judul Rina", body="<p>Naskah Rina.</p>")
    desk.browser(bagus).post(
        desk.change_url(article), desk.typed(article, headline="Judul Bagus", body="<p>Naskah Bagus.</p>")
    )
    reply = desk.browser(rina).post(desk.change_url(article), old)
    assert reply.status_code == 409
    page = reply.content.decode()
    for words in ("Judul Rina", "Naskah Rina.", "Judul Bagus", "Naskah Bagus."):
        assert words in page
    assert str(bagus) in reply.context["who"]
    article.refresh_from_db()
    assert article.headline == "Judul Bagus"
    assert article.drafts.unsaved().get().contents["headline"] == "Judul Rina"


def test_a_stale_save_in_ones_own_other_tab_says_so() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    client = desk.browser(rina)
    old = desk.typed(article)
    client.post(desk.change_url(article), {**old, "deck": "Dari tab kedua."})
    reply = client.post(desk.change_url(article), {**old, "deck": "Dari tab pertama."})
    assert reply.status_code == 409
    assert str(rina) not in reply.context["who"]


def test_a_save_after_the_story_was_submitted_in_another_tab_keeps_the_text() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    old = desk.typed(article, body="<p>Naskah dari tab yang lama.</p>")
    workflow.submit(article, by=rina)
    reply = desk.browser(rina).post(desk.change_url(article), old)
    assert reply.status_code == 409
    assert "Naskah dari tab yang lama." in reply.content.decode()
    article.refresh_from_db()
    assert article.body == cast.BODY


def test_a_save_after_the_story_was_published_keeps_the_text_and_changes_nothing() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.published(rina, bagus).article
    reply = desk.browser(bagus).post(desk.change_url(article), desk.typed(article, headline="Diubah diam-diam"))
    assert reply.status_code == 409
    assert "Diubah diam-diam" in reply.content.decode()
    article.refresh_from_db()
    assert article.headline != "Diubah diam-diam"


def test_an_invalid_form_answers_400_with_everything_typed() -> None:
    rina = cast.rina()
    reply = desk.browser(rina).post(desk.ADD, desk.typed(headline="x" * 141, deck="Teras yang tidak boleh hilang."))
    assert reply.status_code == 400
    page = reply.content.decode()
    assert "Teras yang tidak boleh hilang." in page
    assert "x" * 141 in page
    assert escape(cast.BODY) in page
    assert not Article.objects.exists()


@pytest.mark.parametrize("button", ["_save", "_continue", "_submit"])
def test_an_empty_form_leaves_no_story_behind(button: str) -> None:
    typed = desk.typed(headline=" ", deck="", body="<p></p>", section="")
    reply = desk.browser(cast.rina()).post(desk.ADD, {**typed, button: "1"})
    assert reply.status_code == 400
    assert "Tulis dulu judul atau isinya. Artikel kosong tidak disimpan." in reply.content.decode()
    assert not Article.objects.exists()


def test_one_line_is_a_draft() -> None:
    typed = desk.typed(headline="", deck="Hujan", body="", section="")
    assert desk.browser(cast.rina()).post(desk.ADD, typed).status_code == 302
    assert Article.objects.get().deck == "Hujan"


def test_a_text_of_200_000_characters_is_refused_with_a_sentence_and_the_text_back() -> None:
    long = "<p>" + "kata " * 40_000 + "</p>"
    reply = desk.browser(cast.rina()).post(desk.ADD, desk.typed(body=long))
    assert reply.status_code == 400
    assert "kata kata kata" in reply.content.decode()
    (sentence,) = reply.context["adminform"].form.errors["body"]
    assert f"{body.MAX_CHARACTERS:,}".replace(",", ".") in sentence


def test_a_request_larger_than_the_site_reads_is_413_with_a_sentence(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50_000
    client = Client(raise_request_exception=False)
    client.force_login(cast.rina())
    reply = client.post(desk.ADD, desk.typed(body="x" * 60_000))
    assert reply.status_code == 413
    assert _("This is too long to be stored. Go back in your browser: your text is still there. Shorten it.") in (
        reply.content.decode()
    )


def test_a_taken_address_is_refused_with_a_free_one() -> None:
    rina = cast.rina()
    cast.draft(rina, slug="banjir-demak")
    reply = desk.browser(rina).post(desk.ADD, desk.typed(slug="banjir-demak"))
    assert reply.status_code == 400
    (sentence,) = reply.context["adminform"].form.errors["slug"]
    assert "banjir-demak-2" in sentence


def test_a_section_deleted_meanwhile_is_refused_with_a_sentence() -> None:
    rina = cast.rina()
    gone = Section.objects.create(name="Sementara", slug="sementara")
    typed = desk.typed(section=gone.pk)
    gone.delete()
    reply = desk.browser(rina).post(desk.ADD, typed)
    assert reply.status_code == 400
    assert reply.context["adminform"].form.errors["section"] == [
        _("What you chose was deleted meanwhile. Choose again.")
    ]


def test_a_journalist_deleted_meanwhile_is_refused_with_a_sentence() -> None:
    rina = cast.rina()
    row: dict[str, Any] = {
        "bylines-0-id": "",
        "bylines-0-journalist": 999,
        "bylines-0-role": "writer",
        "bylines-0-position": 0,
    }
    reply = desk.browser(rina).post(desk.ADD, desk.typed(**row) | {"bylines-TOTAL_FORMS": 1})
    assert reply.status_code == 400
    assert _("What you chose was deleted meanwhile. Choose again.") in reply.content.decode()


def test_a_story_cannot_be_copied_by_save_as_new() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    assert desk.browser(rina).post(desk.change_url(article), desk.typed(article, _saveasnew="1")).status_code == 403
    assert Article.objects.count() == 1


def test_save_and_submit_hands_the_story_to_the_editors() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    reply = desk.browser(rina).post(
        desk.change_url(article), desk.typed(article, deck="Teras akhir yang sudah lengkap.", _submit="1")
    )
    assert reply["Location"] == desk.change_url(article)
    article.refresh_from_db()
    assert (article.deck, article.status) == ("Teras akhir yang sudah lengkap.", Status.SUBMITTED)


def test_save_and_submit_keeps_an_incomplete_story_and_says_what_is_missing() -> None:
    rina = cast.rina()
    client = desk.browser(rina)
    reply = client.post(desk.ADD, desk.typed(deck="", _submit="1"), follow=True)
    article = Article.objects.get()
    assert (article.status, article.body) == (Status.DRAFT, cast.BODY)
    assert len(reply.context["gaps"]) == 2  # no deck, no writer


def test_save_and_submit_by_an_editor_does_not_submit_for_the_reporter() -> None:
    article = cast.draft(cast.rina())
    reply = desk.browser(cast.bagus()).post(desk.change_url(article), desk.typed(article, _submit="1"))
    assert reply.status_code == 403
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_the_session_that_ended_loses_no_text() -> None:
    article = cast.draft(cast.rina())
    typed = desk.typed(article, headline="Judul yang lama ditulis", body="<p>Satu jam kerja.</p>")
    reply = desk.browser(None).post(desk.change_url(article), typed)
    assert reply.status_code == 403
    page = reply.content.decode()
    assert "Judul yang lama ditulis" in page
    assert "Satu jam kerja." in page
    assert f'action="{desk.change_url(article)}"' in page
    assert escape("<p>Satu jam kerja.</p>") in page
    article.refresh_from_db()
    assert article.headline != "Judul yang lama ditulis"


def test_what_the_page_of_an_ended_session_sends_again_is_saved() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    reply = desk.browser(None).post(desk.change_url(article), desk.typed(article, headline="Kirim ulang"))
    again: dict[str, list[str]] = {}
    for name, value in reply.context["typed"].fields:
        again.setdefault(name, []).append(value)
    assert desk.browser(rina).post(desk.change_url(article), again).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Kirim ulang"


def test_a_form_from_before_a_new_log_in_loses_no_text() -> None:
    rina = cast.rina()
    client = Client(enforce_csrf_checks=True)
    client.force_login(rina)
    reply = client.post(desk.ADD, desk.typed(headline="Dari tab lama", csrfmiddlewaretoken="x" * 64))
    assert reply.status_code == 403
    assert "Dari tab lama" in reply.content.decode()
    token = client.get("/admin/sesi/", headers={"accept": "application/json"}).json()["token"]
    assert client.post(desk.ADD, desk.typed(csrfmiddlewaretoken=token)).status_code == 302


@pytest.mark.parametrize("says", [{"sec-fetch-site": "cross-site"}, {"origin": "https://umpan.example"}])
def test_a_form_sent_by_another_site_is_not_offered_to_be_sent_again(says: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.rina())
    reply = client.post(desk.ADD, desk.typed(headline="Umpan"), headers=says)
    assert reply.status_code == 403
    assert "data-send-again" not in reply.content.decode()


def test_what_is_saved_can_be_submitted_only_when_complete() -> None:
    rina = cast.rina()
    desk.browser(rina).post(desk.ADD, desk.typed(deck=""))
    with pytest.raises(ValidationError):
        workflow.submit(Article.objects.get(), by=rina)
