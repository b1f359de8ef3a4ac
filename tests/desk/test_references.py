"""References between stories: shown before a retraction or a change of address, and linked afterwards."""

from typing import Any

import pytest
from django.test import Client

from articles import workflow
from articles.models import Article, Edition
from tests import cast
from tests.articles.scenes import minute
from tests.desk import desk

pytestmark = pytest.mark.django_db


class Newsroom:
    """A live story, and another one that refers to it."""

    def __init__(self) -> None:
        self.rina, self.bagus, self.sari = cast.rina(), cast.bagus(), cast.sari()
        self.target = self.live("Yang Dirujuk", 1)
        self.live("Yang Merujuk", 2, body=f'<p>Satu.</p><aside data-read-also="{self.target.pk}"></aside>')

    def live(self, headline: str, at: int, **fields: Any) -> Article:
        edition = cast.published(self.rina, self.bagus, now=minute(at), headline=headline, **fields)
        return Article.objects.get(pk=edition.article_id)

    def update(self, at: int, **fields: Any) -> Edition:
        self.target.refresh_from_db()
        workflow.revise(self.target, by=self.rina, now=minute(at))
        for name, value in fields.items():
            setattr(self.target, name, value)
        workflow.save(self.target, by=self.rina, version=self.target.version, now=minute(at + 1))
        workflow.submit(self.target, by=self.rina, now=minute(at + 2))
        return workflow.approve(self.target, by=self.bagus, version=self.target.version, now=minute(at + 3))


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def test_before_a_retraction_the_desk_shows_who_refers_to_the_story(newsroom: Newsroom) -> None:
    page = desk.browser(newsroom.sari).get(desk.verb_url(newsroom.target, "retract")).content.decode()
    assert "Yang Merujuk" in page
    assert "meja artikel-artikel itu diberi tahu" in page


def test_the_form_shows_who_refers_to_the_story_and_to_nobody_elses(newsroom: Newsroom) -> None:
    client = desk.browser(newsroom.bagus)
    assert "Yang Merujuk" in client.get(desk.change_url(newsroom.target)).content.decode()
    lonely = newsroom.live("Tanpa Rujukan", 5)
    assert "Yang Merujuk" not in client.get(desk.change_url(lonely)).content.decode()


def test_an_old_address_leads_to_the_newest_one_in_one_step_however_often_it_moved(newsroom: Newsroom) -> None:
    first = newsroom.target.editions.get().path
    second = newsroom.update(10, slug="alamat-kedua").path
    third = newsroom.update(20, slug="alamat-ketiga", section=cast.section("Ekonomi")).path
    assert len({first, second, third}) == 3
    reader = Client()
    for old in (first, second):
        reply = reader.get(old)
        assert (reply.status_code, reply["Location"]) == (301, third)
    assert reader.get(third).status_code == 200


def test_a_reference_follows_its_target_to_another_address(newsroom: Newsroom) -> None:
    moved = newsroom.update(10, slug="alamat-kedua", headline="Yang Dirujuk, Diperbarui").path
    page = Client().get(Edition.objects.get(headline="Yang Merujuk").path).content.decode()
    assert f'<a href="{moved}">Yang Dirujuk, Diperbarui</a>' in page
