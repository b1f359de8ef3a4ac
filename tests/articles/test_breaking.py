from datetime import timedelta

from articles import workflow
from articles.models import Edition
from tests import cast
from tests.articles.scenes import People, minute


def test_a_flag_for_breaking_news_removes_itself(people: People) -> None:
    article = cast.draft(people.rina)
    workflow.submit(article, by=people.rina, now=minute(0))
    edition = workflow.approve(
        article, by=people.bagus, version=article.version, breaking_until=minute(30), now=minute(0)
    )
    assert Edition.objects.breaking(minute(29)).get() == edition
    assert not Edition.objects.breaking(minute(30)).exists()
    assert not Edition.objects.breaking(minute(0) - timedelta(seconds=1)).exists()
    assert Edition.objects.live(minute(40)).get() == edition


def test_an_ordinary_story_is_not_breaking(people: People) -> None:
    cast.published(people.rina, people.bagus, now=minute(0))
    assert not Edition.objects.breaking(minute(1)).exists()


def test_an_edition_says_whether_its_story_is_still_developing(people: People) -> None:
    assert cast.published(people.rina, people.bagus, is_developing=True).is_developing
    assert not cast.published(people.rina, people.bagus).is_developing
