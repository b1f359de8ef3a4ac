"""Two people act on stories at the same moment, each with a database connection of their own: one truth remains."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, Likeness, Step
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import People, story
from tests.at_once import AtOnce


def approve(people: People, article: Article, by: str, **how: Any) -> Any:
    """As an editor who has this version on her screen."""
    return partial(workflow.approve, Article.objects.get(pk=article.pk), by=people[by], version=article.version, **how)


def verbs(article: Article) -> list[str]:
    return list(Step.objects.filter(article=article).order_by("pk").values_list("verb", flat=True))


def one_won(results: list[Any], winner: type = Edition) -> Conflict:
    """The one refusal, a sentence; the other act went through."""
    assert {type(result) for result in results} == {winner, Conflict}, results
    [refusal] = [result for result in results if isinstance(result, Conflict)]
    assert str(refusal).endswith(".")
    return refusal


@pytest.mark.django_db  # one test of a module has to ask for a database the ordinary way, or none is made
def test_one_editor_after_the_other_is_refused_with_a_sentence() -> None:
    people = People()
    article = story(people, "submitted")
    second = approve(people, article, "tono")
    approve(people, article, "bagus")()
    with pytest.raises(Conflict):
        second()


def test_two_editors_who_approve_at_once_make_one_edition(at_once: AtOnce) -> None:
    people = People()
    article = story(people, "submitted")
    one_won(at_once(approve(people, article, "bagus"), approve(people, article, "tono")))
    assert Edition.objects.count() == 1
    assert verbs(article).count("approve") == 1


def test_one_publishes_and_another_schedules_at_once(at_once: AtOnce) -> None:
    people = People()
    article, noon = story(people, "submitted"), timezone.now() + timedelta(hours=2)
    one_won(at_once(approve(people, article, "bagus"), approve(people, article, "tono", live_from=noon)))
    assert Edition.objects.count() == 1
    assert Article.objects.get(pk=article.pk).status == "published"


def test_two_corrections_at_once_are_one(at_once: AtOnce) -> None:
    people = People()
    article = story(people, "update submitted")
    how = {"kind": Edition.Kind.CORRECTION, "public_note": "Angka di paragraf dua salah."}
    one_won(at_once(approve(people, article, "bagus", **how), approve(people, article, "tono", **how)))
    assert [edition.number for edition in Edition.objects.order_by("number")] == [1, 2]
    assert len(Edition.objects.get(number=2).notes) == 1


def test_a_correction_and_a_retraction_at_once_leave_one_live_edition(at_once: AtOnce) -> None:
    people = People()
    article = story(people, "update submitted")
    how = {"kind": Edition.Kind.CORRECTION, "public_note": "Angka di paragraf dua salah."}
    retract = partial(
        workflow.retract,
        Article.objects.get(pk=article.pk),
        by=people.sari,
        ground=Edition.Ground.WRONG,
        explanation="Angkanya salah.",
    )
    results = at_once(approve(people, article, "bagus", **how), retract)
    assert [type(result) for result in results if not isinstance(result, Edition)] in ([], [Conflict])
    live = Edition.objects.live(timezone.now()).get()
    assert live.kind == Edition.Kind.RETRACTION


def test_what_is_approved_is_what_was_read(at_once: AtOnce) -> None:
    """Either the approval comes first, or it is refused because the text has changed; never the unread text."""
    people = People()
    article = story(people, "submitted")
    text = Article.objects.get(pk=article.pk)
    text.headline = "Harga Beras Melonjak"
    save = partial(workflow.save, text, by=people.tono, version=article.version)
    one_won(at_once(approve(people, article, "bagus"), save), winner=_winner(article))
    assert "Melonjak" not in "".join(Edition.objects.values_list("headline", flat=True))


def _winner(article: Article) -> type:
    return Edition if Edition.objects.filter(article=article).exists() else Article


def test_an_edition_is_unscheduled_once(at_once: AtOnce) -> None:
    people = People()
    article = story(people, "scheduled")
    acts = [partial(workflow.unschedule, Article.objects.get(pk=article.pk), by=people[by]) for by in ("bagus", "tono")]
    one_won(at_once(*acts), winner=Step)
    assert Edition.objects.get().is_cancelled
    assert Article.objects.get(pk=article.pk).status == "draft"


def test_updates_of_two_similar_stories_at_once_wait_for_each_other(at_once: AtOnce) -> None:
    """Each names the other as related: on PostgreSQL, each would wait for a row that the other has locked."""
    people = People()
    articles = [story(people, "update submitted") for _number in range(4)]
    results = at_once(*(approve(people, article, "bagus") for article in articles))
    assert [type(result) for result in results] == [Edition] * 4, results
    assert Likeness.objects.count() == 4 * 3


def test_stories_of_one_bundle_approved_at_once_go_live_together(at_once: AtOnce) -> None:
    people = People()
    noon = timezone.now() + timedelta(hours=2)
    bundle = workflow.bundles.make(name="Anggaran", by=people.bagus, live_from=noon)
    articles = [cast.submitted(people.rina) for _number in range(3)]
    for article in articles:
        bundle.refresh_from_db()
        workflow.bundles.add(bundle, article, by=people.bagus, version=bundle.version)
    results = at_once(*(approve(people, article, "bagus") for article in articles))
    assert [type(result) for result in results] == [Edition] * 3, results
    assert Edition.objects.live(noon).count() == 3
    assert not Edition.objects.live(noon - timedelta(seconds=1)).exists()
