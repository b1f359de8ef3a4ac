"""Autosave: where the text is stored, the response, and that nothing typed is lost."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client

from articles import drafts, four_eyes, workflow
from articles.models import Article, Draft, Step
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
NEW = f"{desk.ADD}autosave/"
Kind = Draft.Kind


def url(article: Article, tail: str = "autosave") -> str:
    return f"{desk.LIST}{article.pk}/{tail}/"


def send(who: User | Client, article: Article | None, sheet: object, **changes: Any) -> HttpResponse:
    client = who if isinstance(who, Client) else desk.browser(who)
    typed = {**desk.typed(article), "sheet": str(sheet), **changes}
    return client.post(url(article) if article else NEW, typed, headers={"accept": "application/json"})


def unsaved(article: Article) -> list[tuple[str, str]]:
    return [(str(row.by), row.contents["headline"]) for row in article.drafts.unsaved().order_by("pk")]


def test_the_reporters_draft_is_saved_as_she_types_with_names_and_topics() -> None:
    rina, sheet = cast.rina(), uuid4()
    article = cast.draft(rina)
    reply = send(
        rina, article, sheet, headline="Diketik", topics=[cast.topic().pk], **{"bylines-0-role": "contributor"}
    )
    assert (reply.status_code, reply.json()["state"], reply.json()["version"]) == (200, "saved", 2)
    assert "Tersimpan" in reply.json()["sentence"]
    article.refresh_from_db()
    assert (article.headline, article.topics.get().name) == ("Diketik", "Pangan")
    assert article.bylines.get().role == "contributor"
    assert unsaved(article) == []


def test_what_is_saved_brings_the_checklist_of_the_text_as_it_stands_now() -> None:
    rina, sheet = cast.rina(), uuid4()
    article = cast.draft(rina, section=None)
    assert "Pilih kanal." in desk.browser(rina).get(desk.change_url(article)).content.decode()
    missing = send(rina, article, sheet, deck="").json()["checklist"]
    assert "Pilih kanal." in missing
    assert "Tulis ringkasan" in missing
    article.refresh_from_db()
    assert "Pilih kanal." not in send(rina, article, sheet, section=cast.section().pk).json()["checklist"]
    submitted = cast.submitted(rina)
    assert "checklist" not in send(cast.bagus(), submitted, uuid4(), headline="Diketik").json()  # kept as unsaved


def test_an_autosave_counts_as_a_change_for_four_eyes() -> None:
    rina = cast.journalist_person("Wati", "Reporter", "Editor")
    article = cast.published(rina, cast.bagus()).article
    workflow.revise(article, by=rina)
    send(rina, article, uuid4(), headline="Diketik")
    assert rina.pk in four_eyes.changed_since_last_edition(article)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_what_an_editor_types_touches_nothing_and_costs_no_right_until_it_is_saved(state: str) -> None:
    rina, bagus, sheet = cast.rina(), cast.bagus(), uuid4()
    article = cast.draft(rina) if state == "draft" else cast.submitted(rina)
    reply = send(bagus, article, sheet, headline="Coba-coba")
    assert (reply.status_code, reply.json()["state"], reply.json()["version"]) == (200, "kept", 1)
    article.refresh_from_db()
    assert article.headline != "Coba-coba"
    assert unsaved(article) == [("Bagus", "Coba-coba")]
    assert four_eyes.is_second_pair_of_eyes(bagus, article)
    saved = desk.browser(bagus).post(
        desk.change_url(article), {**desk.typed(article, headline="Coba-coba"), "sheet": str(sheet)}
    )
    assert saved.status_code == 302
    assert unsaved(article) == []
    assert not four_eyes.is_second_pair_of_eyes(bagus, article)


def test_an_autosave_that_says_nothing_new_makes_no_version() -> None:
    rina, sheet = cast.rina(), uuid4()
    article = cast.draft(rina)
    for _time in range(3):
        reply = send(rina, article, sheet)
    assert (reply.json()["state"], reply.json()["version"]) == ("saved", 1)
    assert article.drafts.count() == 1


def test_the_first_autosave_begins_the_story_and_the_window_goes_on_with_it() -> None:
    rina, sheet = cast.rina(), uuid4()
    client = desk.browser(rina)
    first = send(client, None, sheet, headline="Baru mulai").json()
    article = Article.objects.get()
    assert first["change_url"] == desk.change_url(article)
    # The response is lost, so the next requests, by script and by button, still come from the form of a new story.
    send(client, None, sheet, headline="Baru mulai, lalu")
    client.post(desk.ADD, {**desk.typed(headline="Baru mulai, lalu jadi"), "sheet": str(sheet)})
    article = Article.objects.get()
    assert (article.headline, article.reporter, article.version) == ("Baru mulai, lalu jadi", rina, 3)


def test_an_empty_new_story_is_not_begun() -> None:
    empty = dict.fromkeys(("headline", "deck", "body", "sources", "section"), "")
    rina = cast.rina()
    for body in ("", "<p></p>", "<p> </p>"):
        assert send(rina, None, uuid4(), **{**empty, "body": body}).json() == {"state": "empty"}
    assert not Article.objects.exists()


def test_a_headline_that_is_too_long_is_kept_although_nothing_else_is_written() -> None:
    rina = cast.rina()
    empty = dict.fromkeys(("deck", "body", "sources", "section"), "")
    assert send(rina, None, uuid4(), headline="x" * 141, **empty).json()["state"] == "kept"
    assert unsaved(Article.objects.get()) == [("Rina", "x" * 141)]


def test_the_button_pressed_twice_on_a_new_story_begins_one() -> None:
    rina, sheet = cast.rina(), uuid4()
    client = desk.browser(rina)
    for _time in range(2):
        assert client.post(desk.ADD, {**desk.typed(), "sheet": str(sheet)}).status_code == 302
    assert Article.objects.count() == 1


def test_a_conflict_pauses_and_keeps_the_text_beside_the_stored_one() -> None:
    rina, bagus, sheet = cast.rina(), cast.bagus(), uuid4()
    article = cast.draft(rina)
    workflow.save(Article.objects.get(pk=article.pk), by=bagus, version=1)
    reply = send(rina, article, sheet, headline="Judul Rina")
    assert reply.status_code == 409
    answer = reply.json()
    assert (answer["state"], answer["version"]) == ("conflict", 2)
    assert "Bagus" in answer["sentence"]
    article.refresh_from_db()
    assert article.headline != "Judul Rina"
    assert unsaved(article) == [("Rina", "Judul Rina")]
    page = desk.browser(rina).get(answer["merge_url"])
    assert page.status_code == 409
    assert "Judul Rina" in page.content.decode()


def test_two_windows_of_one_person_keep_a_text_each() -> None:
    rina, phone, desktop = cast.rina(), uuid4(), uuid4()
    article = cast.submitted(rina)
    bagus = cast.bagus()
    send(bagus, article, phone, headline="Dari ponsel")
    send(bagus, article, desktop, headline="Dari meja")
    send(bagus, article, phone, headline="Dari ponsel lagi")
    assert sorted(unsaved(article)) == [("Bagus", "Dari meja"), ("Bagus", "Dari ponsel lagi")]


def test_the_windows_of_one_person_are_told_of_each_other() -> None:
    rina, phone, desktop = cast.rina(), uuid4(), uuid4()
    article = cast.draft(rina)
    assert send(rina, article, phone, headline="Dari ponsel").status_code == 200
    reply = send(rina, article, desktop, headline="Dari meja")  # opened earlier, at version 1
    assert reply.status_code == 409
    assert unsaved(article) == [("Rina", "Dari meja")]


def test_a_field_that_cannot_be_stored_is_kept_as_typed_and_explained() -> None:
    rina, sheet = cast.rina(), uuid4()
    article = cast.draft(rina)
    reply = send(rina, article, sheet, headline="x" * 141, deck="Teras baru.", slug="tidak boleh begini")
    assert (reply.status_code, reply.json()["state"]) == (200, "kept")
    kept = article.drafts.unsaved().get().contents
    assert (kept["headline"], kept["deck"], kept["slug"]) == ("x" * 141, "Teras baru.", "tidak boleh begini")
    page = desk.browser(rina).get(f"{desk.change_url(article)}?naskah={article.drafts.unsaved().get().pk}")
    assert "x" * 141 in page.content.decode()


def test_a_new_story_with_a_field_that_cannot_be_stored_is_begun_without_it() -> None:
    reply = send(cast.rina(), None, uuid4(), headline="x" * 141, deck="Teras baru.")
    assert reply.json()["state"] == "kept"
    article = Article.objects.get()
    assert (article.headline, article.deck) == ("", "Teras baru.")
    assert article.drafts.unsaved().get().contents["headline"] == "x" * 141


@pytest.mark.parametrize(
    "sent",
    [
        {"headline": "a\x00b", "slug": "\x00"},
        {"body": "<p>" + "x" * 200_000 + "</p>"},
        {"body": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"version": "satu"},
        {"version": "9" * 40},
        {"version": "-1"},
        {"section": "1' OR 1=1", "lead_photo": "-1", "topics": ["x", "99999999999999999999"]},
        {"embargo_until": "besok"},
        {"bylines-TOTAL_FORMS": "9999999", "bylines-0-journalist": "abc", "bylines-0-position": "-5"},
        {"bylines-TOTAL_FORMS": "x"},
        {"naskah": "abc"},
        {"naskah": "9" * 40},
    ],
)
def test_no_hostile_form_makes_an_error_or_loses_the_rest(sent: dict[str, Any]) -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    reply = send(rina, article, uuid4(), **{"deck": "Tetap ada.", **sent})
    assert reply.status_code in (200, 409), reply.content
    kept = article.drafts.order_by("-at", "-pk").first()
    assert kept
    assert kept.contents["deck"] == "Tetap ada."


@pytest.mark.parametrize("sheet", ["", "x", "0" * 31, "\x00"])
def test_a_form_that_does_not_say_which_window_it_is_is_refused_with_a_sentence(sheet: str) -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    for reply in (
        send(rina, article, sheet),
        send(rina, None, sheet),
        desk.browser(rina).post(url(article, "presence"), {"sheet": sheet}),
    ):
        assert reply.status_code == 400
        assert reply.json()["errors"]


def test_what_another_person_types_stays_theirs() -> None:
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    article = cast.submitted(rina)
    send(bagus, article, uuid4(), headline="Rahasia Bagus")
    draft = article.drafts.unsaved().get()
    for person in (rina, sari):
        client = desk.browser(person)
        pages = [
            client.get(f"{url(article, 'compare')}?dari=naskah-{draft.pk}"),
            client.get(f"{desk.change_url(article)}?naskah={draft.pk}"),
            client.get(url(article, f"merge/{draft.pk}")),
            client.post(url(article, f"merge/{draft.pk}"), {"gabung": "simpan"}),
            client.post(url(article, f"set-aside/{draft.pk}")),
            client.post(url(article, f"restore/naskah-{draft.pk}"), {"version": 1}),
        ]
        assert [reply.status_code for reply in pages] == [404] * 6
        for reply in [*pages, client.get(url(article, "history")), client.get(desk.change_url(article))]:
            assert "Rahasia Bagus" not in reply.content.decode()
    article.drafts.unsaved().get()
    with pytest.raises(PermissionDenied):
        drafts.set_aside(draft, by=rina)


def test_a_text_that_was_not_saved_is_offered_opened_and_gone_once_saved() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.submitted(rina)
    send(bagus, article, uuid4(), headline="Ketikan Bagus", **{"bylines-0-role": "photographer"})
    draft = article.drafts.unsaved().get()
    client = desk.browser(bagus)
    address = f"{desk.change_url(article)}?naskah={draft.pk}"
    assert address in client.get(desk.change_url(article)).content.decode()
    page = client.get(address)
    form = page.context["adminform"].form
    assert (form["headline"].value(), form["version"].value(), form["naskah"].value()) == ("Ketikan Bagus", 1, draft.pk)
    rows = page.context["inline_admin_formsets"][0].formset.forms
    assert [row["role"].value() for row in rows] == ["photographer"]
    typed = desk.typed(article, headline="Ketikan Bagus", naskah=draft.pk, sheet=str(uuid4()))
    assert client.post(desk.change_url(article), typed).status_code == 302
    assert unsaved(article) == []
    assert address not in client.get(desk.change_url(article)).content.decode()


def test_what_was_left_in_the_browser_is_kept_aside_once_and_never_put_into_the_story() -> None:
    rina, sheet = cast.rina(), uuid4()
    article = cast.draft(rina)
    left = {"headline": "Tertinggal di peramban", "aside": "1"}
    assert [send(rina, article, sheet, **left).json()["state"] for _time in range(2)] == ["aside", "known"]
    article.refresh_from_db()
    assert article.headline != "Tertinggal di peramban"
    drafts.set_aside(article.drafts.unsaved().get(), by=rina)
    assert send(rina, article, sheet, **left).json()["state"] == "known"
    assert send(rina, article, sheet, aside="1").json()["state"] == "known"  # stored already


@pytest.mark.parametrize("who", [cast.made, cast.putri, lambda: cast.journalist_person("Dewi", "Reporter")])
def test_nobody_else_keeps_or_sees_anything(who: Any) -> None:
    article = cast.draft(cast.rina(), headline="Rahasia Rina")
    client = desk.browser(who())
    reply = send(client, article, uuid4(), headline="Dibajak")
    replies = [reply, *(client.get(url(article, tail)) for tail in ("history", "compare", "merge/1", "take-over"))]
    replies.append(client.post(url(article, "presence"), {"sheet": str(uuid4())}))
    replies.append(client.post(url(article, "restore/sekarang"), {"version": 1}))
    for answer in replies:
        assert answer.status_code in (302, 403, 404)
        assert "Rahasia Rina" not in answer.content.decode()
    assert (article.drafts.count(), article.presences.count()) == (1, 0)


def test_an_ended_session_is_told_in_json() -> None:
    article = cast.draft(cast.rina())
    reply = send(desk.browser(None), article, uuid4(), headline="Masih diketik")
    assert reply.status_code == 403
    assert reply.json()["errors"]


def test_nothing_happens_by_get() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    client = desk.browser(rina)
    for tail in ("autosave", "presence", "take-over", "restore/naskah-1"):
        assert client.get(url(article, tail)).status_code in (302, 405)
    article.refresh_from_db()
    assert (article.version, article.drafts.count()) == (1, 1)


def test_a_text_typed_after_the_story_was_submitted_elsewhere_is_kept_and_told() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    old = desk.typed(article)
    workflow.submit(article, by=rina)
    reply = desk.browser(rina).post(url(article), {**old, "headline": "Terlambat", "sheet": str(uuid4())})
    assert reply.status_code == 409
    assert unsaved(article) == [("Rina", "Terlambat")]
    assert article.steps.filter(verb=Step.Verb.EDIT).count() == 0


def test_the_form_and_the_list_tell_who_is_editing() -> None:
    rina, bagus, sheet = cast.rina(), cast.bagus(), uuid4()
    article = cast.draft(rina)
    sent = {"sheet": str(sheet), "version": article.version, "idle": "20"}
    answer = desk.browser(rina).post(url(article, "presence"), sent).json()
    assert answer == {"others": [], "moved": ""}
    client = desk.browser(bagus)
    for page in (desk.change_url(article), desk.LIST):
        assert re.search(r"Rina sedang menyunting, 2\d detik lalu", client.get(page).content.decode())
    workflow.save(Article.objects.get(pk=article.pk), by=bagus, version=1)
    assert "Bagus" in desk.browser(rina).post(url(article, "presence"), sent).json()["moved"]
    desk.browser(rina).post(url(article, "presence"), {**sent, "leave": "1"})
    assert "sedang menyunting" not in client.get(desk.LIST).content.decode()


@pytest.mark.parametrize("idle", ["", "x", "-5", "9" * 400, "1e5"])
def test_a_ping_with_nonsense_makes_no_error(idle: str) -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    sent = {"sheet": str(uuid4()), "version": "x", "idle": idle}
    assert desk.browser(rina).post(url(article, "presence"), sent).status_code == 200


def test_a_ping_costs_few_queries_however_many_are_here(django_assert_max_num_queries: Any) -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    client, sheet = desk.browser(rina), str(uuid4())
    for _number in range(5):
        client.post(url(article, "presence"), {"sheet": str(uuid4()), "version": "1", "idle": "1"})
    client.post(url(article, "presence"), {"sheet": sheet, "version": "1"})
    with django_assert_max_num_queries(8):
        client.post(url(article, "presence"), {"sheet": sheet, "version": "1", "idle": "1"})


def test_an_autosave_costs_a_bounded_number_of_queries(django_assert_max_num_queries: Any) -> None:
    rina, sheet = cast.rina(), uuid4()
    article = cast.draft(rina, topics=[cast.topic()], lead_photo=desk.photo(rina))
    client = desk.browser(rina)
    send(client, article, sheet, headline="Satu")
    article.refresh_from_db()
    with django_assert_max_num_queries(60):
        assert send(client, article, sheet, headline="Dua").status_code == 200
