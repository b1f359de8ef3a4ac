"""Taking over and restoring: nobody's text is lost, and readers notice nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import contents, drafts, four_eyes, workflow
from articles.models import Article, Draft, Edition, Step
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, refused, story

Kind = Draft.Kind


def type_beside(article: Article, by: Any, headline: str) -> Draft:
    """Store an unsaved text, as typed in somebody's open form."""
    said = {**contents.of(article), "headline": headline}
    return drafts.keep_unsaved(article, said, by=by, version=article.version, sheet=uuid4())


def test_taking_over_keeps_what_the_other_had_typed_and_makes_their_window_old(people: People) -> None:
    article = story(people, "submitted")
    before = article.version
    typed = type_beside(article, people.bagus, "Ketikan Bagus")
    step = drafts.take_over(article, by=people.sari)
    assert (step.verb, step.by, step.note) == (Step.Verb.TAKE_OVER, people.sari, "Bagus")
    kept = article.drafts.get(kind=Kind.SET_ASIDE)
    assert (kept.by, kept.contents["headline"]) == (people.bagus, "Ketikan Bagus")
    assert typed in drafts.offered(article, people.bagus)
    stale = Article.objects.get(pk=article.pk)
    with refused(Conflict, "was changed while you had it open"):
        workflow.save(stale, by=people.bagus, version=before)


def test_taking_over_changes_no_word_and_costs_nobody_the_right_to_approve(people: People) -> None:
    article = story(people, "submitted")
    before = contents.of(article)
    drafts.take_over(article, by=people.bagus)
    assert contents.of(Article.objects.get(pk=article.pk)) == before
    assert four_eyes.is_second_pair_of_eyes(people.bagus, article)
    workflow.approve(article, by=people.bagus, version=article.version)


def test_taking_over_twice_keeps_one_copy(people: People) -> None:
    article = story(people, "submitted")
    type_beside(article, people.bagus, "Ketikan Bagus")
    for _time in range(2):
        drafts.take_over(article, by=people.sari)
    assert article.drafts.filter(kind=Kind.SET_ASIDE).count() == 1


def test_nobody_takes_over_what_they_may_not_change(people: People) -> None:
    article = story(people, "draft")
    for who in [*OUTSIDERS, "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only the reporter of this story or an editor"):
            drafts.take_over(article, by=person)
    submitted, published = story(people, "submitted"), story(people, "published")
    with refused(Conflict, "Withdraw the submission"):
        drafts.take_over(submitted, by=people.rina)
    with refused(Conflict, "so that cannot be done"):
        drafts.take_over(published, by=people.bagus)


def test_a_version_comes_back_as_a_new_one_and_the_others_stay(people: People) -> None:
    article = story(people, "draft")
    first = contents.of(article)
    article.headline = "Judul yang salah"
    workflow.save(article, by=people.rina, version=1, topics=[cast.topic()], bylines=[])
    drafts.restore(article, article.drafts.get(version=1).contents, by=people.rina, version=2)
    article = Article.objects.get(pk=article.pk)
    assert article.version == 3
    assert contents.same(contents.of(article), first)
    assert [row.version for row in article.drafts.stood().order_by("version")] == [1, 2, 3]


def test_an_edition_comes_back_into_an_update_and_readers_keep_what_they_have(people: People) -> None:
    article = story(people, "published")
    live = Edition.objects.live().get()
    drafts.restore(article, contents.of_edition(live), by=people.rina, version=article.version)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT
    assert Edition.objects.live().get() == live
    assert [step.verb for step in article.steps.order_by("pk")][-2:] == [Step.Verb.REVISE, Step.Verb.EDIT]


def test_bringing_back_is_a_change_for_four_eyes(people: People) -> None:
    article = story(people, "submitted")
    drafts.restore(article, article.drafts.get(version=1).contents, by=people.bagus, version=article.version)
    assert not four_eyes.is_second_pair_of_eyes(people.bagus, article)
    assert last_step(article).verb == Step.Verb.EDIT


def test_bringing_back_overwrites_nothing_that_came_meanwhile(people: People) -> None:
    article = story(people, "draft")
    said = article.drafts.get(version=1).contents
    workflow.save(Article.objects.get(pk=article.pk), by=people.bagus, version=1)
    with refused(Conflict, "was changed while you had it open"):
        drafts.restore(article, said, by=people.rina, version=1)


@pytest.mark.parametrize("state", ["retracted", "scheduled"])
def test_what_cannot_be_updated_now_is_not_brought_back(people: People, state: str) -> None:
    article = story(people, state)
    said = article.drafts.order_by("version")[0].contents
    with refused(Conflict):
        drafts.restore(article, said, by=people.bagus, version=article.version)


def test_a_text_with_a_field_that_cannot_be_stored_is_refused_whole(people: People) -> None:
    article = story(people, "draft")
    said = {**contents.of(article), "headline": "x" * 141}
    with refused(ValidationError):
        drafts.restore(article, said, by=people.rina, version=1)
    with refused(ValidationError):
        drafts.restore(article, {**said, "headline": "A", "harms_party": "besok"}, by=people.rina, version=1)


def test_what_was_deleted_since_is_left_out(people: People) -> None:
    gone = cast.topic("Sementara")
    article = cast.draft(people.rina, topics=[gone])
    said = article.drafts.get().contents
    gone.delete()
    drafts.restore(article, said, by=people.rina, version=1)
    assert not Article.objects.get(pk=article.pk).topics.exists()


def test_one_person_keeps_a_bounded_number_of_unsaved_texts(people: People) -> None:
    article = story(people, "submitted")
    for number in range(drafts.MOST_UNSAVED + 3):
        type_beside(article, people.bagus, f"Jendela {number}")
    mine = article.drafts.unsaved().filter(by=people.bagus)
    assert mine.count() == drafts.MOST_UNSAVED
    assert f"Jendela {drafts.MOST_UNSAVED + 2}" in {row.contents["headline"] for row in mine}
