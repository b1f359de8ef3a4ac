"""Presence: others see at once who has a story open, it expires by itself, and it locks nobody out."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from articles import presence
from articles.models import Article, Presence
from tests import cast
from tests.articles.scenes import People, story

NOW = timezone.now()


def at(seconds: int) -> Any:
    return NOW + timedelta(seconds=seconds)


def seen(article: Article, people: People, who: str, sheet: UUID | None = None, seconds: int = 0) -> list[str]:
    return presence.others(article, user=people[who], sheet=sheet, now=at(seconds))


def test_others_see_who_is_editing_and_since_when(people: People) -> None:
    article, sheet = story(people, "draft"), uuid4()
    presence.arrive(article, by=people.rina, sheet=sheet, idle=timedelta(seconds=15), now=NOW)
    assert seen(article, people, "bagus", seconds=5) == ["Rina is editing, 20 seconds ago."]
    assert seen(article, people, "rina", sheet) == []
    presence.arrive(article, by=people.rina, sheet=sheet, idle=timedelta(minutes=3), now=at(10))
    assert seen(article, people, "bagus", seconds=10) == ["Rina is editing, 3 minutes ago."]


def test_whoever_only_reads_is_said_to_have_it_open(people: People) -> None:
    article = story(people, "draft")
    presence.arrive(article, by=people.bagus, sheet=uuid4(), now=NOW)
    assert seen(article, people, "rina") == ["Bagus has this story open."]


def test_a_silent_window_is_overlooked_without_any_clean_up(people: People) -> None:
    article = story(people, "draft")
    presence.arrive(article, by=people.rina, sheet=uuid4(), now=NOW)
    assert seen(article, people, "bagus", seconds=29)
    assert seen(article, people, "bagus", seconds=30) == []
    assert Presence.objects.count() == 1


def test_a_window_that_says_goodbye_is_gone_at_once(people: People) -> None:
    article, sheet = story(people, "draft"), uuid4()
    presence.arrive(article, by=people.rina, sheet=sheet, now=NOW)
    presence.leave(article, by=people.bagus, sheet=sheet)  # not his window
    assert seen(article, people, "bagus")
    presence.leave(article, by=people.rina, sheet=sheet)
    assert seen(article, people, "bagus") == []


def test_ones_own_other_window_is_told_and_other_people_count_once(people: People) -> None:
    article, phone, desktop = story(people, "draft"), uuid4(), uuid4()
    presence.arrive(article, by=people.rina, sheet=phone, idle=timedelta(seconds=4), now=NOW)
    presence.arrive(article, by=people.rina, sheet=desktop, now=NOW)
    assert seen(article, people, "rina", desktop) == ["You are editing this story in another window, 4 seconds ago."]
    assert seen(article, people, "rina", phone) == ["You have this story open in another window too."]
    assert seen(article, people, "bagus") == ["Rina is editing, 4 seconds ago."]


def test_the_table_stays_as_small_as_the_newsroom(people: People, django_assert_num_queries: Any) -> None:
    article = story(people, "draft")
    for number in range(50):
        presence.arrive(article, by=people.rina, sheet=uuid4(), now=at(number * 600))
    assert Presence.objects.count() <= 2
    sheet = uuid4()
    presence.arrive(article, by=people.bagus, sheet=sheet, now=at(30_000))
    with django_assert_num_queries(1):
        presence.arrive(article, by=people.bagus, sheet=sheet, now=at(30_010))
    with django_assert_num_queries(1):
        presence.others(article, user=people.bagus, sheet=sheet, now=at(30_010))


def test_a_whole_list_costs_one_query(people: People, django_assert_num_queries: Any) -> None:
    articles = [cast.draft(people.rina) for _number in range(4)]
    for article in articles[:2]:
        presence.arrive(article, by=people.rina, sheet=uuid4(), now=NOW)
    user = people.bagus
    with django_assert_num_queries(1):
        found = presence.in_list(articles, user=user, now=NOW)
    assert set(found) == {article.pk for article in articles[:2]}
