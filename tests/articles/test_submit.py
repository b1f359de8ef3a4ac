from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from articles import addresses, body, workflow
from articles.models import Article, Byline, Edition, Photo, Step
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, mail_to, minute, refused, story


@pytest.mark.parametrize("state", ["draft", "returned", "rewritten"])
def test_the_reporter_submits_her_story(people: People, state: str) -> None:
    article = story(people, state)
    before = article.status
    workflow.submit(article, by=people.rina, note="Sudah saya cek ulang.", now=minute(30))
    assert article.status == Article.Status.SUBMITTED
    article.refresh_from_db()
    step = last_step(article)
    assert (article.status, article.submitted_at) == (Article.Status.SUBMITTED, step.at)
    assert (step.verb, step.by, step.from_status, step.to_status) == ("submit", people.rina, before, "submitted")
    assert (step.note, step.version, step.edition) == ("Sudah saya cek ulang.", article.version, None)


def test_nobody_else_submits_it(people: People) -> None:
    article = story(people, "draft")
    for who in [*OUTSIDERS, "dewi", "bagus", "sari", "root"]:
        person = people[who]
        with refused(PermissionDenied, "Only the reporter of this story"):
            workflow.submit(article, by=person)


def test_a_reporter_who_lost_her_role_submits_no_more(people: People) -> None:
    article = story(people, "draft")
    people.rina.groups.clear()
    rina = type(people.rina).objects.get(pk=people.rina.pk)
    with refused(PermissionDenied):
        workflow.submit(article, by=rina)


def test_only_a_draft_or_a_returned_story_is_submitted(people: People) -> None:
    for state in ["submitted", "published", "scheduled", "update submitted", "retracted"]:
        article = story(people, state)
        with refused(Conflict, "Load the page again"):
            workflow.submit(article, by=people.rina)


def test_a_second_click_is_told_that_it_was_done(people: People) -> None:
    article = story(people, "draft")
    other_tab = Article.objects.get(pk=article.pk)
    workflow.submit(article, by=people.rina)
    with refused(Conflict, "This story is submitted now"):
        workflow.submit(other_tab, by=people.rina)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"headline": "  "}, "Write a headline"),
        ({"deck": ""}, "Write a deck"),
        ({"section": None}, "Choose a section"),
        ({"body": ""}, "Write the text"),
        ({"body": "<p>&nbsp;</p>"}, "Write the text"),
        ({"body": f"<p>{'kata ' * (body.MAX_CHARACTERS // 5)}</p>"}, "too long"),
    ],
)
def test_an_incomplete_story_is_refused_with_what_is_missing(
    people: People, fields: dict[str, Any], words: str
) -> None:
    article = cast.draft(people.rina, **fields)
    with refused(ValidationError, words):
        workflow.submit(article, by=people.rina)


def test_every_gap_is_named_at_once(people: People) -> None:
    article = workflow.start(Article(sources="BPS"), by=people.rina)
    with refused(ValidationError) as refusal:
        workflow.submit(article, by=people.rina)
    assert len(refusal.value.messages) == 5  # type: ignore[attr-defined]


def test_a_story_needs_a_writer_and_not_just_a_name(people: People) -> None:
    for role in [None, "photographer", "contributor", "translator"]:
        article = story(people, "draft")
        Byline.objects.filter(article=article).delete()
        if role:
            Byline.objects.create(article=article, journalist=people.rina.journalist, role=role)
        with refused(ValidationError, "at least one writer"):
            workflow.submit(article, by=people.rina)


def test_a_lead_photo_needs_alternative_text_and_credit(people: People) -> None:
    for blank in ["alt", "credit"]:
        words = {"alt": "Kios beras", "credit": "Namamedia.com/Melati", blank: " "}
        photo = Photo.objects.create(**words, original="x", sha256="x", width=800, height=600, uploaded_by=people.rina)
        article = cast.draft(people.rina, lead_photo=photo)
        with refused(ValidationError, "alternative text and a credit"):
            workflow.submit(article, by=people.rina)


def test_what_counts_is_what_is_stored_and_not_what_the_object_says(people: People) -> None:
    article = cast.draft(people.rina, deck="")
    article.deck = "Belum disimpan."
    with refused(ValidationError, "Write a deck"):
        workflow.submit(article, by=people.rina)


