from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from articles import workflow
from articles.models import Article, Edition, EditionByline, EditionPhoto, EditionTopic, ReadAlso
from articles.workflow import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, mail_to, minute, refused, story

Ground = Edition.Ground
WHY = "Narasumber utama ternyata tidak pernah diwawancarai."


def retract(article: Article, by: User, **changes: Any) -> Edition:
    return workflow.retract(article, by=by, **{"ground": Ground.WRONG, "explanation": WHY, **changes})


@pytest.mark.parametrize("who", ["sari", "root"])
@pytest.mark.parametrize("state", ["published", "rewritten", "update submitted", "update scheduled"])
def test_the_managing_editor_retracts_a_live_story(people: People, state: str, who: str) -> None:
    article = story(people, state)
    before, was = Edition.objects.live().get(), article.status
    edition = retract(article, people[who], explanation=f" {WHY}\n")
    article.refresh_from_db()
    assert Edition.objects.live().get() == edition
    assert (edition.kind, edition.ground, edition.public_note) == (Edition.Kind.RETRACTION, Ground.WRONG, WHY)
    assert (edition.path, edition.published_at) == (before.path, before.published_at)
    before.refresh_from_db()
    assert before.live_until == edition.live_from
    assert article.status == Article.Status.PUBLISHED
    step = last_step(article)
    assert (step.verb, step.by, step.edition, step.note) == ("retract", people[who], edition, WHY)
    assert (step.from_status, step.to_status) == (was, "published")


def test_nobody_else_does(people: People) -> None:
    article = story(people, "published")
    for who in [*OUTSIDERS, "rina", "dewi", "bagus"]:
        person = people[who]
        with refused(PermissionDenied, "Only the managing editor"):
            retract(article, person)


def test_what_readers_never_saw_is_not_retracted(people: People) -> None:
    for state in ["draft", "submitted", "returned", "scheduled"]:
        article, sari = story(people, state), people.sari
        with refused(Conflict, "nothing to retract"):
            retract(article, sari)


def test_a_story_is_retracted_once(people: People) -> None:
    article = story(people, "retracted")
    with refused(Conflict, "nothing to retract"):
        retract(article, people.sari)


def test_only_the_listed_grounds_count(people: People) -> None:
    article, sari = story(people, "published"), people.sari
    for ground in ["", "pressure", None, "first"]:
        with refused(ValidationError, "Choose one of the listed grounds"):
            retract(article, sari, ground=ground)


def test_the_readers_are_told_why(people: People) -> None:
    article, sari = story(people, "published"), people.sari
    for explanation in ["", " \n"]:
        with refused(ValidationError, "Explain to the readers"):
            retract(article, sari, explanation=explanation)


def test_everything_missing_is_named_at_once(people: People) -> None:
    article, sari = story(people, "published"), people.sari
    with refused(ValidationError) as refusal:
        retract(article, sari, ground="", explanation="")
    assert set(refusal.value.message_dict) == {"ground", "public_note"}  # type: ignore[attr-defined]


def test_nothing_of_the_text_is_left_under_the_address(people: People) -> None:
    other = cast.published(people.dewi, people.bagus, now=minute(0))
    body = f'<p>Isi rahasia.</p><aside data-read-also="{other.article_id}"></aside>'
    article = cast.published(people.rina, people.bagus, now=minute(1), body=body, topics=[cast.topic()]).article
    edition = retract(article, people.sari)
    assert (edition.body, edition.html, edition.deck, edition.words) == ("", "", "", 0)
    assert (edition.lead_photo, edition.topics, edition.sources) == (None, [], "")
    for part in (EditionTopic, EditionPhoto, ReadAlso):
        assert not part.objects.live().filter(edition__article=article).exists()
    assert EditionByline.objects.live().filter(edition=edition).exists()


def test_it_leaves_every_list_that_asks_for_what_stands(people: People) -> None:
    story(people, "retracted")
    assert Edition.objects.live().count() == 1
    assert not Edition.objects.live().standing().exists()


def test_a_scheduled_update_is_cancelled_with_it(people: People) -> None:
    article = story(people, "update scheduled")
    scheduled = Edition.objects.pending().get()
    edition = retract(article, people.sari)
    scheduled.refresh_from_db()
    assert scheduled.is_cancelled
    assert Edition.objects.live(scheduled.live_from).get() == edition
    assert edition.live_until is None


def test_a_retracted_story_never_comes_back(people: People) -> None:
    for verb in ["revise", "submit", "unschedule"]:
        article = story(people, "retracted")
        person = people.bagus if verb == "unschedule" else people.rina
        with refused(Conflict):
            getattr(workflow, verb)(article, by=person)


def test_not_even_from_a_working_copy_that_somebody_set_back_by_hand(people: People) -> None:
    article = story(people, "retracted")
    Article.objects.filter(pk=article.pk).update(status=Article.Status.SUBMITTED)
    with refused(Conflict, "not published again"):
        workflow.approve(article, by=people.bagus, version=article.version)
    with refused(Conflict, "not published again"):
        workflow.publish_in_emergency(article, version=article.version, by=people.sari, reason="Mendesak.")


def test_earlier_corrections_stay_on_record_before_the_retraction(people: People) -> None:
    article = story(people, "update submitted")
    workflow.approve(
        article, by=people.bagus, version=article.version, kind=Edition.Kind.CORRECTION, public_note="Angka dibetulkan."
    )
    edition = retract(article, people.sari)
    assert [note["kind"] for note in edition.notes] == ["correction", "retraction"]
    assert [note["note"] for note in edition.notes] == ["Angka dibetulkan.", WHY]


def test_the_reporter_is_told_why(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "published")
    with django_capture_on_commit_callbacks(execute=True):
        retract(article, people.sari)
    assert mail_to() == ["rina@namamedia.test"]
    assert WHY in mail.outbox[0].body
