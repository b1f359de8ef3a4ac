"""Paid content, from the form to the edition (Pedoman Pemberitaan Media Siber 6)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from articles import body, checklist, compare, contents, paid, related, workflow
from articles.models import Article, Edition, Likeness
from tests import cast
from tests.articles.scenes import People, minute, refused
from tests.articles.test_unverified import REASON, SOURCE, update

SPONSOR = "PT Kopi Lereng Nusantara"


def advertorial(people: People, **fields: str) -> Edition:
    return cast.published(people.rina, people.bagus, now=minute(2), paid_by=f" {SPONSOR} ", **fields)


def test_the_edition_keeps_who_paid(people: People) -> None:
    edition = advertorial(people)
    assert edition.paid_by == SPONSOR
    assert paid.sentence(edition) == f"Paid for by {SPONSOR}. This is an advertisement, not news."
    news = cast.published(people.rina, people.bagus)
    assert (news.paid_by, paid.sentence(news), paid.titled("Panen", news.paid_by)) == ("", "", "Panen")
    assert Edition.objects.news().get() == news


def test_whoever_wrote_it_does_not_approve_it_whoever_paid(people: People) -> None:
    article = cast.draft(people.bagus, paid_by=SPONSOR)
    workflow.submit(article, by=people.bagus)
    with refused(PermissionDenied, "Another editor must approve it"):
        workflow.approve(article, by=people.bagus, version=article.version)


def test_no_editor_stands_for_it_with_a_name_but_the_record_says_who_approved(people: People) -> None:
    edition = advertorial(people)
    assert [byline["role"] for byline in edition.bylines] == ["writer"]
    assert edition.approved_by == people.bagus


def test_it_needs_no_journalist_in_the_byline(people: People) -> None:
    article = cast.draft(people.rina, paid_by=SPONSOR)
    article.bylines.all().delete()
    workflow.submit(article, by=people.rina)
    assert workflow.approve(article, by=people.bagus, version=article.version).bylines == []


def test_it_cannot_be_breaking_by_any_verb(people: People) -> None:
    article = cast.submitted(people.rina, paid_by=SPONSOR)
    with refused(ValidationError, "it cannot be breaking"):
        workflow.approve(article, by=people.bagus, version=article.version, breaking_until=minute(30), now=minute(10))
    with refused(ValidationError, "it cannot be breaking"):
        workflow.publish_in_emergency(
            article,
            by=people.sari,
            version=article.version,
            reason="Pengiklan mendesak.",
            breaking_until=minute(30),
            now=minute(10),
        )


def test_it_cannot_be_published_unverified(people: People) -> None:
    article, rina = cast.draft(people.rina, paid_by=SPONSOR, unverified=REASON, sources=SOURCE), people.rina
    with refused(ValidationError, "cannot be published before it is verified"):
        workflow.submit(article, by=rina)


@pytest.mark.parametrize("news_only", [{"unverified": REASON}, {"breaking_until": minute(90)}])
def test_the_database_forbids_paid_news_too(people: People, news_only: dict[str, object]) -> None:
    news = cast.published(people.rina, people.bagus)
    values = {field.name: getattr(news, field.name) for field in Edition._meta.concrete_fields}
    values |= {"id": None, "number": 2, "live_until": news.live_from, "paid_by": SPONSOR}
    with pytest.raises(IntegrityError, match="paid_content_is_no_news"), transaction.atomic():
        Edition.objects.create(**{**values, **news_only})


def test_a_live_story_becomes_paid_and_news_again_only_by_an_approved_update(people: People) -> None:
    news = cast.published(people.rina, people.bagus, now=minute(2))
    article = update(people, news, paid_by=SPONSOR)
    assert Edition.objects.live().get().paid_by == ""
    edition = workflow.approve(article, by=people.bagus, version=article.version, now=minute(6))
    assert Edition.objects.live().get().paid_by == SPONSOR

    workflow.revise(article, by=people.rina, now=minute(7))
    article.paid_by = ""
    workflow.save(article, by=people.rina, version=article.version, now=minute(8))
    workflow.submit(article, by=people.rina, now=minute(9))
    assert Edition.objects.live().get() == edition
    workflow.approve(article, by=people.bagus, version=article.version, now=minute(10))
    assert Edition.objects.live().get().paid_by == ""


def test_it_is_compared_and_restored_like_every_field(people: People) -> None:
    edition = advertorial(people)
    article = update(people, edition, paid_by="")
    found = compare.changes(contents.of_edition(edition), contents.of(article))
    assert [(change.name, change.label) for change in found] == [("paid_by", "Paid for by")]
    workflow.withdraw_submission(article, by=people.rina)
    workflow.discard_update(article, by=people.rina)
    assert article.paid_by == SPONSOR


def test_a_retraction_still_says_that_it_was_paid_for(people: People) -> None:
    article = Article.objects.get(pk=advertorial(people).article_id)
    retracted = workflow.retract(article, by=people.sari, ground=Edition.Ground.WRONG, explanation="Tidak benar.")
    assert retracted.paid_by == SPONSOR


def test_news_does_not_refer_to_it_but_the_next_advertorial_may(people: People) -> None:
    text = f'{cast.BODY}<aside data-read-also="{advertorial(people).article_id}"></aside>'
    news, rina = cast.draft(people.rina, body=text), people.rina
    with refused(ValidationError, "an advertorial"):
        workflow.submit(news, by=rina)
    assert not checklist.missing(cast.draft(rina, body=text, paid_by=SPONSOR), gate=checklist.Gate.EDITORS)


def test_it_has_related_news_and_is_related_to_none(people: People) -> None:
    alike = {"headline": "Kopi Lereng Merbabu Dipanen Lebih Awal", "deck": "Petani menyebut hujan sebagai sebabnya."}
    before = cast.published(people.rina, people.bagus, now=minute(0), **alike)
    edition = advertorial(people, **alike)
    after = cast.published(people.rina, people.bagus, now=minute(4), **alike)

    assert set(related.related(edition, limit=6)) == {before, after}
    assert related.related(before, limit=6) == [after]
    assert related.related(after, limit=6) == [before]
    assert not Likeness.objects.filter(other=edition.article_id).exists()


def test_news_that_became_paid_leaves_the_related_stories(people: People) -> None:
    alike = {"headline": "Kopi Lereng Merbabu Dipanen Lebih Awal", "deck": "Petani menyebut hujan sebagai sebabnya."}
    first = cast.published(people.rina, people.bagus, now=minute(0), **alike)
    second = cast.published(people.rina, people.bagus, now=minute(1), **alike)
    assert related.related(first, limit=6) == [second]

    article = update(people, second, paid_by=SPONSOR)
    workflow.approve(article, by=people.bagus, version=article.version, now=minute(6))

    assert related.related(first, limit=6) == []


def test_its_links_to_other_sites_are_marked_as_paid_for(people: People) -> None:
    text = '<p><a href="https://kopi.example/?a=1&amp;b=2" title="Kopi">Kopi</a> <a href="/ekonomi/">Ekonomi</a>.</p>'
    html = advertorial(people, body=text).html
    assert '<a href="https://kopi.example/?a=1&amp;b=2" title="Kopi" rel="sponsored noopener">Kopi</a>' in html
    assert '<a href="/ekonomi/" rel="noopener">' in html
    assert "sponsored" not in cast.published(people.rina, people.bagus, body=text).html
    assert "sponsored" not in body.clean(text.replace("<a ", '<a rel="sponsored" '))
