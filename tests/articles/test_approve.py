from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import workflow
from articles.models import Article, Byline, Edition, EditionTopic
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, mail_to, minute, refused, story

Kind = Edition.Kind


@pytest.mark.parametrize("who", ["bagus", "tono", "sari", "root"])
def test_an_editor_publishes_a_submitted_story(people: People, who: str) -> None:
    article = story(people, "submitted")
    edition = workflow.approve(article, by=people[who], version=article.version, now=minute(10))
    article.refresh_from_db()
    assert article.status == Article.Status.PUBLISHED
    assert Edition.objects.live().get() == edition
    assert (edition.kind, edition.number, edition.approved_by) == (Kind.FIRST, 1, people[who])
    assert edition.live_from == edition.approved_at == edition.published_at
    assert edition.live_until is None
    step = last_step(article)
    assert (step.verb, step.by, step.edition, step.version) == ("approve", people[who], edition, article.version)
    assert (step.from_status, step.to_status, step.at) == ("submitted", "published", edition.approved_at)


def test_nobody_else_publishes_it(people: People) -> None:
    article = story(people, "submitted")
    for who in [*OUTSIDERS, "rina", "dewi"]:
        person = people[who]
        with refused(PermissionDenied, "Only an editor"):
            workflow.approve(article, by=person, version=article.version)


def test_only_a_submitted_story_is_approved(people: People) -> None:
    for state in ["draft", "returned", "published", "scheduled", "rewritten", "retracted"]:
        article, editor = story(people, state), people.tono
        with refused(Conflict, "Load the page again"):
            workflow.approve(article, by=editor, version=article.version)


def test_a_second_click_makes_no_second_edition(people: People) -> None:
    article, bagus = story(people, "submitted"), people.bagus
    other_tab = Article.objects.get(pk=article.pk)
    workflow.approve(article, by=bagus, version=article.version)
    with refused(Conflict, "This story is published now"):
        workflow.approve(other_tab, by=bagus, version=other_tab.version)


def test_the_version_approved_is_the_version_submitted(people: People) -> None:
    article, bagus = story(people, "submitted"), people.bagus
    for difference in [-1, 1]:
        with refused(Conflict, "Read the newest version"):
            workflow.approve(article, by=bagus, version=article.version + difference)


def test_the_edition_holds_every_public_field_of_the_working_copy(people: People) -> None:
    pangan = cast.topic("Pangan")
    article = cast.draft(
        people.rina,
        headline="  Beras Naik ",
        dateline="Semarang",
        sources="BPS",
        seo_title="Harga beras",
        seo_description="Harga beras hari ini.",
        topics=[pangan],
    )
    workflow.submit(article, by=people.rina)
    edition = workflow.approve(article, by=people.bagus, version=article.version)
    edition.refresh_from_db()
    assert (edition.headline, edition.deck, edition.dateline) == ("Beras Naik", article.deck, "Semarang")
    assert (edition.section, edition.body, edition.sources) == (article.section, article.body, "BPS")
    assert (edition.seo_title, edition.seo_description) == ("Harga beras", "Harga beras hari ini.")
    assert edition.topics == [{"name": "Pangan", "slug": "pangan"}]
    assert list(EditionTopic.objects.live().about(pangan).values_list("edition", flat=True)) == [edition.pk]
    assert edition.words == 22
    assert "NAMAMEDIA.COM, SEMARANG - " in edition.html


def test_what_the_object_says_and_is_not_stored_is_not_published(people: People) -> None:
    article = story(people, "submitted")
    article.headline = "Tidak pernah disimpan"
    edition = workflow.approve(article, by=people.bagus, version=article.version)
    assert edition.headline != "Tidak pernah disimpan"


def test_what_became_incomplete_after_the_submission_is_refused(people: People) -> None:
    article, bagus = story(people, "submitted"), people.bagus
    Byline.objects.filter(article=article).delete()
    with refused(ValidationError, "at least one writer"):
        workflow.approve(article, by=bagus, version=article.version)


def test_an_address_that_an_editor_emptied_is_made_again(people: People) -> None:
    article = story(people, "submitted")
    article.slug = ""
    workflow.save(article, by=people.sari, version=article.version)
    edition = workflow.approve(article, by=people.bagus, version=article.version)
    article.refresh_from_db()
    assert article.slug
    assert edition.path.endswith(f"/{article.slug}/")


# -- Kinds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [None, Kind.UPDATE])
def test_an_update_needs_no_note_to_the_readers(people: People, kind: Kind | None) -> None:
    article = story(people, "update submitted")
    edition = workflow.approve(article, by=people.bagus, version=article.version, kind=kind)
    assert (edition.kind, edition.number, edition.public_note) == (Kind.UPDATE, 2, "")


