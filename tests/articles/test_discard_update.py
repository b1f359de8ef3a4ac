from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import workflow
from articles.models import Article, Byline, Edition, Section
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, refused, story


def rewritten(people: People) -> Article:
    """A live story whose working copy differs from its edition in everything that can be changed."""
    pangan = cast.topic("Pangan")
    article = cast.published(people.rina, people.bagus, topics=[pangan], sources="BPS", seo_title="Beras").article
    workflow.revise(article, by=people.rina)
    article.headline, article.deck, article.body, article.slug = (
        "Lain",
        "Teras lain yang cukup panjang.",
        "<p>Lain.</p>",
        "lain",
    )
    article.dateline, article.sources, article.seo_title = "Lain", "", ""
    article.section = Section.objects.create(name="Daerah", slug="daerah")
    workflow.save(article, by=people.rina, version=article.version)
    article.topics.set([cast.topic("Kota")])
    article.bylines.all().delete()
    Byline.objects.create(article=article, journalist=people.dewi.journalist)
    return article


@pytest.mark.parametrize("who", ["rina", "bagus", "sari", "root"])
def test_the_working_copy_is_again_what_readers_see(people: People, who: str) -> None:
    article = rewritten(people)
    live = Edition.objects.live().get()

    workflow.discard_update(article, by=people[who])

    assert article.status == Article.Status.PUBLISHED
    for name in ("headline", "deck", "body", "dateline", "section_id", "sources", "seo_title"):
        assert getattr(article, name) == getattr(live, name), name
    assert live.path.endswith(f"/{article.slug}/")
    assert [topic.name for topic in article.topics.all()] == ["Pangan"]
    assert [byline.journalist.user for byline in article.bylines.all()] == [people.rina]
    assert Edition.objects.live().get() == live
    step = last_step(article)
    assert (step.verb, step.by, step.edition, step.to_status) == ("discard", people[who], live, "published")


def test_a_returned_update_can_be_discarded(people: People) -> None:
    article = rewritten(people)
    workflow.submit(article, by=people.rina)
    workflow.send_back(article, by=people.bagus, note="Tidak perlu diperbarui.")
    workflow.discard_update(article, by=people.rina)
    assert article.status == Article.Status.PUBLISHED


def test_the_story_can_be_updated_afterwards(people: People) -> None:
    article = rewritten(people)
    workflow.discard_update(article, by=people.rina)
    workflow.revise(article, by=people.rina)
    workflow.save(article, by=people.rina, version=article.version)
    workflow.submit(article, by=people.rina)
    workflow.approve(article, by=people.bagus, version=article.version)
    assert article.editions.count() == 2


def test_nobody_else_discards_it(people: People) -> None:
    article = rewritten(people)
    for who in [*OUTSIDERS, "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only the reporter of this story or an editor"):
            workflow.discard_update(article, by=person)


def test_a_story_that_nobody_has_read_is_not_discarded(people: People) -> None:
    article = story(people, "draft")
    with refused(Conflict, "Readers have not seen this story yet"):
        workflow.discard_update(article, by=people.rina)


@pytest.mark.parametrize("state", ["submitted", "published", "scheduled", "update submitted", "retracted"])
def test_only_an_update_in_the_making_is_discarded(people: People, state: str) -> None:
    article = story(people, state)
    with refused(Conflict, "Load the page again"):
        workflow.discard_update(article, by=people.rina)


def test_a_second_click_is_told_that_it_was_done(people: People) -> None:
    article = rewritten(people)
    workflow.discard_update(article, by=people.rina)
    with refused(Conflict, "Load the page again"):
        workflow.discard_update(article, by=people.rina)


def test_the_mark_of_breaking_news_is_again_what_readers_see(people: People) -> None:
    article = story(people, "submitted")
    until = timezone.now() + timedelta(hours=3)
    workflow.approve(article, by=people.bagus, version=article.version, breaking_until=until)
    workflow.revise(article, by=people.rina)
    Article.objects.filter(pk=article.pk).update(breaking_until=None)
    workflow.discard_update(article, by=people.rina)
    article.refresh_from_db()
    assert article.breaking_until == Edition.objects.live().get().breaking_until == until
