"""The nightly purge of a story's history: only what is beyond the number and the age, never what was approved."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import readings, retention, workflow
from articles.models import Article, Draft
from tests import cast
from tests.articles.scenes import People

NOW = timezone.now()
LONG_AGO = NOW - retention.LEAST_AGE - timedelta(days=30)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "KEPT", 3)


def saved(people: People, article: Article, *, times: int, at: datetime = LONG_AGO) -> None:
    for number in range(times):
        article.headline = f"Judul {article.version}"
        workflow.save(article, by=people.rina, version=article.version, now=at + timedelta(minutes=number))


def versions(article: Article) -> list[int]:
    return sorted(article.drafts.stood().values_list("version", flat=True))


def old_story(people: People, *, times: int = 6) -> Article:
    article = cast.draft(people.rina)
    article.drafts.update(at=LONG_AGO - timedelta(minutes=1))
    saved(people, article, times=times)
    return article


def purge(most: int = 100, now: datetime = NOW) -> int:
    return retention.purge(now=now, most=most)["drafts"]


def test_the_newest_stay_however_old_they_are(people: People) -> None:
    article = old_story(people)
    assert purge() == 4
    assert versions(article) == [5, 6, 7]
    assert purge() == 0


def test_a_burst_of_saves_pushes_nothing_out(people: People) -> None:
    article = cast.draft(people.rina)
    saved(people, article, times=9, at=NOW - timedelta(days=1))
    assert purge() == 0
    assert len(versions(article)) == 10


def test_what_was_approved_or_acted_upon_stays(people: People) -> None:
    article = old_story(people, times=1)
    workflow.submit(article, by=people.rina)
    workflow.send_back(article, by=people.bagus, note="Siapa sumbernya?")
    saved(people, article, times=1)
    workflow.submit(article, by=people.rina)
    workflow.approve(article, by=people.bagus, version=article.version)
    workflow.revise(article, by=people.rina)
    saved(people, article, times=5, at=LONG_AGO + timedelta(hours=1))
    purge()
    assert versions(article) == [2, 3, 6, 7, 8]


def test_what_an_editor_has_read_stays(people: People) -> None:
    article = old_story(people, times=2)
    readings.note(article, by=people.bagus)
    saved(people, article, times=4, at=LONG_AGO + timedelta(hours=1))
    purge()
    assert versions(article) == [3, 5, 6, 7]


def test_what_nobody_has_saved_stays(people: People) -> None:
    article = old_story(people)
    unsaved: dict[str, Any] = {"version": 1, "by": people.rina, "begun_at": LONG_AGO, "contents": {}}
    Draft.objects.create(article=article, kind=Draft.Kind.UNSAVED, at=LONG_AGO - timedelta(days=9), **unsaved)
    purge()
    assert article.drafts.unsaved().count() == 1


def test_the_oldest_go_first_and_no_more_than_one_night_takes(people: People) -> None:
    article = old_story(people)
    assert purge(most=1) == 1
    assert versions(article) == [2, 3, 4, 5, 6, 7]


def test_each_story_has_its_own_number(people: People) -> None:
    long, short = old_story(people), old_story(people, times=1)
    purge()
    assert len(versions(long)) == 3
    assert versions(short) == [1, 2]


def test_the_nightly_command_does_it(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    article = old_story(people)
    call_command("purge")
    assert "articles.retention: drafts: 4" in capsys.readouterr().out
    assert versions(article) == [5, 6, 7]
