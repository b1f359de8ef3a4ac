"""Embargo, right of reply and legal check: they hold a story back on every route until the right person releases it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from articles import checklist, drafts, workflow
from articles.models import Article, Confirmation, Edition, Step
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, minute, refused, story
from tests.articles.test_four_eyes import is_done

Verb = Step.Verb
ASKED: dict[str, Any] = {"party": "Hasan Basri", "asked_at": minute(0), "channel": "phone", "result": "no-answer"}
ACTS: dict[str, Any] = {
    "embargo": lambda article, by: workflow.set_embargo(article, by=by, reason="Menunggu konferensi pers."),
    "lift-embargo": lambda article, by: workflow.lift_embargo(article, by=by, note="Sudah diumumkan."),
    "confirm": lambda article, by: workflow.record_confirmation(article, by=by, **ASKED),
    "waive-confirmation": lambda article, by: workflow.waive_confirmation(article, by=by, reason="Tak terhubungi."),
    "ask-legal": lambda article, by: workflow.ask_legal(article, by=by, note="Tuduhan di paragraf dua."),
    "clear-legal": lambda article, by: workflow.clear_legal(article, by=by, version=article.version, note="Aman."),
}
STATES = ["draft", "submitted", "held back", "returned", "published", "scheduled", "rewritten", "retracted"]


@pytest.mark.parametrize("state", STATES)
def test_the_desk_offers_exactly_the_safeguards_that_are_not_refused(people: People, state: str) -> None:
    article = story(people, state)
    for who in ("rina", "dewi", "bagus", "sari", "made", "root"):
        offered = set(ACTS) & set(workflow.available_verbs(article, people[who]))
        done = {verb for verb in ACTS if is_done(ACTS[verb], article, people[who])}
        if not article.harms_party:
            done -= {Verb.CONFIRM, Verb.WAIVE_CONFIRMATION}  # allowed, but not offered as a next step
        if Verb.WAIVE_CONFIRMATION not in offered and article.confirmations.exists():
            done -= {Verb.WAIVE_CONFIRMATION}
        assert offered == done, who


@pytest.mark.parametrize("verb", sorted(ACTS))
def test_nobody_from_outside_uses_a_safeguard(people: People, verb: str) -> None:
    article = story(people, "held back")
    for who in [*OUTSIDERS, "dewi"]:
        person = people[who]
        with refused(PermissionDenied):
            ACTS[verb](article, person)


# -- Embargo ---------------------------------------------------------------------------------------------------------

ROADS: dict[str, Callable[[People, Article, datetime | None], object]] = {
    "approve": lambda people, article, at: workflow.approve(
        article, by=people.bagus, version=article.version, live_from=at
    ),
    "approve as an update": lambda people, article, at: workflow.approve(
        article, by=people.bagus, version=article.version, live_from=at, kind=Edition.Kind.UPDATE
    ),
    "approve as a correction": lambda people, article, at: workflow.approve(
        article,
        by=people.bagus,
        version=article.version,
        live_from=at,
        kind=Edition.Kind.CORRECTION,
        public_note="Angkanya.",
    ),
    "emergency": lambda people, article, _at: workflow.publish_in_emergency(
        article, by=people.sari, version=article.version, reason="Gempa."
    ),
}


def _embargoed(people: People, road: str, until: datetime | None) -> Article:
    article = story(people, "update submitted" if "as" in road.split() else "submitted")
    workflow.set_embargo(article, by=people.rina, reason="Menunggu konferensi pers.", until=until)
    return article


@pytest.mark.parametrize("until", [timedelta(hours=2), None], ids=["with an end", "without an end"])
@pytest.mark.parametrize("road", ROADS)
def test_an_embargo_blocks_every_road_until_it_is_lifted(people: People, road: str, until: timedelta | None) -> None:
    ends = timezone.now() + until if until else None
    article = _embargoed(people, road, ends)
    people.sari, people.bagus  # noqa: B018 - on stage before anything is counted
    for at in [None, timezone.now() + timedelta(hours=1)] + ([] if until else [timezone.now() + timedelta(days=900)]):
        if at is None or road != "emergency":
            with refused(ValidationError, "under embargo"):
                ROADS[road](people, article, at)
    workflow.lift_embargo(article, by=people.bagus, note="Sudah diumumkan.")
    ROADS[road](people, article, None)
    assert Edition.objects.live().filter(article=article, version=article.version).exists()


def test_after_its_end_an_embargo_lets_a_story_be_scheduled_but_publishes_nothing(people: People) -> None:
    ends = timezone.now() + timedelta(hours=2)
    article = _embargoed(people, "approve", ends)
    assert not Edition.objects.live(ends + timedelta(days=1)).exists()
    edition = workflow.approve(article, by=people.bagus, version=article.version, live_from=ends)
    assert not Edition.objects.live(ends - timedelta(seconds=1)).exists()
    assert Edition.objects.live(ends).get() == edition


def test_saving_the_story_does_not_lift_an_embargo(people: People) -> None:
    article = story(people, "draft")
    stale = Article.objects.get(pk=article.pk)
    workflow.set_embargo(article, by=people.rina, reason="Menunggu konferensi pers.")
    stale.embargo_indefinite, stale.embargo_until = False, None
    workflow.save(stale, by=people.rina, version=stale.version)
    article.refresh_from_db()
    assert (article.embargo_indefinite, article.embargo_reason) == (True, "Menunggu konferensi pers.")


def test_a_reporter_sets_an_embargo_but_neither_changes_nor_lifts_one(people: People) -> None:
    article = story(people, "draft")
    step = workflow.set_embargo(article, by=people.rina, reason=" Menunggu konferensi pers. ")
    assert (step.verb, step.note, step.to_status) == ("embargo", "Menunggu konferensi pers.", "draft")
    with refused(PermissionDenied, "Only an editor changes or lifts it"):
        workflow.set_embargo(article, by=people.rina, reason="Sebentar saja.", until=minute(90))
    with refused(PermissionDenied, "Only an editor"):
        workflow.lift_embargo(article, by=people.rina, note="Sudah.")
    until = timezone.now() + timedelta(hours=3)
    workflow.set_embargo(article, by=people.bagus, reason="Sampai pukul sembilan.", until=until)
    assert (article.embargo_until, article.embargo_indefinite) == (until, False)
    workflow.lift_embargo(article, by=people.bagus, note="Sudah diumumkan.")
    article.refresh_from_db()
    assert (article.embargo_until, article.embargo_indefinite, article.embargo_reason) == (None, False, "")
    assert last_step(article).note == "Sudah diumumkan."


def test_an_embargo_has_a_reason_and_an_end_that_is_to_come(people: People) -> None:
    article, rina, bagus = story(people, "draft"), people.rina, people.bagus
    with refused(ValidationError, "whose embargo this is and why"):
        workflow.set_embargo(article, by=rina, reason=" ")
    with refused(ValidationError, "This moment has passed"):
        workflow.set_embargo(article, by=rina, reason="Siaran pers.", until=minute(0))
    workflow.set_embargo(article, by=rina, reason="Siaran pers.")
    with refused(ValidationError, "no longer holds"):
        workflow.lift_embargo(article, by=bagus, note="")


def test_what_is_not_under_embargo_is_not_lifted(people: People) -> None:
    article, bagus = story(people, "submitted"), people.bagus
    with refused(Conflict, "not under embargo"):
        workflow.lift_embargo(article, by=bagus, note="Sudah.")


def test_nothing_of_a_story_under_embargo_is_on_any_page_for_readers(people: People, client: Client) -> None:
    """Mistake 6 of other systems. Checks search, feeds, sitemaps, topics, related stories and photos."""
    target = cast.published(people.rina, people.bagus, topics=[cast.topic()])
    photo = cast.photo(people.rina)
    ends = timezone.now() + timedelta(hours=2)
    secret = cast.submitted(
        people.rina, headline="Rahasia Besar Diumumkan Besok", topics=[cast.topic()], lead_photo=photo
    )
    workflow.set_embargo(secret, by=people.rina, reason="Siaran pers.", until=ends)
    workflow.approve(secret, by=people.bagus, version=secret.version, live_from=ends)
    pages = ["/", "/nasional/", "/topik/pangan/", "/penulis/rina/", target.path, "/rss/", "/nasional/rss/"]
    pages += ["/topik/pangan/rss/", "/sitemap.xml", "/sitemap-news.xml", "/indeks/", "/cari/?q=rahasia"]
    for page in pages:
        answer = client.get(page)
        if answer.status_code == 200:
            assert "Rahasia Besar" not in b"".join(answer).decode(), page
    assert client.get(secret.editions.get().path).status_code == 404
    assert client.get(f"/foto/{photo.renditions['wide'][0][2]}").status_code == 404


# -- The other side --------------------------------------------------------------------------------------------------


def asked(people: People, article: Article, **changes: Any) -> Confirmation:
    return workflow.record_confirmation(article, by=people.rina, **{**ASKED, **changes})


def test_a_story_that_may_harm_somebody_waits_until_they_were_asked(people: People) -> None:
    article, rina, sari = cast.draft(people.rina, harms_party=True), people.rina, people.sari
    with refused(ValidationError, "Record whom you asked"):
        workflow.submit(article, by=rina)
    with refused(ValidationError, "Record whom you asked"):
        workflow.publish_in_emergency(article, by=sari, version=article.version, reason="Gempa.")
    kept = asked(people, article, result="answered", note="Tidak benar.")
    workflow.submit(article, by=rina)
    assert workflow.approve(article, by=people.bagus, version=article.version).is_live()
    assert (kept.party, kept.by, kept.get_channel_display()) == ("Hasan Basri", rina, "by telephone")
    assert article.steps.get(verb="confirm").note.endswith("Tidak benar.")


def test_that_nobody_answered_is_kept_too_but_an_answer_needs_its_words(people: People) -> None:
    article, rina = cast.draft(people.rina, harms_party=True), people.rina
    later = timezone.now() + timedelta(minutes=5)
    wrong = [
        ({"result": "answered"}, "what was said"),
        ({"party": "  "}, "who was asked"),
        ({"asked_at": later}, "still to come"),
        ({"channel": "telepati"}, "how you asked"),
        ({"result": ""}, "what came of it"),
    ]
    for changes, sentence in wrong:
        with refused(ValidationError, sentence):
            workflow.record_confirmation(article, by=rina, **{**ASKED, **changes})
    assert asked(people, article, result="no-answer").note == ""


def test_the_managing_editor_may_waive_it_in_writing_for_one_edition(people: People) -> None:
    article, sari, rina = cast.draft(people.rina, harms_party=True), people.sari, people.rina
    with refused(PermissionDenied, "Only the managing editor"):
        workflow.waive_confirmation(article, by=rina, reason="Tak terhubungi.")
    with refused(ValidationError, "cannot wait for the other side"):
        workflow.waive_confirmation(article, by=sari, reason=" ")
    workflow.waive_confirmation(article, by=sari, reason="Tak terhubungi sejak pagi, warga harus mengungsi.")
    workflow.submit(article, by=rina, now=minute(1))
    workflow.approve(article, by=people.bagus, version=article.version)
    workflow.revise(article, by=rina)
    with refused(ValidationError, "Record whom you asked"):
        workflow.submit(article, by=rina)


# -- The legal check -------------------------------------------------------------------------------------------------


def test_what_waits_for_its_legal_check_reaches_the_editors_but_not_the_readers(people: People) -> None:
    article, bagus, sari = story(people, "draft"), people.bagus, people.sari
    workflow.ask_legal(article, by=people.rina, note="Tuduhan di paragraf dua.")
    workflow.submit(article, by=people.rina)
    for live_from in (None, timezone.now() + timedelta(hours=1)):
        with refused(ValidationError, "legal check is not done yet"):
            workflow.approve(article, by=bagus, version=article.version, live_from=live_from)
    with refused(ValidationError, "legal check is not done yet"):
        workflow.publish_in_emergency(article, by=sari, version=article.version, reason="Gempa.")
    workflow.clear_legal(article, by=sari, version=article.version, note="Dibaca Ratna, penasihat hukum.")
    assert (article.legal, article.legal_cleared_by, article.legal_cleared_version) == ("cleared", sari, 1)
    assert workflow.approve(article, by=bagus, version=article.version).is_live()


def test_what_was_changed_after_its_legal_check_needs_another(people: People) -> None:
    article, sari, tono = story(people, "submitted"), people.sari, people.tono
    workflow.ask_legal(article, by=people.bagus, note="Tuduhan.")
    workflow.clear_legal(article, by=sari, version=article.version, note="Aman.")
    workflow.save(article, by=people.bagus, version=article.version)
    with refused(ValidationError, "cleared version 1; the story has changed since"):
        workflow.approve(article, by=tono, version=article.version)
    with refused(Conflict, "was changed while you had it open"):
        workflow.clear_legal(article, by=sari, version=1, note="Aman.")
    workflow.clear_legal(article, by=sari, version=article.version, note="Masih aman.")
    assert workflow.approve(article, by=tono, version=article.version).is_live()


def test_only_the_managing_editor_clears_and_nobody_clears_twice(people: People) -> None:
    article, bagus, sari = story(people, "submitted"), people.bagus, people.sari
    with refused(Conflict, "Nobody is waiting for a legal check"):
        workflow.clear_legal(article, by=sari, version=article.version, note="Aman.")
    with refused(ValidationError, "what is to be checked"):
        workflow.ask_legal(article, by=bagus, note=" ")
    workflow.ask_legal(article, by=bagus, note="Tuduhan.")
    with refused(Conflict, "asked for already"):
        workflow.ask_legal(article, by=bagus, note="Tuduhan.")
    with refused(PermissionDenied, "Only the managing editor"):
        workflow.clear_legal(article, by=bagus, version=article.version, note="Aman.")
    with refused(ValidationError, "who checked it"):
        workflow.clear_legal(article, by=sari, version=article.version, note="")
    workflow.clear_legal(article, by=sari, version=article.version, note="Aman.")
    with refused(Conflict, "Nobody is waiting for a legal check"):
        workflow.clear_legal(article, by=sari, version=article.version, note="Aman.")


# -- Taken over ------------------------------------------------------------------------------------------------------


def cleared_and_heard(people: People) -> Article:
    article = cast.draft(people.rina, harms_party=True)
    heard = {"party": "Hasan Basri", "asked_at": minute(0), "channel": "phone", "result": "no-answer"}
    workflow.record_confirmation(article, by=people.rina, **heard)
    workflow.submit(article, by=people.rina)
    workflow.ask_legal(article, by=people.bagus, note="Tuduhan di paragraf dua.")
    workflow.clear_legal(article, by=people.sari, version=article.version, note="Dibaca Ratna.")
    return article


def test_the_evidence_for_unchanged_words_is_not_lost_when_somebody_takes_them_over(people: People) -> None:
    article = cleared_and_heard(people)
    drafts.take_over(article, by=people.tono)
    article.refresh_from_db()
    assert (article.version, article.legal_cleared_version) == (2, 2)
    assert checklist.missing(article) == []
    assert workflow.approve(article, by=people.bagus, version=2).is_live()


def test_it_does_not_carry_over_to_changed_words(people: People) -> None:
    article = cleared_and_heard(people)
    drafts.take_over(article, by=people.tono)
    article.headline = "Judul yang Diganti Sesudah Diambil Alih"
    workflow.save(article, by=people.tono, version=article.version)
    with refused(ValidationError, "must be cleared again"):
        workflow.approve(article, by=people.bagus, version=article.version)
    drafts.take_over(article, by=people.sari)
    article.refresh_from_db()
    assert article.legal_cleared_version == 2
    with refused(ValidationError, "must be cleared again"):
        workflow.approve(article, by=people.bagus, version=article.version)
