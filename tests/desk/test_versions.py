"""The pages for history, comparison, merging and taking over: without JavaScript, for the right person."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from articles import drafts, remarks, workflow
from articles.models import Article, Draft, Step
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db


def url(article: Article, tail: str) -> str:
    return f"{desk.LIST}{article.pk}/{tail}"


def conflict(client: Client, article: Article, **typed: Any) -> tuple[Any, Draft]:
    """Save over an outdated version; returns the page and the unsaved text."""
    reply = client.post(desk.change_url(article), desk.typed(article, sheet=str(uuid4()), **typed))
    assert reply.status_code == 409
    return reply, article.drafts.unsaved().latest("pk")


def saved_by_bagus(article: Article, **fields: Any) -> None:
    stored = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(stored, name, value)
    workflow.save(stored, by=cast.bagus(), version=stored.version)


def test_the_history_shows_every_version_and_what_can_be_done_with_it() -> None:
    rina = cast.rina()
    live = cast.published(rina, cast.bagus())
    page = desk.browser(rina).get(url(live.article, "history/"))
    assert page.status_code == 200
    keys = [version.key for version in page.context["versions"]]
    assert keys[0] == "sekarang"
    assert set(keys[1:]) == {"edisi-1", f"naskah-{live.article.drafts.get().pk}"}
    assert page.content.decode().count("/restore/") == 2


def test_the_history_takes_the_same_queries_however_long_it_is(django_assert_max_num_queries: Any) -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    client = desk.browser(rina)
    for number in range(12):
        article.headline = f"Judul {number}"
        workflow.save(article, by=rina, version=article.version)
    with django_assert_max_num_queries(14):
        client.get(url(article, "history/"))
    with django_assert_max_num_queries(24):
        client.get(url(article, f"compare/?dari=naskah-{article.drafts.order_by('pk')[0].pk}"))


def test_a_comparison_tells_what_went_and_what_came_in_words_not_by_colour_alone() -> None:
    rina = cast.rina()
    article = cast.draft(rina, headline="Harga beras naik", topics=[cast.topic("Pangan")])
    article.headline = "Harga beras turun"
    workflow.save(article, by=rina, version=1, topics=[cast.topic("Kota")])
    page = desk.browser(rina).get(url(article, f"compare/?dari=naskah-{article.drafts.get(version=1).pk}&ke=sekarang"))
    html = page.content.decode()
    assert re.search(r"<del><span[^>]*>\[dihapus: </span>naik<", html)
    assert re.search(r"<ins><span[^>]*>\[ditambah: </span>turun<", html)
    assert [change.name for change in page.context["changes"]] == ["headline", "topics"]


def test_a_text_that_holds_markup_is_shown_as_text() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    article.headline = "<script>alert(1)</script>"
    workflow.save(article, by=rina, version=1)
    client = desk.browser(rina)
    for tail in ("history/", f"compare/?dari=naskah-{article.drafts.get(version=1).pk}"):
        assert "<script>alert(1)" not in client.get(url(article, tail)).content.decode()


def test_a_version_is_brought_back_by_its_button() -> None:
    rina = cast.rina()
    article = cast.draft(rina, headline="Judul pertama")
    article.headline = "Judul kedua"
    workflow.save(article, by=rina, version=1)
    client = desk.browser(rina)
    address = url(article, f"restore/naskah-{article.drafts.get(version=1).pk}/")
    assert client.post(address, {"version": 1}, follow=True).status_code == 200
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Judul kedua", 2)  # unchanged, because the page was outdated
    assert client.post(address, {"version": 2}).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Judul pertama", 3)
    assert client.post(address, {"version": "x"}).status_code == 302


def test_what_only_one_changed_is_proposed_and_one_press_saves_both() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    saved_by_bagus(article, deck="Ringkasan Bagus.")
    client = desk.browser(rina)
    page, draft = conflict(client, article, headline="Judul Rina")
    assert {shown.question.name: shown.chosen for shown in page.context["shown"]} == {
        "headline": "mine",
        "deck": "theirs",
    }
    answers = {"version": 2, "gabung": "simpan", "pilih-headline": "mine", "pilih-deck": "theirs"}
    assert client.post(url(article, f"merge/{draft.pk}/"), answers).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.deck, article.version) == ("Judul Rina", "Ringkasan Bagus.", 3)
    assert not article.drafts.unsaved().exists()
    kept = {row.contents["headline"] for row in article.drafts.all()}
    assert "Judul Rina" in kept
    assert len(kept) == 2


def test_what_both_changed_is_asked_and_the_paragraphs_of_both_are_offered() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    saved_by_bagus(article, headline="Judul Bagus", body=cast.BODY + "<p>Dari Bagus.</p>")
    client = desk.browser(rina)
    page, draft = conflict(client, article, headline="Judul Rina", body="<p>Dari Rina.</p>" + cast.BODY)
    chosen = {shown.question.name: shown.chosen for shown in page.context["shown"]}
    assert chosen == {"headline": "", "body": "both"}
    address = url(article, f"merge/{draft.pk}/")
    missing = client.post(address, {"version": 2, "gabung": "simpan", "pilih-body": "both"})
    assert missing.status_code == 400
    assert "Judul Rina" in missing.content.decode()
    answers = {"version": 2, "gabung": "simpan", "pilih-body": "both", "pilih-headline": "theirs"}
    assert client.post(address, answers).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Judul Bagus"
    assert article.body == f"<p>Dari Rina.</p>{cast.BODY}<p>Dari Bagus.</p>"


def test_the_choice_can_be_opened_in_the_form_first() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    saved_by_bagus(article, deck="Ringkasan Bagus.")
    client = desk.browser(rina)
    _page, draft = conflict(client, article, headline="Judul Rina")
    answers = {"version": 2, "gabung": "sunting", "pilih-headline": "mine", "pilih-deck": "theirs"}
    page = client.post(url(article, f"merge/{draft.pk}/"), answers, follow=True)
    form = page.context["adminform"].form
    assert (form["headline"].value(), form["deck"].value()) == ("Judul Rina", "Ringkasan Bagus.")
    article.refresh_from_db()
    assert article.headline != "Judul Rina"
    typed = desk.typed(article, headline="Judul Rina", version=form["version"].value(), naskah=form["naskah"].value())
    assert client.post(desk.change_url(article), typed).status_code == 302
    assert not article.drafts.unsaved().exists()


def test_a_third_save_while_somebody_chooses_is_told_and_overwrites_nothing() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    saved_by_bagus(article, deck="Ringkasan Bagus.")
    client = desk.browser(rina)
    _page, draft = conflict(client, article, headline="Judul Rina")
    stored = Article.objects.get(pk=article.pk)
    stored.sources = "BPS"
    workflow.save(stored, by=cast.sari(), version=2)
    answers = {"version": 2, "gabung": "simpan", "pilih-headline": "mine", "pilih-deck": "theirs"}
    reply = client.post(url(article, f"merge/{draft.pk}/"), answers)
    assert reply.status_code == 409
    assert "Judul Rina" in reply.content.decode()
    assert [shown.question.name for shown in reply.context["shown"]] == ["headline", "deck", "sources"]
    article.refresh_from_db()
    assert article.version == 3


def test_a_text_typed_into_a_story_that_was_submitted_meanwhile_waits_for_its_withdrawal() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    workflow.submit(Article.objects.get(pk=article.pk), by=rina)
    client = desk.browser(rina)
    page, draft = conflict(client, article, headline="Terlambat")
    assert 'name="gabung"' not in page.content.decode()
    workflow.withdraw_submission(article, by=rina)
    assert f"?naskah={draft.pk}" in client.get(desk.change_url(article)).content.decode()


def test_taking_over_by_its_button_and_never_by_get() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.draft(rina)
    said = {**article.drafts.get().contents, "headline": "Ketikan Rina"}
    drafts.keep_unsaved(article, said, by=rina, version=1, sheet=uuid4())
    client = desk.browser(bagus)
    assert client.post(url(article, "take-over/")).status_code == 302
    article.refresh_from_db()
    assert article.version == 2
    assert article.steps.latest("pk").verb == Step.Verb.TAKE_OVER
    assert (
        "Ketikan Rina"
        in client.get(url(article, f"compare/?dari=naskah-{article.drafts.get(kind='set-aside').pk}")).content.decode()
    )
    assert client.post(url(cast.published(rina, bagus).article, "take-over/"), follow=True).status_code == 200


def test_an_offer_that_is_put_aside_stays_in_the_history() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    said = {**article.drafts.get().contents, "headline": "Coretan"}
    draft = drafts.keep_unsaved(article, said, by=rina, version=1, sheet=uuid4())
    client = desk.browser(rina)
    client.post(url(article, f"set-aside/{draft.pk}/"))
    assert f"?naskah={draft.pk}" not in client.get(desk.change_url(article)).content.decode()
    assert f"naskah-{draft.pk}" in client.get(url(article, "history/")).content.decode()


def test_the_approval_opens_with_what_is_new_since_the_editor_read_it_and_since_the_live_edition() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    live = cast.published(rina, bagus)
    article = live.article
    workflow.revise(article, by=rina)
    article.headline = "Judul baru"
    workflow.save(article, by=rina, version=article.version)
    workflow.submit(article, by=rina)
    client = desk.browser(bagus)
    first = client.get(desk.verb_url(article, "approve"))
    assert [[change.name for change in part.changes] for part in first.context["news"]][-1] == ["headline"]
    workflow.withdraw_submission(article, by=rina)
    article.deck = "Ringkasan yang baru sekali."
    workflow.save(article, by=rina, version=article.version)
    workflow.submit(article, by=rina)
    for _time in range(2):  # reloading shows the same
        page = client.get(desk.verb_url(article, "approve"))
        news = [[change.name for change in part.changes] for part in page.context["news"]]
        assert news == [["deck"], ["headline", "deck"]]
    assert "Berubah sejak Anda terakhir membacanya" in page.content.decode()


def test_a_first_approval_has_nothing_to_compare_with() -> None:
    article = cast.submitted(cast.rina())
    page = desk.browser(cast.bagus()).get(desk.verb_url(article, "approve"))
    assert page.context["news"] == []


def test_what_an_editor_read_is_never_replaced_by_a_later_autosave() -> None:
    rina, bagus, sheet = cast.rina(), cast.bagus(), uuid4()
    article = cast.draft(rina)
    article.headline = "Dibaca Bagus"
    workflow.save(article, by=rina, version=1, kind=Draft.Kind.AUTOSAVED, sheet=sheet)
    workflow.submit(article, by=rina)
    desk.browser(bagus).get(desk.verb_url(article, "approve"))
    workflow.withdraw_submission(article, by=rina)
    article.headline = "Diganti"
    workflow.save(article, by=rina, version=2, kind=Draft.Kind.AUTOSAVED, sheet=sheet)
    assert [row.contents["headline"] for row in article.drafts.stood().order_by("version")][1:] == [
        "Dibaca Bagus",
        "Diganti",
    ]


@pytest.mark.parametrize("who", [cast.rina, cast.bagus])
def test_the_form_opens_in_at_most_25_queries_with_all_that_hangs_on_it(
    who: Any, django_assert_max_num_queries: Any
) -> None:
    rina = cast.rina()
    me = rina if who is cast.rina else cast.bagus()
    other = cast.sari()
    live = cast.published(rina, other)
    article = live.article
    workflow.revise(article, by=rina)
    article.body = (
        "<p>" + "kata " * 2_000 + "</p>" + f'<aside data-read-also="{cast.published(rina, other).article_id}"></aside>'
    )
    article.lead_photo = desk.photo(rina)
    workflow.save(article, by=rina, version=article.version, topics=[cast.topic()])
    for number in range(3):
        said = {**article.drafts.latest("pk").contents, "headline": f"Ketikan {number}"}
        drafts.keep_unsaved(article, said, by=me, version=article.version, sheet=uuid4())
    for text in ("Sumbernya?", "Tahun berapa?"):
        remarks.answer(remarks.write(article, by=other, text=text).remark, by=me, text="Sebentar.")
    client = desk.browser(me)
    client.get(desk.change_url(article))
    with django_assert_max_num_queries(25):
        assert client.get(desk.change_url(article)).status_code == 200
