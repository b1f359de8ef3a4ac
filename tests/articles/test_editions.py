"""Editions stay as they were approved, and at most one edition of a story is live at any time."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles import editions, photos, workflow
from articles.models import (
    Article,
    Byline,
    Edition,
    EditionByline,
    EditionPhoto,
    EditionTopic,
    Journalist,
    Photo,
    ReadAlso,
)
from articles.workflow import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.articles.scenes import People, minute, refused, story

BEGIN = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def photo(by: User, **fields: Any) -> Photo:
    words: dict[str, Any] = {
        "alt": "Kios beras",
        "caption": "Kios di Pasar Senen.",
        "credit": "Namamedia.com/Melati",
        **fields,
    }
    words["renditions"] = {crop: [[800, 600, f"ab/cd/{crop}-800-0.webp"]] for crop in photos.CROPS}
    return Photo.objects.create(**words, original="x", sha256="x", width=800, height=600, uploaded_by=by)


# -- Intervals -------------------------------------------------------------------------------------------------------

SENSIBLE = {
    "draft": ["submit", "submit", "save", "emergency"],
    "submitted": ["approve", "schedule", "approve", "schedule", "send_back", "withdraw_submission", "emergency"],
    "returned": ["submit", "save"],
    "published": ["revise", "unschedule", "revise", "unschedule", "second_read", "retract"],
}


def act(verb: str, article: Article, people: People, now: datetime) -> None:
    rina, bagus, sari = people.rina, people.bagus, people.sari
    match verb:
        case "save":
            workflow.save(article, by=rina, version=article.version, now=now)
        case "send_back":
            workflow.send_back(article, by=bagus, note="Sumbernya?", now=now)
        case "approve":
            kind = Edition.Kind.CORRECTION if editions.latest(article) else None
            workflow.approve(article, by=bagus, version=article.version, kind=kind, public_note="Dibetulkan.", now=now)
        case "schedule":
            live_from = now + timedelta(minutes=25)
            workflow.approve(article, by=bagus, version=article.version, live_from=live_from, now=now)
        case "emergency":
            workflow.publish_in_emergency(article, version=article.version, by=sari, reason="Gempa.", now=now)
        case "retract":
            workflow.retract(article, by=sari, ground=Edition.Ground.WRONG, explanation="Keliru.", now=now)
        case "second_read" | "unschedule":
            getattr(workflow, verb)(article, by=bagus, now=now)
        case _:
            getattr(workflow, verb)(article, by=rina, now=now)


choices = st.integers(min_value=0, max_value=41)
acts = st.lists(st.tuples(choices, st.integers(min_value=0, max_value=40)), min_size=8, max_size=16)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking a sequence of sixteen acts takes minutes and is not needed to read it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts)
def test_whatever_the_newsroom_does_readers_see_at_most_one_edition(
    people: People, acts: list[tuple[int, int]]
) -> None:
    for who in ("rina", "bagus", "sari"):
        people[who]  # created before the first act, so that no rollback removes them
    with transaction.atomic():
        article = cast.draft(people.rina)
        now, seen = BEGIN, {}
        for choice, minutes in acts:
            now += timedelta(minutes=minutes)
            article = Article.objects.get(pk=article.pk)
            sensible = SENSIBLE[article.status]
            with suppress(Conflict, ValidationError, PermissionDenied):
                act(sensible[choice % len(sensible)], article, people, now)
            live = Edition.objects.live(now)
            assert live.count() <= 1
            seen[now] = list(live.values_list("pk", flat=True))
        check_intervals(article, seen)
        transaction.set_rollback(True)


def check_intervals(article: Article, seen: dict[datetime, list[int]]) -> None:
    shown = list(Edition.objects.filter(article=article).not_cancelled().order_by("number"))
    for before, after in pairwise(shown):
        assert before.live_until == after.live_from, "a gap or an overlap"
    assert not shown or shown[-1].live_until is None
    assert len({edition.published_at for edition in shown}) <= 1
    assert len({edition.path for edition in shown}) <= 1
    for before, after in pairwise(shown):
        assert after.notes[: len(before.notes)] == before.notes
    for at, ids in seen.items():  # later acts do not change what readers saw at an earlier moment
        assert list(Edition.objects.live(at).values_list("pk", flat=True)) == ids
        assert [edition.pk for edition in shown if edition.is_live(at)] == ids
    assert [step.article_id for step in article.steps.all()] == [article.pk] * article.steps.count()


def test_an_interval_holds_its_first_moment_and_not_its_last(people: People) -> None:
    article = story(people, "update submitted")
    first = Edition.objects.get()
    second = workflow.approve(article, by=people.bagus, version=article.version)
    first.refresh_from_db()
    an_instant = timedelta(microseconds=1)
    for at, expected in (
        (first.live_from - an_instant, []),
        (first.live_from, [first]),
        (second.live_from - an_instant, [first]),
        (second.live_from, [second]),
        (second.live_from + timedelta(days=9_000), [second]),
    ):
        assert list(Edition.objects.live(at)) == expected
        assert [edition for edition in (first, second) if edition.is_live(at)] == expected


def test_what_was_said_at_a_moment_is_a_query(people: People) -> None:
    story(people, "rewritten")
    article = Article.objects.get()
    workflow.submit(article, by=people.rina)
    workflow.approve(article, by=people.bagus, version=article.version)
    old, new = Edition.objects.live(minute(30)).get(), Edition.objects.live().get()
    assert (old.number, new.number) == (1, 2)
    assert old.headline != new.headline


def test_a_scheduled_update_replaces_the_live_edition_without_a_gap(people: People) -> None:
    story(people, "update scheduled")
    first, second = Edition.objects.order_by("number")
    assert first.is_live()
    assert not second.is_live()
    assert first.live_until == second.live_from
    assert second.published_at == first.published_at
    assert Edition.objects.pending().get() == second
    assert not Edition.objects.pending(second.live_from).exists()


def test_the_same_moment_can_be_scheduled_again_after_a_cancellation(people: People) -> None:
    article = story(people, "update scheduled")
    live_from = Edition.objects.pending().get().live_from
    workflow.unschedule(article, by=people.bagus)
    workflow.submit(article, by=people.rina)
    again = workflow.approve(article, by=people.bagus, version=article.version, live_from=live_from)
    assert Edition.objects.live(live_from).get() == again
    assert Edition.objects.live().get().live_until == live_from


def test_what_is_live_cannot_be_cancelled(people: People) -> None:
    story(people, "published")
    edition = Edition.objects.get()
    with refused(ValidationError, "live already"):
        editions.cancel(edition, now=edition.live_from)


# -- Snapshots -------------------------------------------------------------------------------------------------------


def test_an_edition_keeps_the_names_and_captions_of_its_day(people: People) -> None:
    lead, inner = photo(people.rina), photo(people.rina, caption="Timbangan.")
    body = f'<p>Satu.</p><figure data-photo="{inner.pk}"><figcaption></figcaption></figure>'
    topic = cast.topic("Pangan")
    edition = cast.published(people.rina, people.bagus, lead_photo=lead, body=body, topics=[topic])
    before = Edition.objects.values().get()
    for person in (people.rina, people.bagus):
        Journalist.objects.filter(user=person).update(name="Nama Baru", slug=f"nama-baru-{person.pk}")
    Photo.objects.update(caption="Keterangan baru", credit="Kredit baru", alt="Teks baru", renditions={"full": []})
    type(topic).objects.update(name="Topik Baru", slug="topik-baru")
    type(edition.section).objects.update(name="Kanal Baru", slug="kanal-baru")
    edition.article.topics.clear()
    Byline.objects.all().delete()
    assert Edition.objects.values().get() == before
    assert Edition.objects.get().get_absolute_url().startswith("/nasional/")


def test_the_printed_editor_is_whoever_approved(people: People) -> None:
    edition = cast.published(people.rina, people.bagus)
    assert [(name["name"], name["role"]) for name in edition.bylines] == [("Rina", "writer"), ("Bagus", "editor")]
    rows = EditionByline.objects.filter(edition=edition).order_by("pk")
    assert [(row.journalist.name, row.role) for row in rows] == [("Rina", "writer"), ("Bagus", "editor")]


def test_an_editor_without_a_profile_is_printed_by_display_name(people: People) -> None:
    edition = cast.published(people.rina, people.root)
    assert edition.bylines[-1] == {"journalist": None, "name": "Root", "slug": "", "role": "editor"}
    assert not EditionByline.objects.filter(edition=edition, role="editor").exists()


def test_names_are_printed_in_their_order(people: People) -> None:
    article = cast.draft(people.rina)
    Byline.objects.create(article=article, journalist=people.dewi.journalist, position=2)
    Byline.objects.filter(journalist=people.rina.journalist).update(position=3)
    Byline.objects.create(article=article, journalist=people.tono.journalist, role="photographer", position=1)
    workflow.submit(article, by=people.rina)
    edition = workflow.approve(article, by=people.bagus, version=article.version)
    assert [name["name"] for name in edition.bylines] == ["Tono", "Dewi", "Rina", "Bagus"]


def test_every_photo_shown_has_a_row_once(people: People) -> None:
    lead, inner, unused = (photo(people.rina) for _time in range(3))
    figure = f'<figure data-photo="{inner.pk}"><figcaption>Timbangan</figcaption></figure>'
    body = f'<p>Satu.</p>{figure}{figure}<figure data-photo="{lead.pk}"></figure><figure data-photo="999999"></figure>'
    edition = cast.published(people.rina, people.bagus, lead_photo=lead, body=body)
    assert set(EditionPhoto.objects.values_list("photo", flat=True)) == {lead.pk, inner.pk}
    assert EditionPhoto.objects.count() == 2
    assert not unused.uses.exists()
    assert edition.lead_photo == photos.snapshot(lead)
    assert "Timbangan" in edition.html
    assert "data-photo" not in edition.html


def test_references_have_rows_in_their_order_and_never_to_the_story_itself(people: People) -> None:
    one, two = (cast.published(people.dewi, people.bagus).article for _each in range(2))
    article = cast.draft(people.rina)
    ids = [two.pk, article.pk, one.pk, two.pk]
    article.body = "<p>Satu.</p>" + "".join(f'<aside data-read-also="{pk}"></aside>' for pk in ids)
    workflow.save(article, by=people.rina, version=article.version)
    workflow.submit(article, by=people.rina)
    workflow.approve(article, by=people.bagus, version=article.version)
    assert list(ReadAlso.objects.values_list("target", flat=True)) == [two.pk, one.pk]


def test_what_belongs_to_an_edition_is_public_with_it(people: People) -> None:
    article = cast.submitted(people.rina, topics=[cast.topic()], lead_photo=photo(people.rina))
    later = timezone.now() + timedelta(hours=1)
    workflow.approve(article, by=people.bagus, version=article.version, live_from=later)
    for part in (EditionTopic, EditionByline, EditionPhoto):
        assert not part.objects.live().exists()
        assert part.objects.live(later).exists()


def test_notes_to_the_readers_accumulate(people: People) -> None:
    article = story(people, "update submitted")
    for kind, note in ((Edition.Kind.CORRECTION, "Satu."), (None, ""), (Edition.Kind.RIGHT_OF_REPLY, "Dua.")):
        workflow.approve(article, by=people.bagus, version=article.version, kind=kind, public_note=note)
        workflow.revise(article, by=people.rina)
        workflow.submit(article, by=people.rina)
    first, *_rest, last = Edition.objects.order_by("number")
    assert [note["note"] for note in last.notes] == ["Satu.", "Dua."]
    assert [note["kind"] for note in last.notes] == ["correction", "right-of-reply"]
    assert first.notes == []


def test_a_note_of_a_cancelled_edition_is_not_told(people: People) -> None:
    article = story(people, "update submitted")
    later = timezone.now() + timedelta(hours=1)
    workflow.approve(
        article,
        by=people.bagus,
        version=article.version,
        kind=Edition.Kind.CORRECTION,
        public_note="Batal.",
        live_from=later,
    )
    workflow.unschedule(article, by=people.bagus)
    workflow.submit(article, by=people.rina)
    assert workflow.approve(article, by=people.bagus, version=article.version).notes == []


# -- Addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), "2026/11/20"),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "2026/11/21"),  # midnight in Jakarta
        (datetime(2026, 11, 20, 23, 59, tzinfo=UTC), "2026/11/21"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "2027/01/01"),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "UTC", "Asia/Jayapura"])
def test_the_address_holds_the_day_in_jakarta(people: People, at: datetime, day: str, zone: str) -> None:
    article = cast.submitted(people.rina, slug="beras-naik")
    with timezone.override(zone):
        edition = workflow.approve(article, by=people.bagus, version=article.version, now=at)
    assert edition.path == f"/nasional/{day}/beras-naik/"


def test_a_scheduled_story_has_the_day_on_which_it_appears(people: People) -> None:
    article = cast.submitted(people.rina, slug="beras-naik")
    edition = workflow.approve(
        article, by=people.bagus, version=article.version, now=BEGIN, live_from=BEGIN + timedelta(days=3)
    )
    assert edition.path == "/nasional/2026/11/23/beras-naik/"


def test_an_update_keeps_day_and_address(people: People) -> None:
    first = cast.published(people.rina, people.bagus, now=BEGIN)
    article, later = first.article, BEGIN + timedelta(days=30)
    workflow.revise(article, by=people.rina, now=later)
    article.headline = "Judul yang sama sekali lain"
    workflow.save(article, by=people.rina, version=article.version, now=later)
    workflow.submit(article, by=people.rina, now=later)
    second = workflow.approve(article, by=people.bagus, version=article.version, now=later)
    assert (second.path, second.published_at) == (first.path, first.published_at)
    assert second.is_updated
    assert not first.is_updated


def test_a_new_section_gives_a_new_address_with_the_old_day(people: People) -> None:
    first = cast.published(people.rina, people.bagus, now=BEGIN, slug="beras-naik")
    article, later = first.article, BEGIN + timedelta(days=30)
    workflow.revise(article, by=people.rina, now=later)
    article.section = cast.section("Ekonomi")
    workflow.save(article, by=people.rina, version=article.version, now=later)
    workflow.submit(article, by=people.rina, now=later)
    second = workflow.approve(article, by=people.bagus, version=article.version, now=later)
    assert second.path == "/ekonomi/2026/11/20/beras-naik/"


def test_an_address_that_a_story_once_had_is_not_given_to_another(people: People) -> None:
    first = cast.published(people.rina, people.bagus, slug="beras-naik")
    article = first.article
    workflow.revise(article, by=people.rina)
    article.slug = "beras-turun"
    workflow.save(article, by=people.rina, version=article.version)
    other, bagus = cast.submitted(people.dewi, slug="beras-naik"), people.bagus
    with refused(ValidationError, "Another story has the address /nasional/"):
        workflow.approve(other, by=bagus, version=other.version)