@pytest.mark.parametrize("kind", Edition.NOTED_KINDS)
def test_a_correction_tells_the_readers_what_was_changed(people: People, kind: Kind) -> None:
    article, bagus = story(people, "update submitted"), people.bagus
    with refused(ValidationError, "Tell the readers"):
        workflow.approve(article, by=bagus, version=article.version, kind=kind, public_note="  ")
    note = "Semula tertulis 21 persen."
    edition = workflow.approve(article, by=bagus, version=article.version, kind=kind, public_note=f" {note}\n")
    assert (edition.kind, edition.public_note) == (kind, note)
    assert last_step(article).note == note


def test_what_was_never_live_is_published_for_the_first_time(people: People) -> None:
    article, bagus = story(people, "submitted"), people.bagus
    for kind in [kind for kind in Kind if kind != Kind.FIRST] + ["nonsense"]:
        with refused(ValidationError, "what kind of edition"):
            workflow.approve(article, by=bagus, version=article.version, kind=kind, public_note="Catatan.")


def test_what_was_live_is_not_published_for_the_first_time_nor_retracted_this_way(people: People) -> None:
    article, bagus = story(people, "update submitted"), people.bagus
    for kind in [Kind.FIRST, Kind.RETRACTION]:
        with refused(ValidationError, "what kind of edition"):
            workflow.approve(article, by=bagus, version=article.version, kind=kind, public_note="Catatan.")


# -- Moments ---------------------------------------------------------------------------------------------------------


def test_a_story_approved_for_later_is_not_public_until_then(people: People) -> None:
    article, later = story(people, "submitted"), timezone.now() + timedelta(hours=3)
    edition = workflow.approve(article, by=people.bagus, version=article.version, live_from=later)
    assert (edition.live_from, edition.published_at) == (later, later)
    assert not Edition.objects.live().exists()
    assert not Edition.objects.live(later - timedelta(microseconds=1)).exists()
    assert Edition.objects.live(later).get() == edition
    assert article.status == Article.Status.PUBLISHED


def test_a_moment_that_has_passed_is_refused(people: People) -> None:
    for difference in [timedelta(0), timedelta(seconds=1), timedelta(days=400)]:
        article, bagus, now = story(people, "submitted"), people.bagus, minute(30)
        with refused(ValidationError, "This moment has passed"):
            workflow.approve(article, by=bagus, version=article.version, live_from=now - difference, now=now)


def test_nothing_goes_live_before_its_embargo_ends(people: People) -> None:
    ends = timezone.now() + timedelta(hours=2)
    article, bagus = cast.submitted(people.rina, embargo_until=ends), people.bagus
    with refused(ValidationError, "under embargo until"):
        workflow.approve(article, by=bagus, version=article.version)
    with refused(ValidationError, "under embargo until"):
        workflow.approve(article, by=bagus, version=article.version, live_from=ends - timedelta(seconds=1))
    edition = workflow.approve(article, by=bagus, version=article.version, live_from=ends)
    assert edition.live_from == ends


def test_an_embargo_that_is_over_stops_nothing(people: People) -> None:
    article = cast.submitted(people.rina, embargo_until=minute(0))
    assert workflow.approve(article, by=people.bagus, version=article.version).is_live()


def test_the_embargo_is_told_in_jakarta_time(people: People) -> None:
    ends = timezone.now().replace(hour=23, minute=59, second=0, microsecond=0) + timedelta(days=2)
    article, bagus = cast.submitted(people.rina, embargo_until=ends), people.bagus
    with refused(ValidationError, "06.59 WIB"):
        workflow.approve(article, by=bagus, version=article.version)


def test_an_edition_does_not_begin_before_the_one_that_it_replaces(people: People) -> None:
    article, bagus = story(people, "update submitted"), people.bagus
    before = Edition.objects.get().live_from
    for now in (before, before - timedelta(seconds=1)):
        with refused(ValidationError, "cannot begin before"):
            workflow.approve(article, by=bagus, version=article.version, now=now)


# -- Mail ------------------------------------------------------------------------------------------------------------


def test_the_reporter_alone_is_told(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    people.tono  # noqa: B018 - another editor, whom this does not concern
    with django_capture_on_commit_callbacks(execute=True):
        workflow.approve(article, by=people.bagus, version=article.version)
    assert mail_to() == ["rina@namamedia.test"]
    assert "Readers see it now." in mail.outbox[0].body


def test_the_reporter_is_told_from_when_readers_will_see_it(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    article, later = story(people, "submitted"), timezone.now() + timedelta(hours=3)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.approve(article, by=people.bagus, version=article.version, live_from=later)
    assert "Readers will see it from" in mail.outbox[0].body
    assert timezone.localtime(later).strftime("%H.%M WIB") in mail.outbox[0].body


def test_approval_costs_the_same_however_long_the_history(people: People, django_assert_max_num_queries: Any) -> None:
    article = story(people, "update submitted")
    with django_assert_max_num_queries(30):
        workflow.approve(article, by=people.bagus, version=article.version)