def test_the_address_is_made_from_the_headline(people: People) -> None:
    article = cast.draft(people.rina, headline="Harga Beras “Naik” 12% di Pasar Senen!")
    workflow.submit(article, by=people.rina)
    article.refresh_from_db()
    assert article.slug == "harga-beras-naik-12-di-pasar-senen"


def test_an_address_that_was_typed_in_is_kept(people: People) -> None:
    article = cast.draft(people.rina, slug="beras-senen")
    workflow.submit(article, by=people.rina)
    assert article.slug == "beras-senen"


def test_stories_with_one_headline_get_numbered_addresses(people: People) -> None:
    articles = [cast.draft(people.rina, headline="Banjir") for _time in range(3)]
    for article in articles:
        workflow.submit(article, by=people.rina)
    assert [article.slug for article in articles] == ["banjir", "banjir-2", "banjir-3"]


@pytest.mark.parametrize("headline", ["“!?”", "米の値段", "а" * 140])
def test_a_headline_without_latin_letters_gets_an_address_too(people: People, headline: str) -> None:
    article = cast.draft(people.rina, headline=headline)
    workflow.submit(article, by=people.rina)
    assert article.slug == "berita"


def test_the_longest_headline_fits_the_address(people: People) -> None:
    for _time in range(2):
        article = cast.draft(people.rina, headline="Panjang " * 17)
        workflow.submit(article, by=people.rina)
    assert len(article.slug) <= Article._meta.get_field("slug").max_length
    assert not article.slug.endswith("-")


def test_of_two_stories_with_one_headline_the_slower_gets_a_numbered_address(people: People) -> None:
    mine, theirs = (cast.draft(people[who], headline="Gempa Cianjur") for who in ("rina", "dewi"))
    done = []

    def dewi_is_faster(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen = execute(sql, params, many, context)
        if "gempa-cianjur" in (params or ()) and not done:  # right after the query that found the slug free
            done.append(True)
            workflow.submit(theirs, by=people.dewi)
        return seen

    people.dewi  # noqa: B018 - on stage before the race
    with connection.execute_wrapper(dewi_is_faster):
        workflow.submit(mine, by=people.rina)
    assert (theirs.slug, mine.slug) == ("gempa-cianjur", "gempa-cianjur-2")


def test_a_story_whose_every_address_is_snatched_is_refused_with_a_sentence(people: People) -> None:
    article, others = story(people, "draft"), []

    def somebody_is_always_faster(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and '"slug"' in sql:
            others.append(None)
            others[-1] = Article.objects.create(slug=addresses.free_slug(article.headline), reporter=people.dewi)
        return execute(sql, params, many, context)

    people.dewi  # noqa: B018 - on stage before the race
    with (
        connection.execute_wrapper(somebody_is_always_faster),
        pytest.raises(ValidationError, match="Another story has this address"),
    ):
        workflow.submit(article, by=people.rina)
    assert not Step.objects.filter(verb=Step.Verb.SUBMIT).exists()


def test_the_editors_get_a_mail_each_and_nobody_else(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "draft")
    for name in ("bagus", "tono", "sari", "made", "putri", "dewi", "idle"):
        people[name]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.submit(article, by=people.rina, note="Mohon dibaca sebelum sore.")
    assert mail_to() == ["bagus@namamedia.test", "tono@namamedia.test"]
    assert len(mail.outbox) == 2
    assert "Mohon dibaca sebelum sore." in mail.outbox[0].body


def test_submitting_makes_nothing_public(people: People) -> None:
    story(people, "submitted")
    assert not Edition.objects.exists()


def test_a_headline_of_every_day_finds_its_address_in_a_few_queries(
    people: People, django_assert_max_num_queries: Any
) -> None:
    numbered = [Article(reporter=people.rina, slug=f"jadwal-salat-{number}") for number in range(2, 400)]
    Article.objects.bulk_create([Article(reporter=people.rina, slug="jadwal-salat"), *numbered])
    with django_assert_max_num_queries(6):
        assert addresses.free_slug("Jadwal Salat") == "jadwal-salat-400"
    Article.objects.filter(slug="jadwal-salat-7").update(slug="jadwal-lain")
    assert addresses.free_slug("Jadwal Salat") == "jadwal-salat-7"
